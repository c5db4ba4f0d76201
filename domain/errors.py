"""Everything that a person can get wrong, as data. ``texts/faults.py`` words each; no sentence lives here.

DubanError
  + ElsewhereOnly
      + PrivateOnly, ForeignChat
  + ItemRefusal
      + NotYours, NotYourOwn, AlreadyClosed, AlreadySubmitted, AlreadyAcknowledged, NotInHand,
        NotSubmitted, NotDoneYet, UndoTooLate, ReasonMissing, StaleButton, EvidenceMissing, EvidenceFull,
        EvidenceGone, NoQuota, MuteUnclear, NoLimitToMove, LimitPast, LimitNotLater, ExtensionPending, NotYourRequest,
        RequestOver, NobodyToAsk, ObstaclePending, NoObstacle, WhyMissing, DayMissing, DayPast, NotSuspended,
        NothingToChange, SignedAlready, DoubtPending, NoDoubt, FieldNotYours, FieldUnknown, TitleMissing, OneReceiver
  + DateNotUnderstood
      + DateVague
  + ButtonTooOld
      + WorkbookGone
  + LeaveRefusal
      + LeaveNotUnderstood, LeaveReversed, LeaveBegun, LeaveTooFar, LeaveTooLong, LeaveOverlaps, StandInAway,
        StandInUnknown, NameShared, StandInIsOneself, StandInUnreachable, LeaveNotYours, NotOnLeave, LeaveOver
  + UnknownPerson, NotAPerson, GroupOnly, ItemMissing, NothingToUndo, OneAtATime, NumberMissing,
    NoteTooLong, PrivateData, UnitUnknown, UnitOutOfReach, MayNotBind, NotBound, NotYourWords, TooFast,
    TooManyApplications, ApplicationDeclined, ApplicationOver, AlreadyEnrolled, EnrolmentOver, OwnAccount,
    MayNotInvite, PersonEnrolled, NameTaken, InvitationOver, InvitationInGroup, InvitedAlready,
    BadWorkbook, OfficeOnly, NameMissing, PersonUnknown, LastOfOffice, AccountTaken, FileRefused,
    SeveralItems (+ OneItemOnly), KeywordsMissing, NoSuchFilter, MayNotHandOver, MayNotAssign, UnitNotYours,
    AssignPrivately, TitleTooLong, TooManyAtOnce, StillLacking, OwnerMissing, KindUnknown
"""

from datetime import date, datetime

from domain.actions import Action
from domain.roster import Role


class DubanError(Exception):
    """Base of all refusals that are answered to a person rather than logged as faults."""


class UnknownPerson(DubanError):
    """The speaker is not on the roster."""


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


class OfficeOnly(DubanError):
    """Only the office says who is on the roster."""


class NameMissing(DubanError):
    """The command needs somebody's name and had none."""


class PersonUnknown(DubanError):
    """Nobody of that name is meant by the command; ``near`` are names much like it."""

    def __init__(self, name: str, near: tuple[str, ...]) -> None:
        self.name = name
        self.near = near


class LastOfOffice(DubanError):
    """Without this person nobody would have the office's rights."""

    def __init__(self, name: str) -> None:
        self.name = name


class AccountTaken(DubanError):
    """Somebody else (``holder``) has the Telegram ID by now."""

    def __init__(self, holder: str, name: str) -> None:
        self.holder = holder
        self.name = name


class TooManyApplications(DubanError):
    """A stranger has asked to join as often as anybody may in a day."""

    def __init__(self, telegram_id: int) -> None:
        self.telegram_id = telegram_id


class ApplicationDeclined(TooManyApplications):
    """The office has said lately that the stranger is nobody of the bureau."""


class ApplicationOver(DubanError):
    """The stranger's application was decided (``by``) before: as whom they joined, or ``""`` where it was declined."""

    def __init__(self, name: str, by: str) -> None:
        self.name = name
        self.by = by


