"""The ledger (台账): one TinyDB file, its journal, and everything that is asked of them."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

from msgspec import structs

from domain.letter import Fate
from store.books import Books
from store.bulk import Batch
from store.engine import ChainEnd, Engine, Term
from store.errors import NotSaved
from store.journal.disk import Disk
from store.journal.files import FileEngine
from store.mail_upkeep import prune
from store.reading import Reading
from store.timing import TimedEngine
from store.tinydb import BooksStorage, JournalledDB
from store.transaction import Transaction
from store.values import Commit, Dialogue, Waiting

if TYPE_CHECKING:
    from tinydb import TinyDB

__all__ = ["Commit", "Dialogue", "Ledger", "Transaction", "Waiting"]


class Ledger(Reading):
    """An open ledger. One process at a time; all calls from one thread, but for ``enclose``."""

    def __init__(self, path: Path, engine: Engine, books: Books, clock: Callable[[], datetime] | None) -> None:
        super().__init__(books)
        self.path = path
        self.spool = engine.spool
        self._engine = engine
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
        engine: Engine | None = None,
    ) -> "Ledger":
        """Open the ledger, or begin one; raises a ``StoreError`` that says what is wrong.

        ``at`` is now. ``clock`` dates changes made through ``db`` outside a transaction; without it they bear the
        newest instant that the ledger was told of. Without an ``engine`` it is the one of files.
        """
        chosen = engine or FileEngine(path, disk)
        books = Books(chosen.load(at), chosen, at=at, admins=admins)
        chosen.serve(books, at)
        return cls(path.resolve(), chosen, books, clock)

    @classmethod
    def take_up(
        cls, path: Path, engine: Engine, books: Books, *, at: datetime, clock: Callable[[], datetime] | None = None
    ) -> "Ledger":
        """The ledger of books that followed another process's, once they are up to date and the engine may write."""
        books.take_up(engine, at)
        engine.serve(books, at)
        return cls(path.resolve(), engine, books, clock)

    @property
    def sequence(self) -> int:
        """How many ledger lines the journal has."""
        return self._engine.sequence

    def head(self) -> str:
        """The hash of the newest ledger line: who keeps it can tell later that nothing before it was rewritten."""
        return self._engine.head

    def head_before(self, first: date) -> ChainEnd:
        """The same as of the end of the month before that of ``first``."""
        return self._engine.head_before(f"{first:%Y-%m}")

    def transaction(self, *, at: datetime, by: str, did: str, comes_again: bool = False) -> Transaction:
        """One event: everything in the ``with`` block becomes durable together, or none of it.

        That is so at its end, or shortly after (``durable``) once a bureau is served. No ``await`` inside. Raises
        ``NotSaved`` when the disk refuses, ``TransactionOpen`` inside another one.

        ``comes_again``: it serves an update, which comes again if all of this is lost. If it then only answers, it is
        staged (``stage_sent``), and the answer may go at once.
        """
        return Transaction(self._books, at, by, did, comes_again=comes_again)

    def time_saving(
        self, tick: Callable[[], float], on_append: Callable[[float], None], on_durable: Callable[[float], None]
    ) -> None:
        """Have these told of the seconds that each append took, and each wait for what is durable."""
        self._engine = cast("Engine", TimedEngine(self._engine, tick, on_append, on_durable))
        self._books.engine = self._engine

    @property
    def is_doubtful(self) -> bool:
        """Whether a write failed so that nobody knows what became of it; nothing is saved until it is read again."""
        return self._engine.is_doubtful

    @property
    def is_silent(self) -> bool:
        """Whether nothing is accepted because disk or database does not answer."""
        return self._engine.is_silent

    def begin_serving(self) -> None:
        """From here on a transaction may become durable after its end: whoever speaks of it waits for ``durable``."""
        self._engine.begin_serving()

    @property
    def is_ours(self) -> bool:
        """Whether this process may speak for the bureau now."""
        return self._engine.is_ours

    @property
    def term(self) -> Term | None:
        """This process's claim on a ledger that several processes could have."""
        return self._engine.term

    async def durable(self, *, at_leisure: bool = False) -> None:
        """Wait until every transaction so far is durable; raises ``NotSaved`` where that takes too long.

        Before anything is acknowledged outside (a message, an answer, an update confirmed) it has to return.
        ``at_leisure``: where nobody waits for what follows.
        """
        await self._engine.durable(at_leisure=at_leisure)

    async def lost(self) -> None:
        """Return once another process has taken the ledger over: what was not durable is then gone from here."""
        await self._engine.lost()

    def enclose(self, batch: Batch) -> Batch:
        """A large batch is written now, so that its transaction has only to name it; in any thread.

        Raises ``NotSaved``. Of several batches the newest is prepared so; the others are entered as if none were.
        """
        enclosed = self._engine.enclose(batch.documents)
        return batch if enclosed is None else structs.replace(batch, enclosed=enclosed)

    def stage_sent(self, letter: int, message_id: int, at: datetime) -> None:
        """Record that a letter was sent: seen at once, durable with the next transaction or ``flush``."""
        self._books.stage_for(
            letter, lambda: Transaction(self._books, at).settle(letter, Fate.SENT, message_id=message_id, at=at)
        )

    def stage_received(self, update_id: int, chat_id: int, raw: bytes, at: datetime) -> None:
        """Put an update into the inbox, unless its id is known: seen at once, durable as by ``stage_sent``.

        It may be confirmed to Telegram only then.
        """
        self._books.stage(lambda: Transaction(self._books, at).receive(update_id, chat_id, raw, at))

    def has_staged(self, chat_id: int) -> bool:
        """Whether something sent to that chat is not durable yet."""
        return chat_id in self._books.staged_chats

    def require_in_place(self) -> None:
        """Raise ``Displaced`` if what is written now would not be found again; to be asked about once a second.

        Until it is asked again and all is well, nothing is acknowledged (``NotSaved``).
        """
        self._engine.require_in_place()

    @property
    def is_file_in_place(self) -> bool:
        """Whether the TinyDB file may be written although the journal can't: nobody else's is in its place."""
        return self._engine.is_file_in_place

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
        return self._engine.edits

    @property
    def needs_checkpoint(self) -> bool:
        """Whether the TinyDB file lags behind the journal, or somebody else has written it."""
        return self._engine.needs_snapshot

    def checkpoint(self) -> None:
        """Write the TinyDB file again, now. Raises ``NotSaved``; the file is then as before."""
        self._write_staged_first()
        self._engine.snapshot()

    async def checkpoint_in_slices(self) -> None:
        """The same from a thread, in slices too short to hold anybody up."""
        self._write_staged_first()
        await self._engine.snapshot_in_slices()

    def _write_staged_first(self) -> None:
        """A file that a staged letter names is in a database only with its line: no other machine could send it."""
        with suppress(NotSaved):  # then what is written may say more than the journal
            self._books.flush(self._books.latest)

    def close(self) -> None:
        """A clean stop: what is staged becomes durable, the TinyDB file up to date, the lock free.

        Raises ``NotSaved`` where that could not be done; ``DiskSilent`` after a few seconds in which it was waited for.
        """
        if not self._is_open:
            return
        self._is_open = False
        try:
            self._engine.await_disk()
            self._books.end()
        finally:
            self._end()

    def _end(self) -> None:
        try:
            self._engine.close()
        finally:
            self.abandon()

    def abandon(self) -> None:
        """Let go of files and lock as a killed process would: nothing more is written, what was committed is there."""
        self._is_open = False
        self._engine.abandon()
