"""The seam between the books and what makes them durable: an engine appends transactions and can tell them again.

``store/journal`` is the engine of files; ``store/journal/memory.py`` keeps everything in memory. An engine chains its
transactions by hash, so that two engines that were told the same have the same ``head``.
"""

import asyncio
from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from domain.coercion import Discrepancy
from store.rows import Changes, Rows, Tables


class Enclosure(Struct, frozen=True):
    """Documents that the engine keeps already, under ``file``: a transaction has only to name them."""

    file: str
    sha256: str


class ChainEnd(Struct, frozen=True):
    """How many transactions changed the ledger up to an instant, and the hash of the newest of them."""

    sequence: int
    head: str


class Term(Struct, frozen=True):
    """A claim on a ledger that several processes could have: which it is, and until when unless it is renewed."""

    epoch: int
    seconds_left: float


class Entry(Struct, frozen=True):
    """What one transaction has to say."""

    at: datetime
    by: str
    did: str
    ledger: Changes
    mail: Changes
    kept_elsewhere: dict[str, Enclosure] = {}  # what is kept elsewhere


class Keeping(Protocol):
    """What an engine does to the books: it takes over what somebody else made of the ledger."""

    rows: Rows
    latest: datetime

    def change(self, *, at: datetime, by: str, did: str) -> AbstractContextManager[None]:
        """One transaction."""

    def note(self, discrepancies: Iterable[Discrepancy]) -> None:
        """Keep for the office what it has to hear of."""


class Appending(Protocol):
    """What a transaction needs."""

    @property
    def is_doubtful(self) -> bool:
        """Whether a write failed so that nobody knows what became of it."""

    @property
    def is_displaced(self) -> bool:
        """Whether the ledger may be another process's by now, or lie elsewhere: nobody is to be told of this one."""

    def append(self, entry: Entry) -> None:
        """Make one transaction durable, all of it or nothing; raises ``NotSaved``."""

    def take(self, enclosure: Enclosure | None) -> Enclosure | None:
        """The enclosure, if it still waits to be named by a transaction."""

    def drop(self, enclosure: Enclosure) -> None:
        """No transaction will name it."""


class Engine(Appending, Protocol):
    """What the ledger needs. All calls from the ledger's thread, but for ``enclose``.

    An engine may take longer than ``append`` to make a transaction durable, once ``begin_serving`` was called. Until
    ``durable`` has returned nobody outside may hear of it.
    """

    spool: Path  # folder of files that wait to be sent

    def begin_serving(self) -> None:
        """From here on ``append`` need not wait; called in the event loop that will ask ``durable``."""

    @property
    def is_ours(self) -> bool:
        """Whether this process may speak for the bureau: no other one can have the ledger now."""

    @property
    def term(self) -> Term | None:
        """This process's claim; ``None`` where no other process can have the ledger, as with files."""

    async def durable(self, *, at_leisure: bool = False) -> None:
        """Wait until all that was appended so far is durable, in a ledger that is ours; raises ``NotSaved``.

        ``at_leisure``: some milliseconds do not matter, in which more may come along.
        """

    @property
    def is_silent(self) -> bool:
        """Whether what was appended waits for too long, so that nothing more is accepted."""

    async def lost(self) -> None:
        """Return once another process has taken the ledger over, for good."""

    @property
    def sequence(self) -> int:
        """How many transactions changed the ledger so far."""

    @property
    def head(self) -> str:
        """The hash of the newest of them, which covers all before it."""

    def head_before(self, month: str) -> ChainEnd:
        """Where the chain stood before the first transaction of that month, such as ``2026-11``, or a later one."""

    def load(self, at: datetime) -> Tables:
        """The tables as of the newest transaction: the newest snapshot, and what was appended since."""

    def serve(self, books: Keeping, at: datetime) -> None:
        """Take up work for the books that were made of these tables; what they still need is done to them first."""

    def enclose(self, documents: dict[int, bytes]) -> Enclosure | None:
        """Keep items that are about to be entered, if they are many; in any thread. Raises ``NotSaved``."""

    @property
    def needs_snapshot(self) -> bool:
        """Whether a snapshot would say more than the one before."""

    def snapshot(self) -> None:
        """Write one now; raises ``NotSaved``, and then the one before stands."""

    async def snapshot_in_slices(self) -> None:
        """The same without holding anybody up."""

    @property
    def edits(self) -> int:
        """How often another program's version of the ledger was looked at since opening."""

    @property
    def is_file_in_place(self) -> bool:
        """Whether a snapshot may be written although transactions can't be appended."""

    def require_in_place(self) -> None:
        """Raise ``Displaced`` if what is written now would not be found again; nothing is appended until it is."""

    def await_disk(self) -> None:
        """At a stop, before the last transaction: wait a while for a disk that is silent; raises ``DiskSilent``."""

    def close(self) -> None:
        """A clean stop, after the last transaction; raises ``NotSaved`` where the last snapshot can't be written."""

    def abandon(self) -> None:
        """Let everything go as a killed process would."""


class HeldAlone:
    """Of an engine whose ledger no other process can have.

    Here a transaction is durable when ``append`` returns. An engine that may take longer says so in ``begin_serving``,
    ``durable`` and ``is_silent``.
    """

    def begin_serving(self) -> None:
        """It goes on as before."""

    @property
    def is_ours(self) -> bool:
        """It is until the end."""
        return True

    @property
    def term(self) -> None:
        """There is none."""

    async def durable(self, *, at_leisure: bool = False) -> None:
        """It is."""

    @property
    def is_silent(self) -> bool:
        """It never is."""
        return False

    def await_disk(self) -> None:
        """It never is silent."""

    async def lost(self) -> None:
        """It never is."""
        await asyncio.Event().wait()


class NeverEdited:
    """Of an engine whose tables no other program can write."""

    @property
    def edits(self) -> int:
        """There is none."""
        return 0

    @property
    def is_displaced(self) -> bool:
        """Nothing can be: who takes it over takes the lease."""
        return False

    @property
    def is_file_in_place(self) -> bool:
        """A file is a copy, if there is one."""
        return True

    def require_in_place(self) -> None:
        """Nothing can be displaced."""
