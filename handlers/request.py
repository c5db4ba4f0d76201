"""One thing that somebody asked of the bot: who, where, when, with which words, and of which items."""

import re
from collections import deque
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto
from pathlib import Path
from typing import NamedTuple, TypeVar

from domain.actions import Action
from domain.errors import (
    ButtonTooOld,
    DubanError,
    ForeignChat,
    ItemMissing,
    ItemRefusal,
    NotAPerson,
    NumberMissing,
    OneItemOnly,
    SeveralItems,
    StaleButton,
    UnknownPerson,
)
from domain.imports.sheet import WorkbookFault
from domain.item import Evidence, Item
from domain.letter import STRANGERS, Media, Page, Press
from domain.listing import Standings
from domain.outline import Outlined
from domain.rechecking import may_verify, require_verifier
from domain.rights import may, may_in, may_see, may_show, require
from domain.roster import Chat, Person, Roster, owned
from domain.rules import Rules
from domain.setting import Setting
from domain.steps import stands_since
from handlers.words.references import Said
from store.ledger import Ledger

#: Who it is; for those who speak as a group or channel the account behind it and the chat.
Who = tuple[int, int]
_PAUSE = timedelta(hours=1)
_DAY = timedelta(days=1)
#: The most that are remembered before those whose hour has passed are forgotten.
_REMEMBERED = 1024


class Asking(Enum):
    """How a stranger asks to join; each is answered so often within a day, whatever they were told before."""

    APPLY = 3  # 我是甲某
    LINK = 10  # an invitation is opened, or the way from a group to the private chat


class Strangers:
    """Remembers when each of them was answered, and when they asked to join the bureau."""

    def __init__(self) -> None:
        self._answered: dict[Who, datetime] = {}
        self._asked: dict[tuple[int, Asking], tuple[datetime, ...]] = {}

    def may_be_answered(self, who: Who, now: datetime) -> bool:
        """Whether they had no line for an hour; a clock that was set back silences nobody."""
        last = self._answered.get(who)
        return last is None or abs(now - last) >= _PAUSE

    def answered(self, who: Who, now: datetime) -> None:
        """They were answered."""
        if len(self._answered) >= _REMEMBERED:
            self._answered = {each: at for each, at in self._answered.items() if abs(now - at) < _PAUSE}
        self._answered[who] = now

    def may_ask(self, telegram_id: int, asking: Asking, now: datetime) -> bool:
        """Whether they may ask to join in this way once more today."""
        return len(self._lately((telegram_id, asking), now)) < asking.value

    def asked(self, telegram_id: int, asking: Asking, now: datetime) -> None:
        """They asked to join."""
        if len(self._asked) >= _REMEMBERED:
            self._asked = {each: at for each in self._asked if (at := self._lately(each, now))}
        self._asked[telegram_id, asking] = (*self._lately((telegram_id, asking), now), now)

    def _lately(self, who: tuple[int, Asking], now: datetime) -> tuple[datetime, ...]:
        return tuple(at for at in self._asked.get(who, ()) if abs(now - at) < _DAY)


#: The suffix of a workbook that is read, and those of formats that only have to be saved as it.
WORKBOOK = ".xlsx"
OTHER_FORMATS = {
    ".xls": WorkbookFault.OLD_FORMAT,
    ".et": WorkbookFault.OLD_FORMAT,
    ".xlsb": WorkbookFault.BINARY_FORMAT,
    ".csv": WorkbookFault.TEXT_FORMAT,
    ".ods": WorkbookFault.OPEN_DOCUMENT,
}
#: Later than this after it was sent, a command counts as of when it was sent, and the reply says so.
BELATED = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """What every request of one bureau shares."""

    ledger: Ledger
    rules: Rules
    bot: str  # the bot's username
    board: str = ""  # the board's address; "" for none
    templates: Path | None = None  # the office's own templates of papers
    started_at: datetime | None = None  # since when this process serves it
    heard_ago: Callable[[], float | None] = lambda: None  # seconds since Telegram was heard
    standings: Standings = field(default_factory=Standings)
    strangers: Strangers = field(default_factory=Strangers)
    albums: deque[str] = field(default_factory=lambda: deque(maxlen=256))  # answered: one line is enough for each

    def roster_at(self, now: datetime) -> Roster:
        """People, units and chats of that day: who is away, and who stands in."""
        return self.ledger.roster_at(now, self.rules.timezone)


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that came with a message, still on Telegram's side."""

    file_id: str
    name: str
    size: int

    @property
    def suffix(self) -> str:
        return Path(self.name).suffix.lower()

    @property
    def is_workbook(self) -> bool:
        """Whether it is a workbook by its name, or could be saved as one."""
        return self.suffix == WORKBOOK or self.suffix in OTHER_FORMATS


@dataclass(frozen=True, slots=True)
class Moved:
    """A group became a supergroup: its chat has another id from now on."""

    old: int
    new: int


@dataclass(frozen=True, slots=True)
class Membership:
    """What the bot has become in a chat."""

    is_member: bool


