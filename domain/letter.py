"""A letter: one message the bot owes somebody, with its buttons, and how long it is worth sending."""

from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

from msgspec import Struct

from domain.actions import ACTIONS, ORIGINS, Action


class Button(Struct, frozen=True, omit_defaults=True, gc=False):
    """One inline button: one of ``data`` (≤ 64 bytes), ``url``, ``copy`` (≤ 256 characters), ``app`` is set."""

    label: str
    data: str = ""
    url: str = ""
    copy: str = ""
    app: str = ""  # the https address of a Mini App; in private chats alone
    style: str = ""  # success (green), danger (red), primary (blue)


#: Buttons as shown: rows from top to bottom.
Rows = tuple[tuple[Button, ...], ...]


class Page(Struct, frozen=True, gc=False):
    """What one message shows: HTML made by ``texts/`` alone (escaped, ≤ 4096 characters), its buttons, its items."""

    html: str
    rows: Rows = ()
    about: tuple[int, ...] = ()  # item numbers that a reply to it speaks of, in the order shown


class Urgency(IntEnum):
    """Which waits: lower goes first."""

    ANSWER = 0
    NOTICE = 1
    ALERT = 2
    DIGEST = 3


class Way(StrEnum):
    """How a letter travels."""

    SEND = "send"
    EDIT = "edit"
    FILE = "file"
    PHOTO = "photo"  # a picture of ours
    MEDIA = "media"
    REACTION = "reaction"
    PIN = "pin"
    UNPIN = "unpin"

    @property
    def is_repeatable(self) -> bool:
        """Whether doing it twice is as doing it once: it changes a message that is there, and writes none."""
        return self in (Way.EDIT, Way.REACTION, Way.PIN, Way.UNPIN)


#: What can be passed on.
MEDIA_KINDS = ("photo", "video", "document", "voice", "location")


class Media(Struct, frozen=True, omit_defaults=True, gc=False):
    """A picture, file or place that Telegram has already, to be passed on: no byte of it is sent again."""

    kind: str  # of ``MEDIA_KINDS``
    file_id: str = ""  # Telegram's; a location has none
    latitude: float = 0.0  # degrees, of a location
    longitude: float = 0.0


#: Everybody who is not on the roster takes turns as one asker.
STRANGERS = -1


