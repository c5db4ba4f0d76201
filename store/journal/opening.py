"""Opening a ledger: from its checkpoint and journal, from the journal alone, or from somebody else's TinyDB file."""

from datetime import datetime
from pathlib import Path

from domain.coercion import Discrepancy, DiscrepancyKind
from store.engine import Entry, Keeping
from store.errors import JournalDamaged, LedgerElsewhere, SchemaTooNew
from store.journal import checkpoint, outside
from store.journal.checkpoint import Checkpoint
from store.journal.disk import Disk, RealDisk, Stamp, set_aside
from store.journal.enclosures import ADOPTED, keep
from store.journal.months import Journal, Position, folder_of, months
from store.journal.replay import JournalFiles, Resuming, adopted_at, follow, tables_at
from store.rows import MAIL, Rows, Tables
from store.schema import SCHEMA, migrate

#: The schema that is taken for granted where no file of ours says which it is: later steps find their own work done.
_WITHOUT_A_FILE = 2


def is_copy(path: Path) -> bool:
    """Whether the file at that path is a copy for readers: it reaches into a month, and no line of a file."""
    found = checkpoint.load(RealDisk(), path)
    return found is not None and _is_copy(found)


def _is_copy(found: Checkpoint) -> bool:
    return found.meta is not None and bool(found.meta.position.month) and not found.meta.position.offset


class Opening:
    """Finds the tables of one ledger, then settles what they still need; ``journal`` takes up where it ended.

    Afterwards ``is_current`` tells whether the file is as we wrote it, ``position`` which state it has, and ``stamp``
    which version of it was taken into account.
    """

    def __init__(self, disk: Disk, path: Path) -> None:
        self._disk = disk
        self._path = path
        self._folder = folder_of(path)
        self._source = JournalFiles(disk, self._folder)
        self.journal = Journal(disk, self._folder, Position())
        self.stamp: Stamp | None = None
        self.position = Position()
        self.is_current = False
        self._theirs: Checkpoint | None = None  # somebody else's version of the file
        self._base: Tables | None = None  # what it began with
        self._schema = SCHEMA  # older, where the tables are to be brought up to date
        self._lost = 0  # ledger lines of a journal that is gone

    def tables(self, at: datetime) -> Tables:
        """The tables as of the newest line of the journal."""
        found = checkpoint.load(self._disk, self._path)
        if found is not None:
            self.stamp = found.stamp
            if found.meta is not None and found.meta.schema > SCHEMA:
                raise SchemaTooNew(self._path, found.meta.schema, SCHEMA)
            if _is_copy(found):
                raise LedgerElsewhere(self._path)
        self._disk.make_folder(self._folder)
        if not months(self._disk, self._folder):
            return {} if found is None else self._adopted(found, at)
        if found is None or found.meta is None or not found.is_ours:
            self._schema, self._theirs = _WITHOUT_A_FILE, found
            return self._merged(found, at)
        self._schema, self.position, self.is_current = found.meta.schema, found.meta.position, True
        try:
            return self._replayed(found.tables, found.meta.position)
        except JournalDamaged:
            place, begins = found.meta.position.place, adopted_at(self._source)
            if begins is None or (begins.sequence, begins.head) != (place.sequence, place.head):
                raise
            again = checkpoint.load(self._disk, self._path)
            assert again is not None
            return self._replayed(again.tables, Position(place=place))

    def settle(self, books: Keeping, at: datetime) -> None:
        """What somebody else made of the file becomes a transaction; older tables are brought up to date."""
        if self._lost:
            self._note(books, at, Discrepancy(DiscrepancyKind.JOURNAL_GONE, count=self._lost))
        if self._base is not None and self._theirs is not None:
            self._take_edit(books, self._base, self._theirs, at)
        changes = migrate(books.rows.tables, self._schema, at) if self._schema < SCHEMA else {}
        if changes:
            with books.change(at=at, by="duban", did=f"migrate {self._schema}"):
                books.rows.apply(changes)

    def _replayed(self, tables: Tables, position: Position) -> Tables:
        rows = Rows()
        rows.load(tables)
        resuming = Resuming(self._disk, self._folder, position)
        for read in resuming.lines():
            follow(rows, read, self._source)
        self.journal = Journal(self._disk, self._folder, resuming.position)
        return rows.tables

    def _adopted(self, found: Checkpoint, at: datetime) -> Tables:
        """Take over a file that has no journal: a copy of it begins the audit trail."""
        place = Position().place if found.meta is None else found.meta.position.place
        self.journal = Journal(self._disk, self._folder, Position(place=place))
        rows = Rows()
        rows.load(found.tables)
        rows.apply(migrate(found.tables, 0, at))
        self._take_over(rows.tables, at)
        self._lost = place.sequence
        return rows.tables

    def _take_over(self, tables: Tables, at: datetime) -> None:
        position = self.journal.position
        path = self._folder / f"{ADOPTED}-{position.place.sequence + 1}.json"
        ledger = {table: rows for table, rows in tables.items() if table not in MAIL}
        kept_elsewhere = {ADOPTED: keep(self._disk, path, ledger, position)}
        self.journal.append(Entry(at, outside.BY, "adopt", {}, {}, kept_elsewhere))

    def _note(self, books: Keeping, at: datetime, *discrepancies: Discrepancy) -> None:
        with books.change(at=at, by=outside.BY, did="note"):
            books.note(discrepancies)

    def _merged(self, found: Checkpoint | None, at: datetime) -> Tables:
        """The ledger file is missing, or not as we wrote it: the journal knows what it was, and what happened since."""
        if found is None:
            begins = adopted_at(self._source)
            return self._replayed({}, Position() if begins is None else Position(place=begins))
        if found.meta is None:
            tables = self._replayed({}, Position())
            self._base = {table: dict(rows) for table, rows in tables.items()}
            return tables
        base = tables_at(self._source, found.meta.position.place)
        mail = {table: rows for table, rows in found.tables.items() if table in MAIL}
        if base is None:  # the journal's first months are elsewhere, so that what they changed can't be told
            tables = self._replayed(found.tables, found.meta.position)
            self._take_over(tables, at)
            return tables
        began = {table: dict(rows) for table, rows in base.items()}
        self._base = base
        return self._replayed(began | mail, found.meta.position)

    def _take_edit(self, books: Keeping, base: Tables, found: Checkpoint, at: datetime) -> None:
        """Unless so much is gone that nobody can have meant it: then the file is kept aside."""
        edit = outside.edit_of(base, found.tables)
        gone = edit.count_gone(books.rows.tables)
        if gone:
            kept = set_aside(self._disk, self._path)
            self.stamp = None
            self._note(books, at, Discrepancy(DiscrepancyKind.MANY_GONE, file=kept, count=gone))
        else:
            outside.merge(books, edit, at)
