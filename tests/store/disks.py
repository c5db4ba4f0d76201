"""A disk made of memory that keeps what was synced, loses what was not, and fails when a test says so."""

import errno
from dataclasses import dataclass, field
from pathlib import Path

from store.journal.disk import Identity, Stamp


class PowerCut(BaseException):
    """The machine stopped: nothing after this instant happened."""


@dataclass
class File:
    """A file as programs see it, and as it would be after a power cut."""

    inode: int
    content: bytearray = field(default_factory=bytearray)
    durable: bytes = b""
    changes: int = 0


class MemoryDisk:
    """Implements ``store.journal.disk.Disk``. ``steps`` counts calls that can fail; ``cut_at`` stops there."""

    def __init__(self) -> None:
        self.files: dict[Path, File] = {}
        self.steps = 0
        self.cut_at: int | None = None
        self.room: int | None = None  # bytes until the disk is full
        self.failing: set[str] = set()  # operations that raise EIO
        self._durable_names: dict[Path, File] = {}
        self._handles: dict[int, File] = {}
        self._offsets: dict[int, int] = {}  # of handles that write in place
        self._inodes = 0

    def read(self, path: Path) -> bytes:
        self._may_fail("read")
        if path not in self.files:
            raise FileNotFoundError(path)
        return bytes(self.files[path].content)

    def stamp(self, path: Path) -> Stamp | None:
        found = self.files.get(path)
        return None if found is None else Stamp(found.inode, len(found.content), found.changes)

    def identity(self, path: Path) -> Identity | None:
        found = self.files.get(path)
        return None if found is None else (0, found.inode)

    def identity_of(self, handle: int) -> Identity:
        return 0, self._handles[handle].inode

    def names(self, folder: Path) -> list[str]:
        return sorted(path.name for path in self.files if path.parent == folder)

    def make_folder(self, folder: Path) -> None:
        """Folders are nothing but the beginnings of names."""

    def append_to(self, path: Path) -> int:
        self._step("append_to")
        if path not in self.files:
            self._inodes += 1
            self.files[path] = File(self._inodes)
        handle = max(self._handles, default=2) + 1
        self._handles[handle] = self.files[path]
        return handle

    def write(self, handle: int, data: bytes) -> int:
        file = self._handles[handle]
        self._may_fail("write")
        self.steps += 1
        if self.cut_at is not None and self.steps >= self.cut_at:
            self._put(handle, data[: len(data) // 2])
            raise PowerCut
        if self.room is not None:
            if not self.room:
                raise OSError(errno.ENOSPC, "No space left on device")
            data = data[: self.room]
            self.room -= len(data)
        self._put(handle, data)
        file.changes += 1
        return len(data)

    def open_in_place(self, path: Path, *, is_new: bool) -> int:
        if is_new == (path in self.files):
            raise FileExistsError(path) if is_new else FileNotFoundError(path)
        handle = self.append_to(path)
        self._offsets[handle] = 0
        return handle

    def seek(self, handle: int, offset: int) -> None:
        self._offsets[handle] = offset

    def sync(self, handle: int) -> None:
        self._step("sync")
        file = self._handles[handle]
        file.durable = bytes(file.content)

    def truncate(self, handle: int, length: int) -> None:
        self._step("truncate")
        file = self._handles[handle]
        del file.content[length:]
        file.changes += 1

    def close(self, handle: int) -> None:
        self._handles.pop(handle)
        self._offsets.pop(handle, None)

    def replace(self, old: Path, new: Path) -> None:
        self._step("replace")
        self.files[new] = self.files.pop(old)

    def remove(self, path: Path) -> None:
        self._step("remove")
        self.files.pop(path, None)

    def sync_folder(self, folder: Path) -> None:
        self._step("sync_folder")
        for path in {path for path in self.files | self._durable_names if path.parent == folder}:
            if path in self.files:
                self._durable_names[path] = self.files[path]
            else:
                del self._durable_names[path]

    def after_power_cut(self, *, reached: int = 0, names_reached: bool = False) -> "MemoryDisk":
        """The disk as the next start finds it. Of what was not synced, the first ``reached`` bytes got there anyway."""
        disk = MemoryDisk()
        for path, file in (self.files if names_reached else self._durable_names).items():
            kept, content = file.durable, bytes(file.content)
            begins = _first_difference(kept, content)
            if begins < len(content):
                kept = content[: begins + reached] + kept[begins + reached :]
            disk.files[path] = File(file.inode, bytearray(kept), kept)
        disk._inodes = self._inodes
        disk._durable_names = dict(disk.files)
        return disk

    def _put(self, handle: int, data: bytes) -> None:
        content = self._handles[handle].content
        offset = self._offsets.get(handle, len(content))
        content[offset : offset + len(data)] = data
        if handle in self._offsets:
            self._offsets[handle] += len(data)

    def _step(self, operation: str) -> None:
        self._may_fail(operation)
        self.steps += 1
        if self.cut_at is not None and self.steps >= self.cut_at:
            raise PowerCut

    def _may_fail(self, operation: str) -> None:
        if operation in self.failing:
            raise OSError(errno.EIO, "Input/output error")


def _first_difference(kept: bytes, content: bytes) -> int:
    if content.startswith(kept) or kept.startswith(content):  # nearly always, and without a look at each byte
        return min(len(kept), len(content))
    pairs = zip(kept, content, strict=False)
    return next((place for place, (old, new) in enumerate(pairs) if old != new), min(len(kept), len(content)))
