"""The wall chart: how soon it is there, and how long others wait for an answer while it is drawn."""

import asyncio
import time
from collections.abc import Iterator
from statistics import median

from benchmarks.bench import Bench
from benchmarks.bots import OFFICE, Bot, introduce, our_bot
from benchmarks.bureau import FIRST_PERSON, OWN
from benchmarks.figures import Bar, Found, Row
from benchmarks.maintenance import AnswerDelays, Flow

_ITEMS = 300
_PEOPLE = _ITEMS // OWN
_TIMES = 5
_PATIENCE = 60.0
CHART = Row("chart", "`/chart` of 300 items: until its picture is sent", "", Bar(2, is_ratio=False, unit="s"))
HITCH = Row("chart-hitch", "… longest an answer is held up meanwhile", "", Bar(50, is_ratio=False, unit="ms"))
ROWS = (CHART, HITCH)


def measure(bench: Bench) -> Iterator[Found]:
    """Ask for the bureau's chart in silence, then while people ask one after another."""
    yield from asyncio.run(_measure(bench))


async def _measure(bench: Bench) -> list[Found]:
    path = bench.ledger(_ITEMS)
    async with our_bot(path) as bot:
        introduce(bot.telegram, [OFFICE, *range(FIRST_PERSON, FIRST_PERSON + _PEOPLE)])
        await bot.start()
        await bot.look_through()
        seconds = [await _draw(bot) for _ in range(2 if bench.quick else _TIMES)]
        flow = Flow(bot, _PEOPLE)
        async with flow.running():
            await asyncio.sleep(2)
        quiet = median(end - began for began, end in flow.waits)
        delays = AnswerDelays(flow)
        for _ in range(1 if bench.quick else _TIMES):
            await delays.measure(_draw(bot))
    bench.discard(path)
    return [Found(CHART.key, tuple(seconds), unit="s"), delays.found(HITCH, quiet)]


async def _draw(bot: Bot) -> float:
    """The seconds until Telegram has the picture."""
    before, began = len(bot.telegram.requests), time.monotonic()
    await bot.telegram.player(OFFICE).say(None, "/chart")

    def sent() -> float:
        calls = (each for each in bot.telegram.requests[before:] if each.method == "sendPhoto")
        return next((each.monotonic for each in calls), 0.0)

    await bot.telegram.wait_for(lambda: bool(sent()), _PATIENCE)
    return sent() - began