class AlreadyEnrolled(DubanError):
    """The account is somebody's (``name``) already."""

    def __init__(self, name: str) -> None:
        self.name = name


class EnrolmentOver(DubanError):
    """That an account became somebody's (``name``) can't be taken back any more: it was (``by``), or it is too late."""

    def __init__(self, name: str, by: str = "") -> None:
        self.name = name
        self.by = by


class MayNotInvite(DubanError):
    """Only the office, or the head of their unit, invites somebody (``name``; of a unit its name)."""

    def __init__(self, name: str) -> None:
        self.name = name


class PersonEnrolled(DubanError):
    """The person (``name``) has an account already, and needs no invitation."""

    def __init__(self, name: str) -> None:
        self.name = name


class NameTaken(PersonEnrolled):
    """The name that was chosen by a unit's link has an account by now, or is not for the link to give."""


class InvitationOver(DubanError):
    """The link does nothing: ``fault`` is an ``InvitationFault``."""

    def __init__(self, fault: str) -> None:
        self.fault = fault


class InvitationInGroup(DubanError):
    """A link was opened in a group."""


class InvitedAlready(DubanError):
    """Somebody of the roster (``name``) opened a link: their own, or one that is for somebody else."""

    def __init__(self, name: str, *, is_own: bool) -> None:
        self.name = name
        self.is_own = is_own


class OwnAccount(DubanError):
    """One does not take away one's own account."""


class ButtonTooOld(DubanError):
    """The button was written by an older version of the bot, or belongs to something that is over."""


class WorkbookGone(ButtonTooOld):
    """The workbook was taken over, dropped or forgotten since its preview."""


class StaleButton(ItemRefusal):
    """The item has changed since the button was shown; the card is brought up to date instead."""


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


class WhyMissing(ItemRefusal):
    """What the office decides (``command``) needs a reason."""

    def __init__(self, number: int, title: str, command: str) -> None:
        super().__init__(number, title)
        self.command = command


class DayMissing(ItemRefusal):
    """挂账 always has a day on which the item comes back."""


class DayPast(ItemRefusal):
    """The day (``on``) has come already."""

    def __init__(self, number: int, title: str, on: date) -> None:
        super().__init__(number, title)
        self.on = on


class NotSuspended(ItemRefusal):
    """恢复办理 of an item that is in hand."""


class FieldUnknown(ItemRefusal):
    """No field of an item is called so."""

    def __init__(self, number: int, title: str, name: str) -> None:
        super().__init__(number, title)
        self.name = name


class TitleMissing(ItemRefusal):
    """An item can't be without its title."""


class NothingToChange(ItemRefusal):
    """The item is so already."""


class SignedAlready(ItemRefusal):
    """An assignment is objected to before it is signed; later there is 延期 and 难点."""


class DoubtPending(ItemRefusal):
    """Somebody else (``by``) has objected, and the office has not answered yet."""

    def __init__(self, number: int, title: str, by: str) -> None:
        super().__init__(number, title)
        self.by = by


class NoDoubt(ItemRefusal):
    """Nobody objects to it any more, or the speaker is not to answer it."""


class FieldNotYours(ItemRefusal):
    """The speaker may change the item, but not these fields of it (``names``), only others (``allowed``)."""

    def __init__(self, number: int, title: str, names: tuple[str, ...], allowed: tuple[str, ...]) -> None:
        super().__init__(number, title)
        self.names = names
        self.allowed = allowed


class OwnerMissing(DubanError):
    """Another unit needs an owner of its own; ``near`` are its people."""

    def __init__(self, unit: str, near: tuple[str, ...]) -> None:
        self.unit = unit
        self.near = near


class KindUnknown(DubanError):
    """No kind of that name."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        self.name = name
        self.known = known


class MayNotAssign(DubanError):
    """Setting work (交办) is for the office, deputy leaders and heads."""


class UnitNotYours(DubanError):
    """The speaker may set work, but not to this unit (``name``)."""

    def __init__(self, name: str) -> None:
        self.name = name


class AssignPrivately(DubanError):
    """Work is set in private: nothing of a preview is a group's business."""


