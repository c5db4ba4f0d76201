"""A process that waits for the ledger: it follows in memory what the holder does, and takes over when it may.

Everything that opening costs is done beforehand, indexes and files included, so that taking over is one statement and
what was written since the last look.
"""

import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import psycopg

from store.books import Books
from store.errors import DatabaseAway, DatabaseRefused
from store.ledger import Ledger
from store.postgres.connection import Connection, KeptConnection
from store.postgres.engine import PostgresEngine
from store.postgres.moved import holder_of
from store.postgres.reading import Replaced
from store.postgres.sharing import Share
from store.postgres.standbys import claims, leave
from store.reader import NeverWritten

_LOG = logging.getLogger(__name__)
#: Seconds between two looks, and after the database did not answer.
ASKED_EVERY, AGAIN_AFTER = 0.5, 1.0
#: Looks between two at whether the ledger has left the database.
_LOOKS = 20


class Standby:
    """Waits for one ledger. ``wait`` runs in a thread of its own; nobody else touches the books until it has ended."""

    def __init__(
        self,
        url: str,
        schema: str,
        path: Path,
        *,
        clock: Callable[[], datetime],
        admins: frozenset[int] = frozenset(),
        share: Share | None = None,
        is_ready: Callable[[], bool] = lambda: True,
        asked_every: float = ASKED_EVERY,
    ) -> None:
        """``share``: where it is one of a fleet's bureaux; then it takes nothing before it ``is_ready``."""
        self._engine = PostgresEngine(url, schema, path, share=share)
        self._share = share
        self._is_ready = is_ready
        self._path = path
        self._clock = clock
        self._admins = admins
        self._connection = KeptConnection(self._connect)
        self._books: Books | None = None
        self._lacks_files = True
        self._is_stopped = threading.Event()
        self._trouble = ""
        self._is_standing_by = False
        self._looks = 0
        self._asked_every = asked_every

    @property
    def position(self) -> int:
        """How far it has followed: the newest row of the journal that it has taken in."""
        return self._engine.reader.mark.position

    def stop(self) -> None:
        """Let ``wait`` end without the ledger; in any thread."""
        self._is_stopped.set()

    def wait(self) -> Ledger | None:
        """The ledger, open, as soon as it is free; ``None`` once stopped. Raises the ``StoreError`` that ends it."""
        try:
            while not self._is_stopped.is_set():
                if (ledger := self._look()) is not None:
                    return ledger
                self._is_stopped.wait(self._asked_every if not self._trouble else AGAIN_AFTER)
        finally:
            self._connection.drop()
        return None

    def _look(self) -> Ledger | None:
        """What one look brings; trouble with the database is logged once, and the next look begins with connecting."""
        try:
            ledger = self._follow_and_take(self._connection.get())
        except Replaced as error:
            self._begin_anew(str(error))
            return None
        except DatabaseRefused as error:
            if not (isinstance(error, DatabaseAway) or self._is_standing_by):
                raise
            self._note(str(error))
            return None
        except (psycopg.Error, OSError) as error:
            self._note(" ".join(str(error).split()))
            return None
        if self._trouble:
            _LOG.warning("the ledger's database can be followed again")
        self._trouble = ""
        return ledger

    def _follow_and_take(self, connection: Connection) -> Ledger | None:
        reader = self._engine.reader
        if self._books is None:
            tables = reader.tables(connection)
            self._books = Books(tables, NeverWritten(self._path), at=self._clock(), admins=self._admins)
        self._catch_up(connection, self._books)
        _ = self._books.roster  # made now, so that the first who asks need not wait for it
        if not self._take_lease(connection):
            self._see_who_has_it(connection)
            return None
        try:
            self._lacks_files = True  # one may have been swept here meanwhile
            self._catch_up(connection, self._books)  # what was committed until then
            reader.require_known(connection)
            self._engine.at_hand = self._connection
            return Ledger.take_up(self._path, self._engine, self._books, at=self._clock(), clock=self._clock)
        except BaseException:
            self._let_go()
            self._begin_anew("it could not be taken up")
            raise

    def _take_lease(self, connection: Connection) -> bool:
        """In a fleet only in turn."""
        share = self._share
        if share is None:
            return self._engine.take_lease(connection)
        if not (self._is_ready() and claims(connection, share)):
            return False
        try:
            leave(connection, share)
            is_taken = self._engine.take_lease(connection)
        except BaseException:
            self._let_go()
            raise
        if not is_taken:
            self._let_go()
        return is_taken

    def _let_go(self) -> None:
        if self._share is not None:
            self._share.let_go(time.monotonic())

    def _catch_up(self, connection: Connection, books: Books) -> None:
        """A file is there before the line that names it: where no line came, none did."""
        self._lacks_files |= self._engine.reader.follow(connection, books.rows)
        if self._lacks_files:
            self._engine.fetch_files(connection)
            self._lacks_files = False

    def _connect(self) -> Connection:
        connection = self._engine.connect()
        try:
            self._engine.prepare(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _begin_anew(self, why: str) -> None:
        _LOG.warning("the ledger is read again: %s", why)
        self._engine.abandon()
        self._engine = self._engine.another()
        self._books, self._lacks_files = None, True

    def _note(self, trouble: str) -> None:
        self._connection.drop()
        if trouble != self._trouble:
            _LOG.warning("the ledger's database can't be followed, trying again: %s", trouble)
        self._trouble = trouble

    def _see_who_has_it(self, connection: Connection) -> None:
        """Tell it once; raises ``LedgerMoved`` where waiting is in vain."""
        if self._looks % _LOOKS == 0:
            holder = holder_of(connection)
            if not self._is_standing_by:
                _LOG.info("standing by: %s has the ledger", holder or "nobody")
            self._is_standing_by = True
        self._looks += 1
