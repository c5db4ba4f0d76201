"""A ledger in a database that another process owns, followed by reading alone: the board's."""

import threading
from datetime import datetime
from functools import partial
from pathlib import Path

from store.errors import DatabaseAway, LedgerMoved, LedgerUnreadable, StoreError
from store.postgres.connection import Connection, KeptConnection, connect
from store.postgres.moved import holder_of
from store.postgres.reading import JournalReader, Replaced
from store.postgres.source import worded
from store.postgres.tables import holds_ledger
from store.rows import MUTES, SIGN_INS, Changes, Rows, Tables
from store.schema import SCHEMA, migrate

#: The correspondence that a reader needs; the rest would only fill its memory.
_KEPT = frozenset({SIGN_INS, MUTES})


class _Recorded(Rows):
    """What is to be done to the rows, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.changes: list[Changes] = []

    def apply(self, changes: Changes) -> None:
        """Note it."""
        self.changes.append(changes)


class Follower:
    """Implements ``store.reader.Following``. The database is asked by ``fetch`` alone, and by the first ``tables``."""

    def __init__(self, url: str, schema: str, path: Path) -> None:
        self._url = url
        self._schema = schema
        self._path = path
        self._lock = threading.Lock()
        self._connection = KeptConnection(partial(connect, url, schema))
        self._reader: JournalReader | None = None  # None: everything is to be read again
        self._tables: Tables | None = None
        self._news = _Recorded()
        self._trouble: StoreError | None = None

    def fetch(self) -> None:
        """Ask the database; trouble is raised by the next call of another method."""
        with self._lock:
            try:
                self._ask()
                self._trouble = None
            except StoreError as error:
                self._trouble = error

    def tables(self, at: datetime) -> Tables:
        """All tables as of now, or of the ``fetch`` right before; raises ``StoreError``."""
        if self._tables is None:
            self._reader = None
            self.fetch()
        with self._lock:
            self._raise_trouble()
            assert self._reader is not None
            rows = Rows()
            rows.load(self._tables or {})
            self._tables = None
            if self._reader.schema < SCHEMA:
                rows.apply(migrate(rows.tables, self._reader.schema, at))
            return rows.tables

    def follow(self, rows: Rows) -> bool:
        """Do to the rows what was fetched since the last look; whether anything was."""
        with self._lock:
            self._raise_trouble()
            news, self._news = self._news, _Recorded()
        for changes in news.changes:
            rows.apply(changes)
        return bool(news.changes)

    def close(self) -> None:
        """Let the connection go."""
        with self._lock:
            self._connection.drop()

    def _raise_trouble(self) -> None:
        if self._trouble is not None:
            raise self._trouble

    def _ask(self) -> None:
        try:
            with worded(self._url):
                connection = self._connection.get()
                if self._reader is None:
                    self._read(connection)
                elif self._reader.mark.position or holds_ledger(connection, self._schema):
                    self._reader.follow(connection, self._news)
                    holder_of(connection)  # raises where the ledger is a file by now: what is here is told no more
        except Replaced as error:
            self._reader = None
            raise LedgerUnreadable(self._path, str(error), "it is read again") from error
        except (DatabaseAway, LedgerMoved):
            self._connection.drop()
            raise
        except StoreError:
            self._reader = None
            raise

    def _read(self, connection: Connection) -> None:
        reader = JournalReader(self._path, self._schema, mail=_KEPT)
        self._tables = {}
        if holds_ledger(connection, self._schema):
            holder_of(connection)
            self._tables = reader.tables(connection)
        self._reader, self._news = reader, _Recorded()
