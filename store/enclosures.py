"""Files beside the journal, each named by one of its lines: a ledger that was adopted, an import of thousands of items.

Each is a TinyDB file of its own, and never written again. A large import's is written before its transaction, which
then takes hardly any time (docs/decisions/0018-enclosures.md).
"""

import hashlib
import secrets
import threading
from contextlib import suppress
from pathlib import Path

from store import checkpoint
from store.bulk import Batch
from store.checkpoint import Tables
from store.disk import Disk, write_whole
from store.errors import JournalDamaged, NotSaved
from store.journal import Position
from store.lines import Enclosure
from store.records import ITEMS
from store.schema import SCHEMA

ADOPTED, ENCLOSED = "adopted", "enclosed"
#: What takes longer than that many bytes to say is kept beside the journal; a smaller import is read in its line.
LONG = 1024 * 1024
_SUFFIX = ".json"


def keep(disk: Disk, path: Path, tables: Tables, position: Position) -> Enclosure:
    """Write these tables into a new file beside the journal, durably; raises ``OSError``."""
    pieces = list(checkpoint.slices(tables, schema=SCHEMA, position=position))
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    write_whole(disk, path, pieces)
    return Enclosure(path.name, digest.hexdigest())


def enclosures_in(disk: Disk, folder: Path) -> list[str]:
    """The names of all of them."""
    return [name for name in disk.names(folder) if name.startswith((ADOPTED, ENCLOSED)) and name.endswith(_SUFFIX)]


def kept_tables(disk: Disk, folder: Path, enclosure: Enclosure) -> Tables:
    """What it holds; raises ``JournalDamaged`` unless that is what was written."""
    path = folder / enclosure.file
    found = checkpoint.load(disk, path)
    if found is None or hashlib.sha256(disk.read(path)).hexdigest() != enclosure.sha256:
        raise JournalDamaged(path, 1, "it is not the file that the journal names")
    return found.tables


class Enclosures:
    """The one enclosure that was written and that no line names yet. Whoever is late with theirs has none any more."""

    def __init__(self, disk: Disk, folder: Path) -> None:
        self._disk = disk
        self._folder = folder
        self._lock = threading.Lock()
        self._waiting: Enclosure | None = None

    def put(self, documents: dict[int, bytes], position: Position) -> Enclosure:
        """Write items that are about to be entered; in any thread. Raises ``NotSaved``."""
        self.drop()
        path = self._folder / f"{ENCLOSED}-{secrets.token_hex(8)}{_SUFFIX}"
        try:
            made = keep(self._disk, path, {ITEMS: documents}, position)
        except OSError as error:
            raise NotSaved(path, str(error)) from error
        with self._lock:
            self._waiting = made
        return made

    def take(self, batch: Batch) -> Enclosure | None:
        """The batch's own, to be named by a line; ``None`` if it has none, so that the line has to say everything."""
        with self._lock:
            if self._waiting is None or batch.enclosed is not self._waiting:
                return None
            self._waiting = None
        return batch.enclosed

    def give_back(self, enclosure: Enclosure) -> None:
        """No line came to name it after all."""
        with self._lock:
            self._waiting = enclosure

    def drop(self) -> None:
        """Remove what was never entered."""
        with self._lock:
            dropped, self._waiting = self._waiting, None
        if dropped is not None:
            with suppress(OSError):
                self._disk.remove(self._folder / dropped.file)
