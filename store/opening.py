"""Opening a ledger: from its checkpoint and journal, from the journal alone, or from somebody else's TinyDB file."""

from datetime import datetime
from pathlib import Path

from store import checkpoint, outside
from store.books import Books
from store.checkpoint import Checkpoint, Tables
from store.disk import Disk
from store.enclosures import ADOPTED, Enclosures, keep
from store.errors import JournalDamaged, SchemaTooNew
from store.journal import Entry, Journal, Position, folder_of, months
from store.replay import adopted_at, follow, tables_at
from store.resuming import Resuming
from store.rows import MAIL, Rows
from store.schema import SCHEMA, migrate


class Opening:
    """One opening of one ledger."""

    def __init__(self, disk: Disk, path: Path, *, at: datetime, admins: frozenset[int]) -> None:
        self._disk = disk
        self._path = path
        self._folder = folder_of(path)
        self._at = at
        self._admins = admins
        self._journal = Journal(disk, self._folder, Position())

    def books(self) -> tuple[Books, Checkpoint | None]:
        """The books, and the checkpoint that was found: ``None`` unless the ledger file is as we wrote it."""
        found = checkpoint.load(self._disk, self._path)
        if found is not None and found.meta is not None and found.meta.schema > SCHEMA:
            raise SchemaTooNew(self._path, found.meta.schema, SCHEMA)
        self._disk.make_folder(self._folder)
        if not months(self._disk, self._folder):
            return self._books({} if found is None else self._adopted(found)), None
        if found is None or found.meta is None or not found.is_ours:
            return self._merged(found), None
        try:
            tables = self._replayed(found.tables, found.meta.position)
        except JournalDamaged:
            place, begins = found.meta.position.place, adopted_at(self._disk, self._folder)
            if begins is None or (begins.sequence, begins.head) != (place.sequence, place.head):
                raise
            again = checkpoint.load(self._disk, self._path)
            assert again is not None
            tables = self._replayed(again.tables, Position(place=place))
        books = self._books(tables)
        self._migrate(books, found.meta.schema)
        return books, found

    def _books(self, tables: Tables) -> Books:
        enclosures = Enclosures(self._disk, self._folder)
        enclosures.remove_drafts()
        return Books(tables, self._journal, enclosures, at=self._at, admins=self._admins)

    def _replayed(self, tables: Tables, position: Position) -> Tables:
        rows = Rows()
        rows.load(tables)
        resuming = Resuming(self._disk, self._folder, position)
        for read in resuming.lines():
            follow(rows, read, self._disk, self._folder)
        self._journal = Journal(self._disk, self._folder, resuming.position)
        return rows.tables

    def _adopted(self, found: Checkpoint) -> Tables:
        """Take over a file that has no journal: a copy of it begins the audit trail."""
        place = Position().place if found.meta is None else found.meta.position.place
        self._journal = Journal(self._disk, self._folder, Position(place=place))
        rows = Rows()
        rows.load(found.tables)
        rows.apply(migrate(found.tables, 0, self._at))
        self._take_over(rows.tables)
        return rows.tables

    def _take_over(self, tables: Tables) -> None:
        position = self._journal.position
        path = self._folder / f"{ADOPTED}-{position.place.sequence + 1}.json"
        ledger = {table: rows for table, rows in tables.items() if table not in MAIL}
        beside = {ADOPTED: keep(self._disk, path, ledger, position)}
        self._journal.append(Entry(self._at, outside.BY, "adopt", {}, {}, beside))

    def _migrate(self, books: Books, found: int) -> None:
        changes = migrate(books.rows.tables, found, self._at) if found < SCHEMA else {}
        if changes:
            with books.change(at=self._at, by="duban", did=f"migrate {found}"):
                books.rows.apply(changes)

    def _merged(self, found: Checkpoint | None) -> Books:
        """The ledger file is missing, or not as we wrote it: the journal knows what it was, and what happened since."""
        if found is None:
            begins = adopted_at(self._disk, self._folder)
            return self._books(self._replayed({}, Position() if begins is None else Position(place=begins)))
        if found.meta is None:
            books = self._books(self._replayed({}, Position()))
            outside.merge(books, {t: dict(rows) for t, rows in books.rows.tables.items()}, found.tables, self._at)
            return books
        base = tables_at(self._disk, self._folder, found.meta.position.place.sequence)
        mail = {table: rows for table, rows in found.tables.items() if table in MAIL}
        if base is None:  # the journal's first months are elsewhere, so that what they changed can't be told
            books = self._books(self._replayed(found.tables, found.meta.position))
            self._take_over(books.rows.tables)
            return books
        began = {table: dict(rows) for table, rows in base.items()}
        books = self._books(self._replayed(began | mail, found.meta.position))
        outside.merge(books, base, found.tables, self._at)
        return books
