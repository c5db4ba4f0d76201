"""A ledger file with its journal, as an operator asks of it."""

from pathlib import Path

from domain.coercion import Spot
from store.engine import Engine
from store.errors import LedgerElsewhere
from store.journal.backup import backup
from store.journal.files import FileEngine, folder_of
from store.journal.following import Follower
from store.journal.months import left_behind
from store.journal.opening import is_copy
from store.journal.verify import Verified, misread_file, verify, verify_left
from store.reader import Following


class FileHolding:
    """Implements ``store.holding.Holding``."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.where = str(path)

    def require_usable(self) -> None:
        """``config.py`` has tried to write there."""

    def is_there(self) -> bool:
        """Whether there is a ledger, or the journal of one."""
        return self._path.exists() or folder_of(self._path).exists()

    def verify(self, code: str = "") -> Verified:
        """Walk the whole chain; of one that was moved into a database what is left. Raises ``LedgerElsewhere``."""
        if (left := self._left()) is not None:
            return verify_left(left, code)
        self._require_own()
        return verify(self._path, code=code)

    def left_for(self) -> str | None:
        """Nothing, where it went into a database: the file does not say which."""
        return None if self._left() is None else ""

    def _left(self) -> Path | None:
        return left_behind(self._path) if self._is_copy() else None

    def misread(self) -> list[Spot]:
        """The rows that can't be read."""
        return misread_file(self._path)

    def backup(self, to: Path) -> Path:
        """Copy it. Raises ``LedgerElsewhere`` for one that was moved into a database."""
        self._require_own()
        return backup(self._path, to)

    def _require_own(self) -> None:
        if self._is_copy():
            raise LedgerElsewhere(self._path)

    def _is_copy(self) -> bool:
        return not folder_of(self._path).exists() and is_copy(self._path)

    def engine(self) -> Engine:
        """What opens it."""
        return FileEngine(self._path)

    def follower(self) -> Following:
        """What reads on."""
        return Follower(self._path)
