"""Who has the lease of a ledger that is on its way between a database and a file, and of one that has left for good."""

import socket
from pathlib import Path

from store.errors import LedgerMoved
from store.postgres.connection import Connection

#: While it comes in; while it goes out; and once it is gone. The last two name the file behind a colon.
ARRIVING, LEAVING, LEFT = "moving in", "moving to a file", "moved to a file"


def holder_for(state: str, path: Path) -> str:
    """The lease's holder for a ledger that goes to that file of this machine."""
    return f"{state}: {socket.gethostname()}:{path}"


def holder_of(connection: Connection) -> str:
    """Who has the lease, or had it last. Raises ``LedgerMoved`` where nobody can have it: the ledger is a file now."""
    row = connection.execute("select holder from lease").fetchone()
    holder = "" if row is None else str(row[0])
    if holder.startswith(LEFT):
        raise LedgerMoved(holder.removeprefix(LEFT).removeprefix(": "))
    return holder
