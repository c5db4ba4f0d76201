"""A ledger to work on: a test that takes ``home`` runs on the engine of files, with both kinds of disk, and in memory.

One that looks at the files takes ``home_of_files``.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from store.engine import Engine
from store.journal.disk import Disk, RealDisk
from store.journal.memory import MemoryEngine
from store.ledger import Ledger
from tests.postgres import Place
from tests.store.disks import MemoryDisk
from tests.store.sample import NOW


@dataclass
class Home:
    """Where a ledger lives."""

    path: Path
    disk: Disk
    opened: list[Ledger]
    engine: Callable[[], Engine | None] = lambda: None  # instead of the one of files

    def open(self, at: datetime = NOW, *, clock: Callable[[], datetime] | None = None) -> Ledger:
        """The ledger, opened."""
        ledger = Ledger.open(self.path, at=at, disk=self.disk, clock=clock, engine=self.engine())
        self.opened.append(ledger)
        return ledger

    def after_a_kill(self, ledger: Ledger, at: datetime = NOW) -> Ledger:
        """The ledger as the next process finds it: no clean stop, no checkpoint."""
        ledger.abandon()
        return self.open(at)


@pytest.fixture(params=["memory disk", "disk", "memory", "postgres"])
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Home]:
    """A place for a ledger, behind each engine."""
    if request.param == "postgres":
        place: Place = request.getfixturevalue("place")
        yield from _opened(Home(tmp_path / "ledger.json", RealDisk(), [], lambda: engine_at(place, tmp_path)))
    else:
        yield from _home(request.param, tmp_path)


@pytest.fixture(params=["memory disk", "disk"])
def home_of_files(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Home]:
    """A place for a ledger, on both kinds of disk."""
    yield from _home(request.param, tmp_path)


def engine_at(place: Place, folder: Path) -> Engine:
    """The engine of a process on that machine's folder."""
    from store.postgres.engine import PostgresEngine  # noqa: PLC0415 - only where there is a PostgreSQL

    return PostgresEngine(place.url, place.schema, folder / "ledger.json")


def _home(kind: str, folder: Path) -> Iterator[Home]:
    disk: Disk = MemoryDisk() if kind == "memory disk" else RealDisk()
    memory = MemoryEngine(folder) if kind == "memory" else None
    yield from _opened(Home(folder / "ledger.json", disk, [], lambda: memory))


def _opened(home: Home) -> Iterator[Home]:
    yield home
    for ledger in home.opened:
        ledger.abandon()
