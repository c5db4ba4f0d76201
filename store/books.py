"""The books: every table in memory with its indexes, and how what was changed becomes durable."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from zoneinfo import ZoneInfo

from domain.coercion import Discrepancy
from domain.letter import Urgency
from domain.requests import DecisionRequest, RequestKind
from domain.roster import Chat, Person, Roster, Unit
from store import documents, mail
from store.boards import Boards
from store.bulk import Batch
from store.calendar_links import CalendarLinks
from store.documents import CHATS, ITEMS, PEOPLE, UNITS, K, Unreadable
from store.engine import Appending, Entry
from store.errors import NotSaved
from store.joining import Joinings
from store.mail import Mailroom
from store.mutes import Mutes
from store.outlines import Outlines
from store.rolling import count_drafted, roll_up
from store.rows import (
    DISCREPANCIES,
    INBOX,
    MAIL,
    OUTBOX,
    REQUESTS,
    SENT,
    Changes,
    ItemIndexes,
    Rows,
    Tables,
)
from store.values import Commit

_LOG = logging.getLogger(__name__)
_ROSTER = frozenset({PEOPLE, UNITS, CHATS})


class Recent:
    """What was committed since it was last taken: for those who look when their turn comes, and not at each commit."""

    def __init__(self, wake: Callable[[], object], *, roster_only: bool) -> None:
        self._wake = wake
        self._roster_only = roster_only
        self._items: set[int] = set()
        self._is_roster_changed = False

    def note(self, commit: Commit) -> None:
        """Keep it, and wake the follower."""
        self._is_roster_changed |= commit.roster_changed
        if not self._roster_only:
            self._items |= commit.items
        if commit.roster_changed or (commit.items and not self._roster_only):
            self._wake()

    def take(self) -> Commit:
        """The items that changed, and whether the roster did; from here on it is empty."""
        taken = Commit(items=frozenset(self._items), roster_changed=self._is_roster_changed)
        self._items.clear()
        self._is_roster_changed = False
        return taken


class Books:
    """Everything that is known, and durable."""

    def __init__(self, tables: Tables, engine: Appending, *, at: datetime, admins: frozenset[int]) -> None:
        self.engine = engine
        self.rows = Rows()
        self.items = ItemIndexes()
        self.outlines = Outlines(self.rows)
        self.mail = Mailroom(self.rows)
        self.mutes = Mutes(self.rows)
        self.boards = Boards(self.rows)
        self.calendar_links = CalendarLinks(self.rows)
        self.joinings = Joinings(self.rows)
        self.latest = at  # the newest instant anybody named
        self.on_commit: list[Callable[[Commit], None]] = []
        self._admins = admins
        self._roster: Roster | None = None
        self._dated: Roster | None = None
        self._staged: Changes = {}
        self._staged_answers: set[int] = set()  # letters that are nowhere but among what is staged
        self.staged_chats: set[int] = set()
        for table in _ROSTER:
            self.rows.listen(table, self._roster_changed)
        self.rows.load(tables)
        self.items.fill(tables.get(ITEMS, {}))
        self.rows.listen(ITEMS, self.items.change)
        self.newest_at_opening = self.mail.newest

    def take_up(self, engine: Appending, at: datetime) -> None:
        """They were another process's until now: from here on they change by transactions of that engine."""
        self.engine = engine
        self.latest = at
        self.newest_at_opening = self.mail.newest

    @property
    def roster(self) -> Roster:
        """People, units and chats, built when one of them has changed."""
        if self._roster is None:
            self._roster = Roster(
                tuple(self.readable(Person, PEOPLE)),
                tuple(self.readable(Unit, UNITS)),
                tuple(self.readable(Chat, CHATS)),
                self._admins,
            )
        return self._roster

    def roster_at(self, now: datetime, zone: ZoneInfo) -> Roster:
        """The same as of the day that ``now`` is in that zone; built once a day where somebody has a leave."""
        plain = self.roster
        if not plain.has_absences:
            return plain
        here, dated = now.astimezone(zone), self._dated
        if dated is None or dated.at is None or dated.at.date() != here.date():
            dated = self._dated = Roster(
                (*plain.people, *plain.former), plain.units, plain.chats, self._admins, at=here
            )
        return dated

    def readable(self, kind: type[K], table: str) -> Iterator[K]:
        """The table's records, without those that can't be read."""
        for number, document in self.rows.tables.get(table, {}).items():
            try:
                yield documents.read(kind, number, document)
            except Unreadable:
                continue

    @contextmanager
    def change(self, *, at: datetime, by: str, did: str) -> Iterator[None]:
        """One transaction: what happens to the rows inside is durable at the end, or never was."""
        self.rows.begin()
        try:
            yield
            count_drafted(self.rows, self.items.families)
        except BaseException:
            self.rows.take_back()
            raise
        self.commit(at=at, by=by, did=did)

    def commit(self, *, at: datetime, by: str, did: str, batch: Batch | None = None, comes_again: bool = False) -> None:
        """Make what was drafted, a batch among it, durable; what can't be is taken back.

        ``comes_again``: if it is lost, what asked for it comes again. Then a mere answer is only staged.
        """
        try:
            roll_up(self.rows, self.items.families)
            changes = self.rows.drafted()
            commit = self._commit_of(changes)
            if comes_again and not self.engine.is_displaced and self._is_mere_answer(changes, commit):
                self._staged = _over(self._staged, changes)
                self._staged_answers.update(commit.letters)
            else:
                self._write(changes, at, by, did, batch)
        except BaseException:
            self.rows.take_back()
            raise
        self.rows.keep()
        self.latest = max(at, self.latest)
        if changes:
            self._announce(commit)

    def _announce(self, commit: Commit) -> None:
        """The commit is done: a listener that fails is logged, and the others are still called."""
        for listener in self.on_commit:
            try:
                listener(commit)
            except Exception:  # noqa: BLE001
                _LOG.exception("a listener failed at what was committed")

    def note(self, discrepancies: Iterable[Discrepancy]) -> None:
        """Inside a change: keep for the office what it has to hear of, each thing once."""
        waiting = set(self.rows.tables.get(DISCREPANCIES, {}).values())
        for found in discrepancies:
            document = mail.write(found)
            if document not in waiting:
                _LOG.warning("ledger file: %s, %d rows named, %s", found.kind, len(found.spots), found.file or "-")
                self.rows.put(DISCREPANCIES, self.rows.highest(DISCREPANCIES) + 1, document)
                waiting.add(document)

    def stage_for(self, letter: int, act: Callable[[], None]) -> None:
        """Change rows about a letter now, to be written along with the next transaction."""
        waiting = self.mail.letters.get(letter)
        if self.rows.is_drafting or waiting is None:
            act()
            return
        self.stage(act)
        self.staged_chats.add(waiting.chat_id)

    def stage(self, act: Callable[[], None]) -> None:
        """Change rows of correspondence now, outside of a transaction, to be written along with the next one."""
        self.rows.begin()
        try:
            act()
        except BaseException:
            self.rows.take_back()
            raise
        self._staged = _over(self._staged, self.rows.drafted())
        self.rows.keep()

    def flush(self, at: datetime) -> None:
        """Write what is staged."""
        if self._staged:
            self._append(Entry(at, "", "", {}, self._staged))

    def end(self) -> None:
        """Write what is staged, at a stop. Updates and mere answers are not owed, sent or not: they come again."""
        try:
            self.flush(self.latest)
        except NotSaved:
            sent = (self._staged.get(SENT) or {}).keys()
            if self._staged.keys() - {INBOX, OUTBOX, SENT} or sent - self._staged_answers:
                raise

    def _append(self, entry: Entry) -> None:
        self.engine.append(entry)
        self._staged = {}
        self._staged_answers.clear()
        self.staged_chats.clear()

    def _write(self, changes: Changes, at: datetime, by: str, did: str, batch: Batch | None) -> None:
        if not changes:
            return
        mail, ledger = ({}, changes) if MAIL.isdisjoint(changes) else _parted(changes)
        if self._staged:
            mail = _over(self._staged, mail)
        enclosure = None if batch is None or not ledger.get(ITEMS) else self.engine.take(batch.enclosed)
        if batch is not None and enclosure is not None:
            ledger = {**ledger, ITEMS: self.rows.drafted_since(ITEMS)}
        kept_elsewhere = {} if enclosure is None else {"enclosed": enclosure}
        try:
            self._append(Entry(at, by, did, ledger, mail, kept_elsewhere))
        except NotSaved:
            if enclosure is not None and not self.engine.is_doubtful:  # else a line may still name it
                self.engine.drop(enclosure)
            raise

    def _is_mere_answer(self, changes: Changes, commit: Commit) -> bool:
        """Whether nothing changed but that an update was answered: the answer may go before that is durable."""
        replies = [self.mail.letters[number] for number in commit.letters]
        return (
            changes.keys() <= {INBOX, OUTBOX}
            and len(changes.get(OUTBOX) or {}) == len(replies)
            and all(reply.urgency is Urgency.ANSWER for reply in replies)
        )

    def _commit_of(self, changes: Changes) -> Commit:
        items = frozenset(changes.get(ITEMS) or ())
        return Commit(
            items=items | _asked_about(changes[REQUESTS] or {}) if REQUESTS in changes else items,
            letters=self.rows.drafted_new(OUTBOX) if OUTBOX in changes else (),
            roster_changed=not _ROSTER.isdisjoint(changes),
        )

    def _roster_changed(self, _number: int, _old: bytes | None, _new: bytes | None) -> None:
        self._roster = self._dated = None


def _parted(changes: Changes) -> tuple[Changes, Changes]:
    """What changed of correspondence, and what of the ledger."""
    mail = {table: rows for table, rows in changes.items() if table in MAIL}
    return mail, {table: rows for table, rows in changes.items() if table not in MAIL}


def _asked_about(requests: Mapping[int, bytes | None]) -> frozenset[int]:
    """The items of these requests: who follows an item follows what is asked about it."""
    rows = (mail.read(DecisionRequest, document) for document in requests.values())
    return frozenset(
        row.item for row in rows if row is not None and row.kind not in (RequestKind.JOIN, RequestKind.IMPORT)
    )


def _over(first: Changes, then: Changes) -> Changes:
    """Both changes as one; neither drops a table."""
    merged = dict(first)
    for table, rows in then.items():
        merged[table] = {**(merged.get(table) or {}), **(rows or {})}
    return merged
