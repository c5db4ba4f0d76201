"""The ledger (台账): one TinyDB file, its journal, and everything that is asked of them."""

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, cast
from zoneinfo import ZoneInfo

from msgspec import structs

from domain.calendar_links import CalendarLink
from domain.coercion import Discrepancy
from domain.invitations import Invitation
from domain.item import Item, ItemStatus
from domain.joining import Enrolment
from domain.ledger_year import ClosedYear
from domain.letter import Fate, Letter
from domain.outline import Outlined
from domain.papers import Paper
from domain.pinned_board import Board
from domain.requests import DecisionRequest, RequestKind, is_pending
from domain.roster import Roster
from domain.rounds import Round
from domain.series import Series
from domain.sign_in import SignInLink
from store import documents, mail
from store.bulk import Batch, Moment
from store.documents import ITEMS
from store.engine import ChainEnd, Engine, Term
from store.journal.disk import Disk
from store.journal.files import FileEngine
from store.mail import Settled
from store.mail_upkeep import prune
from store.misread import Snapshot
from store.outlines import SettledOutlines
from store.rows import (
    CALENDARS,
    DISCREPANCIES,
    ENROLMENTS,
    INBOX,
    INVITATIONS,
    PAPERS,
    REQUESTS,
    ROUNDS,
    SENT,
    SERIES,
    SIGN_INS,
    YEARS,
    Frozen,
)
from store.search import search
from store.timing import TimedEngine
from store.tinydb import BooksStorage, JournalledDB
from store.transaction import Books, Recent, Transaction
from store.values import Commit, Dialogue, Undelivered, Waiting

if TYPE_CHECKING:
    from tinydb import TinyDB

#: So many closed items of one unit are searched for a problem that came up before: more than any unit closes in a year.
_SEARCHED = 20_000


