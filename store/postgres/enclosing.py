"""Where the database keeps documents that a line only names: an import of thousands of items."""

import hashlib
import secrets
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import psycopg

from store.documents import ITEMS
from store.engine import Enclosure
from store.errors import NotSaved, StoreError
from store.journal import checkpoint
from store.journal.enclosures import ENCLOSED
from store.journal.months import Position
from store.postgres.connection import Connection
from store.postgres.lease import Lease
from store.postgres.patience import allow
from store.schema import SCHEMA

_PUT = """
with held as materialized (select from lease where epoch = %s for share)
insert into enclosures (name, data) select name, data from (values (%s::text, %s::bytea)) as t (name, data), held
"""


def fetch(connection: Connection, name: str) -> bytes | None:
    """What is kept under that name; raises what the database raises."""
    size = connection.execute("select length(data) from enclosures where name = %s", (name,)).fetchone()
    if size is None:
        return None
    allow(connection, size[0])
    row = connection.execute("select data from enclosures where name = %s", (name,), binary=True).fetchone()
    return None if row is None else bytes(row[0])


class EnclosuresTable:
    """Implements ``store.journal.enclosures.Keeper``; each call has a connection of its own, in any thread."""

    def __init__(self, connect: Callable[[], Connection], lease: Lease, path: Path) -> None:
        self._connect = connect
        self._lease = lease
        self._path = path

    def keep(self, documents: dict[int, bytes]) -> Enclosure:
        """Keep these items; raises ``NotSaved``."""
        data = b"".join(checkpoint.slices({ITEMS: documents}, schema=SCHEMA, position=Position()))
        name = f"{ENCLOSED}-{secrets.token_hex(8)}.json"
        try:
            with closing(self._connect()) as connection:
                allow(connection, len(data))
                if connection.execute(_PUT, (self._lease.epoch, name, data)).rowcount:
                    return Enclosure(name, hashlib.sha256(data).hexdigest())
        except (StoreError, psycopg.Error) as error:
            self.remove(name)
            raise NotSaved(self._path, str(error)) from error
        raise NotSaved(self._path, "another process has taken the ledger")

    def remove(self, name: str) -> None:
        """No line names it, and none will. Where the database can't be told, it stays, and does no harm."""
        with suppress(StoreError, psycopg.Error), closing(self._connect()) as connection:
            connection.execute("delete from enclosures where name = %s", (name,))