class Letter(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One outgoing message, addressed. The outbox gives it its number."""

    number: int = 0
    chat_id: int
    thread_id: int | None = None
    way: Way = Way.SEND
    html: str  # for Way.REACTION the emoji, for Way.PIN nothing
    rows: Rows = ()
    about: tuple[int, ...] = ()
    urgency: Urgency = Urgency.ANSWER
    silent: bool = False
    reply_to: int | None = None  # message id; dropped if that message is gone
    edits: int | None = None  # message id of what is edited (of several waiting only the newest goes), or pinned
    file: str = ""  # name in the spool, for Way.FILE and Way.PHOTO (html is then the caption, ≤ 1024)
    file_name: str = ""  # the name the reader sees; for Way.MEDIA, what it is called should it not arrive
    media: Media | None = None  # for Way.MEDIA, html being its caption; of an edit: that its message has a caption
    queued_at: datetime
    told: tuple[str, ...] = ()  # keys of the occasions it tells, for the record
    asker: int = 0  # whose words caused it (Telegram id, or STRANGERS): in one chat askers take turns; 0: nobody's
    attempts: int = 0
    unanswered: int = 0  # sends whose answer never came
    not_before: datetime | None = None
    retry_after: float = 0.0  # seconds that Telegram named with the newest 429: no wait for it is longer


def notice(
    page: Page, to: int, thread_id: int | None, now: datetime, *, asker: int = 0, silent: bool = False
) -> Letter:
    """The page as a message to that chat which nobody there asked for."""
    return Letter(
        chat_id=to,
        thread_id=thread_id,
        html=page.html,
        rows=page.rows,
        about=page.about,
        urgency=Urgency.NOTICE,
        silent=silent,
        queued_at=now,
        asker=asker,
    )


class Fate(StrEnum):
    """What became of a letter."""

    SENT = "sent"
    UNCERTAIN = "uncertain"  # its answers never came: told to the office, not tried again
    EXPIRED = "expired"  # it never arrived, and is no longer worth sending: told to the office
    UNDELIVERABLE = "undeliverable"
    SUPERSEDED = "superseded"  # an edit overtaken by a newer one


#: Fates of which the office hears once more, in its next digest.
UNDELIVERED = frozenset({Fate.UNCERTAIN, Fate.EXPIRED})


class OutcomeKind(StrEnum):
    """What Telegram made of a try to deliver a letter, when it was not plain success."""

    BLOCKED = "blocked"  # 403: the person never started or blocked the bot, the group removed it
    MUTED = "muted"  # 400: the bot is in the group and may not write
    MIGRATED = "migrated"  # the group became a supergroup: ``new_chat_id`` says which
    TOPIC_GONE = "topic_gone"  # the topic was deleted, or is General: the chat itself is next
    UNCERTAIN = "uncertain"  # its answers never came, and it is not tried again
    EXPIRED = "expired"  # its day is over
    REFUSED = "refused"  # Telegram will not take this letter, ever
    RETRY = "retry"  # later
    GONE_EDIT = "gone_edit"  # the message to edit is gone
    NO_PIN = "no_pin"  # the bot may not pin in that group
    NO_REACTION = "no_reaction"  # a reaction is not allowed there, or its message is gone: nobody misses it


class Outcome(Struct, frozen=True):
    """What the courier says of a failed delivery; what follows is decided elsewhere."""

    kind: OutcomeKind
    new_chat_id: int | None = None
    why: str = ""


#: For so long an answer, or a notice to the office, is tried again after its own chat gave no answer. It is a duration
#: and no time of day, so that a clock set right or wrong gives nothing up. While nobody is answered it does not count.
_WORTH = {Urgency.ANSWER: timedelta(minutes=15), Urgency.NOTICE: timedelta(hours=24)}
#: Most sends without an answer. An edit may be tried more often: doing it twice changes nothing.
_SENDS = {
    **dict.fromkeys((Way.SEND, Way.FILE, Way.PHOTO, Way.MEDIA), 6),
    **dict.fromkeys((Way.EDIT, Way.REACTION, Way.PIN, Way.UNPIN), 8),
}
#: Later than this after its time, a message is marked 补发.
_LATE = timedelta(minutes=5)


def time_of(letter: Letter) -> datetime:
    """When it was to be sent, whatever a later try made of it."""
    return letter.queued_at if letter.attempts or letter.not_before is None else letter.not_before


def is_late(letter: Letter, now: datetime) -> bool:
    """Whether it comes so late that it must say so (补发)."""
    return letter.way is Way.SEND and now - time_of(letter) > _LATE


def is_outdated(letter: Letter, now: datetime) -> bool:
    """A digest or an alert of a day that is over: the next day has its own."""
    return letter.urgency not in _WORTH and time_of(letter).astimezone(now.tzinfo).date() < now.date()


def is_worth_another_try(letter: Letter, now: datetime, troubled: timedelta) -> bool:
    """Whether it is tried again, its own chat having given no answer for so long while others were answered."""
    if letter.unanswered >= _SENDS[letter.way]:
        return False
    worth = _WORTH.get(letter.urgency)
    return not is_outdated(letter, now) if worth is None else troubled <= worth


class DraftChoice(IntEnum):
    """What becomes of words that were said of an item and not yet recorded."""

    DROP = 0
    KEEP = 1  # record them as progress
    REWORD = 2  # the next words replace them
    CHOOSE = 3  # they are progress of this item: show the echo
    CLOSE = 4  # they go with the closing of this item


class AmendChoice(IntEnum):
    """What becomes of a change that waits for a yes; from ``ASK`` on: which field is asked for."""

    DROP = 0
    CONFIRM = 1
    WITH_PARTS = 2  # and the same for all open parts
    ASK = 10  # the field at this place of ``domain.editing.ASKED``


class SeriesChoice(IntEnum):
    """What becomes of recurring work; of ``PAGE`` the item is the place of the page's first."""

    SHOW = 0
    SKIP = 1
    END = 2
    GO_ON = 3
    UNSKIP = 4
    PAGE = 5
    TAKE_BACK = 6  # the newest change, whose instant is the version


class RoundChoice(IntEnum):
    """What is done about a round (清单梳理); of ``BEGIN`` the item is the day, the version what is gone through."""

    SHOW = 0
    BEGIN = 1
    PROMPT = 2
    DROP = 3


class ReturnChoice(IntEnum):
    """A unit's return of its list."""

    TAKE_BACK = 0
    DONE = 1
    ZERO = 2  # 零报告


class FillChoice(IntEnum):
    """What is pressed while gaps are filled; above it a press holds which gap, and above that whose row."""

    STOP = 0
    SKIP = 1
    BEGIN = 2
    ENDLESS = 3  # 长期坚持
    PERSON = 4  # the owner
    DAY = 5  # the day that was meant, counted from 1


#: A press of ``FillChoice`` is the choice, ten times the gap's place, a hundred times a person's row or a day's place.
FILL_GAP, FILL_ROW = 10, 100


class PlanChoice(IntEnum):
    """What becomes of a plan."""

    DROP = 0
    ADOPT = 1  # what waits for a yes
    PROPOSE = 2  # count steps back from the limit
    SHIFT = 3  # 按比例顺延, after the limit moved to what it is in that version of the item
    KEEP = 4  # 保持不变


class SettleChoice(IntEnum):
    """The office's answer to an objection."""

    KEEP = 0
    LIMIT = 1
    OWNER = 2
    CANCEL = 3
    KEEP_PLAINLY = 4  # without words


class AssignChoice(IntEnum):
    """What is decided on an assignment that is being made; ``Press.item`` is the unit, person or kind chosen."""

    ONCE = 90  # of recurring work the next one alone

    DROP = 0
    CONFIRM = 1
    UNIT = 2
    OWNER = 3
    KIND = 4
    SPLIT = 5  # one for each unit
    LEAD = 6  # the first unit leads
    ASK_LIMIT = 7
    ASK_OWNER = 8
    ASK_STANDARD = 9
    OTHER_DAY = 10
    FILL = 11  # one after another what is lacking
    SHOW = 12  # all of several
    SHOW_FIRST = 13  # a forwarded message


class PieceChoice(IntEnum):
    """What becomes of a picture or a file that was sent."""

    DROP = 0
    FILE = 1  # it is evidence of this item
    REPORT = 2  # its caption is a word of progress as well


#: A press of 退回此件 is ten times the piece's place, and its reason: 0 asks for it, the last is one in other words.
REASONS_A_PIECE, OTHER_REASON = 10, 9


class Origin(IntEnum):
    """Where a button stands that is on no list."""

    NOWHERE = -1
    SHARED = -2  # on a message that speaks of more than its item, such as a digest: that message stays as it is
    ON_REQUEST = -3  # on the request for 销号


class Press(Struct, frozen=True):
    """What a button asks for; its payload is never trusted."""

    action: Action
    item: int = 0  # its number; of the unit, the person or the workbook where the action is about one
    version: int = 0  # of the item when the button was made; 0 means any. Of a list: 1 where it turns a page in place
    choice: int = 0  # a reason, a ``DraftChoice``, a confirmation
    page: int = 0  # of a list: the place of its first item
    back: "Press | Origin" = Origin.NOWHERE  # where 返回 leads: a page of a list, or where the button stands

    @property
    def turns(self) -> bool:
        """Whether it turns a page of the list that it hangs on."""
        return self.page > 0 or self.version == TURN

    @property
    def leaves_alone(self) -> bool:
        """Whether the pressed message is to stay as it is."""
        return self.action is not Action.REASON and self.back is Origin.SHARED

    @property
    def list_before(self) -> "Press | None":
        """The page of a list that the item was opened from."""
        return self.back if isinstance(self.back, Press) else None

    def encode(self) -> str:
        """The payload, such as ``done:12:3:-1`` (ASCII, at most 64 bytes)."""
        if ACTIONS[self.action].link:
            last = self.page
        elif self.action in _CHOOSING:
            last = self.choice
        elif self.action is Action.REASON:
            last = _REASONS * (_encode_back(self.back) - Origin.ON_REQUEST + 1) + self.choice + 1
        else:
            last = _encode_back(self.back)
        return f"{self.action}:{self.item}:{self.version}:{last}"

    @classmethod
    def decode(cls, payload: str) -> "Press | None":
        """The press of a payload; ``None`` for anything that no version of the bot wrote."""
        code, *numbers = payload.split(":")
        try:
            action = Action(code)
            item, version, last = (int(text) for text in numbers)
        except ValueError:
            return None
        if ACTIONS[action].link:
            return cls(action, item, version, page=last)
        if action in _CHOOSING or (action is Action.REASON and last < _REASONS):  # before buttons knew their place
            return cls(action, item, version, last)
        if action is Action.REASON:
            back, choice = divmod(last, _REASONS)
            return cls(action, item, version, choice - 1, back=_decode_back(back - 1 + Origin.ON_REQUEST))
        return cls(action, item, version, back=_decode_back(last))


#: The ``version`` of a press that turns a page, and so shows it in place.
TURN = 1
#: Buttons that offer a choice, and remember no place.
_CHOOSING = frozenset(action for action, row in ACTIONS.items() if row.chooses)
#: The last number of a reason holds the reason, counted from 另写原因, in its last digit; above that the place.
_REASONS = 10
#: A place on a list is one number: the list's ``origin``, above that the first item of the page, above that the unit.
_ORIGINS, _ITEMS = 16, 100_000
#: From this origin on it is this number, and the rest of the origin stands above it: buttons had room for so many once.
_FURTHER = _ORIGINS - 1


def _encode_back(back: Press | Origin) -> int:
    if isinstance(back, Origin):
        return back
    if back.action not in ORIGINS:
        return Origin.NOWHERE
    origin, place = ORIGINS.index(back.action), back.page + _ITEMS * back.item
    if origin >= _FURTHER:
        origin, place = _FURTHER, origin - _FURTHER + _ORIGINS * place
    return origin + _ORIGINS * place


def _decode_back(place: int) -> Press | Origin:
    if place < 0:
        return Origin(place) if place >= Origin.ON_REQUEST else Origin.NOWHERE
    page, origin = divmod(place, _ORIGINS)
    if origin == _FURTHER:
        page, further = divmod(page, _ORIGINS)
        origin += further
    if origin >= len(ORIGINS):
        return Origin.NOWHERE
    unit, first = divmod(page, _ITEMS)
    return Press(ORIGINS[origin], unit, page=first)
