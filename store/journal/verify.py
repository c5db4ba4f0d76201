"""Checking a ledger without opening it: the whole journal, line by line, and the ledger file against it.

Works while the bot runs: it only reads, and a record that is just being appended is not taken for a torn one.
"""

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

import msgspec
from msgspec import Struct

from domain.coercion import Spot
from store.errors import JournalDamaged, LedgerUnreadable
from store.journal import checkpoint
from store.journal.checkpoint import Checkpoint
from store.journal.disk import Disk, RealDisk
from store.journal.enclosures import named_by
from store.journal.lines import Chain, ChainState, LedgerLink, Read, written_of
from store.journal.months import folder_of
from store.journal.replay import JournalFiles, Source, is_beginning, tables_at
from store.misread import misread_rows

#: An append may be seen half done; it is complete when the file is read once more.
LOOKS = 3


class Fault(Struct, frozen=True):
    """The first line that does not fit. ``line`` is 0 where a whole file is meant."""

    file: Path
    line: int
    why: str


class Beginning(StrEnum):
    """What a journal begins with."""

    FIRST = "first"  # the ledger's first line
    ADOPTED = "adopted"  # a ledger file that was taken over: what was before is lost, and was then already
    MISSING = "missing"  # a line that follows others, which are not there


class Occurrence(Struct, frozen=True):
    """Where in the chain a check code occurs; ``at`` is ``None`` where the line itself is not there any more."""

    sequence: int
    head: str
    at: datetime | None = None


class Verified(Struct, frozen=True, kw_only=True):
    """What was found. ``head`` is the hash of the newest line that fits: the check code for the inspectors."""

    sequence: int
    head: str
    since: int = 0  # the journal begins behind this sequence
    beginning: Beginning = Beginning.FIRST
    lines: int = 0
    months: tuple[str, ...] = ()
    fault: Fault | None = None
    found: Occurrence | None = None  # of the code that was looked for
    differing: tuple[tuple[str, int], ...] = ()  # documents of the ledger file that are not what the journal says

    @property
    def is_sound(self) -> bool:
        """Whether no line of the journal was altered, as far as it is there."""
        return self.fault is None


def verify(path: Path, *, disk: Disk | None = None, code: str = "") -> Verified:
    """Check the ledger at ``path``. The first fault ends the check and is named in the answer.

    ``code`` is a check code, or its beginning, to be looked for: where it occurs first is in the answer.
    """
    return check(_Files(path.resolve(), disk or RealDisk()), code)


def verify_left(folder: Path, code: str = "") -> Verified:
    """Check a journal whose ledger has left: there is no ledger file that belongs to it."""
    return check(_Left(folder.resolve(), RealDisk()), code)


def check(ledger: "Checked", code: str = "") -> Verified:
    """The same for a ledger that is kept elsewhere."""
    return _Check(ledger, code).run()


def misread_file(path: Path) -> list[Spot]:
    """The rows of a ledger file that can't be read, while the bot runs; raises ``LedgerUnreadable``."""
    try:
        found = checkpoint.load(RealDisk(), path.resolve())
    except OSError as error:
        raise LedgerUnreadable(path, str(error), "see to the file's rights") from error
    return [] if found is None else list(misread_rows(found.tables))


class Checked(Source, Protocol):
    """What a check reads."""

    reading: Path  # what is being read, for a fault that says no more

    def snapshot(self) -> Checkpoint | None:
        """The newest snapshot; raises ``LedgerUnreadable`` or ``OSError``."""


class _Files(JournalFiles):
    """Implements ``Checked`` by a ledger file and its journal, which a bot may be writing."""

    def __init__(self, path: Path, disk: Disk) -> None:
        super().__init__(disk, folder_of(path), self._whole)
        self.reading = path
        self._path = path
        self._journal = folder_of(path)

    def snapshot(self) -> Checkpoint | None:
        """The ledger file."""
        found = checkpoint.load(self._disk, self._path)
        self.reading = self._journal
        return found

    def _whole(self, path: Path, is_last: bool) -> bytes:
        self.reading = path
        data = self._disk.read(path)
        for _ in range(LOOKS if is_last else 0):
            if data[: written_of(data)].endswith(b"\n"):
                break
            data = self._disk.read(path)
        return data


