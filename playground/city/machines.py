"""A machine of the city: one process that runs every bureau, killed as a machine is that loses its power."""

import asyncio
import re
from pathlib import Path

from playground.city.bureaux import CityBureau
from playground.city.cluster import Cluster
from playground.program import Program

#: Seconds within which each of its bureaux has its ledger, or stands by for it.
_READY_WITHIN = 60.0


class Machine(Program):
    """``program`` starts ``bot.py``; each bureau has a schema of its own in the cluster."""

    def __init__(self, folder: Path, program: tuple[str, ...], bureaux: list[CityBureau], cluster: Cluster) -> None:
        super().__init__(program, folder.with_suffix(".log"), folder)
        folder.mkdir()
        self._bureaux = bureaux
        for bureau in bureaux:
            config = folder / f"{bureau.post.name}.toml"
            config.write_text(bureau.configuration(cluster.url()), encoding="utf-8")

    async def start(self) -> None:
        """Start it, and wait until each bureau has its ledger or stands by."""
        before = self._told()
        await self.begin("fleet", str(self._folder), "--playgrounds")
        async with asyncio.timeout(_READY_WITHIN):
            while self._told() < before + len(self._bureaux):  # noqa: ASYNC110 - a log tells nobody
                await asyncio.sleep(0.05)

    def _told(self) -> int:
        """How many bureaux have said so far that they have their ledger, or stand by."""
        return len(re.findall("runs on|standing by: ", self.said()))
