"""Reading the journal again: tables as the lines tell them, closed months, and a torn end that is cut."""

from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Protocol

import msgspec
from msgspec import Struct

from store.engine import Enclosure
from store.errors import JournalDamaged
from store.journal import checkpoint
from store.journal.disk import Disk, Stamp, write_fully, write_whole
from store.journal.enclosures import kept_bytes
from store.journal.lines import (
    Chain,
    ChainState,
    Header,
    LedgerLine,
    LedgerLink,
    MailLine,
    MailLink,
    Misfit,
    Read,
    Tear,
    changes_of,
)
from store.journal.months import Position, file_of, months
from store.rows import MAIL, Rows, Tables


class Source(Protocol):
    """A journal, wherever it is kept."""

    def texts(self) -> "Iterator[MonthText]":
        """Each month's, oldest first; the next one begins where the lines of this one ended."""

    def kept(self, enclosure: Enclosure) -> bytes:
        """What a line names; raises ``JournalDamaged`` unless it is what was written."""


class JournalFiles:
    """Implements ``Source`` by the files of a folder. ``read`` gets a path, and whether it is the newest month's."""

    def __init__(self, disk: Disk, folder: Path, read: Callable[[Path, bool], bytes] | None = None) -> None:
        self._disk = disk
        self._folder = folder
        self._read = read or (lambda path, _: disk.read(path))

    def texts(self) -> "Iterator[MonthText]":
        """Each month's file."""
        place: ChainState | None = None
        names = months(self._disk, self._folder)
        for month in names:
            path, is_last = file_of(self._folder, month), month == names[-1]
            text = MonthText(path, self._read(path, is_last), place, is_last=is_last)
            yield text
            place = text.chain.place

    def kept(self, enclosure: Enclosure) -> bytes:
        """The file next to the journal."""
        return kept_bytes(self._disk, self._folder, enclosure)


def follow(rows: Rows, read: Read, source: Source) -> None:
    """Do to the rows what the line says was done."""
    if isinstance(read.link, MailLink):
        rows.apply(changes_of(msgspec.json.decode(read.line, type=MailLine).mail))
    elif isinstance(read.link, LedgerLink):
        line = msgspec.json.decode(read.line, type=LedgerLine)
        if line.adopted is not None:
            mail = {table: kept for table, kept in rows.tables.items() if table in MAIL}
            rows.load(_tables_in(source, line.adopted) | mail)
        if line.enclosed is not None:
            rows.apply({table: {**kept} for table, kept in _tables_in(source, line.enclosed).items()})
        rows.apply(changes_of(line.changes))


def _tables_in(source: Source, enclosure: Enclosure) -> Tables:
    return checkpoint.parse(Path(enclosure.file), source.kept(enclosure)).tables


def tables_at(source: Source, wanted: ChainState) -> Tables | None:
    """The ledger's tables, without correspondence, as they were at that place.

    ``None`` where the journal's beginning is gone, or where the place is not in it.
    """
    rows = Rows()
    is_whole = is_met = False
    for read, place in _walk(source):
        is_first = not is_whole and is_beginning(read)
        is_whole = is_whole or is_first
        if read.link.seq > wanted.sequence and not (is_first and is_met):  # what was adopted is what was there
            break
        is_met = is_met or (place.sequence, place.head) == (wanted.sequence, wanted.head)
        follow(rows, read, source)
    if not wanted.sequence:
        return {}
    return {table: kept for table, kept in rows.tables.items() if table not in MAIL} if is_whole and is_met else None


def changed_since(source: Source, wanted: ChainState) -> dict[str, set[int]] | None:
    """The rows that changed after that place, table by table; ``None`` where the place is not in the journal."""
    changed: dict[str, set[int]] = {}
    is_met = False
    for read, place in _walk(source):
        if is_met and isinstance(read.link, LedgerLink):
            rows = Rows()
            follow(rows, read, source)
            line = msgspec.json.decode(read.line, type=LedgerLine)
            for table, numbers in [*rows.tables.items(), *line.changes.items()]:
                changed.setdefault(table, set()).update(numbers or ())
        is_met = is_met or (place.sequence, place.head) == (wanted.sequence, wanted.head)
    return changed if is_met else None


class MonthText:
    """One month's file, read line by line from a place; the only loop over a journal's lines."""

    def __init__(self, path: Path, data: bytes, place: ChainState | None, *, is_last: bool) -> None:
        self.path = path
        self.data = data
        self.chain = Chain(place)
        self._is_last = is_last

    def lines(self) -> Iterator[Read]:
        """Every line that fits; raises ``JournalDamaged`` at the first that does not."""
        try:
            yield from self.chain.read(self.data, is_last=self._is_last)
        except Misfit as misfit:
            raise JournalDamaged(self.path, self.chain.line, misfit.why) from misfit


def _walk(source: Source) -> Iterator[tuple[Read, ChainState]]:
    """Every line with the place behind it; raises ``JournalDamaged``."""
    for text in source.texts():
        for read in text.lines():
            assert text.chain.place is not None
            yield read, text.chain.place


def adopted_at(source: Source) -> ChainState | None:
    """Where the journal was begun again, by adopting a ledger file whose old journal was gone; ``None`` if it was not.

    Only of interest where the ledger file does not say so: it is missing, or a kill came before it was rewritten.
    """
    try:
        lines = list(islice(next(source.texts()).lines(), 2))
    except JournalDamaged:
        return None
    begins = [read.link for read in lines if isinstance(read.link, Header)]
    if not begins or len(lines) == 1 or not is_beginning(lines[1]):
        return None
    return ChainState(begins[0].seq, begins[0].head, begins[0].mail)