class Reading:
    """The reading half of the ledger."""

    def __init__(self, books: Books) -> None:
        self._books = books

    @property
    def roster(self) -> Roster:
        """People, units and chats, as they are kept."""
        return self._books.roster

    def roster_at(self, now: datetime, zone: ZoneInfo) -> Roster:
        """The same as of the day that ``now`` is in that zone: who stands in for whom (请假) changes with it."""
        return self._books.roster_at(now, zone)

    @property
    def on_commit(self) -> list[Callable[[Commit], None]]:
        """Called after each transaction."""
        return self._books.on_commit

    def follow(self, wake: Callable[[], object] = lambda: None, *, roster_only: bool = False) -> Recent:
        """What is committed from here on, to be taken later; ``wake`` is called when there is something."""
        recent = Recent(wake, roster_only=roster_only)
        self._books.on_commit.append(recent.note)
        return recent

    def item(self, number: int) -> Item | None:
        """The item of that number."""
        document = self._books.rows.get(ITEMS, number)
        return None if document is None else documents.read_item(number, document)

    def items(self, numbers: Iterable[int]) -> list[Item]:
        """The items of those numbers that exist, in the order asked for."""
        stored = self._books.rows.tables.get(ITEMS, {})
        read = documents.read_item
        return [read(number, document) for number in numbers if (document := stored.get(number)) is not None]

    def all_items(self) -> Iterator[Item]:
        """Every item, one at a time."""
        return self._each(list(self._books.rows.tables.get(ITEMS, ())))

    def open_items(self) -> Iterator[Item]:
        """Every item that is assigned, acknowledged or submitted, one at a time, ascending."""
        return self._each(self._books.items.open())

    def open_numbers(self) -> list[int]:
        """The numbers of the open items, ascending: the cheap half of ``open_items``."""
        return self._books.items.open()

    def open_of(self, owner: str, unit: str | None = None) -> list[Item]:
        """The open items of that owner; where two share the name, of the one in ``unit``."""
        items = self.items(self._books.items.of_owner(owner))
        return items if unit is None else [item for item in items if item.unit == unit]

    def open_in(self, unit: str) -> list[Item]:
        """The open items that the unit leads."""
        return self.items(self._books.items.of_unit(unit))

    def open_units(self) -> list[str]:
        """Every unit that leads an open item, as written."""
        return self._books.items.units()

    def newest_open_in(self, unit: str, most: int) -> list[Item]:
        """The newest of the open items that the unit leads, ascending."""
        return self.items(self._books.items.of_unit(unit)[-most:])

    def each_open_in(self, unit: str) -> Iterator[Item]:
        """The same, one at a time."""
        return self._each(self._books.items.of_unit(unit))

    def open_with_partner(self, unit: str) -> list[Item]:
        """The open items on which the unit cooperates (配合), ascending."""
        return self.items(self._books.items.with_partner(unit))

    def open_numbers_of(self, owner: str) -> list[int]:
        """The numbers of the open items that bear this owner's name, ascending."""
        return self._books.items.of_owner(owner)

    def outlines_of(self, owner: str) -> list[Outlined]:
        """The outlines of the open items that bear this owner's name, ascending."""
        return self._books.outlines.of(self._books.items.of_owner(owner))

    def outlines_in(self, unit: str) -> list[Outlined]:
        """Those of the open items that the unit leads, ascending."""
        return self._books.outlines.of(self._books.items.of_unit(unit))

    def open_outlines(self) -> Iterator[Outlined]:
        """Those of every open item, one at a time, ascending."""
        return self._books.outlines.each(self._books.items.open())

    def all_outlines(self) -> Iterator[Outlined]:
        """Those of every item, one at a time, in the order of the table."""
        return self._books.outlines.each(list(self._books.rows.tables.get(ITEMS, ())))

    def settled_outlines(self) -> SettledOutlines:
        """Those of all that is closed, suspended or cancelled; kept in memory from the first call on."""
        return self._books.outlines.settled()

    def outlines_due_by(self, last: date) -> list[Outlined]:
        """Those of the open items that may be due by that day: no limit lapses before the day it is written with."""
        return self._books.outlines.of(self._books.items.due_by(last + timedelta(days=1)))  # of another zone

    def outlines_awaiting(self) -> list[Outlined]:
        """Those of the items whose closing was asked for and not decided, ascending."""
        return self._books.outlines.of(sorted(self._books.items.submitted))

    def parts_of(self, number: int) -> list[Item]:
        """The items that are parts of this one (下级事项), ascending."""
        return self.items(self._books.items.families.parts_of(number))

    def part_numbers(self, number: int) -> list[int]:
        """Their numbers."""
        return self._books.items.families.parts_of(number)

    def part_counts(self, number: int) -> tuple[int, int]:
        """How many of the item's parts are closed, and how many there are besides cancelled ones."""
        return self._books.items.families.counts(number)

    def search(self, keywords: Sequence[str], names: Sequence[str] = ()) -> Iterator[Item]:
        """Items that have all keywords in a field that is looked in (查找), one at a time, newest first.

        ``names``: only those of which one field is one of these.
        """
        stored = self._books.rows.tables.get(ITEMS, {})
        return self._each(search(stored, keywords, names))

    def search_closed(self, keywords: Sequence[str], unit: str) -> Iterator[Item]:
        """The same among the newest closed items of one unit (``_SEARCHED``), be the ledger ever so long."""
        stored = self._books.rows.tables.get(ITEMS, {})
        numbers = self._books.items.closed_of_unit(unit, _SEARCHED)
        return self._each(search({number: stored[number] for number in numbers}, keywords))

    def awaiting(self) -> list[Item]:
        """Items whose closing was asked for and not decided."""
        return self.items(sorted(self._books.items.submitted))

    def closed_highlights(self) -> list[int]:
        """The numbers of closed items that may be highlights (八大亮点), ascending."""
        return sorted(self._books.items.highlights)

    def closed_with_verdicts(self) -> list[int]:
        """The numbers of closed items with a verdict (群众评价), ascending."""
        return sorted(self._books.items.judged)

    def suspended_numbers(self) -> list[int]:
        """The numbers of the suspended items (挂账), ascending."""
        return sorted(self._books.items.suspended)

    def newest_round(self) -> Round | None:
        """The newest round (清单梳理), be it over; a newer one begins once that one is."""
        number = self._books.rows.highest(ROUNDS)
        row = mail.read(Round, self._books.rows.get(ROUNDS, number)) if number else None
        return None if row is None else structs.replace(row, number=number)

    def series_all(self) -> tuple[Series, ...]:
        """Every series of recurring work, by number, ended ones included."""
        rows = self._books.rows.tables.get(SERIES, {})
        found = ((number, mail.read(Series, document)) for number, document in sorted(rows.items()))
        return tuple(structs.replace(row, number=number) for number, row in found if row is not None)

    def series_open(self) -> tuple[Series, ...]:
        """Those that go on."""
        return tuple(each for each in self.series_all() if each.ended_at is None)

    def closed_years(self) -> tuple[ClosedYear, ...]:
        """The ledger years that were closed (结转), oldest first."""
        rows = self._books.rows.tables.get(YEARS, {})
        found = (mail.read(ClosedYear, document) for document in rows.values())
        return tuple(sorted((row for row in found if row is not None), key=lambda row: row.year))

    def papers(self) -> tuple[Paper, ...]:
        """Every paper (公文稿), drafts included, by number."""
        rows = self._books.rows.tables.get(PAPERS, {})
        found = ((number, mail.read(Paper, document)) for number, document in sorted(rows.items()))
        return tuple(structs.replace(row, number=number) for number, row in found if row is not None)

    def paper(self, number: int) -> Paper | None:
        """The paper of that number."""
        row = mail.read(Paper, self._books.rows.get(PAPERS, number))
        return None if row is None else structs.replace(row, number=number)

    @property
    def ledger_year(self) -> int:
        """The ledger year that new items stand in; 0 before the first year was closed."""
        return self._books.rows.ledger_year

    @property
    def next_number(self) -> int:
        """The number that the next new item will have."""
        return self._books.rows.highest(ITEMS) + 1

    def closed_between(self, first: datetime, last: datetime) -> list[Item]:
        """Items closed at or after ``first`` and before ``last``."""
        days = self._books.items.closed_on((first - timedelta(days=1)).date(), (last + timedelta(days=1)).date())
        items = (item for item in self.items(days) if item.closed_at and first <= item.closed_at < last)
        return sorted(items, key=lambda item: (item.closed_at or first, item.number))

    def observed_until(self, first: date, last: date) -> list[int]:
        """The numbers of the closed items whose observation window (观察期) ends on one of these days, ascending."""
        return self._books.items.observed_until(first, last)

    def observed(self, first: date, last: date) -> list[Item]:
        """The same items themselves."""
        return self.items(self.observed_until(first, last))

    def count_by_status(self) -> dict[ItemStatus, int]:
        """How many items are in each state."""
        return {status: self._books.items.by_status[status.value] for status in ItemStatus}

    def moment(self) -> Moment:
        """All items as they are now, to be read elsewhere while the ledger moves on."""
        return Moment(dict(self._books.rows.tables.get(ITEMS, {})), self.ledger_year)

    def snapshot(self) -> Snapshot:
        """All rows as they are now, for ``store.misread`` to look through in another thread."""
        return {table: Frozen(rows) for table, rows in self._books.rows.tables.items()}

    def told(self, key: str) -> bool:
        """Whether that occasion has been told."""
        return key in self._books.mail.told.keys

    def told_at(self, key: str) -> datetime | None:
        """When that occasion was told; ``None``: not yet."""
        return self._books.mail.told.told_at(key)

    def chases_told(self, item: int, since: datetime | None) -> frozenset[str]:
        """The names of the item's 催办 that somebody was told of since then (``None``: ever)."""
        return self._books.mail.told.chases_of(item, since)

    def told_from(self, instant: datetime) -> list[int]:
        """The newest tellings, as far back as they were told at or after that instant; for ``Transaction.reopen``."""
        return self._books.mail.told.told_from(instant)

    def told_ahead(self, before: datetime) -> list[int]:
        """Tellings that the clock was ahead for, and whose instant has come now; for ``Transaction.stand_by``."""
        return self._books.mail.told.ahead_before(before)

    def about(self, chat_id: int, message_id: int) -> tuple[int, ...]:
        """The items of a message that the bot sent, in the order shown."""
        return self._books.mail.about(chat_id, message_id)

    def is_edited_since(self, chat_id: int, message_id: int, since: datetime) -> bool:
        """Whether a message of the bot was changed at or after that instant, or is about to be."""
        return self._books.mail.is_edited_since(chat_id, message_id, since)

    def told_by(self, chat_id: int, message_id: int) -> tuple[str, ...]:
        """The keys of what a message of the bot told (``Appointment.key``)."""
        return self._books.mail.told_by(chat_id, message_id)

    def readers_of(self, item: int, chase: str) -> tuple[str, ...]:
        """Who was told of that 催办 of the item, as recipients (``person:9003``, ``chat:1``)."""
        return self._books.mail.told.readers_of(item, chase)

    def newest_about(self, chat_id: int) -> tuple[int, ...]:
        """The items of the newest message that the bot sent there about items."""
        return self._books.mail.newest_about(chat_id)

    def is_known(self, update_id: int) -> bool:
        """Whether the update was received before, handled or not."""
        return self._books.rows.get(INBOX, update_id) is not None

    def is_waiting(self, update_id: int) -> bool:
        """Whether the update was received and has not had its effect yet."""
        return update_id in self._books.mail.waiting

    def waiting_updates(self) -> list[Waiting]:
        """Updates received and not yet handled, in order of arrival."""
        return self._books.mail.updates()

    def waiting_letters(self) -> list[Letter]:
        """Letters in the outbox, in order of their numbers."""
        return [letter for _, letter in sorted(self._books.mail.letters.items())]

    def letter(self, number: int) -> Letter | None:
        """A letter that waits in the outbox."""
        return self._books.mail.letters.get(number)

    def message_of(self, number: int) -> int | None:
        """The message that a letter has become, as long as that is remembered."""
        row = mail.read(Settled, self._books.rows.get(SENT, number))
        return None if row is None else row.message_id

    def boards(self) -> list[Board]:
        """The pinned boards (置顶看板) of all groups."""
        return self._books.boards.all()

    def board(self, chat_id: int, thread_id: int | None) -> Board | None:
        """The board of exactly that chat and topic."""
        return self._books.boards.of_chat(chat_id, thread_id)

    def fate_of(self, number: int) -> Fate | None:
        """What became of a letter, as long as that is remembered; ``None`` also while it waits."""
        return self._books.boards.fate_of(number)

    def recent_sends(self, since: datetime) -> list[tuple[int, datetime]]:
        """Chat and time of what was sent since then, as far as an hour before the newest; to restore pacing."""
        return self._books.mail.sent_since(since)

    def dialogue(self, chat_id: int, person_id: int) -> Dialogue | None:
        """The half-finished conversation with that person in that chat."""
        return self._books.mail.dialogue(chat_id, person_id)

    @property
    def newest_at_opening(self) -> datetime | None:
        """When the newest letter was sent, or the newest waiting update came, before the ledger was opened."""
        return self._books.newest_at_opening

    def discrepancies(self) -> list[tuple[int, Discrepancy]]:
        """What the office has yet to hear of the ledger file, oldest first, each under its number."""
        rows = self._books.rows.tables.get(DISCREPANCIES, {})
        found = ((number, mail.read(Discrepancy, document)) for number, document in rows.items())
        return [(number, discrepancy) for number, discrepancy in found if discrepancy is not None]

    def undelivered(self) -> list[Undelivered]:
        """Letters of the last days that may not have arrived, oldest first."""
        numbers = sorted(self._books.mail.undelivered)
        rows = ((number, mail.read(Settled, self._books.rows.get(SENT, number))) for number in numbers)
        return [Undelivered(number, row.chat_id, row.head, row.told) for number, row in rows if row is not None]

    def request_of(self, kind: RequestKind, item: int) -> DecisionRequest | None:
        """The open request of that kind for the item."""
        return self._books.mail.requests.get((kind, item), (0, None))[1]

    def muted_until(self, person: int, item: int) -> date | None:
        """The last day on which the person is to hear nothing of the item; it may be past."""
        return self._books.mutes.until(person, item)

    def requests_of(self, item: int) -> list[DecisionRequest]:
        """The open requests for the item, of every kind."""
        found = (self.request_of(kind, item) for kind in RequestKind)
        return [request for request in found if request is not None]

    def requested(self, kinds: Container[RequestKind]) -> list[tuple[RequestKind, int]]:
        """The open requests of these kinds, as kind and item, ascending."""
        return sorted(key for key in self._books.mail.requests if key[0] in kinds)

    def items_asked(self, kind: RequestKind) -> list[Item]:
        """The items whose open request of that kind still stands, by number."""
        found = ((self.request_of(kind, number), self.item(number)) for _, number in self.requested({kind}))
        return [item for asked, item in found if asked and item and is_pending(asked, item)]

    def newest_application(self, telegram_id: int) -> DecisionRequest | None:
        """The account's newest request to join the bureau, be it decided."""
        return mail.read(DecisionRequest, self._books.rows.get(REQUESTS, self._books.joinings.newest_of(telegram_id)))

    def invitation(self, number: int) -> Invitation | None:
        """A link that was handed out, by its number."""
        row = mail.read(Invitation, self._books.rows.get(INVITATIONS, number))
        return None if row is None else structs.replace(row, number=number)

    def invitation_of(self, token: str) -> Invitation | None:
        """The same by what is kept of the link (``domain.invitations.digest_of``)."""
        return self.invitation(self._books.joinings.of_link(token))

    def invitations(self) -> list[Invitation]:
        """Every link that was ever handed out, oldest first."""
        found = (self.invitation(number) for number in self._books.rows.tables.get(INVITATIONS, ()))
        return [invitation for invitation in found if invitation is not None]

    def sign_in_of(self, token: str) -> SignInLink | None:
        """The link into the board by what is kept of it."""
        return next((link for link in self.sign_ins() if link.token == token), None)

    def sign_ins(self) -> Iterator[SignInLink]:
        """The links into the board that were handed out lately."""
        found = (mail.read(SignInLink, document) for document in self._books.rows.tables.get(SIGN_INS, {}).values())
        return (link for link in found if link is not None)

    def calendar_link(self, number: int) -> CalendarLink | None:
        """The link to a calendar feed of that number."""
        link = mail.read(CalendarLink, self._books.rows.get(CALENDARS, number))
        return None if link is None else structs.replace(link, number=number)

    def calendar_link_of(self, token: str) -> CalendarLink | None:
        """The link that this is kept of."""
        return self.calendar_link(self._books.calendar_links.of_token(token))

    def calendar_links(self) -> list[CalendarLink]:
        """Every link that was handed out and can be read, ascending."""
        links = map(self.calendar_link, sorted(self._books.rows.tables.get(CALENDARS, ())))
        return [link for link in links if link is not None]

    def enrolment(self, number: int) -> Enrolment | None:
        """Whose account became whose, by its number."""
        row = mail.read(Enrolment, self._books.rows.get(ENROLMENTS, number))
        return None if row is None else structs.replace(row, number=number)

    def _each(self, numbers: Iterable[int]) -> Iterator[Item]:
        for number in numbers:
            item = self.item(number)
            if item is not None:
                yield item


