"""Writing the TinyDB file: one writer at a time, no older state over a newer one, nothing over somebody else's work."""

import threading
from datetime import datetime
from pathlib import Path

from store import checkpoint, outside
from store.books import Books
from store.checkpoint import Checkpoint, Frozen
from store.disk import Disk
from store.errors import LedgerUnreadable, NotSaved
from store.journal import Position
from store.replay import tables_at
from store.rows import MAIL
from store.schema import SCHEMA


class Snapshot:
    """All tables at one moment: the rows themselves are immutable, so that only references are copied."""

    def __init__(self, number: int, tables: dict[str, Frozen], position: Position) -> None:
        self.number = number
        self.tables = tables
        self.position = position


class Saving:
    """Knows which state the TinyDB file holds. ``write`` may run in a thread, the rest in the ledger's alone."""

    def __init__(self, disk: Disk, path: Path, books: Books, found: Checkpoint | None) -> None:
        self._disk = disk
        self._path = path
        self._books = books
        self._stamp = None if found is None else found.stamp
        self._lock = threading.Lock()
        self._taken = self._written = 0
        self._is_stopped = False
        self.position = Position() if found is None or found.meta is None else found.meta.position

    def snapshot(self) -> Snapshot:
        """What is to be written: the state as it is now, with what somebody else did to the file meanwhile."""
        self._absorb(self._books.latest)
        self._taken += 1
        tables = {table: Frozen(rows) for table, rows in self._books.rows.tables.items()}
        return Snapshot(self._taken, tables, self._books.journal.position)

    def write(self, snapshot: Snapshot) -> None:
        """Put a snapshot in place, unless a newer one is there. Raises ``NotSaved``; the file is then as before."""
        with self._lock:
            if self._is_stopped or snapshot.number < self._written:
                return
            try:
                checkpoint.write(self._disk, self._path, snapshot.tables, schema=SCHEMA, position=snapshot.position)
            except OSError as error:
                raise NotSaved(self._path, str(error)) from error
            self._written = snapshot.number
            self.position = snapshot.position
            self._stamp = self._disk.stamp(self._path)

    def stop(self) -> None:
        """Write nothing from here on, and wait for what is being written: the lock is about to be free for others."""
        with self._lock:
            self._is_stopped = True

    def _absorb(self, at: datetime) -> None:
        stamp = self._disk.stamp(self._path)
        if self._stamp is None or stamp is None or stamp == self._stamp:
            return
        try:
            found = checkpoint.load(self._disk, self._path)
        except LedgerUnreadable:  # somebody else's half-written file: kept for them, never taken for ours
            self._disk.replace(self._path, self._path.with_name(f"{self._path.name}.outside"))
            return
        sequence = self.position.place.sequence
        base = tables_at(self._disk, self._books.journal.folder, sequence) if sequence else {}
        if found is not None and not found.is_ours and base is not None:
            theirs = {table: rows for table, rows in found.tables.items() if table not in MAIL}
            outside.merge(self._books, base, theirs, at)
