"""Writing the TinyDB file: one writer at a time, no older state over a newer one, nothing over somebody else's work.

Before the file is replaced it is looked at: what somebody else made of it becomes a transaction, merged against the
state that the file itself names in its ``_meta`` (docs/decisions/0013-changes-from-outside.md).
"""

import threading
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from domain.coercion import Discrepancy, DiscrepancyKind
from store.engine import Keeping
from store.errors import JournalDamaged, LedgerUnreadable, NotSaved
from store.journal import checkpoint, outside
from store.journal.checkpoint import Checkpoint
from store.journal.disk import Disk, Stamp, set_aside
from store.journal.months import Journal, Position
from store.journal.outside import Edit
from store.journal.replay import JournalFiles, changed_since, tables_at
from store.rows import MAIL, Tables
from store.schema import SCHEMA

#: Somebody may write the file while it is being read, or while a new one is being written.
LOOKS = 4


class Snapshot:
    """All tables at one moment: the rows themselves are immutable, so that only references are copied."""

    def __init__(self, number: int, tables: Tables, position: Position) -> None:
        self.number = number
        self.tables = tables
        self.position = position


class Look(Struct, frozen=True):
    """What was found in the file's place, if it is not what the bot wrote."""

    stamp: Stamp | None
    edit: Edit | None = None
    trouble: DiscrepancyKind | None = None


class Saving:
    """Knows which state the TinyDB file holds. ``look`` and ``write`` may run in a thread, the rest in the ledger's."""

    def __init__(
        self, disk: Disk, path: Path, books: Keeping, journal: Journal, position: Position, stamp: Stamp | None
    ) -> None:
        self._disk = disk
        self._path = path
        self._books = books
        self._journal = journal
        self._stamp = stamp  # of the version that was taken into account
        self._half_written: Stamp | None = None
        self._lock = threading.Lock()
        self._taken = self._written = 0
        self._is_stopped = False
        self.position = position
        self.edits = 0

    @property
    def is_changed(self) -> bool:
        """Whether somebody else has written the file, or taken it away."""
        return self._disk.stamp(self._path) != self._stamp

    @property
    def is_in_place(self) -> bool:
        """Whether nobody else's file is in the place of ours: ours, or none in a folder that is there."""
        stamp = self._disk.stamp(self._path)
        return self._path.parent.is_dir() if stamp is None else stamp == self._stamp

    def look(self) -> Look | None:
        """Somebody else's version of the file and what they changed; ``None`` while there is none."""
        for _ in range(LOOKS):
            stamp = self._disk.stamp(self._path)
            if stamp == self._stamp:
                return None
            look = Look(None) if stamp is None else self._look_at(stamp)
            if self._disk.stamp(self._path) == stamp:
                return look
        raise NotSaved(self._path, "another program keeps writing the ledger file")

    def is_half_written(self, look: Look | None) -> bool:
        """Whether the file is empty or can't be read, and is seen so for the first time: it may still be written.

        Editors empty a file first and then write it; what we put in its place meanwhile would take their work away.
        """
        if look is None or look.stamp is None or look.stamp == self._half_written:
            return False
        if look.stamp.size and look.trouble is not DiscrepancyKind.BROKEN:
            return False
        self._half_written = look.stamp
        return True

    def snapshot(self, look: Look | None) -> Snapshot:
        """What is to be written: the state as it is now, with what somebody else did to the file."""
        if look is not None:
            self._absorb(look, self._books.latest)
        self._taken += 1
        return Snapshot(self._taken, self._books.rows.copied(), self._journal.position)

    def write(self, snapshot: Snapshot) -> bool:
        """Put a snapshot in place, unless a newer one is there. Raises ``NotSaved``; the file is then as before.

        False where somebody wrote the file since it was looked at: it stays, to be looked at again.
        """
        with self._lock:
            if self._is_stopped or snapshot.number < self._written:
                return True
            tables, position = snapshot.tables, snapshot.position
            try:
                stamp = checkpoint.write(
                    self._disk, self._path, tables, schema=SCHEMA, position=position, over=self._stamp
                )
            except OSError as error:
                raise NotSaved(self._path, str(error)) from error
            if stamp is not None:
                self._written = snapshot.number
                self.position = position
                self._stamp = stamp
            return stamp is not None

    def stop(self) -> None:
        """Write nothing from here on, and wait for what is being written: the lock is about to be free for others."""
        with self._lock:
            self._is_stopped = True

    def _look_at(self, stamp: Stamp) -> Look:
        try:
            found = checkpoint.load(self._disk, self._path)
        except FileNotFoundError:
            return Look(stamp)
        except LedgerUnreadable:
            return Look(stamp, None, DiscrepancyKind.BROKEN)
        if found is None or found.is_ours:  # empty, or an older state of ours: nobody's work
            return Look(stamp)
        position = self.position if found.meta is None else found.meta.position
        base = self._base_of(position, found)
        trouble = DiscrepancyKind.UNKNOWN_STATE if base is None or base.is_partial else None
        return Look(stamp, None if base is None else outside.edit_of(base.tables, found.tables), trouble)

    def _base_of(self, position: Position, found: Checkpoint) -> "_Base | None":
        """The state that the file was made from, as far as anybody still knows it."""
        with suppress(JournalDamaged):
            source = JournalFiles(self._disk, self._journal.folder)
            tables = tables_at(source, position.place)
            if tables is not None:
                return _Base(tables)
            changed = changed_since(source, position.place)
            if changed is not None:
                return _Base(self._unchanged(found.tables, changed), is_partial=bool(changed))
        return None

    def _unchanged(self, theirs: Tables, changed: dict[str, set[int]]) -> Tables:
        """Rows that the bot has not touched since are as they were; of the others nobody can tell, so ours stay."""
        ours = self._books.rows.tables.copy()
        base: Tables = {}
        for table in (ours.keys() | theirs.keys()) - MAIL:
            touched = changed.get(table, set())
            rows = {n: row for n, row in list(ours.get(table, {}).items()) if n not in touched}
            base[table] = rows | {n: row for n, row in theirs.get(table, {}).items() if n in touched}
        return base

    def _absorb(self, look: Look, at: datetime) -> None:
        """Take an edit over, or, where it can't be believed, keep the file aside; the office hears of either."""
        self.edits += 1
        trouble, gone = look.trouble, 0
        if look.edit is not None and (gone := look.edit.count_gone(self._books.rows.tables)):
            trouble = DiscrepancyKind.MANY_GONE
        told = [] if trouble is None else [Discrepancy(trouble, file=self._aside(), count=gone)]
        if look.edit is None or gone:
            if told:
                with self._books.change(at=at, by=outside.BY, did="set aside"):
                    self._books.note(told)
        else:
            outside.merge(self._books, look.edit, at, told)
        self._stamp = None if told else look.stamp  # kept aside: nothing has the file's name until somebody gives it

    def _aside(self) -> str:
        """Move the file out of the way, under a name that nothing has; returns the name."""
        try:
            return set_aside(self._disk, self._path)
        except OSError as error:
            raise NotSaved(self._path, str(error)) from error


class _Base(Struct, frozen=True):
    """The rows that an edit began with."""

    tables: Tables
    is_partial: bool = False
