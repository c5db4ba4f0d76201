"""The statement that puts transactions into the journal: what it says, and how it is sent.

It is sent as libpq takes it. A cursor of psycopg asks first how each value is written and whether the statement is
known, which takes a sixth of a whole commit.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import count

from msgspec import Struct
from psycopg.errors import error_from_result
from psycopg.generators import execute
from psycopg.pq import ExecStatus, Format

from store.journal.lines import GENESIS, ChainState
from store.postgres.connection import Connection
from store.postgres.snapshots import Mark

#: Statements of up to so many rows are prepared: an update, its effect, and what comes along.
_MOST_PREPARED = 4

_HELD = "with held as materialized (select from lease where id = 1 and epoch = %s for share)"
_BEHIND = " where exists (select from journal where position = %s and head = %s)"
_BEGUN = """, begun as (
  insert into months (month, sequence, head, mail, stripped)
  select * from (values {}) as t, held{} on conflict do nothing
)"""
_MONTH = "(%s::text, %s::bigint, %s::text, %s::text, false)"
_INSERT = """
insert into journal (position, month, sequence, head, mail, payload) select * from (values {}) as t, held{}"""
_ROW = "(%s::bigint, %s::text, %s::bigint, %s::text, %s::text, %s::bytea)"
_UNLESS_THERE = " on conflict (position) do nothing"
_VALUE = re.compile(r"%s(::bytea)?")


class Pending(Struct, frozen=True):
    """One transaction that waits: its lines, and where the chain stands before and behind them."""

    mark: Mark
    before: ChainState
    payload: bytes
    begins_month: bool
    names_files: bool
    since: float


class Insertion:
    """Sends it over one connection, within that one's patience. What comes again is prepared there."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._met: set[int] = set()  # numbers of rows
        self._prepared: set[int] = set()

    def send(self, rows: Sequence[Pending], epoch: int, *, is_again: bool) -> int:
        """Write them, with the months that begin, if the epoch is the newest and the row before them is there.

        ``is_again``: only those that are missing. Returns how many were written; raises ``psycopg.Error``.
        """
        months = [row for row in rows if row.begins_month]
        is_first = rows[0].mark.position == 1
        text, formats = _text(len(rows), len(months), is_first=is_first, is_again=is_again)
        values = _values(rows, months, epoch, is_first=is_first)
        is_usual = not months and not is_again and len(rows) <= _MOST_PREPARED
        if is_usual and len(rows) in self._met:
            self.connection.pgconn.send_query_prepared(self._prepare(text, len(rows)), values, formats)
        else:
            self.connection.pgconn.send_query_params(text, values, None, formats)
        if is_usual:
            self._met.add(len(rows))
        return self._answer()

    def _prepare(self, text: bytes, rows: int) -> bytes:
        """The name of the statement for so many rows, which the database knows from here on."""
        name = b"insert_%d" % rows
        if rows not in self._prepared:
            self.connection.pgconn.send_prepare(name, text)
            self._answer()
            self._prepared.add(rows)
        return name

    def _answer(self) -> int:
        """Wait for it; how many rows were written."""
        written = 0
        for result in self.connection.wait(execute(self.connection.pgconn)):
            if result.status != ExecStatus.COMMAND_OK:
                raise error_from_result(result, self.connection.info.encoding)
            written += result.command_tuples or 0
        return written


def _values(rows: Sequence[Pending], months: Sequence[Pending], epoch: int, *, is_first: bool) -> list[bytes]:
    """What the statement's text asks for, in its order."""
    position, head = rows[0].mark.position - 1, rows[0].before.head
    behind = [] if is_first else [b"%d" % position, head.encode()]
    values = [b"%d" % epoch]
    for row in months:
        before = row.before
        mail = before.mail or GENESIS
        values += (row.mark.month.encode(), b"%d" % before.sequence, before.head.encode(), mail.encode())
    if months:
        values += behind
    for row in rows:
        mark, place = row.mark, row.mark.place
        values += (b"%d" % mark.position, mark.month.encode(), b"%d" % place.sequence)
        values += (place.head.encode(), place.mail.encode(), row.payload)
    return values + behind


@lru_cache(maxsize=8)  # most have one row or two; a long one is rare
def _text(rows: int, months: int, *, is_first: bool, is_again: bool) -> tuple[bytes, tuple[Format, ...]]:
    """The statement for so many rows, of which so many begin a month; and how its values are written."""
    behind = "" if is_first else _BEHIND
    begun = _BEGUN.format(", ".join([_MONTH] * months), behind) if months else ""
    insert = _INSERT.format(", ".join([_ROW] * rows), behind)
    text = f"{_HELD}{begun}{insert}{_UNLESS_THERE if is_again else ''}"
    formats = tuple(Format.BINARY if of_bytes else Format.TEXT for of_bytes in _VALUE.findall(text))
    numbers = count(1)
    return re.sub("%s", lambda _: f"${next(numbers)}", text).encode(), formats
