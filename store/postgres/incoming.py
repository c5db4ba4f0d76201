"""What Telegram brought to a process without the ledger: it waits in the database for the one that has it."""

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import psycopg

from store.errors import NotSaved, StoreError
from store.postgres.connection import Connection, KeptConnection

T = TypeVar("T")
#: An answer takes at most so many seconds: Telegram waits for ours meanwhile.
_PATIENCE = 2.0

_PUT = "insert into incoming (update_id, raw) values (%s, %s) on conflict do nothing"
_OLDEST = "select update_id, raw from incoming order by update_id limit %s"
_DROP = "delete from incoming where update_id = any(%s)"


class IncomingTable:
    """One connection, for any thread. Everything raises ``NotSaved`` where the database does not do it."""

    def __init__(self, connect: Callable[[], Connection], path: Path) -> None:
        self._path = path
        self._connection = KeptConnection(connect)
        self._lock = threading.Lock()

    def put(self, update_id: int, raw: bytes) -> None:
        """Keep it; durable at the return. One that is there stays."""
        self._do(lambda connection: connection.execute(_PUT, (update_id, raw)))

    def oldest(self, most: int) -> list[bytes]:
        """What waits, in the order of its ids."""
        return self._do(lambda connection: [bytes(raw) for _, raw in connection.execute(_OLDEST, (most,)).fetchall()])

    def drop(self, update_ids: Sequence[int]) -> None:
        """The ledger has them."""
        self._do(lambda connection: connection.execute(_DROP, (list(update_ids),)))

    def close(self) -> None:
        """Let go of the connection; it is made again when needed."""
        with self._lock:
            self._connection.drop()

    def _do(self, act: Callable[[Connection], T]) -> T:
        with self._lock:
            try:
                connection = self._connection.get()
                connection.patience = _PATIENCE
                return act(connection)
            except (psycopg.Error, StoreError) as error:
                self._connection.drop()
                raise NotSaved(self._path, " ".join(str(error).split())) from error
