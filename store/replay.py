"""The tables as the journal tells them: on top of a checkpoint, or from the very first line."""

import hashlib
from pathlib import Path

from store import checkpoint
from store.chain import Chain, Place
from store.checkpoint import Tables
from store.disk import Disk
from store.errors import JournalDamaged
from store.journal import file_of, months
from store.lines import Adopted, Header, LedgerLine, Line, MailLine, Misfit, changes_of
from store.rows import MAIL, Rows


def follow(rows: Rows, line: Line, disk: Disk, folder: Path) -> None:
    """Do to the rows what the line says was done."""
    if isinstance(line, MailLine):
        rows.apply(changes_of(line.mail))
    elif isinstance(line, LedgerLine):
        if line.adopted is not None:
            mail = {table: kept for table, kept in rows.tables.items() if table in MAIL}
            rows.load(adopted_tables(disk, folder, line.adopted) | mail)
        rows.apply(changes_of(line.changes))


def adopted_tables(disk: Disk, folder: Path, adopted: Adopted) -> Tables:
    """The ledger that was taken over from elsewhere, as it was kept beside the journal."""
    path = folder / adopted.file
    found = checkpoint.load(disk, path)
    if found is None or hashlib.sha256(disk.read(path)).hexdigest() != adopted.sha256:
        raise JournalDamaged(path, 1, "it is not the ledger that was adopted")
    return found.tables


def tables_at(disk: Disk, folder: Path, sequence: int) -> Tables | None:
    """The ledger's tables, without correspondence, after that line; ``None`` where the journal's beginning is gone."""
    rows = Rows()
    place: Place | None = None
    is_whole = False
    names = months(disk, folder)
    for month in names:
        path = file_of(folder, month)
        chain = Chain(place)
        try:
            for read in chain.read(disk.read(path), is_last=month == names[-1]):
                is_whole = is_whole or _is_beginning(read.content)
                if not isinstance(read.content, LedgerLine) or read.content.seq <= sequence:
                    follow(rows, read.content, disk, folder)
            place = chain.place
        except Misfit as misfit:
            raise JournalDamaged(path, chain.line, misfit.why) from misfit
    return {table: kept for table, kept in rows.tables.items() if table not in MAIL} if is_whole else None


def _is_beginning(line: Line) -> bool:
    """Whether nothing before the line is needed to know the ledger behind it."""
    return (isinstance(line, Header) and not line.seq) or (isinstance(line, LedgerLine) and line.adopted is not None)
