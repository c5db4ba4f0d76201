"""What a person can get wrong with anything, as data. ``texts/faults.py`` words each; no sentence lives here.

Refusals of one capability stand in a file of their own. All of them:

DubanError
  + ElsewhereOnly
      + PrivateOnly, ForeignChat
  + ItemRefusal
      + NotYours (+ NotYourDecision, ClosedByAnother), NotYourOwn, AlreadyClosed, AlreadySubmitted, AlreadyAcknowledged,
        NotInHand, NotSubmitted, NotDoneYet, UndoTooLate, ReasonMissing, StaleButton, EvidenceMissing, EvidenceFull,
        EvidenceGone, NoQuota, MuteUnclear, NoLimitToMove, LimitPast (+ LimitNotLater, ExtensionPending),
        NotYourRequest, RequestOver, NobodyToAsk, ObstaclePending, NoObstacle, NotPartner, AlreadyTicked,
        NothingToRemind
      + ``amending_errors``: WhyMissing, DayMissing, DayPast, NotSuspended, NothingToChange, SignedAlready,
        DoubtPending, NoDoubt, FieldNotYours, FieldUnknown, TitleMissing
      + ``handing_over_errors``: OneReceiver, AlreadyTheirs (+ AcrossUnits, OfferPending)
      + those of ``gap_errors``, ``milestone_errors``, ``quota_errors``, ``recheck_errors``, ``statutory_errors``, and
        of ``families``, ``highlights``, ``instructions``, ``measure_steps``, ``plan_values`` and ``two_keys``
  + DateNotUnderstood
      + DateVague
  + ButtonTooOld
      + WorkbookGone
  + NoteTooLong
      + ``assigning_errors``: TitleTooLong
  + SeveralItems
      + OneItemOnly
  + UnknownPerson, NotAPerson, GroupOnly, ItemMissing, NothingToUndo, OneAtATime, NumberMissing, PrivateData,
    UnitUnknown, UnitOutOfReach, MayNotBind, NotBound, NotYourWords, TooFast, BadWorkbook, FileRefused,
    NoRoomForFile, KeywordsMissing, NoSuchFilter, NoBoard
  + ``assigning_errors``: MayNotAssign (+ NoUnitsYet), UnitNotYours, AssignPrivately, TooManyAtOnce, StillLacking,
    OwnerMissing, KindUnknown
  + ``handing_over_errors``: NotOffered, ReceiverAsleep, MayNotHandOver, HandoverUnclear, NothingToHandOver
  + ``joining_errors``: OfficeOnly, NameMissing, PersonUnknown, LastOfOffice, AccountTaken, TooManyApplications
    (+ ApplicationDeclined), ApplicationOver, AlreadyEnrolled, EnrolmentOver, OwnAccount, MayNotInvite, PersonEnrolled
    (+ NameTaken), InvitationOver, InvitationInGroup, InvitedAlready
  + ``leave_errors``: LeaveRefusal
      + LeaveNotUnderstood, LeaveBegun (+ LeaveTooFar), LeaveTooLong
      + LeaveOfDays (+ LeaveReversed, LeaveOverlaps (+ StandInAway))
      + LeaveOf (+ StandInUnknown, NameShared, StandInIsOneself, StandInUnreachable, LeaveNotYours, NotOnLeave,
        LeaveOver)
  + those of ``gap_errors``, ``inspection_errors`` and ``series_errors``
"""

from datetime import date, datetime

from domain.actions import Action
from domain.roster import Role


class DubanError(Exception):
    """Base of all refusals that are answered to a person rather than logged as faults."""


class UnknownPerson(DubanError):
    """The speaker is not on the roster."""


class NoBoard(DubanError):
    """The board in the browser is not configured."""


class KeywordsMissing(DubanError):
    """What to look for was not said, or with more than ``limit`` characters."""

    def __init__(self, limit: int) -> None:
        self.limit = limit


class NoSuchFilter(DubanError):
    """A word after ``/list`` that is no unit, kind, light, source or owner of what is listed."""

    def __init__(self, word: str) -> None:
        self.word = word


class NotAPerson(DubanError):
    """An anonymous administrator or a channel spoke: nobody's identity."""


