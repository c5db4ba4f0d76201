"""The journal (流水账), all that is written when something happens: one transaction, one write, one ``fdatasync``.

The ``fdatasync`` mostly takes a fifth of a millisecond, but fifty beside a large write, and on some disks always ten.
While a bureau is served nobody else is to wait for those: a thread does, for all that was written by then.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from msgspec import Struct

from store.engine import Entry
from store.errors import JournalDamaged, NotSaved
from store.journal.disk import Disk, Identity, write_fully
from store.journal.lines import GENESIS, Chain, ChainState, Header, Misfit, header, lines_of, unseal
from store.journal.syncing import SyncThread
from store.waiting import WITHIN

_LOG = logging.getLogger(__name__)
#: The file grows by so many bytes: some seventy commands.
_ROOM = bytes(64 * 1024)
#: After a sync that took more seconds the next one is left to the thread. Below, its turns would take as long as it.
QUICK = 0.002
#: So many seconds a stop waits for a disk that does not answer.
ENDS_WITHIN = 5.0
#: No first line of a month is longer.
_LONGEST_HEADER = 4096


class Elsewhere(OSError):
    """What would be written is in a file that nobody will find again."""


class MonthFile:
    """``length`` bytes of text; behind them is nothing, or zeros. With ``length`` 0 the file is a new one.

    Every method but ``close`` may raise ``OSError``; then the file has to be opened again.
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
        """Write behind the text; durable once ``sync`` has returned."""
        write_fully(self._disk, self._handle, payload)
        self._length += len(payload)
        if self._length > self._reserved:
            self._reserve(self._length)

    def sync(self) -> None:
        """Make it durable, in a file that has still its name."""
        self._disk.sync(self._handle)
        self.require_in_place()

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


class Position(Struct, frozen=True):
    """A point in the journal: everything before it is in the checkpoint that names it."""

    month: str = ""
    offset: int = 0
    place: ChainState = ChainState()


def folder_of(path: Path) -> Path:
    """The journal's folder, next to the ledger file."""
    return path.with_name(path.name + ".journal")


def left_behind(path: Path) -> Path | None:
    """The journal of a ledger that was moved from here into a database, as it was then: of the newest move."""
    folder, count = folder_of(path), 1
    while aside_of(folder, count).exists():
        count += 1
    return aside_of(folder, count - 1) if count > 1 else None


def aside_of(folder: Path, count: int) -> Path:
    """What a journal's folder is called once its ledger has left for the ``count``-th time."""
    return folder.with_name(f"{folder.name}.moved-{count}")


def months(disk: Disk, folder: Path) -> list[str]:
    """The months that have a file, oldest first."""
    return [name.removesuffix(".jsonl") for name in disk.names(folder) if name.endswith(".jsonl")]


def file_of(folder: Path, month: str) -> Path:
    """The file of a month such as ``2026-11``."""
    return folder / f"{month}.jsonl"


