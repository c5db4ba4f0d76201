"""Makes transactions durable: a queue, a thread that empties it by one statement for all that waits, in order.

A statement names the epoch and the row that it goes behind. When a connection breaks nobody knows what became of it:
then the same rows are put again where they are missing, which waits for a statement that is still under way, and all
are compared. So nothing is written twice, and nothing is left out.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from contextvars import copy_context

import psycopg

from store.errors import StoreError
from store.postgres.connection import Connection, KeptConnection
from store.postgres.files import Spool
from store.postgres.insertion import Insertion, Pending
from store.postgres.lease import Lease
from store.postgres.patience import allow
from store.waiting import WITHIN

_LOG = logging.getLogger(__name__)
#: What may wait for a database that is away, in bytes, and what one statement carries.
MOST_WAITING, MOST_AT_ONCE = 64 * 1024 * 1024, 8 * 1024 * 1024
#: Rows of one statement.
_MOST_ROWS = 1000
#: Seconds between two tries: the first, and the longest.
_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 1.0
#: Seconds that a synchronous caller waits where nobody knows whether its transaction was written.
_DOUBT_WITHIN = 10.0
#: Seconds that an end waits for the thread.
_LEAVE_WITHIN = 0.5

#: By another connection it may go well: another server has taken over, or what was prepared in this one is gone.
_OF_CONNECTION = (psycopg.errors.ReadOnlySqlTransaction, psycopg.errors.InvalidSqlStatementName)
#: What the next try may not meet; a row may be locked as well.
_PASSING = (psycopg.errors.LockNotAvailable, *_OF_CONNECTION)

_FOUND = "select position, sequence, head, mail from journal where position between %s and %s order by position"


class NotYet(Exception):
    """It is not durable, or nobody knows whether it is, for this cause; the same is to be tried again.

    ``is_final``: the database itself has refused it, and may do so for long.
    """

    def __init__(self, cause: str, *, is_final: bool = False) -> None:
        super().__init__(cause)
        self.is_final = is_final


class Overtaken(Exception):
    """Another process has written, or may: it has a newer epoch."""


class JournalTable:
    """Puts transactions into the table, each once."""

    def __init__(self, connect: Callable[[], Connection], lease: Lease, spool: Spool) -> None:
        self._lease = lease
        self._spool = spool
        self._connection = KeptConnection(connect)
        self._insertion: Insertion | None = None
        self.is_doubtful = False  # the newest rows may have been written or not

    def put(self, rows: Sequence[Pending]) -> None:
        """Make these durable, or raise ``NotYet`` or ``Overtaken``. What is doubtful has to come again as it was."""
        was_doubtful = self.is_doubtful
        try:
            connection = self._connection.get()
            self._put(connection, rows)
        except StoreError as error:
            raise NotYet(str(error)) from error
        except psycopg.Error as error:
            is_answer = self._has_answered(error)
            self.is_doubtful = self.is_doubtful and (was_doubtful or not is_answer)
            is_final = is_answer and not self.is_doubtful and not isinstance(error, _PASSING)
            raise NotYet(" ".join(str(error).split()), is_final=is_final) from error
        self.is_doubtful = False

    def use(self, connection: KeptConnection) -> None:
        """Begin with that connection: making one takes longer than a command."""
        self._connection.take_from(connection)

    def close(self) -> None:
        """Let the connection go."""
        self._connection.drop()

    def _put(self, connection: Connection, rows: Sequence[Pending]) -> None:
        if any(row.names_files for row in rows):
            self._spool.upload(connection, self._lease.epoch)
        allow(connection, sum(len(row.payload) for row in rows))
        was_doubtful, self.is_doubtful = self.is_doubtful, True
        written = self._insertion_by(connection).send(rows, self._lease.epoch, is_again=was_doubtful)
        if written != len(rows) and not (was_doubtful and self._are_there(connection, rows)):
            self._require_epoch(connection)
            raise Overtaken(f"row {rows[0].mark.position - 1} of its journal is not what was written")

    def _insertion_by(self, connection: Connection) -> Insertion:
        """One for all statements of a connection: it knows what is prepared there."""
        if self._insertion is None or self._insertion.connection is not connection:
            self._insertion = Insertion(connection)
        return self._insertion

    def _has_answered(self, error: psycopg.Error) -> bool:
        """Whether the database itself says that nothing was written; else the connection is given up."""
        is_alive = error.sqlstate is not None and self._connection.is_alive
        if not is_alive or isinstance(error, _OF_CONNECTION):
            self.close()
        return is_alive and not isinstance(error, psycopg.errors.UniqueViolation)

    def _are_there(self, connection: Connection, rows: Sequence[Pending]) -> bool:
        """Whether the table has exactly these: the two hashes cover all that is before them."""
        found = connection.execute(_FOUND, (rows[0].mark.position, rows[-1].mark.position)).fetchall()
        return found == [
            (row.mark.position, row.mark.place.sequence, row.mark.place.head, row.mark.place.mail) for row in rows
        ]

    def _require_epoch(self, connection: Connection) -> None:
        found = connection.execute("select epoch, holder from lease").fetchone()
        if found is None or found[0] != self._lease.epoch:
            raise Overtaken("another process has taken the ledger" + (f": {found[1]}" if found else ""))


class Writer:
    """The queue before the table. ``tell`` is called, in the thread, whenever something has changed."""

    def __init__(
        self, table: JournalTable, position: int, tell: Callable[[], object], doubt_within: float = _DOUBT_WITHIN
    ) -> None:
        self._doubt_within = doubt_within
        self._table = table
        self._tell = tell
        self._waiting: deque[Pending] = deque()
        self._bytes = 0
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._is_hurried = False
        self._ends_at: float | None = None  # when what is not durable yet is given up
        self._is_abandoned = False
        self.position = position  # of the newest durable transaction
        self.cause = ""  # why something waits
        self.is_overtaken = False

    @property
    def is_threaded(self) -> bool:
        """Whether a thread writes what is added."""
        return self._thread is not None

    @property
    def is_doubtful(self) -> bool:
        """Whether a synchronous transaction was given up of which nobody knows whether it was written."""
        return self._thread is None and self._table.is_doubtful

    def start(self) -> None:
        """From here on ``add`` does not wait."""
        context = copy_context()  # whose line of the log it is
        self._thread = threading.Thread(target=context.run, args=(self._write_on,), name="writer", daemon=True)
        self._thread.start()

    def refusal(self, size: int) -> str:
        """Why a transaction of that many bytes can't be accepted now; empty where it can."""
        if self.is_overtaken or self._ends_at is not None or self.is_doubtful:
            return self.cause or "the ledger was let go"
        waiting = self._waiting
        if waiting:
            with suppress(IndexError):  # the thread may empty it meanwhile
                if time.monotonic() - waiting[0].since > WITHIN:
                    return self.cause or "the database does not answer"
        if self._bytes + size > MOST_WAITING:
            return f"{len(waiting)} transactions wait already"
        return ""

    def add(self, row: Pending) -> None:
        """Queue it; without the thread, write it now, or raise ``NotYet`` or ``Overtaken``: then it is gone."""
        if self._thread is None:
            self._write_now(row)
            return
        with self._changed:
            self._waiting.append(row)
            self._bytes += len(row.payload)

    def hurry(self) -> None:
        """Write what waits: somebody wants to speak of it."""
        with self._changed:
            self._is_hurried = True
            self._changed.notify()

    def stop(self, within: float) -> bool:
        """Write what waits, and end; whether everything is durable."""
        self._end(within)
        return not self._waiting

    def abandon(self) -> None:
        """Write nothing more."""
        self._is_abandoned = True
        self._end(_LEAVE_WITHIN)

    def _end(self, within: float) -> None:
        with self._changed:
            self._ends_at = time.monotonic() + within
            self._changed.notify()
        if self._thread is None:
            self._table.close()
        else:
            self._thread.join(within + _LEAVE_WITHIN)  # it may wait for a database that does not answer

    def _write_now(self, row: Pending) -> None:
        began, pause = time.monotonic(), _FIRST_PAUSE
        while True:
            try:
                self._table.put([row])
            except Overtaken as error:
                self._overtaken(error)
                raise
            except NotYet as error:
                self.cause = str(error)
                within = self._doubt_within if self._table.is_doubtful else WITHIN
                if error.is_final or time.monotonic() - began > within:
                    raise
            else:
                self.position, self.cause = row.mark.position, ""
                return
            time.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    def _write_on(self) -> None:
        try:
            while (rows := self._next()) and self._write(rows):
                pass
        finally:
            self._table.close()

    def _next(self) -> list[Pending]:
        """What one statement carries; empty where nothing more is to come."""
        with self._changed:
            while not (self._waiting and self._is_hurried) and self._ends_at is None:
                self._is_hurried = False
                self._changed.wait()
            return [] if self._is_abandoned else self._first()

    def _first(self) -> list[Pending]:
        rows: list[Pending] = []
        size = 0
        for row in self._waiting:
            size += len(row.payload)
            if rows and (size > MOST_AT_ONCE or len(rows) == _MOST_ROWS):
                break
            rows.append(row)
        return rows

    def _write(self, rows: list[Pending]) -> bool:
        """Try until they are durable; False where they never will be here."""
        pause = _FIRST_PAUSE
        while True:
            try:
                self._table.put(rows)
            except Overtaken as error:
                self._overtaken(error)
                return False
            except NotYet as error:
                self._note(str(error))
            else:
                self._written(rows)
                return True
            if self._is_abandoned or (self._ends_at is not None and time.monotonic() + pause > self._ends_at):
                return False
            with self._changed:
                if self._ends_at is None:
                    self._changed.wait(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    def _written(self, rows: list[Pending]) -> None:
        with self._changed:
            for row in rows:
                self._waiting.popleft()
                self._bytes -= len(row.payload)
        self.position = rows[-1].mark.position
        if self.cause:
            _LOG.warning("the database takes transactions again")
        self.cause = ""
        self._tell()

    def _note(self, cause: str) -> None:
        if cause != self.cause:
            _LOG.warning("a transaction is not durable yet: %s", cause)
        self.cause = cause

    def _overtaken(self, error: Overtaken) -> None:
        self.cause, self.is_overtaken = str(error), True
        self._tell()
