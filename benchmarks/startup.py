"""The start of a process: opening the ledger, its memory, and the time until the bot polls."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta

from benchmarks.bench import Bench
from benchmarks.bots import Rewriting, bare_bot, introduce, our_bot
from benchmarks.bureau import FIRST_PERSON, NOW, OWN
from benchmarks.figures import Bar, Found, Row
from benchmarks.interleaving import alternate, in_ms, take_turns
from benchmarks.machine import resident

OPEN = Row("open", "opening 100,000 items", "json.loads of the same file", Bar(0.6))
MEMORY = Row("memory", "resident memory, 100,000 items: the whole bot", "the JSON file's size", Bar(2.5))
LEDGER_MEMORY = Row("memory-ledger", "… the ledger alone in a process", "the JSON file's size")
START = Row("start", "process start → first getUpdates, 1,000 items", "the bare bot", Bar(1.5))
ROWS = (OPEN, MEMORY, LEDGER_MEMORY, START)

#: A Saturday afternoon: the bot looks at everything, and nothing is due.
_REST_DAY = NOW + timedelta(days=1)
_ASKING = 20
#: Seconds in which the bot gives back what a checkpoint has freed.
_SETTLES = 0.5
_PATIENCE = 60.0


def measure(bench: Bench) -> Iterator[Found]:
    """Measure each in new processes."""
    path = bench.ledger(bench.large)
    size = path.stat().st_size
    held: list[float] = []

    def ours() -> float:
        found = bench.probe("open", str(path))
        held.append(found["held"])
        return found["seconds"]

    opened, loaded = alternate(bench.rounds, 1, ours, lambda: bench.probe("load", str(path))["seconds"])
    yield Found(OPEN.key, in_ms(opened), in_ms(loaded))
    sizes = (size / 1e6,) * len(held)
    yield Found(LEDGER_MEMORY.key, tuple(each / 1e6 for each in held), sizes, "MB")
    whole = asyncio.run(_whole_bot(bench))
    yield Found(MEMORY.key, whole, sizes[: len(whole)], "MB", "all looked at, 20 people answered, a checkpoint written")
    bench.discard(path)
    yield asyncio.run(_start(bench))


async def _whole_bot(bench: Bench) -> tuple[float, ...]:
    """Memory at work: everything looked at once, some commands answered, a checkpoint written. In MB."""
    held = []
    for _ in range(1 if bench.quick else 3):
        path = bench.ledger(bench.large)
        async with our_bot(path, at=_REST_DAY) as bot:
            introduce(bot.telegram, range(FIRST_PERSON, FIRST_PERSON + _ASKING))
            await bot.start()
            await bot.telegram.looked(_REST_DAY, _PATIENCE)
            rewriting = Rewriting(path)
            for place in range(_ASKING):
                await bot.ask(FIRST_PERSON + place, "/mytasks")
                await bot.ask(FIRST_PERSON + place, f"/done {place * OWN + 1}")
            await rewriting.wait()
            await asyncio.sleep(_SETTLES)
            held.append(resident(bot.pid) / 1e6)
        bench.discard(path)
    return tuple(held)


async def _start(bench: Bench) -> Found:
    path = bench.ledger(1000)
    async with our_bot(path, at=None) as ours, bare_bot(path.parent, {}) as bare:
        await ours.start()  # the first start of a copy does what is done only once
        await ours.stop()

        async def start_ours() -> float:
            seconds = await ours.start()
            await ours.stop()
            return seconds

        async def start_bare() -> float:
            seconds = await bare.start()
            await bare.stop()
            return seconds

        started, bare_started = await take_turns(bench.rounds, 1 if bench.quick else 3, start_ours, start_bare)
    bench.discard(path)
    return Found(START.key, in_ms(started), in_ms(bare_started))
