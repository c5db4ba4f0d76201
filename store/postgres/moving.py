"""A ledger moves from a file into a database, or back: chain and check code stay, and only one of the two is left.

What comes second is complete and checked before what was first is put out of use; who is interrupted begins again.
"""

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct

from store.engine import Enclosure
from store.errors import JournalDamaged, LedgerElsewhere, LedgerLocked, LedgerThere, NotSaved
from store.journal import checkpoint
from store.journal.disk import RealDisk, make_folder, sliced, write_whole
from store.journal.enclosures import named_by
from store.journal.files import FileEngine, spool_of
from store.journal.lines import Header, LedgerLink
from store.journal.months import Position, aside_of, folder_of
from store.journal.opening import is_copy
from store.journal.replay import JournalFiles
from store.journal.verify import Verified
from store.journal.verify import verify as verify_files
from store.ledger import Ledger
from store.postgres.backup import write_files
from store.postgres.blank import is_blank
from store.postgres.connection import Connection, connect, ledger_in
from store.postgres.moved import ARRIVING, LEAVING, LEFT, holder_for, holder_of
from store.postgres.patience import allow
from store.postgres.source import Row, journal_rows, worded
from store.postgres.tables import clear, holds_ledger, prepare
from store.postgres.verify import verify

_HOLDER = "select holder, until >= clock_timestamp() from lease for update"
_BAR = "update lease set holder = %s, epoch = epoch + 1, until = 'infinity'"
_FREE = "update lease set holder = '', epoch = epoch + 1, until = '-infinity' where holder = any(%s)"
#: Who was interrupted takes it again.
_TAKE = f"{_BAR} where until < clock_timestamp() or holder = %s"


class Place(Struct, frozen=True):
    """Where a ledger in a database is."""

    url: str
    schema: str

    def connect(self) -> Connection:
        """A connection to it."""
        return connect(self.url, self.schema)


def move_in(
    path: Path, to: Place, copy: Path, at: datetime, on_replaced: Callable[[], object] = lambda: None
) -> Verified:
    """Move a ledger file into a database that holds none; ``copy`` is where its copy for readers will be.

    ``on_replaced`` hears of an empty ledger that was there, which nothing was ever written to, and is gone now. Raises
    ``StoreError``; the file is then the ledger as before.
    """
    path = path.resolve()
    with worded(to.url), closing(to.connect()) as connection:
        if is_copy(path):
            if not holds_ledger(connection, to.schema) or not connection.execute(_FREE, ([ARRIVING],)).rowcount:
                raise LedgerElsewhere(path)  # else all but the last step had been done
            return verify(to.url, to.schema, path)
        ledger = Ledger.open(path, at=at, engine=FileEngine(path))
        try:
            ledger.checkpoint()
            with connection.transaction():
                is_replaced = _make_room(connection, to.schema, path)
                _fill(connection, path)
            if is_replaced:
                on_replaced()
            found = _require_same(verify(to.url, to.schema, path), ledger.head(), path)
            _retire(path, copy.resolve())
        except OSError as error:
            raise NotSaved(path, str(error)) from error
        finally:
            ledger.abandon()
        connection.execute(_FREE, ([ARRIVING],))
    return found


def move_out(of: Place, path: Path) -> Verified:
    """Move a ledger out of a database to a path where none is. Raises ``StoreError``; it then stays as before."""
    path = path.resolve()
    leaving = holder_for(LEAVING, path)
    with worded(of.url), closing(of.connect()) as connection:
        is_again = holder_of(connection) == leaving
        if is_again:
            _require_ours(of, path)
        elif folder_of(path).exists() or _is_ledger(path):
            raise LedgerThere(str(path))
        if not connection.execute(_TAKE, (leaving, leaving)).rowcount:
            raise LedgerLocked(path)
        try:
            found = _put_in_place(of, path)
        except BaseException:
            connection.execute(_FREE, ([leaving],))
            raise
        connection.execute(_BAR, (holder_for(LEFT, path),))
    return found


def _is_ledger(path: Path) -> bool:
    """Whether there is anything but a copy for readers."""
    return path.exists() and not is_copy(path)


def _require_ours(of: Place, path: Path) -> None:
    """Raise ``LedgerThere`` where more is in the file's place than an interrupted move has put there."""
    if folder_of(path).exists() and verify_files(path).head != verify(of.url, of.schema, path).head:
        raise LedgerThere(str(path))


