"""A ledger that another process owns, followed by reading alone: its file once, then what its journal goes on to say.

Nothing is locked, mended or written. Whatever does not fit (a file that was cut, replaced or is being edited) has
everything read again; a line that is still being written is left to the next look.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from store.errors import JournalDamaged, LedgerUnreadable, SchemaTooNew
from store.journal import checkpoint
from store.journal.disk import RealDisk
from store.journal.lines import Chain, ChainState, MailLine, MailLink, Misfit, Read, changes_of
from store.journal.months import Position, file_of, folder_of, months
from store.journal.replay import JournalFiles, follow, is_beginning
from store.rows import MAIL, MUTES, SIGN_INS, Rows, Tables
from store.schema import SCHEMA, migrate

#: The correspondence that a reader needs; the rest would only fill its memory.
_KEPT = frozenset({SIGN_INS, MUTES})


class Follower:
    """Follows the ledger at ``path``; raises ``StoreError``, ``OSError``, after which all is to be read again."""

    def __init__(self, path: Path) -> None:
        self._path = path.resolve()
        self._folder = folder_of(self._path)
        self._disk = RealDisk()
        self._source = JournalFiles(self._disk, self._folder)
        self._position = Position()

    def fetch(self) -> None:
        """Files are at hand."""

    def tables(self, at: datetime) -> Tables:
        """All tables as of now, without correspondence."""
        found = checkpoint.load(self._disk, self._path)
        rows = Rows()
        self._position = Position()
        schema = SCHEMA
        if found is not None and found.meta is not None and found.is_ours:
            schema = found.meta.schema
            if schema > SCHEMA:
                raise SchemaTooNew(self._path, schema, SCHEMA)
            self._position = found.meta.position
            rows.load({table: kept for table, kept in found.tables.items() if table not in MAIL or table in _KEPT})
        elif found is not None and not months(self._disk, self._folder):
            raise LedgerUnreadable(self._path, "no bot has taken it over yet", "start the bot once")
        self.follow(rows)
        if schema < SCHEMA:
            rows.apply(migrate(rows.tables, schema, at))
        return rows.tables

    def follow(self, rows: Rows) -> bool:
        """Do to the rows what was done to the ledger since the last look; whether anything was."""
        reads = list(self._new())
        for read in reads:
            self._apply(rows, read)
        return bool(reads)

    def close(self) -> None:
        """No file is held open."""

    def _new(self) -> Iterator[Read]:
        """The lines of complete transactions behind the position, which moves along."""
        names = [name for name in months(self._disk, self._folder) if name >= self._position.month]
        if self._position.month and self._position.month not in names:
            raise JournalDamaged(file_of(self._folder, self._position.month), 0, "the file is missing")
        for name in names:
            yield from self._month(name, is_last=name == names[-1])

    def _month(self, month: str, *, is_last: bool) -> list[Read]:
        """Those of one month; the first that is read of all may begin anywhere in the chain."""
        path, offset, before = file_of(self._folder, month), 0, self._position
        if month == before.month:
            offset, chain = before.offset, Chain.behind(before.place)
        else:
            chain = Chain(before.place if before.month else None)
        with path.open("rb") as file:
            file.seek(offset)
            data = file.read()
        try:
            reads = list(chain.read(data, is_last=is_last)) if data or not offset else []
        except Misfit as misfit:
            raise JournalDamaged(path, chain.line, misfit.why) from misfit
        whole = [read for read in reads if read.end <= chain.whole]
        if not before.month and whole and not any(is_beginning(read) for read in whole[:2]):
            raise LedgerUnreadable(self._path, "its journal's beginning is elsewhere", "the bot saves it anew")
        if whole:
            self._position = Position(month, offset + chain.whole, chain.place or ChainState())
        return whole

    def _apply(self, rows: Rows, read: Read) -> None:
        if isinstance(read.link, MailLink):
            said = msgspec.json.decode(read.line, type=MailLine).mail
            rows.apply(changes_of({table: changed for table, changed in said.items() if table in _KEPT}))
        else:
            follow(rows, read, self._source)