class ElsewhereOnly(DubanError):
    """What was asked for is not shown in this group; ``act`` is what the private chat is to open instead."""

    def __init__(self, act: Action = Action.MINE) -> None:
        self.act = act


class PrivateOnly(ElsewhereOnly):
    """The list is for its reader alone and was asked for in a group."""


class GroupOnly(DubanError):
    """The command binds a group and was sent in a private chat."""


class ForeignChat(ElsewhereOnly):
    """The group is not bound to the speaker's unit, so items may not be shown there."""


class ItemMissing(DubanError):
    """No such item, or none that the speaker may see: the two are never told apart."""

    def __init__(self, number: int) -> None:
        self.number = number


class ItemRefusal(DubanError):
    """A refusal that concerns one item that the speaker may see."""

    def __init__(self, number: int, title: str) -> None:
        self.number = number
        self.title = title


class NotYours(ItemRefusal):
    """The speaker has no right to do this to the item; ``unit`` and ``owner`` answer for it.

    ``may`` are the roles that have the right, ``Role.STAFF`` standing for the owner; ``by_partners``: the cooperating
    units have it.
    """

    def __init__(
        self,
        number: int,
        title: str,
        unit: str = "",
        owner: str = "",
        *,
        may: tuple[Role, ...] = (Role.STAFF, Role.HEAD, Role.OFFICE),
        by_partners: bool = False,
    ) -> None:
        super().__init__(number, title)
        self.unit = unit
        self.owner = owner
        self.may = may
        self.by_partners = by_partners


class NotYourDecision(NotYours):
    """The request for 销号 is for others to decide (``deciders``; none where nobody can be reached)."""

    def __init__(self, number: int, title: str, deciders: tuple[str, ...]) -> None:
        super().__init__(number, title)
        self.deciders = deciders


class ClosedByAnother(NotYours):
    """Somebody else closed it, or asked for that: theirs to take back (撤回)."""

    def __init__(self, number: int, title: str, by: str) -> None:
        super().__init__(number, title)
        self.by = by


class NotYourOwn(ItemRefusal):
    """The speaker owns the item or asked for its closing, and so may not approve it (不得本人审核)."""


class AlreadyClosed(ItemRefusal):
    """The item is closed."""

    def __init__(self, number: int, title: str, by: str, at: datetime | None) -> None:
        super().__init__(number, title)
        self.by = by
        self.at = at


class AlreadySubmitted(ItemRefusal):
    """Closing has been asked for already."""


class AlreadyAcknowledged(ItemRefusal):
    """The item has been acknowledged already."""


class NotInHand(ItemRefusal):
    """The item is cancelled or suspended."""

    def __init__(self, number: int, title: str, status: str) -> None:
        super().__init__(number, title)
        self.status = status


class NotSubmitted(ItemRefusal):
    """Nobody has asked for closing, or it was decided or withdrawn meanwhile."""


class NothingToUndo(DubanError):
    """The speaker has no recent 办结 or 申请销号 to take back."""


class NotDoneYet(ItemRefusal):
    """撤回 of an item that nobody closed or asked to have closed."""


class UndoTooLate(ItemRefusal):
    """Somebody has acted on the item since, or the time for taking back is over."""


class OneAtATime(DubanError):
    """Items that need verification are crossed off one by one."""

    def __init__(self, numbers: tuple[int, ...]) -> None:
        self.numbers = numbers


class NumberMissing(DubanError):
    """The command needs an item's number and had none (``command`` names it)."""

    def __init__(self, command: str) -> None:
        self.command = command


class NoteTooLong(DubanError):
    """The note has more characters than an item keeps."""

    def __init__(self, length: int, limit: int) -> None:
        self.length = length
        self.limit = limit


class ReasonMissing(ItemRefusal):
    """A 退回 needs a reason."""


class PrivateData(DubanError):
    """The text carries something like an ID or telephone number, which does not belong in a chat."""


class UnitUnknown(DubanError):
    """No unit of that name."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        self.name = name
        self.known = known


class UnitOutOfReach(DubanError):
    """The unit's items are not for the speaker to see."""

    def __init__(self, name: str) -> None:
        self.name = name


class MayNotBind(DubanError):
    """Only the office, or the unit's head, binds a group."""


