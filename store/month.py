"""The newest month's file of the journal, with room behind its text.

A file that grows with every record has its new length recorded by every ``fdatasync`` as well, which costs half as
much again. So the file grows by the piece, filled with zeros, and records overwrite these
(docs/decisions/0016-room-behind-the-text.md).
"""

from contextlib import suppress
from pathlib import Path

from store.disk import Disk, write_fully

#: The file grows by so many bytes: some seventy commands.
_ROOM = bytes(64 * 1024)


class Elsewhere(OSError):
    """What would be written is in a file that nobody will find again."""


class MonthFile:
    """``length`` bytes of text; behind them is nothing, or zeros. Without text the file is a new one.

    Every method but ``close`` may raise ``OSError``; whoever gets one opens the file anew.
    """

    def __init__(self, disk: Disk, path: Path, length: int) -> None:
        self._disk = disk
        self._path = path
        self._length = length
        self._reserved = length
        found = disk.stamp(path) if length else None
        if length and (found is None or found.size < length):
            raise Elsewhere(f"{path} was moved, deleted or replaced")
        self._handle = disk.open_in_place(path, is_new=not length)
        self.identity = disk.identity_of(self._handle)
        disk.seek(self._handle, length)

    def require_in_place(self) -> None:
        """Raise ``Elsewhere`` if the file's name leads to another file by now, or to none."""
        if self._disk.identity(self._path) != self.identity:
            raise Elsewhere(f"{self._path} was moved, deleted or replaced")

    def append(self, payload: bytes) -> None:
        """Write behind the text, and make it durable, in a file that has still its name."""
        write_fully(self._disk, self._handle, payload)
        end = self._length + len(payload)
        if end > self._reserved:
            self._reserve(end)
        self._disk.sync(self._handle)
        self.require_in_place()
        self._length = end

    def cut(self) -> None:
        """Leave nothing behind the text."""
        self._disk.truncate(self._handle, self._length)
        self._disk.sync(self._handle)
        self._reserved = self._length

    def close(self) -> None:
        """Let the file go, as it is."""
        self._disk.close(self._handle)

    def _reserve(self, end: int) -> None:
        with suppress(OSError):  # a disk without room to reserve may still have some for what is said
            self._disk.write(self._handle, _ROOM)
        self._disk.seek(self._handle, end)
        self._reserved = end + len(_ROOM)
