"""The tables as the journal tells them: on top of a checkpoint, or from the very first line."""

from itertools import islice
from pathlib import Path

import msgspec

from store.chain import Chain, Place, Read
from store.checkpoint import Tables
from store.disk import Disk
from store.enclosures import kept_tables
from store.errors import JournalDamaged
from store.journal import file_of, months
from store.lines import Header, LedgerLine, LedgerLink, MailLine, MailLink, Misfit, changes_of
from store.rows import MAIL, Rows


def follow(rows: Rows, read: Read, disk: Disk, folder: Path) -> None:
    """Do to the rows what the line says was done."""
    if isinstance(read.link, MailLink):
        rows.apply(changes_of(msgspec.json.decode(read.line, type=MailLine).mail))
    elif isinstance(read.link, LedgerLink):
        line = msgspec.json.decode(read.line, type=LedgerLine)
        if line.adopted is not None:
            mail = {table: kept for table, kept in rows.tables.items() if table in MAIL}
            rows.load(kept_tables(disk, folder, line.adopted) | mail)
        if line.enclosed is not None:
            rows.apply({table: {**kept} for table, kept in kept_tables(disk, folder, line.enclosed).items()})
        rows.apply(changes_of(line.changes))


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
                is_whole = is_whole or _is_beginning(read)
                if read.link.seq <= sequence:
                    follow(rows, read, disk, folder)
            place = chain.place
        except Misfit as misfit:
            raise JournalDamaged(path, chain.line, misfit.why) from misfit
    return {table: kept for table, kept in rows.tables.items() if table not in MAIL} if is_whole else None


def adopted_at(disk: Disk, folder: Path) -> Place | None:
    """Where the journal was begun anew, by adopting a ledger file whose old journal was gone; ``None`` if it was not.

    Only of interest where the ledger file does not say so: it is missing, or a kill came before it was written anew.
    """
    chain = Chain(None)
    names = months(disk, folder)
    try:
        lines = list(islice(chain.read(disk.read(file_of(folder, names[0])), is_last=len(names) == 1), 2))
    except Misfit:
        return None
    begins = [read.link for read in lines if isinstance(read.link, Header)]
    if not begins or len(lines) == 1 or not _is_beginning(lines[1]):
        return None
    return Place(begins[0].seq, begins[0].head, begins[0].mail)


def _is_beginning(read: Read) -> bool:
    """Whether nothing before the line is needed to know the ledger behind it."""
    if isinstance(read.link, Header):
        return not read.link.seq
    return isinstance(read.link, LedgerLink) and msgspec.json.decode(read.line, type=LedgerLine).adopted is not None
