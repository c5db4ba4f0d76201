"""The ledger as another process sees it, to be read and never written: the board's."""

from datetime import datetime
from pathlib import Path

from store.engine import Enclosure, Entry
from store.errors import NotSaved, StoreError
from store.journal.following import Follower
from store.ledger import Reading
from store.transaction import Books


class LedgerReader(Reading):
    """Reads the ledger at ``path``, as of the newest ``refresh``. ``revision`` moves with every change of it."""

    def __init__(self, path: Path, *, at: datetime, admins: frozenset[int] = frozenset()) -> None:
        self.path = path
        self.revision = 0
        self._admins = admins
        self._follower = Follower(path)
        self._is_lost = False
        super().__init__(self._read(at))

    def refresh(self, at: datetime) -> bool:
        """Take over what the other process has done meanwhile; whether that is anything.

        Raises ``StoreError`` or ``OSError``, and then says what it said before; the next call reads everything again.
        """
        try:
            if self._is_lost:
                self._books, is_changed = self._read(at), True
            else:
                is_changed = self._follower.follow(self._books.rows)
        except (StoreError, OSError):
            self._is_lost = True
            raise
        self._is_lost = False
        self.revision += is_changed
        return is_changed

    def _read(self, at: datetime) -> Books:
        return Books(self._follower.tables(at), NeverWritten(self.path), at=at, admins=self._admins)


class NeverWritten:
    """Implements ``store.engine.Appending`` for books that no transaction may change."""

    is_doubtful = False

    def __init__(self, path: Path) -> None:
        self._path = path

    def append(self, entry: Entry) -> None:
        """Refuse: another process owns the ledger."""
        raise NotSaved(self._path, f"it is only read here ({entry.did})")

    def take(self, enclosure: Enclosure | None) -> Enclosure | None:  # noqa: ARG002 - the protocol's
        """There is none."""
        return None

    def drop(self, enclosure: Enclosure) -> None:
        """There is none."""
