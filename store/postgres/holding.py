"""A ledger in a database, as an operator asks of it."""

from contextlib import closing
from pathlib import Path

from domain.coercion import Spot
from store.engine import Engine
from store.errors import LedgerMoved
from store.journal.verify import Verified
from store.postgres.backup import backup
from store.postgres.connection import connect, where_of
from store.postgres.engine import PostgresEngine
from store.postgres.following import Follower
from store.postgres.moved import holder_of
from store.postgres.source import worded
from store.postgres.tables import holds_ledger, prepare
from store.postgres.verify import misread, verify
from store.reader import Following


class DatabaseHolding:
    """Implements ``store.holding.Holding``. ``path`` is what its file would be called."""

    def __init__(self, url: str, schema: str, path: Path) -> None:
        self._url = url
        self._schema = schema
        self._path = path
        self.where = f"{where_of(url)} {schema}"

    def require_usable(self) -> None:
        """Make the tables, and let nothing of it remain. Raises ``LedgerMoved`` where the ledger has left."""
        with (
            worded(self._url),
            closing(connect(self._url, self._schema)) as connection,
            connection.transaction(force_rollback=True),
        ):
            prepare(connection, self._schema)
            holder_of(connection)

    def is_there(self) -> bool:
        """Whether there is a ledger."""
        with worded(self._url), closing(connect(self._url, self._schema)) as connection:
            return holds_ledger(connection, self._schema)

    def verify(self, code: str = "") -> Verified:
        """Walk the whole chain; of a ledger that has left, as it was then."""
        return verify(self._url, self._schema, self._path, code)

    def left_for(self) -> str | None:
        """The file that the ledger is by now."""
        try:
            self._require_here()
        except LedgerMoved as moved:
            return moved.file
        return None

    def _require_here(self) -> None:
        with worded(self._url), closing(connect(self._url, self._schema)) as connection:
            holder_of(connection)

    def misread(self) -> list[Spot]:
        """The rows that can't be read."""
        return misread(self._url, self._schema, self._path) if self.is_there() else []

    def backup(self, to: Path) -> Path:
        """Copy it as a ledger of files. Raises ``LedgerMoved`` for one that has left."""
        self._require_here()
        return backup(self._url, self._schema, self._path, to)

    def engine(self) -> Engine:
        """What opens it."""
        return PostgresEngine(self._url, self._schema, self._path)

    def follower(self) -> Following:
        """What reads on."""
        return Follower(self._url, self._schema, self._path)