class Journal:
    """Appends to the newest month's file. All calls from one thread; its own only syncs what was written."""

    def __init__(self, disk: Disk, folder: Path, position: Position) -> None:
        self._disk = disk
        self.folder = folder
        self.position = position
        self._file: MonthFile | None = None
        self._is_doubtful = False  # the disk failed: what is in the file has to be seen before it is written again
        self._doubted = b""  # what may have been written then
        self._wrote: Identity | None = None  # the file that it was written to
        self.cause = ""  # why a sync failed in the thread
        self.barred = ""  # why nothing may be written: another process may have the ledger
        self._changing = threading.Lock()  # of what follows, and of ``position`` with it
        self._durable = position  # nobody outside may hear of what is behind it
        self._unsynced: list[_Unsynced] = []  # what is behind it, in order
        self._syncs: SyncThread | None = None
        self._ends_at: float | None = None  # until when a stop waits for the disk
        self._is_disk_slow = False  # by the newest sync
        self._large_writes = 0  # that are under way beside
        self._tell: Callable[[], None] = _nobody

    @property
    def is_doubtful(self) -> bool:
        """Whether the disk failed so that nobody knows what the file holds."""
        return self._is_doubtful

    @property
    def is_silent(self) -> bool:
        """Whether what was written before waits for too long, so that nothing more is accepted."""
        unsynced = self._unsynced  # the thread puts another list in its place
        return bool(unsynced) and not self._is_doubtful and time.monotonic() - unsynced[0].since > WITHIN

    def sync_in_thread(self, tell: Callable[[], None]) -> None:
        """From here on ``append`` may return before a transaction is durable.

        ``tell`` is called, in any thread, whenever some are, or have failed to be.
        """
        self._tell = tell
        self._syncs = SyncThread(self._sync)

    def has_saved(self, position: Position) -> bool:
        """Whether everything up to there is durable."""
        durable = self._durable
        return (position.month, position.offset) <= (durable.month, durable.offset)

    @contextmanager
    def beside_a_large_write(self) -> Iterator[None]:
        """Meanwhile a sync may take long; in any thread."""
        with self._changing:
            self._large_writes += 1
        try:
            yield
        finally:
            with self._changing:
                self._large_writes -= 1

    def head_before(self, month: str) -> ChainState:
        """Where the chain stood before that month; raises ``JournalDamaged`` where the month's first line is odd."""
        if self.position.month < month:
            return self.position.place
        later = next(name for name in months(self._disk, self.folder) if name >= month)
        path = file_of(self.folder, later)
        with path.open("rb") as file:
            line = file.readline(_LONGEST_HEADER)
        try:
            link, _ = unseal(memoryview(line))
        except Misfit as misfit:
            raise JournalDamaged(path, 1, misfit.why) from misfit
        if not isinstance(link, Header):
            raise JournalDamaged(path, 1, "it does not begin with its month")
        return ChainState(link.seq, link.head)

    def append(self, entry: Entry) -> None:
        """Write one transaction and make it durable; raises ``NotSaved``, and then nothing of it is in the file.

        A clock that steps back never reopens an older month.
        """
        written_at = entry.at.isoformat()
        month = max(written_at[:7], self.position.month)
        payload, place = self._record(entry, written_at, month)
        if self.barred or self.is_silent:
            raise NotSaved(self.folder, self.barred or "the disk does not answer")
        try:
            if self._is_doubtful:
                self._recover()
            self._doubted = payload
            is_durable = self._write(month, payload)
        except (OSError, JournalDamaged) as error:
            self._drain()  # what was written before becomes durable: a full disk has no room to write it again
            self._is_doubtful = True
            with suppress(OSError, JournalDamaged):
                self._recover()
            raise NotSaved(file_of(self.folder, month), str(error)) from error
        offset = self.position.offset if month == self.position.month else 0
        self._appended(payload, Position(month, offset + len(payload), place), is_durable=is_durable)

    def settle(self) -> None:
        """Make everything durable, now; raises ``NotSaved`` where the disk refuses."""
        self._drain()
        if not self._unsynced:
            return
        try:
            if self._is_doubtful:
                self._recover()
            elif self._file is not None:
                self._file.sync()
                self._synced(self.position)
        except (OSError, JournalDamaged) as error:
            self._is_doubtful = True
            raise NotSaved(file_of(self.folder, self.position.month), str(error)) from error

    def renew(self) -> None:
        """Make sure that the next record can be found again; raises ``OSError`` or ``JournalDamaged`` where it can't.

        A file that has taken the newest one's place is taken up if it holds the same: a folder may be moved by copying.
        """
        try:
            self._require_in_place()
        except OSError:
            self._is_doubtful = True
        if self._is_doubtful:
            self._recover()

    def _require_in_place(self) -> None:
        if self._file is not None:
            self._file.require_in_place()
        elif self.position.month and self._disk.identity(file_of(self.folder, self.position.month)) is None:
            raise Elsewhere(f"{file_of(self.folder, self.position.month)} was moved or deleted")

    def end(self) -> None:
        """Let the file go, with nothing behind its text; raises ``OSError`` or ``JournalDamaged``."""
        self._drain()
        try:
            if self._is_doubtful:
                self._recover()
            if self._file is not None:
                self._file.cut()
        finally:
            self.close()

    def close(self) -> None:
        """Let the file go, as it is."""
        self._drain()
        file, self._file = self._file, None
        if file is not None:
            file.close()

    def answers(self) -> bool:
        """Whether no sync is under way any more. It is for a stop, which waits for ``ENDS_WITHIN`` seconds in all."""
        if self._ends_at is None:
            self._ends_at = time.monotonic() + ENDS_WITHIN
        return self._syncs is None or self._syncs.drain(max(self._ends_at - time.monotonic(), 0.0))

    def abandon(self) -> None:
        """Let file and thread go; raises ``OSError``. Where the disk does not answer the thread closes the file."""
        syncs = self._syncs
        if syncs is not None and not self.answers():
            self._syncs = None
            syncs.end_later(self._close_quietly)
            return
        try:
            self.close()
        finally:
            self._syncs = None
            if syncs is not None:
                syncs.end()

    def _close_quietly(self) -> None:
        with suppress(OSError):
            self.close()

    def _record(self, entry: Entry, at: str, month: str) -> tuple[bytes, ChainState]:
        place = self.position.place
        payload, behind = lines_of(entry, place, at)
        if month != self.position.month:
            payload = header(month, place.sequence, place.head, place.mail or GENESIS)[0] + payload
        return payload, behind

    def _write(self, month: str, payload: bytes) -> bool:
        """Put it behind the text; whether it is durable by now."""
        begins = month != self.position.month
        if begins:
            self._require_in_place()
            self.end()
        if self._file is None:
            self._open(month, 0 if begins else self.position.offset)
        assert self._file is not None
        self._file.append(payload)
        if not begins and self._leaves_syncs_to_thread:
            self._file.require_in_place()
            return False
        self._timed_sync(self._file)
        if begins:
            self._disk.sync_folder(self.folder)
        return True

    @property
    def _leaves_syncs_to_thread(self) -> bool:
        return self._syncs is not None and bool(self._unsynced or self._is_disk_slow or self._large_writes)

    def _timed_sync(self, file: MonthFile) -> None:
        began = time.monotonic()
        try:
            file.sync()
        finally:
            self._is_disk_slow = time.monotonic() - began > QUICK

    def _appended(self, payload: bytes, position: Position, *, is_durable: bool) -> None:
        with self._changing:
            self.position = position
            if is_durable:
                self._durable = position
            else:
                self._unsynced.append(_Unsynced(payload, position, time.monotonic()))
        if self._syncs is not None and not is_durable:
            self._syncs.ask()

    def _sync(self) -> None:
        """Make durable what was written by now; in the thread. After a failure the file has to be seen first."""
        with self._changing:
            file, position = self._file, self.position
        if file is None or self._is_doubtful or self.has_saved(position):
            return
        try:
            self._timed_sync(file)
        except OSError as error:
            _LOG.warning("a transaction is not durable yet: %s", error)
            self.cause, self._is_doubtful = str(error), True
        else:
            self._synced(position)
        self._tell()

    def _synced(self, position: Position) -> None:
        with self._changing:
            self._durable = position
            self._unsynced = [each for each in self._unsynced if each.behind.offset > position.offset]

    def _drain(self) -> None:
        if self._syncs is not None:
            self._syncs.drain()

    def _open(self, month: str, length: int) -> None:
        self._file = MonthFile(self._disk, file_of(self.folder, month), length)
        self._wrote = self._file.identity

    def _recover(self) -> None:
        """After a failure: cut the file behind what is durable, look at it, and write again what memory has besides.

        What the kernel says after a failed sync is worth nothing, so the file is read again; it must end exactly where
        memory's durable part does. What others wrote meanwhile is never taken away.
        """
        with suppress(OSError):
            self.close()
        month, offset = self._durable.month, self._durable.offset
        for later in months(self._disk, self.folder):
            if later > month:
                path = file_of(self.folder, later)
                self._require_ours(path, self._disk.read(path))
                self._disk.remove(path)
        if month:
            path = file_of(self.folder, month)
            data = self._disk.read(path)
            self._require_ours(path, data[offset:])
            self._look_again(path, data[:offset])
            self._open(month, offset)
            assert self._file is not None
            self._file.cut()
            self._look_again(path, self._disk.read(path))
            self._write_again(self._file)
        self._disk.sync_folder(self.folder)
        self._is_doubtful = False

    def _write_again(self, file: MonthFile) -> None:
        """What is not durable yet, as it was."""
        if self._unsynced:
            file.append(b"".join(each.payload for each in self._unsynced))
            file.sync()
            self._synced(self.position)
            self._tell()

    def _require_ours(self, path: Path, rest: bytes) -> None:
        """Only what this process may have written itself is cut off."""
        ours = b"".join([*(each.payload for each in self._unsynced), self._doubted])
        if self._disk.identity(path) != self._wrote and not ours.startswith(rest.rstrip(b"\0")):
            raise Elsewhere(f"{path} was written by another process")

    def _look_again(self, path: Path, data: bytes) -> None:
        chain = Chain(None)
        try:
            for _ in chain.read(data, is_last=True):
                pass
        except Misfit as misfit:
            raise JournalDamaged(path, chain.line, misfit.why) from misfit
        if chain.place != self._durable.place or chain.whole != self._durable.offset:
            raise JournalDamaged(path, chain.line, "what was saved before is no longer in it")


class _Unsynced(Struct, frozen=True):
    """A transaction that was written and is not durable yet."""

    payload: bytes
    behind: Position
    since: float


def _nobody() -> None:
    """Told where nobody waits."""
