"""One chaos run: work days with kills and connection faults, and the count at the end."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from random import Random

from playground.telegram.server import Playground
from tests.chaos.connection_faults import ConnectionFaults
from tests.chaos.count import Verdict, judge
from tests.chaos.days import Days
from tests.chaos.killer import Killer
from tests.chaos.office import build_office
from tests.e2e.bureau import TOKEN

#: More items and days than any run with that many kills uses up.
SHARE, SHARE_OF_A_KILL, DAYS = 30, 0.5, 30


async def run_chaos(
    folder: Path, *, seed: int, kills: int, report: Callable[[str], None] = lambda _line: None
) -> Verdict:
    """Play at least ``kills`` kills and one whole day with connection faults.

    ``seed`` decides the commands, the kills and the connection faults.
    """
    async with Playground(token=TOKEN) as telegram:
        share = SHARE + int(SHARE_OF_A_KILL * kills)
        office = build_office(folder, telegram, share=share, days=DAYS + kills)
        office.bureau.write_ledger()
        days = Days(office, Random(seed))
        killer = Killer(office.bureau, Random(seed + 1), kills)
        faults = ConnectionFaults(telegram, Random(seed + 2))
        killing, breaking = asyncio.create_task(killer.run()), asyncio.create_task(faults.run())
        try:
            while not killing.done() or not days.played:
                await _first(asyncio.create_task(days.play()), killing)
                report(f"{len(days.played)} work days, {office.model.commands} commands, {killer.kills.total()} kills")
            await killing
            breaking.cancel()
            await asyncio.wait([breaking])
            return await judge(office, days, killer, faults.interruptions)
        finally:
            killing.cancel()
            breaking.cancel()
            await asyncio.gather(killing, breaking, return_exceptions=True)
            await office.bureau.bot.end()


async def _first(day: asyncio.Task[None], killing: asyncio.Task[None]) -> None:
    """Play the day to its end, unless the killer fails first."""
    await asyncio.wait({day, killing}, return_when=asyncio.FIRST_COMPLETED)
    if killing.done() and killing.exception() is not None:
        day.cancel()
        killing.result()
    await day