class NotBound(DubanError):
    """The group is bound to nothing."""


class DateNotUnderstood(DubanError):
    """A limit was written in a way that the grammar does not know; never guessed."""

    def __init__(self, written: str) -> None:
        self.written = written


class DateVague(DateNotUnderstood):
    """尽快, 适时, 及时: a date is asked for."""


class NotYourWords(DubanError):
    """The words that wait to be recorded are somebody else's, who alone may say what becomes of them."""

    def __init__(self, by: str) -> None:
        self.by = by


class TooFast(DubanError):
    """More commands in a minute than anybody means to send."""


class BadWorkbook(DubanError):
    """The file can't be read as a workbook; ``reason`` is one of the constants of ``reports``."""

    def __init__(self, reason: str) -> None:
        self.reason = reason


class ButtonTooOld(DubanError):
    """The button was written by an older version of the bot, or belongs to something that is over."""


class WorkbookGone(ButtonTooOld):
    """The workbook was taken over, dropped or forgotten since its preview."""


class StaleButton(ItemRefusal):
    """The item has changed since the button was shown; the card is brought up to date instead."""


class NoRoomForFile(DubanError):
    """The disk is full: the file that was asked for, or sent, could not be written. The ledger is as it was."""


class FileRefused(DubanError):
    """Only the office takes a workbook over."""


class EvidenceMissing(ItemRefusal):
    """The item's kind wants evidence (佐证材料) before 申请销号."""


class EvidenceFull(ItemRefusal):
    """The item keeps no more pieces of evidence than ``limit``."""

    def __init__(self, number: int, title: str, limit: int) -> None:
        super().__init__(number, title)
        self.limit = limit


class EvidenceGone(ItemRefusal):
    """There is no such piece of evidence, or it was returned already."""


class NoQuota(ItemRefusal):
    """A figure was reported on an item that has no counted target."""


class NoLimitToMove(ItemRefusal):
    """More time was asked for an item that has no limit (未定期限, 长期坚持)."""


class MuteUnclear(ItemRefusal):
    """Not said for how long the item is to be muted, or for longer than ``most`` days."""

    def __init__(self, number: int, title: str, most: int) -> None:
        super().__init__(number, title)
        self.most = most


class LimitPast(ItemRefusal):
    """The limit asked for (``due``) is today or past."""

    def __init__(self, number: int, title: str, due: str) -> None:
        super().__init__(number, title)
        self.due = due


class LimitNotLater(LimitPast):
    """The limit asked for is not after the present one (``last`` is its last day)."""

    def __init__(self, number: int, title: str, due: str, last: date) -> None:
        super().__init__(number, title, due)
        self.last = last


class ExtensionPending(LimitPast):
    """More time was asked for already (until ``due``), and nobody has decided."""


class NotYourRequest(ItemRefusal):
    """The request (延期, 难点) is for others to decide (``deciders``; none where nobody can be reached)."""

    def __init__(self, number: int, title: str, deciders: tuple[str, ...]) -> None:
        super().__init__(number, title)
        self.deciders = deciders


class RequestOver(ItemRefusal):
    """The request was decided, withdrawn or overtaken since, or there never was one."""


class NobodyToAsk(ItemRefusal):
    """Nobody else can be reached to whom the request could be passed on."""


class ObstaclePending(ItemRefusal):
    """The item has an obstacle (难点) already that nobody said is solved."""


class NoObstacle(ItemRefusal):
    """The item has no obstacle that could be answered or solved."""


class SeveralItems(DubanError):
    """The message that was answered speaks of several items: the speaker is asked which."""

    def __init__(self, command: str, numbers: tuple[int, ...]) -> None:
        self.command = command
        self.numbers = numbers


class OneItemOnly(SeveralItems):
    """Several items were written where the command does one."""


class NotPartner(ItemRefusal):
    """The speaker's unit does not cooperate (配合) on the item."""


class AlreadyTicked(ItemRefusal):
    """The cooperating unit has said already that its part is done."""

    def __init__(self, number: int, title: str, unit: str) -> None:
        super().__init__(number, title)
        self.unit = unit


class NothingToRemind(ItemRefusal):
    """Every cooperating unit has done its part, or was reminded today."""
