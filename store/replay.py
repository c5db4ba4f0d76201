"""The tables as the journal tells them: on top of a checkpoint, or from the very first line."""

from collections.abc import Iterator
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


def tables_at(disk: Disk, folder: Path, wanted: Place) -> Tables | None:
    """The ledger's tables, without correspondence, as they were at that place.

    ``None`` where the journal's beginning is gone, or where the place is not in it.
    """
    rows = Rows()
    is_whole = is_met = False
    for read, place in _walk(disk, folder):
        is_first = not is_whole and is_beginning(read)
        is_whole = is_whole or is_first
        if read.link.seq > wanted.sequence and not (is_first and is_met):  # what was adopted is what was there
            break
        is_met = is_met or (place.sequence, place.head) == (wanted.sequence, wanted.head)
        follow(rows, read, disk, folder)
    if not wanted.sequence:
        return {}
    return {table: kept for table, kept in rows.tables.items() if table not in MAIL} if is_whole and is_met else None


def changed_since(disk: Disk, folder: Path, wanted: Place) -> dict[str, set[int]] | None:
    """The rows that changed after that place, table by table; ``None`` where the place is not in the journal."""
    changed: dict[str, set[int]] = {}
    is_met = False
    for read, place in _walk(disk, folder):
        if is_met and isinstance(read.link, LedgerLink):
            rows = Rows()
            follow(rows, read, disk, folder)
            line = msgspec.json.decode(read.line, type=LedgerLine)
            for table, numbers in [*rows.tables.items(), *line.changes.items()]:
                changed.setdefault(table, set()).update(numbers or ())
        is_met = is_met or (place.sequence, place.head) == (wanted.sequence, wanted.head)
    return changed if is_met else None


def _walk(disk: Disk, folder: Path) -> Iterator[tuple[Read, Place]]:
    """Every line with the place behind it; raises ``JournalDamaged``."""
    place: Place | None = None
    names = months(disk, folder)
    for month in names:
        path = file_of(folder, month)
        chain = Chain(place)
        try:
            for read in chain.read(disk.read(path), is_last=month == names[-1]):
                place = chain.place
                assert place is not None
                yield read, place
        except Misfit as misfit:
            raise JournalDamaged(path, chain.line, misfit.why) from misfit
        place = chain.place


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
    if not begins or len(lines) == 1 or not is_beginning(lines[1]):
        return None
    return Place(begins[0].seq, begins[0].head, begins[0].mail)


def is_beginning(read: Read) -> bool:
    """Whether nothing before the line is needed to know the ledger behind it."""
    if isinstance(read.link, Header):
        return not read.link.seq
    return isinstance(read.link, LedgerLink) and msgspec.json.decode(read.line, type=LedgerLine).adopted is not None
