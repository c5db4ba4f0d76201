"""Checkpoints as rows: all tables at one place of the journal, so that who opens the ledger has little to read again.

The rows are the bytes of a TinyDB file in parts; the file itself is written as well, as a copy for readers.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
from msgspec import Struct

from store.engine import Enclosure
from store.errors import LedgerUnreadable, SchemaTooNew
from store.journal import checkpoint
from store.journal.checkpoint import Checkpoint
from store.journal.disk import RealDisk, write_whole
from store.journal.lines import ChainState
from store.journal.months import Position
from store.postgres.connection import Connection
from store.postgres.patience import allow
from store.rows import Tables
from store.schema import SCHEMA

#: Bytes of one row.
_PART = 4 * 1024 * 1024
#: So many snapshots are kept: should the newest be damaged, the one before is there.
_KEPT = 2
#: Who reads the copy can't mistake it for the ledger: nobody may write it.
_COPY_MODE = 0o440

#: A snapshot is due once what came behind the newest is longer than so many bytes, and than that share of it.
_LEAST_GROWTH, _SHARE = 4 * 1024 * 1024, 0.25

_INSERT = """
insert into snapshots (position, part, parts, ledger_schema, data) values (%s, %s, %s, %s, %s)
on conflict do nothing
"""
_DELETE_OLD = """
delete from snapshots where position not in (select distinct position from snapshots order by position desc limit %s)
"""
_NEWEST = """
select s.position, s.ledger_schema, sum(length(s.data)), j.month, j.sequence, j.head, j.mail
from snapshots s join journal j using (position)
group by 1, 2, 4, 5, 6, 7 having count(*) = max(s.parts) order by 1 desc
"""
_PARTS = "select data from snapshots where position = %s order by part"
_HELD = "select from lease where epoch = %s for share"


class Mark(Struct, frozen=True):
    """A place in the table of the journal: its row, and where the chain stands behind it."""

    position: int = 0
    month: str = ""
    place: ChainState = ChainState()


class Image(Struct, frozen=True):
    """All tables at a place."""

    mark: Mark
    tables: Tables

    def slices(self) -> Iterator[bytes]:
        """As a TinyDB file."""
        position = Position(self.mark.month, 0, self.mark.place)
        return checkpoint.slices(self.tables, schema=SCHEMA, position=position)


class Growth:
    """How much there is to be read behind the newest snapshot."""

    def __init__(self) -> None:
        self._size = 0  # of that snapshot
        self._enclosed: dict[str, int] = {}
        self._is_demanded = False
        self.since = 0  # bytes

    @property
    def is_large(self) -> bool:
        """Whether another snapshot is due."""
        return self._is_demanded or self.since > max(_LEAST_GROWTH, _SHARE * self._size)

    def note(self, since: int, size: int) -> None:
        """So it was when the ledger was read."""
        self.since, self._size = since, size

    def demand(self) -> None:
        """One is due in any case: the newest has an older schema, or there is none to keep an older program out."""
        self._is_demanded = True

    def enclose(self, enclosure: Enclosure, size: int) -> None:
        """It is that long, and counts once a transaction names it."""
        self._enclosed[enclosure.file] = size

    def add(self, size: int, named: Iterable[Enclosure]) -> None:
        """A transaction that names these."""
        self.since += size
        for enclosure in named:
            self.since += self._enclosed.pop(enclosure.file, 0)

    def written(self, size: int, since: int) -> None:
        """A snapshot is there of when it was ``since``."""
        self._size, self._is_demanded = size, False
        self.since -= since


class Stored(Struct, frozen=True):
    """The newest sound snapshot."""

    mark: Mark
    schema: int
    size: int
    tables: Tables


def newest(connection: Connection, path: Path) -> Stored | None:
    """The newest snapshot that is as it was written, at a place that the journal has.

    Raises ``SchemaTooNew``. One that was altered is passed over: the journal says all of it.
    """
    for position, schema, size, *place in connection.execute(_NEWEST).fetchall():
        if schema > SCHEMA:
            raise SchemaTooNew(path, schema, SCHEMA)
        mark = Mark(position, place[0], ChainState(*place[1:]))
        with suppress(LedgerUnreadable):
            found = read(connection, path, position, size)
            if found.is_ours and found.meta is not None and found.meta.position.place == mark.place:
                return Stored(mark, schema, size, found.tables)
    return None


def read(connection: Connection, path: Path, position: int, size: int) -> Checkpoint:
    """The snapshot of that position; raises ``LedgerUnreadable``, or what the database raises."""
    allow(connection, size)
    parts = connection.execute(_PARTS, (position,), binary=True).fetchall()
    return checkpoint.parse(path, b"".join(part for (part,) in parts))


def write(connection: Connection, image: Image, epoch: int) -> int:
    """Keep the image, whose place has to be durable, as rows; its size, or 0 where the ledger is not ours any more.

    Raises what the database raises; nothing of it is then there.
    """
    size = 0
    parts = list(_parts(image.slices()))
    with connection.transaction() as transaction:
        for number, part in enumerate(parts):
            allow(connection, len(part))
            connection.execute(_INSERT, (image.mark.position, number, len(parts), SCHEMA, part))
            size += len(part)
        connection.execute(_DELETE_OLD, (_KEPT,))
        if not connection.execute(_HELD, (epoch,)).rowcount:
            size = 0
            raise psycopg.Rollback(transaction)
    return size


def write_copy(path: Path, image: Image) -> None:
    """Write the TinyDB file; raises ``OSError``, and the file is then as before."""
    write_whole(RealDisk(), path, image.slices())
    path.chmod(_COPY_MODE)


def _parts(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes, cut anew."""
    collected = bytearray()
    for piece in pieces:
        collected += piece
        while len(collected) >= _PART:
            yield bytes(collected[:_PART])
            del collected[:_PART]
    if collected:
        yield bytes(collected)