class What(Enum):
    """What an update is; where several fit, the first that is listed."""

    EDIT = auto()  # what is written over later never acts
    MOVED = auto()  # a group became a supergroup
    MEMBERSHIP = auto()  # the bot was added, removed, blocked or let in again
    RENAMED = auto()  # a group got another title
    REACTION = auto()  # a thumb on a message in a group
    COMMAND = auto()  # ``/name``, also as the caption of a picture or a file
    ANSWER = auto()  # the words that answer an open question of the bot
    PRESS = auto()
    FILE = auto()  # a file in a private chat
    WORDS = auto()  # any other words to the bot
    ATTACHMENT = auto()  # a picture, a voice, a forwarded message: nothing that the sender wrote


@dataclass(slots=True)
class Toast:
    """What the pressed button answers; empty lets it merely stop spinning."""

    text: str = ""
    alert: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A command, a press, a file or an event; ``message_id`` is what was said, or what the pressed button hangs on."""

    office: Office
    update_id: int
    what: What
    chat_id: int
    chat_title: str
    is_private: bool
    telegram_id: int
    is_nobody: bool
    called: str = ""  # how Telegram names the speaker, who may be a stranger
    now: datetime
    sent_at: datetime
    thread_id: int | None = None
    message_id: int | None = None
    answered: int | None = None  # message id that it replies to
    said: Said = field(default_factory=lambda: Said(""))
    press: Press | None = None
    shown: Page | None = None  # the message whose button was pressed, where Telegram shows it to us
    shown_media: Media | None = None  # what that message shows besides its words
    callback_id: str = ""
    file: SentFile | None = None
    answered_text: str = ""  # the words of the answered message, where it is the bot's
    quoted: str = ""  # in private, what was answered, where it is not the bot's
    forwarded: str = ""  # in private, words of somebody else that were passed on
    album: str = ""  # the pictures that were sent together with this one share it
    piece: Evidence | None = None  # a picture, file, voice or place that may be evidence, its caption in ``words``
    attachment: str = ""  # what came instead of words, or with them: a key of ``texts.feedback.ATTACHMENTS``
    event: Moved | Membership | None = None
    toast: Toast = field(default_factory=Toast)
    refused: set[str] = field(default_factory=set)  # refusals that were said: a picture and its command share one
    afterwards: list[Callable[[], None]] = field(default_factory=list)  # done once the transaction is safe

    @property
    def ledger(self) -> Ledger:
        return self.office.ledger

    @property
    def rules(self) -> Rules:
        return self.office.rules

    @property
    def roster(self) -> Roster:
        return self.office.roster_at(self.now)

    @property
    def setting(self) -> Setting:
        """What the answers are worded for."""
        return Setting(self.rules, self.roster, self.now)

    @property
    def is_press(self) -> bool:
        """Whether a button was pressed, be it one that nobody can read any more."""
        return bool(self.callback_id)

    @property
    def is_belated(self) -> bool:
        """A press carries no date, and so is never late."""
        return self.now - self.sent_at > BELATED

    @property
    def at(self) -> datetime:
        """The instant that counts for what the request brings about."""
        return self.sent_at if self.is_belated else self.now

    @property
    def speaker(self) -> Person | None:
        return None if self.is_nobody else self.roster.who(self.telegram_id)

    @property
    def asker(self) -> int:
        """Whose turn it is that an answer takes (``Letter.asker``)."""
        return STRANGERS if self.speaker is None else self.telegram_id

    @property
    def stranger(self) -> Who | None:
        """Who is asking, where the roster does not know them."""
        if self.speaker is not None:
            return None
        return self.telegram_id, self.chat_id if self.is_nobody else 0

    @property
    def binding(self) -> Chat | None:
        """What this group, or else the whole group around this topic, is bound to."""
        return self.roster.chat(self.chat_id, self.thread_id) or self.roster.chat(self.chat_id)

    def known(self) -> Person:
        """The speaker, who must be somebody on the roster."""
        if self.is_nobody:
            raise NotAPerson
        speaker = self.speaker
        if speaker is None:
            raise UnknownPerson
        return speaker

    def pressed(self) -> Press:
        """The press, of a button that this version of the bot wrote."""
        if self.press is None:
            raise ButtonTooOld
        return self.press


T = TypeVar("T")


class Named(NamedTuple):
    """The items that a command is about, and the words that go with it."""

    numbers: tuple[int, ...]
    note: str


def item_for(request: Request, speaker: Person, number: int, action: Action) -> Item:
    """The item, if the speaker may do this to it and it may be shown in this chat."""
    item = request.ledger.item(number)
    if not request.is_private:
        _require_own_group(request, speaker)
    if item is None or not may_show(item, request.binding, is_private=request.is_private):
        raise ItemMissing(number)
    require(speaker, action, item, request.roster)
    return item


def item_to_verify(request: Request, speaker: Person, number: int) -> Item:
    """The item, if its 回头看 is the speaker's to take; who may not even see it learns nothing of it."""
    item = item_for(request, speaker, number, Action.VERIFY)
    if not may_verify(speaker, item, request.roster) and not may_see(speaker, item, request.roster):
        raise ItemMissing(number)
    require_verifier(speaker, item, request.roster)
    return item


