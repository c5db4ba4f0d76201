"""Rows of correspondence (inbox, outbox, sent, told, dialogues), and the questions asked of them."""

from collections import deque
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TypeVar

import msgspec
from msgspec import MsgspecError, Struct

from domain.calendar_links import CalendarLink
from domain.coercion import Discrepancy
from domain.invitations import Invitation
from domain.joining import Enrolment
from domain.ledger_year import ClosedYear
from domain.letter import UNDELIVERED, Fate, Letter, Way
from domain.muting import Mute
from domain.papers import Paper
from domain.pinned_board import Board
from domain.requests import DecisionRequest, RequestKind
from domain.rounds import Round
from domain.series import Series
from domain.sign_in import SignInLink
from store import documents
from store.rows import DIALOGUES, INBOX, OUTBOX, PREVIEWS, REQUESTS, SENT, TOLD, Rows
from store.values import Dialogue, Waiting


class Received(Struct, frozen=True, omit_defaults=True, gc=False):
    """An update by its id. Once handled only the id is of use: an update of that id is never handled again."""

    chat_id: int
    received_at: datetime
    raw: str = ""
    tries: int = 0
    handled_at: datetime | None = None


class Settled(Struct, frozen=True, omit_defaults=True):
    """What became of a letter. Its text is gone; what it was about stays, so that a reply to it finds its items."""

    chat_id: int
    fate: Fate
    at: datetime
    message_id: int | None = None
    about: tuple[int, ...] = ()
    told: tuple[str, ...] = ()
    why: str = ""
    head: str = ""  # the first line, of what may not have arrived


class ToldRow(Struct, frozen=True, omit_defaults=True):
    """An occasion that has been told. ``until`` is when nobody will ask any more.

    ``ahead`` says that the clock was ahead then: it counts as told only when ``at`` has come after all.
    """

    key: str
    at: datetime
    until: datetime | None = None
    ahead: bool = False


class Spoken(Struct, frozen=True, omit_defaults=True):
    """A dialogue, addressed."""

    chat_id: int
    person_id: int
    kind: str
    begun_at: datetime
    number: int = 0
    data: dict[str, str] = {}


R = TypeVar(
    "R",
    Received,
    Settled,
    ToldRow,
    Spoken,
    Letter,
    Discrepancy,
    DecisionRequest,
    Enrolment,
    Invitation,
    Mute,
    ClosedYear,
    Paper,
    Series,
    SignInLink,
    Round,
    Board,
    CalendarLink,
)


def read(kind: type[R], document: bytes | None) -> R | None:
    """The row of a document that the bot wrote; ``None`` for none, and for one that somebody else spoilt.

    A spoilt row stays in the file as it is, and nothing comes of it.
    """
    if document is None:
        return None
    try:
        return msgspec.json.decode(document, type=kind)
    except (MsgspecError, UnicodeDecodeError):
        return None


def is_readable(kind: type[Struct], document: bytes) -> bool:
    """Whether the row is as the bot writes it."""
    try:
        msgspec.json.decode(document, type=kind)
    except (MsgspecError, UnicodeDecodeError):
        return False
    return True


#: Everything that is kept beside items and the roster.
Kept = (
    Received
    | Settled
    | ToldRow
    | Spoken
    | Letter
    | Discrepancy
    | DecisionRequest
    | Enrolment
    | Invitation
    | Mute
    | ClosedYear
    | Paper
    | Series
    | SignInLink
    | Round
    | Board
    | CalendarLink
)


def write(row: Kept) -> bytes:
    """The row's document."""
    return documents.encode_own(row)


class _Addressed(Struct):
    chat_id: int


def chat_of(document: bytes) -> int:
    """The chat that a row belongs to, read without the rest; 0 for one that says none."""
    try:
        return msgspec.json.decode(document, type=_Addressed).chat_id
    except (MsgspecError, UnicodeDecodeError):
        return 0


_CHASE = "|chase:"
#: Keys of notices about the post, which a letter may cause at any time: their instants say nothing of a morning.
_NOTICE = "post|"


