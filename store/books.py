"""The ledger in memory with its journal: rows, indexes, correspondence, and the one way in which they change."""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from domain.coercion import Discrepancy
from domain.roster import Chat, Person, Roster, Unit
from store import documents, mail
from store.bulk import Batch
from store.documents import CHATS, ITEMS, PEOPLE, UNITS, K, Unreadable
from store.engine import Engine, Entry
from store.errors import NotSaved
from store.indexes import ItemIndexes
from store.mail import Mailroom
from store.rows import DISCREPANCIES, INBOX, MAIL, OUTBOX, Changes, Rows, Tables
from store.values import Commit

_LOG = logging.getLogger(__name__)
_ROSTER = frozenset({PEOPLE, UNITS, CHATS})


class Books:
    """Everything that is known, and durable."""

    def __init__(self, tables: Tables, engine: Engine, *, at: datetime, admins: frozenset[int]) -> None:
        self.engine = engine
        self.rows = Rows()
        self.items = ItemIndexes()
        self.mail = Mailroom(self.rows)
        self.latest = at  # the newest instant anybody named
        self.on_commit: list[Callable[[Commit], None]] = []
        self._admins = admins
        self._roster: Roster | None = None
        self._staged: Changes = {}
        self.staged_chats: set[int] = set()
        for table in _ROSTER:
            self.rows.listen(table, self._roster_changed)
        self.rows.load(tables)
        self.items.fill(tables.get(ITEMS, {}))
        self.rows.listen(ITEMS, self.items.change)
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
        except BaseException:
            self.rows.take_back()
            raise
        self.commit(at=at, by=by, did=did)

    def commit(self, *, at: datetime, by: str, did: str, batch: Batch | None = None) -> None:
        """Make what was drafted, a batch among it, durable; what can't be is taken back."""
        try:
            changes = self.rows.drafted()
            commit = self._commit_of(changes)
            self._write(changes, at, by, did, batch)
        except BaseException:
            self.rows.take_back()
            raise
        self.rows.keep()
        self.latest = max(at, self.latest)
        if changes:
            self._announce(commit)

    def _announce(self, commit: Commit) -> None:
        """Whoever committed is done: a listener's failure is its own, and keeps no other one uninformed."""
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
        self.rows.begin()
        try:
            act()
        except BaseException:
            self.rows.take_back()
            raise
        self._staged = _over(self._staged, self.rows.drafted())
        self.staged_chats.add(waiting.chat_id)
        self.rows.keep()

    def flush(self, at: datetime) -> None:
        """Write what is staged."""
        if self._staged:
            self._append(Entry(at, "", "", {}, self._staged))

    def _append(self, entry: Entry) -> None:
        self.engine.append(entry)
        self._staged = {}
        self.staged_chats.clear()

    def _write(self, changes: Changes, at: datetime, by: str, did: str, batch: Batch | None) -> None:
        if not changes:
            return
        mail = {table: rows for table, rows in changes.items() if table in MAIL}
        ledger = {table: rows for table, rows in changes.items() if table not in MAIL} if mail else changes
        if self._staged:
            mail = _over(self._staged, mail)
        enclosure = None if batch is None or not ledger.get(ITEMS) else self.engine.take(batch.enclosed)
        if batch is not None and enclosure is not None:
            ledger = batch.beyond(ledger, self.rows.tables[ITEMS])
        beside = {} if enclosure is None else {"enclosed": enclosure}
        try:
            self._append(Entry(at, by, did, ledger, mail, beside))
        except NotSaved:
            if enclosure is not None and not self.engine.is_doubtful:  # else a line may name it all the same
                self.engine.drop(enclosure)
            raise

    def _commit_of(self, changes: Changes) -> Commit:
        return Commit(
            items=frozenset(changes.get(ITEMS) or ()),
            letters=self.rows.drafted_new(OUTBOX) if OUTBOX in changes else (),
            updates=self.rows.drafted_new(INBOX) if INBOX in changes else (),
            roster_changed=not _ROSTER.isdisjoint(changes),
        )

    def _roster_changed(self, _number: int, _old: bytes | None, _new: bytes | None) -> None:
        self._roster = None


def _over(first: Changes, then: Changes) -> Changes:
    """Both changes as one; neither drops a table."""
    merged = dict(first)
    for table, rows in then.items():
        merged[table] = {**(merged.get(table) or {}), **(rows or {})}
    return merged
