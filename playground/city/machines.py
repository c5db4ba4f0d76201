"""A machine of the city: one process that runs every bureau, killed as a machine is that loses its power."""

import asyncio
import re
import signal
from asyncio.subprocess import DEVNULL, Process
from pathlib import Path

from playground.city.bureaux import CityBureau
from playground.city.cluster import Cluster
from playground.demo.bot_process import clean_environment

#: Seconds within which each of its bureaux has its ledger, or stands by for it.
_READY_WITHIN = 60.0
#: Seconds that a stop may take.
_STOPS_WITHIN = 15.0


class Machine:
    """``program`` starts ``bot.py``; each bureau has a schema of its own in the cluster."""

    def __init__(self, folder: Path, program: tuple[str, ...], bureaux: list[CityBureau], cluster: Cluster) -> None:
        folder.mkdir()
        self._folder = folder
        self._program = program
        self._bureaux = bureaux
        self._process: Process | None = None
        self._log = folder.with_suffix(".log")
        for bureau in bureaux:
            config = folder / f"{bureau.post.name}.toml"
            config.write_text(bureau.configuration(cluster.url()), encoding="utf-8")

    @property
    def pid(self) -> int:
        """Of its process, which was started."""
        assert self._process is not None
        return self._process.pid

    async def start(self) -> None:
        """Start it, and wait until each bureau has its ledger or stands by."""
        before = self._told()
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(*self._program, "fleet", str(self._folder), "--playgrounds"),
                stdin=DEVNULL,
                stdout=log,
                stderr=log,
                env=clean_environment(),
                cwd=self._folder,
            )
        async with asyncio.timeout(_READY_WITHIN):
            while self._told() < before + len(self._bureaux):  # noqa: ASYNC110 - a log tells nobody
                await asyncio.sleep(0.05)

    async def kill(self) -> None:
        """``kill -9``."""
        await self._ended(signal.SIGKILL)

    async def stop(self) -> int:
        """Ask it to end; its exit code, or ``TimeoutError``."""
        async with asyncio.timeout(_STOPS_WITHIN):
            return await self._ended(signal.SIGTERM)

    async def close(self) -> None:
        """Kill it if it still runs."""
        if self._process is not None and self._process.returncode is None:
            await self.kill()

    async def _ended(self, number: signal.Signals) -> int:
        assert self._process is not None
        self._process.send_signal(number)
        return await self._process.wait()

    def _told(self) -> int:
        """How many bureaux have said so far that they have their ledger, or stand by."""
        said = self._log.read_text(encoding="utf-8", errors="replace") if self._log.exists() else ""
        return len(re.findall("runs on|standing by: ", said))
