"""What an operator asks of a ledger without opening it, wherever it is kept, while the bot runs."""

from pathlib import Path
from typing import Protocol

from domain.coercion import Spot
from store.engine import Engine
from store.journal.verify import Verified
from store.reader import Following


class Holding(Protocol):
    """A ledger in its place. Methods raise ``StoreError``."""

    where: str  # the place, to be shown

    def require_usable(self) -> None:
        """Raise what would keep a bot from using the place."""

    def is_there(self) -> bool:
        """Whether there is a ledger; nothing is made."""

    def verify(self, code: str = "") -> Verified:
        """Walk the whole chain; where the check code occurs."""

    def left_for(self) -> str | None:
        """Where the ledger went: ``machine:path``, or empty where nobody noted it; ``None`` while it is here."""

    def misread(self) -> list[Spot]:
        """The rows that can't be read."""

    def backup(self, to: Path) -> Path:
        """Copy it into a new folder as a ledger of files; returns the copy's ledger file."""

    def engine(self) -> Engine:
        """What opens it, alone: another process's raises ``LedgerLocked``."""

    def follower(self) -> Following:
        """What reads on while the bot writes."""
