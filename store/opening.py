"""Opening a ledger: from its checkpoint and journal, from the journal alone, or from somebody else's TinyDB file."""

from datetime import datetime
from pathlib import Path

from domain.coercion import Discrepancy, DiscrepancyKind
from store import outside
from store.books import Books
from store.errors import JournalDamaged, SchemaTooNew
from store.journal import checkpoint
from store.journal.checkpoint import Checkpoint, Tables
from store.journal.disk import Disk, Stamp, set_aside
from store.journal.enclosures import ADOPTED, Enclosures, keep
from store.journal.engine import Entry, Journal, Position, folder_of, months
from store.journal.replay import Resuming, adopted_at, follow, tables_at
from store.rows import MAIL, Rows
from store.schema import SCHEMA, migrate

#: The schema that is taken for granted where no file of ours says which it is: later steps find their own work done.
_WITHOUT_A_FILE = 2


class Opening:
    """One opening of one ledger."""

    def __init__(self, disk: Disk, path: Path, *, at: datetime, admins: frozenset[int]) -> None:
        self._disk = disk
        self._path = path
        self._folder = folder_of(path)
        self._at = at
        self._admins = admins
        self._journal = Journal(disk, self._folder, Position())
        self.stamp: Stamp | None = None  # of the ledger file that was taken into account
        self.position = Position()  # the state that it holds
        self.is_current = False

    def books(self) -> Books:
        """The books; then ``is_current`` tells whether the file is as we wrote it, ``position`` which state it has."""
        found = checkpoint.load(self._disk, self._path)
        if found is not None:
            self.stamp = found.stamp
            self._require_known_schema(found)
        self._disk.make_folder(self._folder)
        if not months(self._disk, self._folder):
            return self._books({}) if found is None else self._adopted(found)
        if found is None or found.meta is None or not found.is_ours:
            books = self._merged(found)
            self._migrate(books, _WITHOUT_A_FILE)
            return books
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
        self.position, self.is_current = found.meta.position, True
        return books

    def _require_known_schema(self, found: Checkpoint) -> None:
        if found.meta is not None and found.meta.schema > SCHEMA:
            raise SchemaTooNew(self._path, found.meta.schema, SCHEMA)

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

    def _adopted(self, found: Checkpoint) -> Books:
        """Take over a file that has no journal: a copy of it begins the audit trail."""
        place = Position().place if found.meta is None else found.meta.position.place
        self._journal = Journal(self._disk, self._folder, Position(place=place))
        rows = Rows()
        rows.load(found.tables)
        rows.apply(migrate(found.tables, 0, self._at))
        self._take_over(rows.tables)
        books = self._books(rows.tables)
        if place.sequence:
            self._note(books, Discrepancy(DiscrepancyKind.JOURNAL_GONE, count=place.sequence))
        return books

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

    def _note(self, books: Books, *discrepancies: Discrepancy) -> None:
        with books.change(at=self._at, by=outside.BY, did="note"):
            books.note(discrepancies)

    def _merged(self, found: Checkpoint | None) -> Books:
        """The ledger file is missing, or not as we wrote it: the journal knows what it was, and what happened since."""
        if found is None:
            begins = adopted_at(self._disk, self._folder)
            return self._books(self._replayed({}, Position() if begins is None else Position(place=begins)))
        if found.meta is None:
            books = self._books(self._replayed({}, Position()))
            return self._edited(books, {t: dict(rows) for t, rows in books.rows.tables.items()}, found)
        base = tables_at(self._disk, self._folder, found.meta.position.place)
        mail = {table: rows for table, rows in found.tables.items() if table in MAIL}
        if base is None:  # the journal's first months are elsewhere, so that what they changed can't be told
            books = self._books(self._replayed(found.tables, found.meta.position))
            self._take_over(books.rows.tables)
            return books
        began = {table: dict(rows) for table, rows in base.items()}
        return self._edited(self._books(self._replayed(began | mail, found.meta.position)), base, found)

    def _edited(self, books: Books, base: Tables, found: Checkpoint) -> Books:
        """What they made of the file becomes a transaction, unless so much is gone that nobody can have meant it."""
        edit = outside.edit_of(base, found.tables)
        gone = edit.count_gone(books.rows.tables)
        if gone:
            kept = set_aside(self._disk, self._path)
            self.stamp = None
            self._note(books, Discrepancy(DiscrepancyKind.MANY_GONE, file=kept, count=gone))
        else:
            outside.merge(books, edit, self._at)
        return books
