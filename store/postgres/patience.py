"""How long a statement may go without an answer before its connection is given up, in seconds.

A line that hangs half open takes every byte and answers none: neither TCP nor the database's own limits notice.
"""

from store.postgres.connection import Connection

_LEAST, _BYTES_A_SECOND = 4.0, 256 * 1024


def allow(connection: Connection, size: int) -> None:
    """Give the connection's next statements as long as so many bytes may take on a slow line."""
    connection.patience = _LEAST + size / _BYTES_A_SECOND