def owned_by(request: Request, speaker: Person) -> list[Item]:
    """The open items that the speaker owns, be it in the place of somebody who is away."""
    items = (item for name in request.roster.names_of(speaker) for item in request.ledger.open_of(name))
    return list(owned(speaker, items, request.roster))


def outlines_owned_by(request: Request, speaker: Person) -> list[Outlined]:
    """The same, as far as a list needs to know them."""
    roster, found = request.roster, list[Outlined]()
    for name in roster.names_of(speaker):
        items = request.ledger.outlines_of(name)
        # where nobody shares the name, they need not be asked one by one
        found += items if len(roster.of_name(name)) == 1 else owned(speaker, items, roster)
    return found


def count_owned_by(request: Request, speaker: Person, gone: Collection[int] = ()) -> int:
    """How many they are, without ``gone``."""
    roster, count = request.roster, 0
    for name in roster.names_of(speaker):
        if len(roster.of_name(name)) == 1:
            numbers = request.ledger.open_numbers_of(name)
        else:
            numbers = [item.number for item in owned(speaker, request.ledger.outlines_of(name), roster)]
        count += len(numbers) - sum(number in gone for number in numbers)
    return count


def _require_own_group(request: Request, speaker: Person) -> None:
    """In a group that is no unit's, or another's, nothing is told: not even whether a number exists."""
    here = request.binding
    if here is None or not here.unit or not may_in(speaker, Action.UNIT, here.unit, request.roster):
        raise ForeignChat


def pressed_item(request: Request, speaker: Person, action: Action, *, strict: bool = False) -> Item:
    """The item of the pressed button; ``strict`` refuses a button that was shown before the item's newest change."""
    press = request.pressed()
    item = item_for(request, speaker, press.item, action)
    if strict and press.version and not stands_since(item, press.version):
        raise StaleButton(item.number, item.title)
    return item


def numbers_of(request: Request, speaker: Person, action: Action) -> Named:
    """The numbers and the note of a command; without numbers, the item of the message that it answers."""
    said = request.said
    if said.numbers:
        return Named(said.numbers, said.note)
    about = about_answered(request, speaker, action)
    if not about:
        raise NumberMissing(said.command)
    if len(about) > 1:
        raise SeveralItems(said.command, tuple(item.number for item in about))
    return Named((about[0].number,), said.note)


def only_number(request: Request, named: Named) -> int:
    """The one number that is named. Raises ``OneItemOnly`` for several."""
    if len(named.numbers) > 1:
        raise OneItemOnly(request.said.command, named.numbers)
    return named.numbers[0]


def one_number_of(request: Request, speaker: Person, action: Action) -> tuple[int, str]:
    """The same as ``numbers_of``, of a command that takes one item at a time."""
    named = numbers_of(request, speaker, action)
    return only_number(request, named), named.note


def one_item_of(request: Request, speaker: Person, action: Action) -> tuple[Item, str]:
    """The one item that a command is about, if the speaker may do this to it, and the words that go with it."""
    number, note = one_number_of(request, speaker, action)
    return item_for(request, speaker, number, action), note


#: An item as every message names it: its number, and the beginning of its title.
_NAMED_ITEM = re.compile(r"第(?P<number>[0-9]{1,6})号 (?P<title>\S{1,8})")


def numbers_answered(request: Request) -> tuple[int, ...]:
    """The items of the message that is answered, in the order shown.

    A kill between sending and noting it leaves a message that only its reader knows: it is read as it stands there.
    """
    if request.answered is None:
        return ()
    known = request.ledger.about(request.chat_id, request.answered)
    if known:
        return known
    named = ((int(found["number"]), found["title"]) for found in _NAMED_ITEM.finditer(request.answered_text))
    found = ((request.ledger.item(number), title) for number, title in named)
    alike = (item for item, title in found if item and (item.title.startswith(title) or title.startswith(item.title)))
    return tuple(dict.fromkeys(item.number for item in alike))


def about_answered(request: Request, speaker: Person, action: Action) -> tuple[Item, ...]:
    """The items of the message that is answered, as far as the speaker may do this to them here."""
    return tuple(
        item
        for item in request.ledger.items(numbers_answered(request))
        if may_show(item, request.binding, is_private=request.is_private) and may(speaker, action, item, request.roster)
    )


def sift(subjects: Iterable[T], act: Callable[[T], Item], refusals: list[DubanError]) -> tuple[Item, ...]:
    """What ``act`` makes of each subject; one item's refusal is noted and does not stand in the way of the others."""
    made = []
    for subject in subjects:
        try:
            made.append(act(subject))
        except (ItemMissing, ItemRefusal) as refusal:
            refusals.append(refusal)
    return tuple(made)