def is_beginning(read: Read) -> bool:
    """Whether nothing before the line is needed to know the ledger behind it."""
    if isinstance(read.link, Header):
        return not read.link.seq
    return isinstance(read.link, LedgerLink) and msgspec.json.decode(read.line, type=LedgerLine).adopted is not None


_NAME = "checked.json"


class Seal(Struct, frozen=True):
    """A month's file as it was when each of its lines fitted, and where the chain stood at its end."""

    stamp: Stamp
    place: ChainState


class Seals:
    """The note of one journal's folder."""

    def __init__(self, disk: Disk, folder: Path) -> None:
        self._disk = disk
        self._path = folder / _NAME
        self._noted = self._read()
        self._now: dict[str, Seal] = {}

    def place_behind(self, month: str, stamp: Stamp | None) -> ChainState | None:
        """Where the chain stands after the month, if its file is the one that was checked."""
        seal = self._noted.get(month)
        return seal.place if seal is not None and seal.stamp == stamp else None

    def put(self, month: str, stamp: Stamp | None, place: ChainState | None) -> None:
        """The month's file was checked, now or before."""
        if stamp is not None and place is not None:
            self._now[month] = Seal(stamp, place)

    def keep(self) -> None:
        """Write the note, if it says anything new; a disk that refuses costs time at the next start, and no more."""
        if self._now != self._noted:
            with suppress(OSError):
                write_whole(self._disk, self._path, [msgspec.json.encode(self._now)])

    def _read(self) -> dict[str, Seal]:
        try:
            return msgspec.json.decode(self._disk.read(self._path), type=dict[str, Seal])
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
            return {}


class Resuming:
    """Reads a journal from a position to its end. ``position`` is then where the next line goes."""

    def __init__(self, disk: Disk, folder: Path, since: Position) -> None:
        self._disk = disk
        self._folder = folder
        self._since = since
        self._seals = Seals(disk, folder)
        self.position = since

    def lines(self) -> Iterator[Read]:
        """The lines of complete transactions behind the position, oldest first. ``JournalDamaged`` if one does not fit.

        The first file may begin anywhere (older ones may be kept elsewhere), unless there is no checkpoint to build on.
        """
        names = months(self._disk, self._folder)
        if self._since.month and self._since.month not in names:
            raise JournalDamaged(file_of(self._folder, self._since.month), 0, "the file is missing")
        place: ChainState | None = None if self._since.month else self._since.place
        for month in names:
            stamp = self._disk.stamp(file_of(self._folder, month))
            sealed = self._seals.place_behind(month, stamp) if month < self._since.month else None
            place = sealed or (yield from self._month(month, place, is_last=month == names[-1]))
            if month != names[-1]:
                self._seals.put(month, stamp, place)
        self._seals.keep()

    def _month(
        self, month: str, place: ChainState | None, *, is_last: bool
    ) -> Generator[Read, None, ChainState | None]:
        path = file_of(self._folder, month)
        text = MonthText(path, self._disk.read(path), place, is_last=is_last)
        chain, floor = text.chain, self._floor(month)
        is_met = not floor or month != self._since.month
        mail: list[Read] = []  # waits for the ledger line of its transaction: a torn one is cut with its mail
        for read in text.lines():
            if read.end > floor:
                mail.append(read)
                if not (isinstance(read.link, MailLink) and read.link.more):
                    yield from mail
                    mail.clear()
            elif read.end == floor and chain.place == self._since.place:
                is_met = True
        if not is_met:
            raise JournalDamaged(path, chain.line, "it is not the journal that the ledger file was written after")
        if chain.whole:
            assert chain.place is not None
            self.position = Position(month, chain.whole, chain.place)
        if is_last:
            self._mend(path, text.data, chain)
        return chain.place

    def _floor(self, month: str) -> float:
        if month < self._since.month:
            return float("inf")
        return self._since.offset if month == self._since.month else 0

    def _mend(self, path: Path, data: bytes, chain: Chain) -> None:
        if chain.tear is not None:
            self._cut(path, chain.tear)
        elif not chain.whole:  # a stop between cutting a torn beginning and removing its file
            self._disk.remove(path)
        else:
            self._end_text(path, chain, len(data))

    def _cut(self, path: Path, tear: Tear) -> None:
        count = sum(name.startswith(f"{path.name}.torn-") for name in self._disk.names(self._folder))
        aside = self._disk.append_to(path.with_name(f"{path.name}.torn-{count + 1}"))
        handle = self._disk.append_to(path)
        try:
            write_fully(self._disk, aside, tear.rest)
            self._disk.sync(aside)
            self._disk.sync_folder(self._folder)
            self._disk.truncate(handle, tear.offset)
            self._disk.sync(handle)
        finally:
            self._disk.close(aside)
            self._disk.close(handle)
        if not tear.offset:  # not even the month's first line was complete: the next append begins the file
            self._disk.remove(path)
        self._disk.sync_folder(self._folder)

    def _end_text(self, path: Path, chain: Chain, length: int) -> None:
        """Cut off the room behind the text; its last line gets its newline.

        Synced in any case: a process that was killed may have left a line that is read, and would be gone after a
        power cut, though lines of the next month follow it.
        """
        handle = self._disk.append_to(path)
        try:
            if chain.lacks_newline or chain.whole < length:
                self._disk.truncate(handle, chain.whole - chain.lacks_newline)
            if chain.lacks_newline:
                write_fully(self._disk, handle, b"\n")
            self._disk.sync(handle)
        finally:
            self._disk.close(handle)
        self._disk.sync_folder(self._folder)
