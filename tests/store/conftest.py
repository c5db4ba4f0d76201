"""A ledger to work on: each test that takes ``home`` runs on a real disk and in memory."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from store.journal.disk import Disk, RealDisk
from store.ledger import Ledger
from tests.store.disks import MemoryDisk
from tests.store.sample import NOW


@dataclass
class Home:
    """Where a ledger lives."""

    path: Path
    disk: Disk
    opened: list[Ledger]

    def open(self, at: datetime = NOW, *, clock: Callable[[], datetime] | None = None) -> Ledger:
        """The ledger, opened."""
        ledger = Ledger.open(self.path, at=at, disk=self.disk, clock=clock)
        self.opened.append(ledger)
        return ledger

    def after_a_kill(self, ledger: Ledger, at: datetime = NOW) -> Ledger:
        """The ledger as the next process finds it: no clean stop, no checkpoint."""
        ledger.abandon()
        return self.open(at)


@pytest.fixture(params=["memory", "disk"])
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Home]:
    """A place for a ledger, on both kinds of disk."""
    disk: Disk = MemoryDisk() if request.param == "memory" else RealDisk()
    home = Home(tmp_path / "ledger.json", disk, [])
    yield home
    for ledger in home.opened:
        ledger.abandon()