class Tellings:
    """Listens to the table of what was told."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self.keys: dict[str, int] = {}  # key -> row, without those told while the clock was ahead
        self._ahead: dict[int, datetime] = {}  # row -> the instant for which it was told
        self._chases: dict[int, tuple[int, ...]] = {}  # item -> rows of its 催办
        rows.listen(TOLD, self._changed)

    def chases_of(self, item: int, since: datetime | None) -> frozenset[str]:
        """The names of the item's 催办 that somebody was told of since then, such as ``2026-11-20|chase:1``."""
        told = (self._row(number) for number in self._chases.get(item, ()))
        return frozenset(_name_in(row.key) for row in told if row is not None and (since is None or row.at >= since))

    def readers_of(self, item: int, name: str) -> tuple[str, ...]:
        """Who was told of that 催办, as the recipients in its keys (``person:9003``)."""
        told = (self._row(number) for number in self._chases.get(item, ()))
        return tuple(row.key.rpartition("|")[2] for row in told if row is not None and _name_in(row.key) == name)

    def told_at(self, key: str) -> datetime | None:
        """When that occasion was told."""
        row = self._row(self.keys.get(key, 0))
        return None if row is None else row.at

    def told_from(self, instant: datetime) -> list[int]:
        """The newest rows, as far back as they were told at or after that instant."""
        return list(self._newest(instant))

    def _newest(self, instant: datetime) -> Iterator[int]:
        for number in range(self._rows.highest(TOLD), 0, -1):
            row = None if number in self._ahead else self._row(number)
            if row is None or row.key.startswith(_NOTICE):
                continue
            if row.at < instant:
                return
            yield number

    def ahead_before(self, instant: datetime) -> list[int]:
        """Rows that were told ahead of their time, which has come before that instant."""
        return [number for number, at in self._ahead.items() if at < instant]

    def _row(self, number: int) -> ToldRow | None:
        return read(ToldRow, self._rows.get(TOLD, number))

    def _changed(self, number: int, old: bytes | None, new: bytes | None) -> None:
        before, row = read(ToldRow, old), read(ToldRow, new)
        if before is not None:
            self._forget(number, before)
        if row is not None:
            self._note(number, row)

    def _forget(self, number: int, row: ToldRow) -> None:
        self._ahead.pop(number, None)
        if self.keys.get(row.key) == number:
            del self.keys[row.key]
        if _CHASE in row.key:
            item = _item_in(row.key)
            others = tuple(each for each in self._chases.get(item, ()) if each != number)
            self._chases[item] = others
            if not others:
                del self._chases[item]

    def _note(self, number: int, row: ToldRow) -> None:
        if row.ahead:
            self._ahead[number] = row.at
        else:
            self.keys[row.key] = number
        if _CHASE in row.key:
            item = _item_in(row.key)
            self._chases[item] = (*self._chases.get(item, ()), number)


def _item_in(key: str) -> int:
    number = key.partition("|")[0]
    return int(number) if number.isdecimal() else 0


def _name_in(key: str) -> str:
    return key.partition("|")[2].rpartition("|")[0]


#: Longer than any of Telegram's windows: what pacing needs to know after a restart.
RECENT = timedelta(hours=1)


