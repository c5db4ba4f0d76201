"""Files next to the journal, each named by one of its lines: an adopted ledger, an import of thousands of items.

Each is a TinyDB file of its own. A large import's is written before its transaction, which then takes hardly any time
(docs/decisions/0018-enclosures.md).
"""

import hashlib
import secrets
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Protocol

import msgspec
from msgspec import Struct

from store.documents import ITEMS
from store.engine import Enclosure
from store.errors import JournalDamaged, NotSaved
from store.journal import checkpoint
from store.journal.disk import Disk, write_whole
from store.journal.months import Position
from store.rows import Tables
from store.schema import SCHEMA

ADOPTED, ENCLOSED = "adopted", "enclosed"
#: What takes longer than that many bytes to say is kept in a file of its own; a smaller import is in its line.
LONG = 1024 * 1024


class _Names(Struct, frozen=True):
    """The files that a ledger line names, read without the rest of it."""

    adopted: Enclosure | None = None
    enclosed: Enclosure | None = None


def keep(disk: Disk, path: Path, tables: Tables, position: Position) -> Enclosure:
    """Write these tables into a file next to the journal, durably; raises ``OSError``."""
    pieces = list(checkpoint.slices(tables, schema=SCHEMA, position=position))
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    write_whole(disk, path, pieces)
    return Enclosure(path.name, digest.hexdigest())


def named_by(line: memoryview) -> list[Enclosure]:
    """The files that a ledger line names."""
    names = msgspec.json.decode(line, type=_Names)
    return [named for named in (names.adopted, names.enclosed) if named is not None]


def kept_bytes(disk: Disk, folder: Path, enclosure: Enclosure) -> bytes:
    """The whole file; raises ``JournalDamaged`` unless it is what was written."""
    path = folder / enclosure.file
    return require_whole(path, None if disk.stamp(path) is None else disk.read(path), enclosure)


def require_whole(path: Path, data: bytes | None, enclosure: Enclosure) -> bytes:
    """These bytes, if they are what the journal names; raises ``JournalDamaged``. ``None``: there are none."""
    if data is None:
        raise JournalDamaged(path, 0, "the file is missing, which the journal names")
    if hashlib.sha256(data).hexdigest() != enclosure.sha256:
        raise JournalDamaged(path, 0, "it is not the file that the journal names")
    return data


def kept_tables(disk: Disk, folder: Path, enclosure: Enclosure) -> Tables:
    """What it holds; raises ``JournalDamaged`` unless that is what was written."""
    return checkpoint.parse(folder / enclosure.file, kept_bytes(disk, folder, enclosure)).tables


class Keeper(Protocol):
    """Where enclosures are kept; in any thread."""

    def keep(self, documents: dict[int, bytes]) -> Enclosure:
        """Write items that are about to be entered, durably; raises ``NotSaved``, and then nothing is left."""

    def remove(self, name: str) -> None:
        """Remove one, if it is there and that can be done."""


class EnclosureFiles:
    """Implements ``Keeper`` by files next to the journal."""

    def __init__(self, disk: Disk, folder: Path, position: Callable[[], Position]) -> None:
        self._disk = disk
        self._folder = folder
        self._position = position

    def keep(self, documents: dict[int, bytes]) -> Enclosure:
        """Write them into a file."""
        path = self._folder / f"{ENCLOSED}-{secrets.token_hex(8)}.json"
        try:
            return keep(self._disk, path, {ITEMS: documents}, self._position())
        except OSError as error:
            self.remove(path.name)
            raise NotSaved(path, str(error)) from error

    def remove(self, name: str) -> None:
        """Remove the file."""
        with suppress(OSError):
            self._disk.remove(self._folder / name)

    def remove_drafts(self) -> None:
        """Those of a process that was killed while it wrote one."""
        for name in self._disk.names(self._folder):
            if name.startswith(ENCLOSED) and name.endswith(".new"):
                self.remove(name)


class Enclosures:
    """The one enclosure that was written and that no line names yet. A late writer finds its place taken."""

    def __init__(self, keeper: Keeper) -> None:
        self._keeper = keeper
        self._lock = threading.Lock()
        self._waiting: Enclosure | None = None
        self._is_closed = False

    def put(self, documents: dict[int, bytes]) -> Enclosure:
        """Write items that are about to be entered; in any thread. Raises ``NotSaved``."""
        self._wait_with(None)
        made = self._keeper.keep(documents)
        self._wait_with(made)
        return made

    def take(self, enclosure: Enclosure | None) -> Enclosure | None:
        """The enclosure, to be named by a line; ``None`` if it waits no more: the line has to say everything."""
        with self._lock:
            if self._waiting is None or enclosure is not self._waiting:
                return None
            self._waiting = None
        return enclosure

    def drop(self, enclosure: Enclosure) -> None:
        """No line names it, and none will."""
        self._keeper.remove(enclosure.file)

    def close(self) -> None:
        """Remove what was never entered, also what a thread is still at."""
        with self._lock:
            self._is_closed = True
        self._wait_with(None)

    def _wait_with(self, enclosure: Enclosure | None) -> None:
        """From here on; what waited before is of no use any more."""
        with self._lock:
            removed, self._waiting = self._waiting, enclosure
            if self._is_closed and enclosure is not None:
                removed, self._waiting = enclosure, None
        if removed is not None:
            self._keeper.remove(removed.file)
