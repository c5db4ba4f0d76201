"""One chaos run: work days with kills and connection faults, and the count at the end."""

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine
from pathlib import Path
from random import Random
from typing import Any

from playground.city.cluster import Place
from playground.telegram.server import Playground
from tests.chaos.allowance import KillsAllow, TakeOversAllow
from tests.chaos.audit import Audit, begin_audit
from tests.chaos.connection_faults import ConnectionFaults
from tests.chaos.copies import write_chats
from tests.chaos.count import Alone, Verdict, judge
from tests.chaos.database_faults import DatabaseFaults
from tests.chaos.days import Days
from tests.chaos.killer import Killer
from tests.chaos.machines import machines_on
from tests.chaos.office import Office, build_office
from tests.e2e.bureau import TOKEN

#: More items and days than any run with that many kills uses up.
SHARE, SHARE_OF_A_KILL, DAYS = 30, 0.5, 30
#: A fault of the database takes some seconds, in which people speak on.
SHARE_OF_A_FAULT, REST = 1, 2.0
#: Is told how far it has come.
Report = Callable[[str], None]


async def run_chaos(folder: Path, *, seed: int, kills: int, report: Report = lambda _line: None) -> Verdict:
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
        breaking = asyncio.create_task(faults.run())
        try:
            await play_beside(days, killer.run(), lambda: report(_progress(days, office, killer.kills)))
            breaking.cancel()
            await asyncio.wait([breaking])
            allowance = KillsAllow(killer.newest, faults.interruptions.total())
            verdict = Verdict(kills=dict(killer.kills), interruptions=dict(faults.interruptions))
            return await judge(office, days, Alone(office.bureau), allowance, verdict)
        finally:
            breaking.cancel()
            await asyncio.gather(breaking, return_exceptions=True)
            await office.bureau.bot.end()


async def run_chaos_on_postgres(
    folder: Path, place: Place, *, seed: int, faults: int, report: Report = lambda _line: None
) -> Verdict:
    """The same days with the ledger in a database, two bots, and at least ``faults`` faults of bots, database and line.

    The line to Telegram is well: a copy has no other excuse than a take-over.
    """
    async with Playground(token=TOKEN) as telegram:
        office = build_office(folder, telegram, share=SHARE + int(SHARE_OF_A_FAULT * faults), days=DAYS + faults)
        async with machines_on(office.bureau, place) as machines:
            begin_audit(place)
            days = Days(office, Random(seed), rest=REST)
            breaker = DatabaseFaults(office.bureau, machines, Random(seed + 1), faults)
            try:
                await play_beside(days, breaker.run(), lambda: report(_progress(days, office, breaker.played)))
                verdict = Verdict(kills=dict(breaker.played), take_overs=len(breaker.watch.take_overs))
                allowance = TakeOversAllow(breaker.watch.take_overs)
                await judge(office, days, machines, allowance, verdict)
            finally:
                write_chats(office.bureau, folder / "chats.txt")
        audit = Audit(place)
        verdict.rows = audit.rows
        verdict.faults += audit.faults()
        return verdict


def _progress(days: Days, office: Office, broken: Counter[str]) -> str:
    return f"{len(days.played)} work days, {office.model.commands} commands, {broken.total()} faults"


async def play_beside(days: Days, breaks: Coroutine[Any, Any, None], report: Callable[[], None]) -> None:
    """Play day after day, at least one, until nothing more is broken."""
    breaking = asyncio.create_task(breaks)
    try:
        while not breaking.done() or not days.played:
            await _first(asyncio.create_task(days.play()), breaking)
            report()
        await breaking
    finally:
        breaking.cancel()
        await asyncio.gather(breaking, return_exceptions=True)


async def _first(day: asyncio.Task[None], killing: asyncio.Task[None]) -> None:
    """Play the day to its end, unless the killer fails first."""
    await asyncio.wait({day, killing}, return_when=asyncio.FIRST_COMPLETED)
    if killing.done() and killing.exception() is not None:
        day.cancel()
        killing.result()
    await day
