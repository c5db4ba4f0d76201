"""One chaos from beginning to end: days on one side, kills on the other, and the count after both."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from random import Random

from playground.server import Playground
from tests.chaos.days import Days
from tests.chaos.killer import Killer
from tests.chaos.office import found_office
from tests.chaos.verdict import Verdict, judge
from tests.e2e.bureau import TOKEN

#: More items and days than any chaos of so many kills uses up.
SHARE, SHARE_OF_A_KILL, DAYS = 30, 0.5, 30


async def rage(folder: Path, *, seed: int, kills: int, report: Callable[[str], None] = lambda _line: None) -> Verdict:
    """At least ``kills`` kills and one whole day; ``seed`` decides what is said, and how each kill is chosen."""
    async with Playground(token=TOKEN) as telegram:
        share = SHARE + int(SHARE_OF_A_KILL * kills)
        office = found_office(folder, telegram, share=share, days=DAYS + kills)
        office.bureau.write_ledger()
        days = Days(office, Random(seed))
        killer = Killer(office.bureau, Random(seed + 1), kills)
        killing = asyncio.create_task(killer.run())
        try:
            while not killing.done() or not days.played:
                await _first(asyncio.create_task(days.play()), killing)
                report(f"{len(days.played)} work days, {office.model.commands} commands, {killer.kills.total()} kills")
            await killing
            return await judge(office, days, killer.kills)
        finally:
            killing.cancel()
            await asyncio.gather(killing, return_exceptions=True)
            await office.bureau.bot.end()


async def _first(day: asyncio.Task[None], killing: asyncio.Task[None]) -> None:
    """Play the day to its end, unless the killer meets with something worse than it does."""
    await asyncio.wait({day, killing}, return_when=asyncio.FIRST_COMPLETED)
    if killing.done() and killing.exception() is not None:
        day.cancel()
        killing.result()
    await day