class TitleTooLong(NoteTooLong):
    """The title of an item is a line, not a paragraph."""


class TooManyAtOnce(DubanError):
    """More lines (``count``) than may be set at once."""

    def __init__(self, count: int, limit: int) -> None:
        self.count = count
        self.limit = limit


class StillLacking(DubanError):
    """The assignment lacks something that is to be asked for first."""


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


class AlreadyTheirs(ItemRefusal):
    """The item is to go to who owns it already (``name``)."""

    def __init__(self, number: int, title: str, name: str) -> None:
        super().__init__(number, title)
        self.name = name


class AcrossUnits(AlreadyTheirs):
    """The receiver (``name``) is of another unit, and only the office hands over across units."""


class OfferPending(AlreadyTheirs):
    """The item was offered to somebody (``name``) already, who has not answered."""


class ReceiverAsleep(DubanError):
    """The receiver can't be reached in private, and so could not take anything over."""


class LeaveRefusal(DubanError):
    """A leave (请假) that can't be entered or changed as asked."""


class LeaveNotUnderstood(LeaveRefusal):
    """The days were written in a way that the grammar does not know; never guessed."""

    def __init__(self, written: str) -> None:
        self.written = written


class LeaveOfDays(LeaveRefusal):
    """The days are the matter."""

    def __init__(self, first_on: date, last_on: date) -> None:
        self.first_on = first_on
        self.last_on = last_on


class LeaveReversed(LeaveOfDays):
    """It would end before it begins."""


class LeaveBegun(LeaveRefusal):
    """Its first day is past."""

    def __init__(self, first_on: date) -> None:
        self.first_on = first_on


class LeaveTooFar(LeaveBegun):
    """Its first day is so far ahead that a past one was meant."""


class LeaveTooLong(LeaveRefusal):
    """It has more days than a stand-in answers for."""

    def __init__(self, days: int, limit: int) -> None:
        self.days = days
        self.limit = limit


class LeaveOverlaps(LeaveOfDays):
    """The person is on leave on some of these days already: on those given."""

    def __init__(self, name: str, first_on: date, last_on: date) -> None:
        super().__init__(first_on, last_on)
        self.name = name


class StandInAway(LeaveOverlaps):
    """Who was to stand in is on leave then, with nobody else in their place."""


class LeaveOf(LeaveRefusal):
    """It is about the person of that name."""

    def __init__(self, name: str) -> None:
        self.name = name


class NotOffered(DubanError):
    """What was pressed is for whom the item was offered to."""


class MayNotHandOver(DubanError):
    """整体移交 is the office's, and the head's among the people of the unit."""


class OneReceiver(ItemRefusal):
    """转办 to several people at once."""


class HandoverUnclear(DubanError):
    """整体移交 needs whose items, to whom, and why."""


class NothingToHandOver(DubanError):
    """The person has no items in hand."""

    def __init__(self, name: str) -> None:
        self.name = name


class StandInUnknown(LeaveOf):
    """Nobody of that name is on the roster; ``near`` are names much like it."""

    def __init__(self, name: str, near: tuple[str, ...]) -> None:
        super().__init__(name)
        self.near = near


class NameShared(LeaveOf):
    """Several people have that name."""


class StandInIsOneself(LeaveOf):
    """Nobody stands in for themselves."""


class StandInUnreachable(LeaveOf):
    """The bot can't reach who was to stand in."""


class LeaveNotYours(LeaveOf):
    """The speaker may not enter or change a leave of that person."""


class NotOnLeave(LeaveOf):
    """销假 of somebody who is not away."""


class LeaveOver(LeaveOf):
    """The leave was cancelled or is over, or somebody else stands in by now."""
