"""The settings of one run of the benchmarks, and its ledgers of any size."""

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec

ROOT = Path(__file__).parents[1]
LARGE, SMALL = 100_000, 100
#: The ledger sizes on the curve of cost.
SIZES = (SMALL, 1_000, 10_000, LARGE)


class Bench:
    """``folder`` lies on the disk that is measured. Each ledger is made once, and each user gets a copy.

    ``sizes`` are the items of its ledgers, from the small one to the large one.
    """

    def __init__(self, folder: Path, *, quick: bool, sizes: tuple[int, ...] = SIZES) -> None:
        self.folder = folder
        self.quick = quick
        self.rounds = 3 if quick else 5
        self.sizes = sizes
        self.large = sizes[-1]
        self.is_full = not quick and sizes == SIZES
        self._made: dict[str, Path] = {}
        self._copies = 0

    def ledger(self, count: int, kind: str = "plain") -> Path:
        """The caller's own copy of a ledger file of ``count`` items; ``kind`` is a key of ``probe.KINDS``."""
        name = f"{kind}-{count}"
        if name not in self._made:
            self._made[name] = self.folder / name / "ledger.json"
            self.probe("make", str(self._made[name]), str(count), kind)
        self._copies += 1
        copy = self.folder / f"{name}-{self._copies}"
        shutil.copytree(self._made[name].parent, copy)
        os.sync()  # else the kernel writes the copy half a minute later, during a measurement
        return copy / "ledger.json"

    def discard(self, ledger: Path) -> None:
        """Delete a copy."""
        shutil.rmtree(ledger.parent)

    def probe(self, *arguments: str) -> dict[str, float]:
        """What ``benchmarks.probe`` measures in its own process."""
        done = subprocess.run(_command(arguments), cwd=ROOT, check=True, stdout=subprocess.PIPE)
        return msgspec.json.decode(done.stdout, type=dict[str, float])

    @asynccontextmanager
    async def probe_in_background(self, *arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
        """The same in the background; waits for its end."""
        process = await asyncio.create_subprocess_exec(*_command(arguments), cwd=ROOT, stdout=subprocess.DEVNULL)
        try:
            yield process
        finally:
            await process.wait()


def _command(arguments: tuple[str, ...]) -> list[str]:
    return [sys.executable, "-m", "benchmarks.probe", *arguments]
