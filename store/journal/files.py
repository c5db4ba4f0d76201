"""The engine of files: a journal of month files, enclosures next to it, and the TinyDB file as its snapshot."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from store.engine import ChainEnd, Enclosure, Entry, HeldAlone, Keeping
from store.errors import DiskSilent, JournalDamaged, LedgerUnreadable, NotSaved
from store.journal.disk import Disk, RealDisk, make_folder
from store.journal.enclosures import LONG, EnclosureFiles, Enclosures
from store.journal.lines import written_of
from store.journal.lock import Hold, Watch
from store.journal.months import Position, folder_of
from store.journal.opening import Opening
from store.journal.saving import LOOKS, Saving
from store.rows import Tables
from store.waiting import Waiting

__all__ = ["FileEngine", "folder_of", "spool_of", "written_of"]
_HINT = "see to the folder's rights and the free space"


class FileEngine(HeldAlone):
    """Implements ``store.engine.Engine`` for the ledger file at a path."""

    append: Callable[[Entry], None]  # the journal's

    def __init__(self, path: Path, disk: Disk | None = None) -> None:
        self._named, self._path = path.absolute(), path.resolve()
        self._disk = disk or RealDisk()
        self.spool = spool_of(self._path)
        self._waiting: Waiting[Position] | None = None
        self._opening = Opening(self._disk, self._path)
        try:
            make_folder(self._path.parent)
            self._hold = Hold(self._path, folder_of(self._path))
        except OSError as error:
            raise LedgerUnreadable(self._path, str(error), _HINT) from error

    def load(self, at: datetime) -> Tables:
        """The tables; raises a ``StoreError`` that says what is wrong, and then lets the lock go."""
        with self._releasing():
            tables = self._opening.tables(at)
            self._journal = self._opening.journal
            files = EnclosureFiles(self._disk, self._journal.folder, lambda: self._journal.position)
            files.remove_drafts()
            self._enclosures = Enclosures(files)
            self.append = self._journal.append
        return tables

    def serve(self, books: Keeping, at: datetime) -> None:
        """Bring the books up to date, and keep the TinyDB file so from here on."""
        opening = self._opening
        del self._opening  # it holds the tables of the file
        with self._releasing():
            opening.settle(books, at)
            self._hold.take_new()
            self._saving = Saving(self._disk, self._path, books, self._journal, opening.position, opening.stamp)
            self._watch = Watch(self._named, self._path, self._hold, self._journal)
            self._disk.make_folder(self.spool)
            if not opening.is_current:
                self.snapshot()

    @contextmanager
    def _releasing(self) -> Iterator[None]:
        """Release the lock if this fails."""
        try:
            yield
        except OSError as error:
            self._hold.release()
            raise LedgerUnreadable(self._path, str(error), _HINT) from error
        except BaseException:
            self._hold.release()
            raise

    def begin_serving(self) -> None:
        """``append`` may return before a transaction is durable from here on."""
        journal = self._journal
        self._waiting = Waiting(asyncio.get_running_loop(), journal.has_saved, is_refused=lambda: journal.is_doubtful)
        self._journal.sync_in_thread(self._waiting.tell)

    async def durable(self, *, at_leisure: bool = False) -> None:  # noqa: ARG002 - a sync is never long in coming
        """Wait until what was appended so far is durable.

        Raises ``NotSaved``: at once where the disk refuses, after 2 s where it does not answer.
        """
        position = self._journal.position
        if self._journal.has_saved(position):
            return
        if self._journal.is_doubtful:
            self._journal.settle()
        elif self._waiting is not None and not await self._waiting.until(position):
            is_refused = self._journal.is_doubtful
            raise NotSaved(self._path, self._journal.cause if is_refused else "the disk does not answer")

    @property
    def sequence(self) -> int:
        """How many ledger lines the journal has."""
        return self._journal.position.place.sequence

    @property
    def head(self) -> str:
        """The hash of the newest ledger line."""
        return self._journal.position.place.head

    def head_before(self, month: str) -> ChainEnd:
        """Where the chain stood before that month began; a closed month's file is not read for it."""
        place = self._journal.head_before(month)
        return ChainEnd(place.sequence, place.head)

    @property
    def is_doubtful(self) -> bool:
        """Whether the disk failed so that nobody knows what the newest file holds."""
        return self._journal.is_doubtful

    @property
    def is_silent(self) -> bool:
        """Whether the disk does not answer."""
        return self._journal.is_silent

    def enclose(self, documents: dict[int, bytes]) -> Enclosure | None:
        """Write a large batch into a file of its own; of several, only the newest is kept."""
        if self._journal.is_doubtful or sum(map(len, documents.values())) < LONG:
            return None
        with self._journal.beside_a_large_write():
            return self._enclosures.put(documents)

    def take(self, enclosure: Enclosure | None) -> Enclosure | None:
        """The enclosure, if it is the one that waits."""
        return self._enclosures.take(enclosure)

    def drop(self, enclosure: Enclosure) -> None:
        """Remove its file."""
        self._enclosures.drop(enclosure)

    @property
    def needs_snapshot(self) -> bool:
        """Whether the TinyDB file lags behind the journal, or somebody else has written it."""
        return self._journal.position != self._saving.position or self._saving.is_changed

    def snapshot(self) -> None:
        """Write the TinyDB file again, now."""
        for _ in range(LOOKS):
            snapshot = self._saving.snapshot(self._saving.look())
            self._journal.settle()
            if self._saving.write(snapshot):
                return self._watch.follow()
        raise NotSaved(self._path, "another program keeps writing the ledger file")

    async def snapshot_in_slices(self) -> None:
        """The same from a thread. A file that somebody may still be writing is left to the next time."""
        look = await asyncio.to_thread(self._saving.look) if self._saving.is_changed else None
        if not self._saving.is_half_written(look):
            snapshot = self._saving.snapshot(look)
            await self.durable()
            with self._journal.beside_a_large_write():
                await asyncio.to_thread(self._saving.write, snapshot)
            self._watch.follow()

    @property
    def edits(self) -> int:
        """How often somebody else's version of the file was looked at."""
        return self._saving.edits

    @property
    def is_displaced(self) -> bool:
        """Whether something was not in its place when last looked at."""
        return self._watch.is_alarmed

    @property
    def is_file_in_place(self) -> bool:
        """Whether nobody else's file is in the place of the TinyDB file."""
        return self._saving.is_in_place

    def require_in_place(self) -> None:
        """Raise ``Displaced`` if a folder moved, a link leads elsewhere or the lock was taken."""
        self._watch.require_in_place()

    def await_disk(self) -> None:
        """Wait for a sync that is under way; raises ``DiskSilent`` where it does not end."""
        if not self._journal.answers():
            raise DiskSilent(self._path)

    def close(self) -> None:
        """The TinyDB file gets what was acknowledged, also where the journal is out of reach."""
        self.await_disk()
        self._enclosures.close()
        if self.needs_snapshot and (self.is_file_in_place or not self._watch.is_alarmed):
            self.snapshot()
        with suppress(OSError, JournalDamaged):  # the room behind the text is harmless
            self._journal.end()

    def abandon(self) -> None:
        """Let go of files and lock."""
        self._saving.stop()
        with suppress(OSError):
            self._journal.abandon()
        self._watch.end()


def spool_of(path: Path) -> Path:
    """The folder of files that wait to be sent, next to the ledger file."""
    return path.with_name(path.name + ".spool")