def _put_in_place(of: Place, path: Path) -> Verified:
    make_folder(path.parent)
    try:
        with TemporaryDirectory(prefix=f"{path.name}.part-", dir=path.parent) as folder:
            draft = Path(folder) / path.name
            with journal_rows(of.url, of.schema, path) as rows:
                write_files(rows, draft)
            found = _require_same(verify_files(draft), verify(of.url, of.schema, path).head, path)
            make_folder(spool_of(path))
            for file in spool_of(draft).iterdir():
                file.replace(spool_of(path) / file.name)
            if not folder_of(path).exists():
                folder_of(draft).replace(folder_of(path))
            if not _is_ledger(path):
                draft.replace(path)
            RealDisk().sync_folder(path.parent)
    except OSError as error:
        raise NotSaved(path, str(error)) from error
    return found


def _make_room(connection: Connection, schema: str, path: Path) -> bool:
    """The tables, empty, and barred for everybody; what an interrupted move has left goes.

    So does an empty ledger that no bot has now: whether there was one.
    """
    prepare(connection, schema)
    holder, is_held = connection.execute(_HOLDER).fetchone() or ("", False)
    is_interrupted = holder == ARRIVING  # nobody ever had it
    if not is_interrupted:
        if holder.startswith((LEAVING, LEFT)) or not is_blank(connection):
            raise LedgerThere(ledger_in(connection, schema))
        if is_held:
            raise LedgerLocked(path)
    is_there = connection.execute("select from journal limit 1").rowcount > 0
    if is_there or is_interrupted:
        clear(connection)
        prepare(connection, schema)
    connection.execute(_BAR, (ARRIVING,))
    return is_there and not is_interrupted


def _fill(connection: Connection, path: Path) -> None:
    """Put in what the files have. Each line is checked."""
    source = JournalFiles(RealDisk(), folder_of(path))
    named: list[Enclosure] = []
    position = 0
    with connection.cursor() as cursor:
        for row in _rows(connection, source, named):
            allow(connection, len(row.payload))
            cursor.execute(
                "insert into journal values (%s, %s, %s, %s, %s, %s)",
                (row.position, row.month, row.place.sequence, row.place.head, row.place.mail, row.payload),
            )
            position = row.position
    for enclosure in named:
        data = source.kept(enclosure)
        allow(connection, len(data))
        connection.execute("insert into enclosures values (%s, %s)", (enclosure.file, data))
    for file in sorted(spool_of(path).iterdir()):
        data = file.read_bytes()
        allow(connection, len(data))
        connection.execute("insert into files values (%s, %s)", (file.name, data))
    _keep_snapshot(connection, path, position)


def _rows(connection: Connection, source: JournalFiles, named: list[Enclosure]) -> Iterator[Row]:
    """Each transaction of the files, and the months on the way."""
    position = 0
    for text in source.texts():
        start = 0
        for read in text.lines():
            if isinstance(read.link, Header):
                begins, start = read.link, read.end
                connection.execute(
                    "insert into months values (%s, %s, %s, %s, %s)",
                    (begins.month, begins.seq, begins.head, begins.mail, begins.stripped),
                )
                continue
            if isinstance(read.link, LedgerLink):
                named += named_by(read.line)
            if text.chain.whole == read.end:
                position += 1
                assert text.chain.place is not None
                yield Row(position, text.path.stem, text.chain.place, text.data[start : read.end])
                start = read.end


def _keep_snapshot(connection: Connection, path: Path, position: int) -> None:
    """The ledger file as it is: it was written after the newest line."""
    data = path.read_bytes()
    meta = checkpoint.parse(path, data).meta
    assert meta is not None
    parts = list(sliced(data))
    for number, part in enumerate(parts):
        allow(connection, len(part))
        connection.execute(
            "insert into snapshots values (%s, %s, %s, %s, %s)", (position, number, len(parts), meta.schema, part)
        )


def _require_same(found: Verified, head: str, path: Path) -> Verified:
    if found.fault is not None:
        raise JournalDamaged(found.fault.file, found.fault.line, found.fault.why)
    if found.head != head:
        raise JournalDamaged(path, 0, "it is not the journal that the ledger file was written after")
    return found


def _retire(path: Path, copy: Path) -> None:
    """What was the ledger is a copy from here on, which no bot opens; its journal is kept under another name."""
    disk = RealDisk()
    found = checkpoint.parse(path, path.read_bytes())
    assert found.meta is not None
    position = Position(found.meta.position.month, 0, found.meta.position.place)
    for each in {path, copy}:
        make_folder(each.parent)
        write_whole(disk, each, checkpoint.slices(found.tables, schema=found.meta.schema, position=position))
    folder, count = folder_of(path), 1
    while aside_of(folder, count).exists():
        count += 1
    folder.replace(aside_of(folder, count))
    disk.sync_folder(path.parent)
