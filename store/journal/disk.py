"""The few things the store asks of a disk, behind a seam: tests put one there that fills up, fails or loses power."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from msgspec import Struct

#: The ledger is the bureau's: its owner writes it, its group may read it (a backup's user, an inspector), nobody else.
FILE_MODE, FOLDER_MODE = 0o640, 0o750

#: Device and inode: the file itself, whatever it is called.
Identity = tuple[int, int]


class Stamp(Struct, frozen=True):
    """What tells one version of a file from another without reading it."""

    inode: int
    size: int
    modified_ns: int


class Disk(Protocol):
    """A disk. Every method raises ``OSError`` when it can't do what it says."""

    def read(self, path: Path) -> bytes: ...
    def stamp(self, path: Path) -> Stamp | None: ...
    def identity(self, path: Path) -> Identity | None: ...
    def identity_of(self, handle: int) -> Identity: ...
    def names(self, folder: Path) -> list[str]: ...
    def make_folder(self, folder: Path) -> None: ...
    def append_to(self, path: Path) -> int: ...
    def write(self, handle: int, data: bytes) -> int: ...
    def open_in_place(self, path: Path, *, is_new: bool) -> int: ...
    def seek(self, handle: int, offset: int) -> None: ...
    def sync(self, handle: int) -> None: ...
    def truncate(self, handle: int, length: int) -> None: ...
    def close(self, handle: int) -> None: ...
    def replace(self, old: Path, new: Path) -> None: ...
    def remove(self, path: Path) -> None: ...
    def sync_folder(self, folder: Path) -> None: ...


_sync = getattr(os, "fdatasync", os.fsync)


class RealDisk:
    """The machine's own."""

    def read(self, path: Path) -> bytes:
        return path.read_bytes()

    def stamp(self, path: Path) -> Stamp | None:
        """The file's stamp, or ``None`` where there is no such file."""
        try:
            found = path.stat()
        except FileNotFoundError:
            return None
        return Stamp(found.st_ino, found.st_size, found.st_mtime_ns)

    def identity(self, path: Path) -> Identity | None:
        """Which file has that name; ``None`` where none has."""
        return identity_at(path)

    def identity_of(self, handle: int) -> Identity:
        """Which file the handle belongs to."""
        found = os.fstat(handle)
        return found.st_dev, found.st_ino

    def names(self, folder: Path) -> list[str]:
        """What the folder holds, sorted; nothing where there is no such folder."""
        try:
            return sorted(entry.name for entry in folder.iterdir())
        except FileNotFoundError:
            return []

    def make_folder(self, folder: Path) -> None:
        make_folder(folder)

    def append_to(self, path: Path) -> int:
        """A handle whose writes go to the end of the file, which is made if it is missing."""
        flags = os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0)
        try:
            return _create(path, flags)
        except FileExistsError:
            return os.open(path, flags)

    def write(self, handle: int, data: bytes) -> int:
        return os.write(handle, data)

    def open_in_place(self, path: Path, *, is_new: bool) -> int:
        """A handle that writes from the beginning, or from where ``seek`` puts it. A new file must not be there yet."""
        flags = os.O_WRONLY | getattr(os, "O_BINARY", 0)
        return _create(path, flags) if is_new else os.open(path, flags)

    def seek(self, handle: int, offset: int) -> None:
        os.lseek(handle, offset, os.SEEK_SET)

    def sync(self, handle: int) -> None:
        _sync(handle)

    def truncate(self, handle: int, length: int) -> None:
        os.ftruncate(handle, length)

    def close(self, handle: int) -> None:
        os.close(handle)

    def replace(self, old: Path, new: Path) -> None:
        old.replace(new)

    def remove(self, path: Path) -> None:
        path.unlink(missing_ok=True)

    def sync_folder(self, folder: Path) -> None:
        """Make names in the folder durable; systems that can't open a folder keep them without being asked."""
        if not hasattr(os, "O_DIRECTORY"):
            return
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def identity_at(path: Path) -> Identity | None:
    """Which file has that name; ``None`` where none has, or where nobody may look."""
    try:
        found = os.stat(path)  # noqa: PTH116 - in every commit, and a third quicker than Path.stat
    except OSError:
        return None
    return found.st_dev, found.st_ino


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it that are missing; one that is there keeps its mode."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    with suppress(FileExistsError):
        folder.mkdir()
        restrict(folder)


def restrict(path: Path) -> None:
    """Give a file or folder that we made its mode, whatever the umask; some file systems have none to give."""
    with suppress(OSError):
        path.chmod(FOLDER_MODE if path.is_dir() else FILE_MODE)


def _create(path: Path, flags: int) -> int:
    handle = os.open(path, flags | os.O_CREAT | os.O_EXCL, FILE_MODE)
    with suppress(OSError, AttributeError):  # a file system, or a whole system, without modes
        os.fchmod(handle, FILE_MODE)
    return handle


#: A large file is synced every so many bytes: a disk that is handed 64 MB at once keeps a commit waiting for 30 ms, one
#: that is handed 4 MB for up to 50.
SYNC_EVERY = 1024 * 1024


def write_whole(
    disk: Disk, path: Path, slices: Iterable[bytes], *, is_wanted: Callable[[], bool] = lambda: True
) -> Stamp | None:
    """Put a new version of a file in place: readers see the old one or the new one, after a power cut as well.

    ``is_wanted`` is asked last of all. Returns the stamp of the file that was put in place, None where it was not; it
    is taken before, since somebody may write the file the moment it has its name. Raises ``OSError``; a file that was
    not whole by then is gone, since others may need the room.
    """
    draft = path.with_name(path.name + ".new")
    disk.remove(draft)
    try:
        _write_draft(disk, draft, slices)
        if not is_wanted():
            disk.remove(draft)
            return None
        stamp = disk.stamp(draft)
        disk.replace(draft, path)
    except OSError:
        with suppress(OSError):
            disk.remove(draft)
        raise
    disk.sync_folder(path.parent)
    return stamp


def _write_draft(disk: Disk, draft: Path, slices: Iterable[bytes]) -> None:
    handle = disk.append_to(draft)
    unsynced = 0
    try:
        for piece in slices:
            write_fully(disk, handle, piece)
            unsynced += len(piece)
            if unsynced >= SYNC_EVERY:
                disk.sync(handle)
                unsynced = 0
        disk.sync(handle)
    finally:
        disk.close(handle)


def sliced(data: bytes) -> Iterator[bytes]:
    """The same, for ``write_whole`` to sync between."""
    return (data[start : start + SYNC_EVERY] for start in range(0, len(data), SYNC_EVERY))


def write_fully(disk: Disk, handle: int, data: bytes) -> None:
    """Write all of it; a short write means a full disk, even where the system does not say so."""
    if data and disk.write(handle, data) != len(data):
        raise OSError("short write")


def set_aside(disk: Disk, path: Path) -> str:
    """Move a file out of the way, under a new name in its folder; returns that name. Raises ``OSError``."""
    taken = set(disk.names(path.parent))
    names = (f"{path.name}.outside{f'-{count}' if count else ''}" for count in range(len(taken) + 1))
    name = next(name for name in names if name not in taken)
    disk.replace(path, path.with_name(name))
    return name
