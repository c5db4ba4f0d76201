"""Taking up the journal again: it is checked, the newer lines are read, a torn end is cut and saved aside."""

from collections.abc import Generator, Iterator
from pathlib import Path

from store.chain import Chain, Place, Read, Tear
from store.disk import Disk, write_fully
from store.errors import JournalDamaged
from store.journal import Position, file_of, months
from store.lines import Misfit
from store.seals import Seals


class Resuming:
    """Reads a journal from a position to its end. ``position`` is then where the next line goes."""

    def __init__(self, disk: Disk, folder: Path, since: Position) -> None:
        self._disk = disk
        self._folder = folder
        self._since = since
        self._seals = Seals(disk, folder)
        self.position = since

    def lines(self) -> Iterator[Read]:
        """Every line behind the position, oldest first. Raises ``JournalDamaged`` where a line does not fit.

        The first file may begin anywhere (older ones may be kept elsewhere), unless there is no checkpoint to build on.
        """
        names = months(self._disk, self._folder)
        if self._since.month and self._since.month not in names:
            raise JournalDamaged(file_of(self._folder, self._since.month), 0, "the file is missing")
        place: Place | None = None if self._since.month else self._since.place
        for month in names:
            stamp = self._disk.stamp(file_of(self._folder, month))
            sealed = self._seals.place_behind(month, stamp) if month < self._since.month else None
            place = sealed or (yield from self._month(month, place, is_last=month == names[-1]))
            if month != names[-1]:
                self._seals.put(month, stamp, place)
        self._seals.keep()

    def _month(self, month: str, place: Place | None, *, is_last: bool) -> Generator[Read, None, Place | None]:
        path = file_of(self._folder, month)
        data = self._disk.read(path)
        chain = Chain(place)
        floor = self._floor(month)
        is_met = not floor or month != self._since.month
        try:
            for read in chain.read(data, is_last=is_last):
                if read.end > floor:
                    yield read
                elif read.end == floor and chain.place == self._since.place:
                    is_met = True
        except Misfit as misfit:
            raise JournalDamaged(path, chain.line, misfit.why) from misfit
        if not is_met:
            raise JournalDamaged(path, chain.line, "it is not the journal that the ledger file was written after")
        if chain.whole:
            assert chain.place is not None
            self.position = Position(month, chain.whole, chain.place)
        if is_last:
            self._mend(path, data, chain)
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
        if not tear.offset:  # not even the month's first line was complete: the next append begins the file anew
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
