"""Whether the ledger in a database is one that nothing was ever written to, so that another may take its place.

A bot that ran on an empty database has noted there, of itself, that a morning's digest was told. Anything else is
somebody's, were it only a message that was received.
"""

import msgspec

from store.journal.lines import MailLine, MailLink, Misfit, unseal
from store.postgres.connection import Connection
from store.rows import TOLD

#: Rows that are looked at: two a day, so more than a year's. Of more nobody can say that they are nothing.
_MOST = 1000
_PAYLOADS = "select payload from journal order by position limit %s"
_ELSEWHERE = "select exists (select from incoming) or exists (select from files) or exists (select from enclosures)"


def is_blank(connection: Connection) -> bool:
    """Whether its journal has nothing but the program's own notes, and nothing waits beside it."""
    rows = connection.execute(_PAYLOADS, (_MOST + 1,), binary=True).fetchall()
    [(is_elsewhere,)] = connection.execute(_ELSEWHERE).fetchall()
    return not is_elsewhere and len(rows) <= _MOST and all(_is_own(bytes(payload)) for (payload,) in rows)


def _is_own(payload: bytes) -> bool:
    """Whether its lines say only what was told; one that can't be read is somebody's."""
    try:
        return all(
            isinstance(unseal(memoryview(line))[0], MailLink)
            and msgspec.json.decode(line, type=MailLine).mail.keys() <= {TOLD}
            for line in payload.splitlines(keepends=True)
        )
    except (Misfit, msgspec.MsgspecError):
        return False