class Mailroom:
    """Listens to the tables of correspondence."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self.letters: dict[int, Letter] = {}  # waiting in the outbox
        self.waiting: dict[int, Received] = {}  # updates not yet handled, in order of arrival
        self.told = Tellings(rows)
        self.undelivered: set[int] = set()  # settled, and perhaps not arrived
        self.sends: deque[tuple[int, datetime]] = deque()  # letter and time, as its chat may move
        self._arrivals: dict[int, int] = {}  # order of arrival, kept while a row is: taking back moves nobody
        self._arrival = 0
        self._edits: dict[tuple[int, int], int] = {}  # message -> the waiting edit of it
        self._senders: dict[tuple[int, int], tuple[int, ...]] = {}  # message -> the letters that made it, oldest first
        self._newest: dict[int, int] = {}  # chat -> its newest message that was about items
        self._dialogues: dict[tuple[int, int], tuple[int, Dialogue]] = {}
        self.requests: dict[tuple[RequestKind, int], tuple[int, DecisionRequest]] = {}  # open ones, with their rows
        rows.listen(INBOX, self._inbox_changed)
        rows.listen(OUTBOX, self._outbox_changed)
        rows.listen(SENT, self._sent_changed)
        rows.listen(DIALOGUES, self._dialogues_changed)
        for table in (REQUESTS, PREVIEWS):
            rows.listen(table, self._requests_changed)

    def updates(self) -> list[Waiting]:
        """What was received and not yet handled, in order of arrival."""
        return [
            Waiting(number, row.chat_id, row.raw.encode(), row.received_at, row.tries)
            for number, row in sorted(self.waiting.items(), key=lambda pair: self._arrivals[pair[0]])
        ]

    def about(self, chat_id: int, message_id: int) -> tuple[int, ...]:
        """The items of a message that the bot sent."""
        for number in reversed(self._senders.get((chat_id, message_id), ())):
            row = read(Settled, self._rows.get(SENT, number))
            if row is not None:
                return row.about
        return ()

    def is_edited_since(self, chat_id: int, message_id: int, since: datetime) -> bool:
        """Whether the message was changed at or after that instant, or is about to be."""
        if (chat_id, message_id) in self._edits:
            return True
        edits = self._senders.get((chat_id, message_id), ())[1:]  # the first letter is the message itself
        newest = read(Settled, self._rows.get(SENT, edits[-1])) if edits else None
        return newest is not None and newest.at >= since

    def told_by(self, chat_id: int, message_id: int) -> tuple[str, ...]:
        """The keys of what a message told."""
        rows = (read(Settled, self._rows.get(SENT, number)) for number in self._senders.get((chat_id, message_id), ()))
        return tuple(key for row in rows if row is not None for key in row.told)

    def sent_since(self, since: datetime) -> list[tuple[int, datetime]]:
        """Chat and time of what was sent; a group that moved meanwhile has its new id."""
        documents = ((self._rows.get(SENT, number), at) for number, at in self.sends if at >= since)
        return [(chat_of(document), at) for document, at in documents if document is not None]

    def newest_about(self, chat_id: int) -> tuple[int, ...]:
        """The items of the newest message in the chat that was about items."""
        message_id = self._newest.get(chat_id)
        return () if message_id is None else self.about(chat_id, message_id)

    @property
    def newest(self) -> datetime | None:
        """When the newest letter was sent or the newest update came that waits; ``None`` where there was none."""
        known = [at for _, at in list(self.sends)[-1:]] + [row.received_at for row in self.waiting.values()]
        return max(known, default=None)

    def dialogue(self, chat_id: int, person_id: int) -> Dialogue | None:
        """The half-finished conversation."""
        return self._dialogues.get((chat_id, person_id), (0, None))[1]

    def dialogue_row(self, chat_id: int, person_id: int) -> int | None:
        """The document id of the conversation."""
        found = self._dialogues.get((chat_id, person_id))
        return None if found is None else found[0]

    def waiting_edit(self, chat_id: int, message_id: int) -> int | None:
        """The number of the edit of that message which has not gone yet."""
        return self._edits.get((chat_id, message_id))

    def next_letter(self) -> int:
        """A number that no letter has or had, as far as anybody remembers."""
        return max(self._rows.highest(OUTBOX), self._rows.highest(SENT)) + 1

    def _inbox_changed(self, number: int, _old: bytes | None, new: bytes | None) -> None:
        if new is None:
            self._arrivals.pop(number, None)
        else:
            self._arrivals.setdefault(number, self._arrived())
        row = read(Received, new)
        if row is None or row.handled_at is not None:
            self.waiting.pop(number, None)
        else:
            self.waiting[number] = row

    def _arrived(self) -> int:
        self._arrival += 1
        return self._arrival

    def _outbox_changed(self, number: int, _old: bytes | None, new: bytes | None) -> None:
        known = self.letters.pop(number, None) if new is None else self.letters.get(number)
        if known is not None and known.edits is not None and self._edits.get((known.chat_id, known.edits)) == number:
            del self._edits[known.chat_id, known.edits]
        letter = read(Letter, new)
        if letter is not None:
            self.letters[number] = letter
            if letter.way is Way.EDIT and letter.edits is not None:
                self._edits[letter.chat_id, letter.edits] = number

    def _sent_changed(self, number: int, old: bytes | None, new: bytes | None) -> None:
        before, row = read(Settled, old), read(Settled, new)
        if before is not None:
            self._forget(number, before)
        if row is None:
            return
        if row.fate in UNDELIVERED and row.head:
            self.undelivered.add(number)
        if row.fate is not Fate.SENT:
            return
        if row.about and row.message_id is not None:
            message = (row.chat_id, row.message_id)
            self._senders[message] = (*self._senders.get(message, ()), number)
            self._newest[row.chat_id] = max(row.message_id, self._newest.get(row.chat_id, 0))
        if old is None and (not self.sends or row.at > self.sends[-1][1] - RECENT):
            self.sends.append((number, row.at))
        while self.sends and self.sends[0][1] <= row.at - RECENT:
            self.sends.popleft()

    def _forget(self, number: int, row: Settled) -> None:
        self.undelivered.discard(number)
        if row.message_id is None:
            return
        message = (row.chat_id, row.message_id)
        others = tuple(letter for letter in self._senders.get(message, ()) if letter != number)
        if others:
            self._senders[message] = others
        else:
            self._senders.pop(message, None)

    def _dialogues_changed(self, number: int, old: bytes | None, new: bytes | None) -> None:
        before, row = read(Spoken, old), read(Spoken, new)
        if before is not None:
            self._dialogues.pop((before.chat_id, before.person_id), None)
        if row is not None:
            dialogue = Dialogue(kind=row.kind, number=row.number, data=row.data, begun_at=row.begun_at)
            self._dialogues[row.chat_id, row.person_id] = (number, dialogue)

    def _requests_changed(self, number: int, old: bytes | None, new: bytes | None) -> None:
        before, row = read(DecisionRequest, old), read(DecisionRequest, new)
        if before is not None and self.requests.get((before.kind, before.item), (0, None))[0] == number:
            del self.requests[before.kind, before.item]
        if row is not None and row.decision is None:
            self.requests[row.kind, row.item] = (number, row)