class _Left(JournalFiles):
    """Implements ``Checked`` by a journal's folder alone."""

    def __init__(self, folder: Path, disk: Disk) -> None:
        super().__init__(disk, folder)
        self.reading = folder

    def snapshot(self) -> Checkpoint | None:
        """None: what has its name is the copy of a ledger that has gone on elsewhere."""
        return None


class _Check:
    def __init__(self, ledger: Checked, code: str = "") -> None:
        self._ledger = ledger
        self._code = code
        self._found: Occurrence | None = None
        self._place: ChainState | None = None
        self._since = 0
        self._beginning = Beginning.FIRST
        self._lines = 0
        self._months: list[str] = []
        self._reached: dict[int, str] = {}  # the ledger file's own position: sequence -> hash

    def run(self) -> Verified:
        try:
            found = self._ledger.snapshot()
        except LedgerUnreadable as error:
            return self._verdict(Fault(error.path, 0, error.why))
        except OSError as error:
            return self._verdict(Fault(self._ledger.reading, 0, str(error)))
        journal = self._ledger.reading
        wanted = ChainState() if found is None or found.meta is None else found.meta.position.place
        fault = self._fault(wanted)
        if fault is None and wanted.sequence and self._reached.get(wanted.sequence) != wanted.head:
            fault = Fault(journal, 0, f"line {wanted.sequence}, which the ledger file was written after, is not in it")
        return self._verdict(fault, () if fault or found is None else self._differing(found))

    def _verdict(self, fault: Fault | None, differing: tuple[tuple[str, int], ...] = ()) -> Verified:
        place = self._place or ChainState()
        return Verified(
            sequence=place.sequence,
            head=place.head,
            since=self._since,
            beginning=self._beginning,
            lines=self._lines,
            months=tuple(self._months),
            fault=fault,
            found=self._found,
            differing=differing,
        )

    def _fault(self, wanted: ChainState) -> Fault | None:
        """The first one in the journal, read to its end."""
        try:
            for text in self._ledger.texts():
                for read in text.lines():
                    self._follow(read, text.chain, wanted)
                tear, line = text.chain.tear, text.chain.line
                if tear is not None or text.chain.lacks_newline:
                    why = "its record is torn: it will be cut off when the ledger is opened"
                    return Fault(text.path, line if tear is None else tear.line, why)
                self._months.append(text.path.stem)
        except JournalDamaged as damage:
            return Fault(damage.path, damage.line, damage.why)
        except OSError as error:
            return Fault(self._ledger.reading, 0, str(error))
        return None

    def _follow(self, read: Read, chain: Chain, wanted: ChainState) -> None:
        place = chain.place
        assert place is not None
        if self._place is None:
            self._since = place.sequence
            self._beginning = Beginning.MISSING if self._since else Beginning.FIRST
        elif self._lines == 1 and self._since and is_beginning(read):
            self._beginning = Beginning.ADOPTED
        self._place = place
        self._lines += 1
        if place.sequence == wanted.sequence:
            self._reached[place.sequence] = place.head
        if self._code and self._found is None and place.sequence and place.head.startswith(self._code):
            self._found = Occurrence(place.sequence, place.head, _instant_of(read))
        if isinstance(read.link, LedgerLink):
            for enclosure in named_by(read.line):
                self._ledger.kept(enclosure)

    def _differing(self, found: Checkpoint) -> tuple[tuple[str, int], ...]:
        if found.meta is None:
            return ()
        told = tables_at(self._ledger, found.meta.position.place)
        if told is None:
            return ()
        return tuple(
            (table, number)
            for table in sorted(told.keys() | {name for name in found.tables if not name.startswith("_")})
            for number in sorted(told.get(table, {}).keys() | found.tables.get(table, {}).keys())
            if told.get(table, {}).get(number) != found.tables.get(table, {}).get(number)
        )


class _Dated(Struct):
    at: datetime


def _instant_of(read: Read) -> datetime | None:
    """When what a ledger line says happened; other lines say no instant."""
    return msgspec.json.decode(read.line, type=_Dated).at if isinstance(read.link, LedgerLink) else None