__all__ = ["Commit", "Dialogue", "Ledger", "Transaction", "Waiting"]


class Ledger(Reading):
    """An open ledger. One process at a time; all calls from one thread, but for ``enclose``."""

    def __init__(self, path: Path, engine: Engine, books: Books, clock: Callable[[], datetime] | None) -> None:
        super().__init__(books)
        self.path = path
        self.spool = engine.spool
        self._engine = engine
        self._is_open = True
        self.db: TinyDB = JournalledDB(storage=lambda: BooksStorage(books, clock, self.close))

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        at: datetime,
        admins: frozenset[int] = frozenset(),
        disk: Disk | None = None,
        clock: Callable[[], datetime] | None = None,
        engine: Engine | None = None,
    ) -> "Ledger":
        """Open the ledger, or begin one; raises a ``StoreError`` that says what is wrong.

        ``at`` is now. ``clock`` dates changes made through ``db`` outside a transaction; without it they bear the
        newest instant that the ledger was told of. Without an ``engine`` it is the one of files.
        """
        chosen = engine or FileEngine(path, disk)
        books = Books(chosen.load(at), chosen, at=at, admins=admins)
        chosen.serve(books, at)
        return cls(path.resolve(), chosen, books, clock)

    @classmethod
    def take_up(
        cls, path: Path, engine: Engine, books: Books, *, at: datetime, clock: Callable[[], datetime] | None = None
    ) -> "Ledger":
        """The ledger of books that followed another process's, once they are up to date and the engine may write."""
        books.take_up(engine, at)
        engine.serve(books, at)
        return cls(path.resolve(), engine, books, clock)

    @property
    def sequence(self) -> int:
        """How many ledger lines the journal has."""
        return self._engine.sequence

    def head(self) -> str:
        """The hash of the newest ledger line: who keeps it can tell later that nothing before it was rewritten."""
        return self._engine.head

    def head_before(self, first: date) -> ChainEnd:
        """The same as of the end of the month before that of ``first``."""
        return self._engine.head_before(f"{first:%Y-%m}")

    def transaction(self, *, at: datetime, by: str, did: str) -> Transaction:
        """One event: everything in the ``with`` block becomes durable together, or none of it.

        With files that is so at its end, with a database shortly after (``durable``). No ``await`` inside. Raises
        ``NotSaved`` when the disk refuses, ``TransactionOpen`` inside another one.
        """
        return Transaction(self._books, at, by, did)

    def time_saving(
        self, tick: Callable[[], float], on_append: Callable[[float], None], on_durable: Callable[[float], None]
    ) -> None:
        """Have these told of the seconds that each append took, and each wait for what is durable."""
        self._engine = cast("Engine", TimedEngine(self._engine, tick, on_append, on_durable))
        self._books.engine = self._engine

    @property
    def is_doubtful(self) -> bool:
        """Whether a write failed so that nobody knows what became of it; nothing is saved until it is read again."""
        return self._engine.is_doubtful

    def begin_serving(self) -> None:
        """From here on a transaction may become durable after its end: whoever speaks of it waits for ``durable``."""
        self._engine.begin_serving()

    @property
    def is_ours(self) -> bool:
        """Whether this process may speak for the bureau now."""
        return self._engine.is_ours

    @property
    def term(self) -> Term | None:
        """This process's claim on a ledger that several processes could have."""
        return self._engine.term

    async def durable(self, *, at_leisure: bool = False) -> None:
        """Wait until every transaction so far is durable; raises ``NotSaved`` where that takes too long.

        Before anything is acknowledged outside (a message, an answer, an update confirmed) it has to return.
        ``at_leisure``: where nobody waits for what follows.
        """
        await self._engine.durable(at_leisure=at_leisure)

    async def lost(self) -> None:
        """Return once another process has taken the ledger over: what was not durable is then gone from here."""
        await self._engine.lost()

    def enclose(self, batch: Batch) -> Batch:
        """A large batch is written now, so that its transaction has only to name it; in any thread.

        Raises ``NotSaved``. Of several batches the newest is prepared so; the others are entered as if none were.
        """
        enclosed = self._engine.enclose(batch.documents)
        return batch if enclosed is None else structs.replace(batch, enclosed=enclosed)

    def stage_sent(self, letter: int, message_id: int, at: datetime) -> None:
        """Record that a letter was sent: seen at once, durable with the next transaction or ``flush``."""
        self._books.stage_for(
            letter, lambda: Transaction(self._books, at).settle(letter, Fate.SENT, message_id=message_id, at=at)
        )

    def stage_received(self, update_id: int, chat_id: int, raw: bytes, at: datetime) -> None:
        """Put an update into the inbox, unless its id is known: seen at once, durable as by ``stage_sent``.

        It may be confirmed to Telegram only then.
        """
        self._books.stage(lambda: Transaction(self._books, at).receive(update_id, chat_id, raw, at))

    def has_staged(self, chat_id: int) -> bool:
        """Whether something sent to that chat is not durable yet."""
        return chat_id in self._books.staged_chats

    def require_in_place(self) -> None:
        """Raise ``Displaced`` if what is written now would not be found again; to be asked about once a second.

        Until it is asked again and all is well, nothing is acknowledged (``NotSaved``).
        """
        self._engine.require_in_place()

    @property
    def is_file_in_place(self) -> bool:
        """Whether the TinyDB file may be written although the journal can't: nobody else's is in its place."""
        return self._engine.is_file_in_place

    def flush(self, at: datetime) -> None:
        """Make what is staged durable now."""
        self._books.flush(at)

    def prune(self, at: datetime) -> None:
        """Drop correspondence that nobody will ask about again."""
        with self._books.change(at=at, by="duban", did="prune"):
            prune(self._books.rows, at)

    @property
    def edits(self) -> int:
        """How often somebody else's version of the file was looked at since opening."""
        return self._engine.edits

    @property
    def needs_checkpoint(self) -> bool:
        """Whether the TinyDB file lags behind the journal, or somebody else has written it."""
        return self._engine.needs_snapshot

    def checkpoint(self) -> None:
        """Write the TinyDB file again, now. Raises ``NotSaved``; the file is then as before."""
        self._engine.snapshot()

    async def checkpoint_in_slices(self) -> None:
        """The same from a thread, in slices too short to hold anybody up."""
        await self._engine.snapshot_in_slices()

    def close(self) -> None:
        """A clean stop: what is staged becomes durable, the TinyDB file up to date, the lock free."""
        if not self._is_open:
            return
        self._is_open = False
        try:
            self._books.end()
        finally:
            self._end()

    def _end(self) -> None:
        try:
            self._engine.close()
        finally:
            self.abandon()

    def abandon(self) -> None:
        """Let go of files and lock as a killed process would: nothing more is written, what was committed is there."""
        self._is_open = False
        self._engine.abandon()
