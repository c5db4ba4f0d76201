"""The ledger as another process sees it, to be read and never written: the board's."""

from datetime import datetime
from pathlib import Path
from typing import Protocol

from store.books import Books
from store.engine import Enclosure, Entry
from store.errors import DatabaseAway, NotSaved, StoreError
from store.journal.following import Follower
from store.reading import Reading
from store.rows import Rows, Tables


class Following(Protocol):
    """Reads what another process does to its ledger. Methods raise ``StoreError`` or ``OSError``."""

    def fetch(self) -> None:
        """Bring here what takes long, for the next call of the others; in any thread, and raises nothing."""

    def tables(self, at: datetime) -> Tables:
        """All tables as of now, without correspondence."""

    def follow(self, rows: Rows) -> bool:
        """Do to the rows what was done to the ledger since the last look; whether anything was."""

    def close(self) -> None:
        """Read no more."""


class LedgerReader(Reading):
    """Reads the ledger at ``path``, as of the newest ``refresh``. ``revision`` moves with every change of it.

    ``follower`` reads one that is kept elsewhere.
    """

    def __init__(
        self, path: Path, *, at: datetime, admins: frozenset[int] = frozenset(), follower: Following | None = None
    ) -> None:
        self.path = path
        self.revision = 0
        self._admins = admins
        self._follower: Following = follower or Follower(path)
        self._is_lost = False
        self._at = at
        self._read_anew: Books | StoreError | OSError | None = None  # in place of what was lost
        super().__init__(self._read(at))

    def fetch(self) -> None:
        """Do beforehand what of the next ``refresh`` may take long; in a thread, while nobody refreshes."""
        self._follower.fetch()
        if self._is_lost:
            try:
                self._read_anew = self._read(self._at)
            except (StoreError, OSError) as error:
                self._read_anew = error

    def refresh(self, at: datetime) -> bool:
        """Take over what the other process has done meanwhile; whether that is anything.

        Raises ``StoreError`` or ``OSError``, and then says what it said before; the next call reads everything again.
        """
        self._at = at
        try:
            if self._is_lost:
                self._books, is_changed = self._found_anew(), True
            else:
                is_changed = self._follower.follow(self._books.rows)
        except DatabaseAway:  # what was read of it still holds
            raise
        except (StoreError, OSError):
            self._is_lost = True
            raise
        self._is_lost = False
        self.revision += is_changed
        return is_changed

    def close(self) -> None:
        """Refresh no more."""
        self._follower.close()

    def _found_anew(self) -> Books:
        """Everything as ``fetch`` has read it, else as it is read now."""
        found, self._read_anew = self._read_anew, None
        if isinstance(found, Exception):
            raise found
        return self._read(self._at) if found is None else found

    def _read(self, at: datetime) -> Books:
        return Books(self._follower.tables(at), NeverWritten(self.path), at=at, admins=self._admins)


class NeverWritten:
    """Implements ``store.engine.Appending`` for books that no transaction may change."""

    is_doubtful = False
    is_displaced = False

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
