"""An engine that keeps everything in memory: nothing is durable, and everything else is as with files."""

from datetime import datetime
from pathlib import Path

from store.engine import ChainEnd, Enclosure, Entry, HeldAlone, Keeping, NeverEdited
from store.journal.lines import ChainState, lines_of
from store.rows import Rows, Tables


class MemoryEngine(HeldAlone, NeverEdited):
    """Implements ``store.engine.Engine``. Opened again, it tells what was appended, as after a kill."""

    def __init__(self, spool: Path) -> None:
        self.spool = spool
        self._entries: list[Entry] = []
        self._place = ChainState()

    def load(self, at: datetime) -> Tables:  # noqa: ARG002 - the protocol's
        """The tables as of the newest transaction."""
        rows = Rows()
        for entry in self._entries:
            rows.apply(entry.mail)
            rows.apply(entry.ledger)
        return rows.tables

    def serve(self, books: Keeping, at: datetime) -> None:
        """There is nothing to be taken over."""

    @property
    def sequence(self) -> int:
        """How many transactions changed the ledger."""
        return self._place.sequence

    @property
    def head(self) -> str:
        """The hash of the newest of them."""
        return self._place.head

    def head_before(self, month: str) -> ChainEnd:
        """Where the chain stood before that month began."""
        place = ChainState()
        for entry in self._entries:
            if entry.at.isoformat()[:7] >= month:
                break
            _, place = lines_of(entry, place, entry.at.isoformat())
        return ChainEnd(place.sequence, place.head)

    @property
    def is_doubtful(self) -> bool:
        """Memory never fails halfway."""
        return False

    def append(self, entry: Entry) -> None:
        """Keep one transaction."""
        _, self._place = lines_of(entry, self._place, entry.at.isoformat())
        self._entries.append(entry)

    def enclose(self, documents: dict[int, bytes]) -> Enclosure | None:  # noqa: ARG002 - the protocol's
        """Nothing is too long for a transaction."""
        return None

    def take(self, enclosure: Enclosure | None) -> Enclosure | None:  # noqa: ARG002
        """There is none."""
        return None

    def drop(self, enclosure: Enclosure) -> None:
        """There is none."""

    @property
    def needs_snapshot(self) -> bool:
        """What is in memory needs none."""
        return False

    def snapshot(self) -> None:
        """There is nothing to write."""

    async def snapshot_in_slices(self) -> None:
        """There is nothing to write."""

    def close(self) -> None:
        """Everything is as it was."""

    def abandon(self) -> None:
        """Everything is as it was."""
