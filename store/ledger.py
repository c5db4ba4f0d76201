"""The ledger (台账): one TinyDB file, its journal, and everything that is asked of them. The door of this room."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import structs

from domain.letter import Fate
from store.books import Books
from store.bulk import Batch
from store.errors import LedgerUnreadable, NotSaved
from store.journal.disk import Disk, RealDisk, make_folder
from store.journal.enclosures import LONG
from store.journal.engine import folder_of
from store.journal.lock import Hold, Watch
from store.mail_upkeep import prune
from store.opening import Opening
from store.reading import Reading
from store.saving import LOOKS, Saving
from store.tinydb import BooksStorage, JournalledDB
from store.transaction import Transaction
from store.values import Commit, Dialogue, Waiting

if TYPE_CHECKING:
    from tinydb import TinyDB

__all__ = ["Commit", "Dialogue", "Ledger", "Transaction", "Waiting"]


class Ledger(Reading):
    """An open ledger. One process at a time; all calls from one thread, but for ``enclose``."""

    def __init__(
        self,
        path: Path,
        books: Books,
        *,
        saving: Saving,
        watch: Watch,
        clock: Callable[[], datetime] | None,
    ) -> None:
        super().__init__(books)
        self.path = path
        self.spool = spool_of(path)
        self._watch = watch
        self._saving = saving
        self._is_open = True
        self.db: TinyDB = JournalledDB(storage=lambda: BooksStorage(books, clock, self.close))

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        at: datetime,
        admins: frozenset[int] = frozenset(),
        disk: Disk | None = None,
        clock: Callable[[], datetime] | None = None,
    ) -> "Ledger":
        """Open the ledger, or begin one; raises a ``StoreError`` that says what is wrong.

        ``at`` is now. ``clock`` dates changes made through ``db`` outside a transaction; without it they bear the
        newest instant that the ledger was told of.
        """
        named, path = path.absolute(), path.resolve()
        try:
            make_folder(path.parent)
            held = Hold(path, folder_of(path))
        except OSError as error:
            raise LedgerUnreadable(path, str(error), "see to the folder's rights and the free space") from error
        try:
            chosen = disk or RealDisk()
            opening = Opening(chosen, path, at=at, admins=admins)
            books = opening.books()
            held.take_new()
            saving = Saving(chosen, path, books, opening.position, opening.stamp)
            ledger = cls(path, books, saving=saving, watch=Watch(named, path, held, books.journal), clock=clock)
            chosen.make_folder(ledger.spool)
            if not opening.is_current:
                ledger.checkpoint()
        except OSError as error:
            held.release()
            raise LedgerUnreadable(path, str(error), "see to the folder's rights and the free space") from error
        except BaseException:
            held.release()
            raise
        return ledger

    @property
    def sequence(self) -> int:
        """How many ledger lines the journal has."""
        return self._books.journal.position.place.sequence

    def head(self) -> str:
        """The hash of the newest ledger line: who keeps it can tell later that nothing before it was rewritten."""
        return self._books.journal.position.place.head

    def transaction(self, *, at: datetime, by: str, did: str) -> Transaction:
        """One event: everything in the ``with`` block becomes durable together at its end, or none of it.

        No ``await`` inside. Raises ``NotSaved`` when the disk refuses, ``TransactionOpen`` inside another one.
        """
        return Transaction(self._books, at, by, did)

    def enclose(self, batch: Batch) -> Batch:
        """A large batch is written now, so that its transaction has only to name it; in any thread.

        Raises ``NotSaved``. Of several batches the newest is prepared so; the others are entered as if none were.
        """
        books = self._books
        if books.journal.is_doubtful or sum(map(len, batch.documents.values())) < LONG:
            return batch
        return structs.replace(batch, enclosed=books.enclosures.put(batch.documents, books.journal.position))

    def stage_sent(self, letter: int, message_id: int, at: datetime) -> None:
        """Record that a letter was sent: seen at once, durable with the next transaction or ``flush``."""
        self._books.stage_for(
            letter, lambda: Transaction(self._books, at).settle(letter, Fate.SENT, message_id=message_id, at=at)
        )

    def has_staged(self, chat_id: int) -> bool:
        """Whether something sent to that chat is not durable yet."""
        return chat_id in self._books.staged_chats

    def require_in_place(self) -> None:
        """Raise ``Displaced`` if what is written now would not be found again; to be asked about once a second.

        Until it is asked again and all is well, nothing is acknowledged (``NotSaved``).
        """
        self._watch.require_in_place()

    @property
    def is_file_in_place(self) -> bool:
        """Whether the TinyDB file may be written although the journal can't: nobody else's is in its place."""
        return self._saving.is_in_place

    def flush(self, at: datetime) -> None:
        """Make what is staged durable now."""
        self._books.flush(at)

    def prune(self, at: datetime) -> None:
        """Drop correspondence that nobody will ask about again."""
        with self._books.change(at=at, by="duban", did="prune"):
            prune(self._books.rows, at)

    @property
    def edits(self) -> int:
        """How often somebody else's version of the file was looked at since opening."""
        return self._saving.edits

    @property
    def needs_checkpoint(self) -> bool:
        """Whether the TinyDB file lags behind the journal, or somebody else has written it."""
        return self._books.journal.position != self._saving.position or self._saving.is_changed

    def checkpoint(self) -> None:
        """Write the TinyDB file anew, now. Raises ``NotSaved``; the file is then as before, and the journal has all."""
        for _ in range(LOOKS):
            if self._saving.write(self._saving.snapshot(self._saving.look())):
                return self._watch.follow()
        raise NotSaved(self.path, "another program keeps writing the ledger file")

    async def checkpoint_in_slices(self) -> None:
        """Write the TinyDB file anew from a thread, in slices too short to hold anybody up.

        A file that somebody may still be writing is left to the next time.
        """
        look = await asyncio.to_thread(self._saving.look) if self._saving.is_changed else None
        if not self._saving.is_half_written(look):
            await asyncio.to_thread(self._saving.write, self._saving.snapshot(look))
            self._watch.follow()

    def close(self) -> None:
        """A clean stop: what is staged becomes durable, the TinyDB file up to date, the lock free."""
        if not self._is_open:
            return
        self._is_open = False
        try:
            self._books.enclosures.close()
            self._books.flush(self._books.latest)
        finally:
            self._end()

    def _end(self) -> None:
        """The file gets what was acknowledged, also where the journal is out of reach."""
        try:
            if self.needs_checkpoint and (self.is_file_in_place or not self._watch.is_alarmed):
                self.checkpoint()
            with suppress(OSError):  # the room is harmless
                self._books.journal.end()
        finally:
            self.abandon()

    def abandon(self) -> None:
        """Let go of files and lock as a killed process would: nothing more is written, what was committed is there."""
        self._is_open = False
        self._saving.stop()
        with suppress(OSError):
            self._books.journal.close()
        self._watch.end()


def spool_of(path: Path) -> Path:
    """The folder of files that wait to be sent, beside the ledger file."""
    return path.with_name(path.name + ".spool")
