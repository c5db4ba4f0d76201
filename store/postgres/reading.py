"""Reading the ledger's tables from the database: the newest snapshot, then every row of the journal behind it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from store.engine import Enclosure
from store.errors import JournalDamaged, SchemaTooNew
from store.journal import checkpoint
from store.journal.enclosures import require_whole
from store.journal.lines import Chain, ChainState, LedgerLine, LedgerLink, MailLine, MailLink, Misfit, Read, changes_of
from store.journal.months import folder_of
from store.postgres import snapshots
from store.postgres.connection import Connection, naming
from store.postgres.enclosing import fetch
from store.postgres.patience import allow
from store.postgres.snapshots import Mark
from store.rows import MAIL, Rows, Tables
from store.schema import SCHEMA

#: Rows that are asked for at once.
_MOST = 500
#: The row that is known, without its payload, and those behind it.
_FROM_THERE = """
select position, month, sequence, head, mail, case when position > %(known)s then payload end
from journal where position >= %(known)s order by position limit %(most)s
"""
#: Month by month where the chain stood before it, and whether its mail was left out.
MONTHS = "select month, sequence, head, mail, stripped from months order by month"
#: The schema that is taken for granted where no snapshot says which it is: later steps find their own work done.
_WITHOUT_A_SNAPSHOT = 2


class Month(Struct, frozen=True):
    """Where the chain stood before a month's first transaction, and whether its correspondence was left out."""

    place: ChainState
    stripped: bool = False


class Replaced(Exception):
    """It is another ledger than was read, or an older one: everything is to be read again."""


class JournalReader:
    """Where reading has come to. ``path`` and ``schema`` name the ledger in errors.

    ``mail`` is what is read of correspondence.
    """

    def __init__(self, path: Path, schema: str, mail: frozenset[str] = MAIL) -> None:
        self._path, self._schema = path, schema
        self._left_out = MAIL - mail
        self.mark = Mark()
        self.months: dict[str, Month] = {}
        self.schema = SCHEMA
        self.snapshot_at = 0  # the position of the newest snapshot
        self.snapshot_size = 0
        self.grown = 0  # bytes of what came since

    def tables(self, connection: Connection) -> Tables:
        """All tables as of now; raises a ``StoreError`` or what the database raises."""
        with naming(connection, self._schema):
            return self._read(connection)

    def _read(self, connection: Connection) -> Tables:
        found = snapshots.newest(connection, self._path)
        rows = Rows()
        if found is None:
            self.mark, self.snapshot_at, self.snapshot_size = Mark(), 0, 0
            self.schema = _WITHOUT_A_SNAPSHOT
        else:
            self.mark, self.snapshot_at, self.snapshot_size = found.mark, found.mark.position, found.size
            self.schema = found.schema
            rows.load({table: kept for table, kept in found.tables.items() if table not in self._left_out})
        self.grown = 0
        self._follow(connection, rows, is_fresh=True)
        if not self.mark.position:
            self.schema = SCHEMA
        return rows.tables

    def follow(self, connection: Connection, rows: Rows) -> bool:
        """Do to the rows what was done to the ledger since; whether anything was. Raises ``Replaced``, too."""
        before = self.mark.position
        with naming(connection, self._schema):
            self._follow(connection, rows, is_fresh=False)
        return self.mark.position != before

    def require_known(self, connection: Connection) -> None:
        """Raise ``SchemaTooNew`` if a newer program has had the ledger meanwhile."""
        found = connection.execute("select max(ledger_schema) from snapshots").fetchone()
        if found is not None and found[0] is not None and found[0] > SCHEMA:
            with naming(connection, self._schema):
                raise SchemaTooNew(self._path, found[0], SCHEMA)

    def _follow(self, connection: Connection, rows: Rows, *, is_fresh: bool) -> None:
        while found := self._behind(connection):
            for position, month, sequence, head, mail, payload in found:
                mark = Mark(position, month, ChainState(sequence, head, mail))
                for read in self._lines(connection, mark, payload):
                    self._apply(connection, rows, read, is_fresh=is_fresh)
                self.mark = mark
                self.grown += len(payload)

    def _behind(self, connection: Connection) -> list[tuple[Any, ...]]:
        """Some rows behind the one that is known; raises ``Replaced`` where that one is not what it was."""
        allow(connection, 0)
        known, place = self.mark.position, self.mark.place
        asked = {"known": known, "most": _MOST + 1}
        found = connection.execute(_FROM_THERE, asked, binary=True).fetchall()
        if not known:
            return found
        position, _, _, head, mail, _ = found[0] if found else (0, "", 0, "", "", None)
        if (position, head, mail) != (known, place.head, place.mail):
            raise Replaced(f"row {known} of its journal is not what it was")
        return found[1:]

    def _lines(self, connection: Connection, mark: Mark, payload: bytes) -> Iterator[Read]:
        """The lines of one transaction, once all of them fit."""
        if mark.position != self.mark.position + 1:
            raise self._damaged(mark.position, "the row before it is missing")
        chain = Chain.behind(self._place_before(connection, mark))
        chain.stripped = self.months[mark.month].stripped
        try:
            reads = list(chain.read(payload, is_last=False))
        except Misfit as misfit:
            raise self._damaged(mark.position, misfit.why) from misfit
        if chain.place != mark.place:
            raise self._damaged(mark.position, "its hashes are not those of its lines")
        yield from reads

    def _place_before(self, connection: Connection, mark: Mark) -> ChainState:
        if mark.month not in self.months:
            found = connection.execute(MONTHS).fetchall()
            self.months = {month: Month(ChainState(*place), stripped) for month, *place, stripped in found}
        before, begun = self.mark.place, self.months.get(mark.month)
        if begun is None:
            raise self._damaged(mark.position, f"the table of months has no {mark.month}")
        if mark.month == self.mark.month:
            return before
        if self.mark.position and not _follows(begun.place, before):
            raise self._damaged(mark.position, "the month does not begin where the one before it ended")
        return ChainState(begun.place.sequence, begun.place.head, "" if begun.stripped else begun.place.mail)

    def _apply(self, connection: Connection, rows: Rows, read: Read, *, is_fresh: bool) -> None:
        if isinstance(read.link, MailLink):
            said = msgspec.json.decode(read.line, type=MailLine).mail
            rows.apply(changes_of({table: each for table, each in said.items() if table not in self._left_out}))
        elif isinstance(read.link, LedgerLink):
            line = msgspec.json.decode(read.line, type=LedgerLine)
            if line.adopted is not None:
                if not is_fresh:
                    raise Replaced("another ledger was adopted")
                mail = {table: kept for table, kept in rows.tables.items() if table in MAIL}
                rows.load(self._enclosed(connection, line.adopted) | mail)
            if line.enclosed is not None:
                kept = self._enclosed(connection, line.enclosed)
                rows.apply({table: {**documents} for table, documents in kept.items()})
            rows.apply(changes_of(line.changes))

    def _enclosed(self, connection: Connection, enclosure: Enclosure) -> Tables:
        path = folder_of(self._path) / enclosure.file
        data = require_whole(path, fetch(connection, enclosure.file), enclosure)
        self.grown += len(data)
        return checkpoint.parse(path, data).tables

    def _damaged(self, position: int, why: str) -> JournalDamaged:
        return JournalDamaged(self._path, position, why)


def _follows(begun: ChainState, before: ChainState) -> bool:
    """Whether a month begins where the one before it ended; a mail hash that was left out can't be compared."""
    return (begun.sequence, begun.head) == (before.sequence, before.head) and before.mail in (begun.mail, "")
