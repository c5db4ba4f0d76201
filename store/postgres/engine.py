"""The engine of PostgreSQL: a transaction is in memory at once, and durable some milliseconds later.

Until ``begin_serving`` everything is synchronous. From then on the event loop never waits for the database: whoever
speaks outside waits for ``durable`` (docs/decisions/0005-a-ledger-in-postgresql.md).
"""

import asyncio
import threading
import time
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from functools import partial
from pathlib import Path

import psycopg

from store.engine import ChainEnd, Enclosure, Entry, Keeping, NeverEdited, Term
from store.errors import LedgerLocked, LedgerUnreadable, NotSaved, StoreError
from store.journal.disk import make_folder
from store.journal.enclosures import LONG, Enclosures
from store.journal.files import spool_of
from store.journal.lines import lines_of
from store.postgres import snapshots
from store.postgres.connection import Connection, KeptConnection, connect, refused, where_of
from store.postgres.enclosing import EnclosuresTable
from store.postgres.files import Spool, names_files
from store.postgres.insertion import Pending
from store.postgres.lease import Lease, since_boot
from store.postgres.moved import holder_of
from store.postgres.reading import JournalReader, Month
from store.postgres.sharing import Share
from store.postgres.snapshots import Growth, Image, Mark
from store.postgres.standbys import heir_of
from store.postgres.tables import prepare
from store.postgres.writer import JournalTable, NotYet, Overtaken, Writer
from store.rows import Tables
from store.schema import SCHEMA, migrate
from store.waiting import LINGER, Waiting

#: A clean stop waits so many seconds for what is not durable yet.
_CLOSES_WITHIN = 2.0
_HINT = "see to the rights of the spool and the free space"


