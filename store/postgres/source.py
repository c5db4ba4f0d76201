"""The journal's rows as the text of month files: what a ledger of files would have, byte for byte.

So one check, one copy and one walk serve both. All is read in one transaction of the database, as of one instant,
while the bot goes on.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
from msgspec import Struct

from store.engine import Enclosure
from store.errors import DatabaseAway, DatabaseFault, JournalDamaged, LedgerUnreadable
from store.journal.checkpoint import Checkpoint
from store.journal.enclosures import require_whole
from store.journal.lines import ChainState, Read, header
from store.journal.months import file_of
from store.journal.replay import MonthText
from store.postgres import snapshots
from store.postgres.connection import Connection, connect, naming, where_of
from store.postgres.enclosing import fetch
from store.postgres.patience import allow
from store.postgres.reading import MONTHS, JournalReader
from store.postgres.snapshots import Mark
from store.postgres.tables import require_layout
from store.rows import Tables

#: As of one instant, and for as long as a slow disk takes to write the copy that is made of it.
_AS_OF_NOW = """
set transaction isolation level repeatable read, read only;
set local idle_in_transaction_session_timeout = '1h'
"""
_ROWS = "select position, month, sequence, head, mail, payload from journal order by position"
_NEWEST = "select position, sum(length(data)) from snapshots group by 1 having count(*) = max(parts) order by 1 desc"
#: Rows that are fetched at once, and how many bytes they may have for the patience with them.
_AT_ONCE, _LARGE = 200, 64 * 1024 * 1024


class Row(Struct, frozen=True):
    """One transaction as the table has it."""

    position: int
    month: str
    place: ChainState
    payload: bytes


class Found(Struct, frozen=True):
    """All tables, the schema that they have, and where the journal ends."""

    tables: Tables
    schema: int
    mark: Mark


class MonthRows(MonthText):
    """A month's text, made of its header and its rows. Each row has to end where, and with what, its columns say."""

    def __init__(self, path: Path, begins: bytes, rows: list[Row], place: ChainState | None) -> None:
        super().__init__(path, b"".join((begins, *(row.payload for row in rows))), place, is_last=False)
        self.rows = rows
        self._begins = len(begins)

    def lines(self) -> Iterator[Read]:
        """Every line that fits; raises ``JournalDamaged`` at the first line, or row, that does not."""
        rows, end = iter(self.rows), self._begins
        row: Row | None = None
        for read in super().lines():
            if read.end > end:
                row = next(rows)
                end += len(row.payload)
            if row is not None and read.end >= end and (self.chain.whole, self.chain.place) != (end, row.place):
                raise JournalDamaged(self.path, read.number, "its row is not what its lines say")
            yield read


class JournalRows:
    """Implements ``store.journal.verify.Checked`` within a transaction."""

    def __init__(self, connection: Connection, folder: Path, schema: str) -> None:
        self._connection = connection
        self._folder, self._schema = folder, schema
        self.reading = folder

    def texts(self) -> Iterator[MonthText]:
        """Each month's."""
        return iter(self.months())

    def months(self) -> Iterator[MonthRows]:
        """The same, with their rows. A row that belongs to no month, or is missing, raises ``JournalDamaged``."""
        place: ChainState | None = None
        rows = self._rows()
        waiting = next(rows, None)
        for month, sequence, head, mail, stripped in self._connection.execute(MONTHS).fetchall():
            found: list[Row] = []
            while waiting is not None and waiting.month == month:
                found.append(waiting)
                waiting = next(rows, None)
            begins, _ = header(month, sequence, head, mail, stripped=stripped)
            text = MonthRows(file_of(self._folder, month), begins, found, place)
            yield text
            place = text.chain.place
        if waiting is not None:
            raise JournalDamaged(file_of(self._folder, waiting.month), 0, "the file does not begin with its month")

    def kept(self, enclosure: Enclosure) -> bytes:
        """One of the table of enclosures."""
        return require_whole(self._folder / enclosure.file, fetch(self._connection, enclosure.file), enclosure)

    def snapshot(self) -> Checkpoint | None:
        """The newest; raises ``LedgerUnreadable`` where it is not as it was written."""
        row = self._connection.execute(_NEWEST).fetchone()
        if row is None:
            return None
        path = self._folder.with_name(f"snapshot-{row[0]}")
        found = snapshots.read(self._connection, path, row[0], int(row[1]))
        if not found.is_ours:
            raise LedgerUnreadable(path, "its bytes were altered", "it is not needed")
        return found

    def tables(self) -> "Found":
        """All tables as of now."""
        reader = JournalReader(self._folder, self._schema)
        return Found(reader.tables(self._connection), reader.schema, reader.mark)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Those that wait to be sent, by name."""
        for (name,) in self._connection.execute("select name from files order by name").fetchall():
            allow(self._connection, _LARGE)
            row = self._connection.execute("select data from files where name = %s", (name,), binary=True).fetchone()
            if row is not None:
                yield name, bytes(row[0])

    def _rows(self) -> Iterator[Row]:
        allow(self._connection, _LARGE)
        before = 0
        with self._connection.cursor(name="journal", binary=True) as cursor:
            cursor.itersize = _AT_ONCE
            cursor.execute(_ROWS)
            for position, month, sequence, head, mail, payload in cursor:
                if position != before + 1:
                    raise JournalDamaged(file_of(self._folder, month), 0, "the row before it is missing")
                before = position
                yield Row(position, month, ChainState(sequence, head, mail), bytes(payload))


@contextmanager
def journal_rows(url: str, schema: str, path: Path) -> Iterator[JournalRows]:
    """The journal of that database as of now. ``path`` is the ledger's name in what is found.

    Raises ``StoreError``, also where the database fails in the middle of the block.
    """
    with closing(connect(url, schema)) as connection, worded(url), connection.transaction():
        connection.execute(_AS_OF_NOW)
        require_layout(connection, schema)
        with naming(connection, schema):
            yield JournalRows(connection, path.with_name(f"{path.name}.journal"), schema)


@contextmanager
def worded(url: str) -> Iterator[None]:
    """What the database says in the block is a ``DatabaseAway``."""
    try:
        yield
    except psycopg.Error as error:
        raise DatabaseAway(where_of(url), DatabaseFault.AWAY, " ".join(str(error).split())) from error