class PostgresEngine(NeverEdited):
    """Implements ``store.engine.Engine`` for one schema of a database. ``path`` is the copy for readers."""

    linger = LINGER

    def __init__(
        self,
        url: str,
        schema: str,
        path: Path,
        since_boot: Callable[[], float] = since_boot,
        *,
        share: Share | None = None,
    ) -> None:
        """``share``: where it is one of a fleet's bureaux."""
        self.another = partial(PostgresEngine, url, schema, path, since_boot, share=share)  # one that knows nothing yet
        self._share = share
        self._path = path.resolve()
        self._schema, self._where = schema, where_of(url)
        self.spool = spool_of(self._path)
        self.connect: Callable[[], Connection] = partial(connect, url, schema)
        self.reader = JournalReader(self._path, schema)
        self._files = Spool(self.spool)
        self._lease = Lease(self.connect, share.holder if share else "", clock=since_boot)
        self._enclosures = Enclosures(EnclosuresTable(self.connect, self._lease, self._path))
        self._growth = Growth()
        self._mark = self._copied = Mark()  # where the next transaction goes behind; what the TinyDB file has
        self._saving = threading.Lock()
        self._writer: Writer | None = None
        self._waiting: Waiting[int] | None = None
        self._books: Keeping | None = None
        self.at_hand: KeptConnection | None = None  # with what the first transaction is written, if there is one

    def load(self, at: datetime) -> Tables:  # noqa: ARG002 - the protocol's
        """The tables, once the lease is ours; raises ``LedgerLocked`` where another process has it."""
        try:
            with closing(self.connect()) as connection:
                return self._read(connection)
        except psycopg.Error as error:
            self.abandon()
            raise refused(self._where, error) from error
        except OSError as error:
            self.abandon()
            raise LedgerUnreadable(self._path, str(error), _HINT) from error
        except BaseException:
            self.abandon()
            raise

    def _read(self, connection: Connection) -> Tables:
        self.prepare(connection)
        if not self.take_lease(connection):
            holder_of(connection)  # raises where nobody can have it any more
            raise LedgerLocked(self._path)
        self.fetch_files(connection)
        return self.reader.tables(connection)

    def prepare(self, connection: Connection) -> None:
        """Make the tables if they are not there."""
        prepare(connection, self._schema)

    def fetch_files(self, connection: Connection) -> None:
        """Bring into the spool what its last holder put there; raises what the database raises, or ``OSError``."""
        self._files.fetch(connection)

    def take_lease(self, connection: Connection) -> bool:
        """Take the lease where it is free, and renew it from then on; whether it is ours."""
        is_ours = self._lease.take(connection)
        if is_ours:
            self._lease.tell = self._tell
            self._lease.on_renewed = self._share_out
            self._lease.keep()
        return is_ours

    def serve(self, books: Keeping, at: datetime) -> None:
        """Write from here on. Tables of an older schema are brought up to date."""
        self._books = books
        self._mark = self.reader.mark
        self._growth.note(self.reader.grown, self.reader.snapshot_size)
        table = JournalTable(self.connect, self._lease, self._files)
        if self.at_hand is not None:
            table.use(self.at_hand)
        self._writer = Writer(table, self._mark.position, self._tell)
        make_folder(self.spool)
        if self.reader.schema < SCHEMA or not self.reader.snapshot_at:
            self._growth.demand()
        if self.reader.schema < SCHEMA:
            changes = migrate(books.rows.tables, self.reader.schema, at)
            if changes:
                with books.change(at=at, by="duban", did=f"migrate {self.reader.schema}"):
                    books.rows.apply(changes)

    def begin_serving(self) -> None:
        """``append`` returns before a transaction is durable from here on."""
        self._waiting = Waiting(asyncio.get_running_loop(), self._is_durable, self.linger)
        self._writing.start()
        self._tell()

    @property
    def is_ours(self) -> bool:
        """Whether the lease has not run out."""
        return self._lease.is_ours

    @property
    def term(self) -> Term:
        """The lease."""
        return Term(self._lease.epoch, self._lease.seconds_left)

    async def durable(self, *, at_leisure: bool = False) -> None:
        """Wait until what was appended so far is durable and the lease is ours; raises ``NotSaved`` after 2 s."""
        position = self._mark.position
        if self._is_durable(position):
            return
        assert self._waiting is not None
        if not at_leisure:
            self._writing.hurry()
        if not await self._waiting.until(position):
            slow = "the database is slow" if self._lease.is_ours else "the lease could not be renewed"
            raise NotSaved(self._path, self._writing.cause or slow)

    async def lost(self) -> None:
        """Return once the database says that the epoch is another one."""
        assert self._waiting is not None
        await self._waiting.lost.wait()

    @property
    def sequence(self) -> int:
        """How many transactions changed the ledger."""
        return self._mark.place.sequence

    @property
    def head(self) -> str:
        """The hash of the newest of them."""
        return self._mark.place.head

    def head_before(self, month: str) -> ChainEnd:
        """Where the chain stood before that month began."""
        later = [name for name in self.reader.months if name >= month]
        place = self.reader.months[min(later)].place if later else self._mark.place
        return ChainEnd(place.sequence, place.head)

    @property
    def is_doubtful(self) -> bool:
        """Whether a transaction was refused that the database may have all the same."""
        return self._writing.is_doubtful

    @property
    def is_silent(self) -> bool:
        """Whether the database does not answer, or too much waits for it."""
        return bool(self._writing.refusal(0))

    def append(self, entry: Entry) -> None:
        """Chain the transaction and hand it to the writer; raises ``NotSaved``, and then nothing of it remains."""
        at, before, writing = entry.at.isoformat(), self._mark, self._writing
        payload, place = lines_of(entry, before.place, at)
        mark = Mark(before.position + 1, max(at[:7], before.month), place)
        if refusal := writing.refusal(len(payload)):
            raise NotSaved(self._path, refusal)
        begins, names = mark.month != before.month, names_files(entry)
        try:
            writing.add(Pending(mark, before.place, payload, begins, names, time.monotonic()))
        except (NotYet, Overtaken) as error:
            raise NotSaved(self._path, str(error)) from error
        self._mark = mark
        if begins:
            self.reader.months[mark.month] = Month(before.place)
        self._growth.add(len(payload), entry.kept_elsewhere.values())
        if self._waiting is not None:
            self._waiting.soon(writing.hurry)

    def enclose(self, documents: dict[int, bytes]) -> Enclosure | None:
        """Keep a large batch now; of several, only the newest is kept."""
        size = sum(map(len, documents.values()))
        if size < LONG:
            return None
        made = self._enclosures.put(documents)
        self._growth.enclose(made, size)
        return made

    def take(self, enclosure: Enclosure | None) -> Enclosure | None:
        """The enclosure, if it is the one that waits."""
        return self._enclosures.take(enclosure)

    def drop(self, enclosure: Enclosure) -> None:
        """Remove it; in a thread, since the database may be away."""
        threading.Thread(target=self._enclosures.drop, args=(enclosure,), daemon=True).start()

    @property
    def needs_snapshot(self) -> bool:
        """Whether the TinyDB file lags behind what can be made durable now."""
        return self._mark != self._copied and not self._writing.cause

    def snapshot(self) -> None:
        """Write the TinyDB file now, and a snapshot where the journal has grown."""
        image, grown = self._image(), self._growth.since
        if not self._is_durable(image.mark.position):
            raise NotSaved(self._path, self._writing.cause or "not everything is durable yet")
        self._save(image, grown)

    async def snapshot_in_slices(self) -> None:
        """The same from a thread, once what it shows is durable."""
        image, grown = self._image(), self._growth.since
        await self.durable()
        await asyncio.to_thread(self._save, image, grown)

    def await_disk(self) -> None:
        """The writer waits for the database, at the close."""

    def close(self) -> None:
        """What waits becomes durable, the next holder may begin; then the copy is written."""
        self._enclosures.close()
        is_durable = self._writing.stop(_CLOSES_WITHIN)
        is_lost = self._lease.is_lost
        self._lease.release()
        if not is_durable:
            raise NotSaved(self._path, self._writing.cause or "not everything is durable yet")
        if self._mark != self._copied and not is_lost:
            self._copy(self._image())

    def abandon(self) -> None:
        """Write nothing more, and let others have the ledger."""
        if self._writer is not None:
            self._writer.abandon()
        self._lease.release()

    @property
    def _writing(self) -> Writer:
        assert self._writer is not None
        return self._writer

    def _is_durable(self, position: int) -> bool:
        return self._writing.position >= position and self._lease.is_ours

    def _tell(self) -> None:
        """Something has changed; in any thread."""
        if self._writer is not None and self._writer.is_overtaken and not self._lease.is_lost:
            self._lease.lose()  # which tells again
        elif self._waiting is not None:
            self._waiting.tell(is_lost=self._lease.is_lost)

    def _share_out(self, connection: Connection) -> None:
        """Begin to hand the bureau over where another process has less to do; in the renewing thread."""
        if self._share is not None and (heir := heir_of(connection, self._share)) is not None:
            self._lease.heir = heir
            self._share.hand_over()

    def _image(self) -> Image:
        assert self._books is not None
        return Image(self._mark, self._books.rows.copied())

    def _save(self, image: Image, grown: int) -> None:
        with self._saving:
            self._copy(image)
            if not (self._growth.is_large and image.mark.position):  # a snapshot stands behind a row
                return
            try:
                with closing(self.connect()) as connection:
                    size = snapshots.write(connection, image, self._lease.epoch)
                    self._files.sweep(connection, self._lease.epoch)
            except (StoreError, psycopg.Error) as error:
                raise NotSaved(self._path, str(error)) from error
            if size:
                self._growth.written(size, grown)

    def _copy(self, image: Image) -> None:
        if image.mark.position < self._copied.position:
            return
        try:
            snapshots.write_copy(self._path, image)
        except OSError as error:
            raise NotSaved(self._path, str(error)) from error
        self._copied = image.mark
