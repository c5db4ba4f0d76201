"""Plans: 100,000 items, each with its limit and three milestones, so 400,000 dates to remember.

Ticks, lists, opening and memory are held to the same bars as without plans.
"""

import asyncio
from collections.abc import Iterator
from functools import partial

from benchmarks.all_due import MORNING, look_at_all
from benchmarks.bench import Bench
from benchmarks.bureau import NOW, OWN, RULES
from benchmarks.figures import Bar, Found, Row
from benchmarks.interleaving import alternate, in_ms, in_us, timed
from benchmarks.scaling import asking
from jobs.lookout import Lookout
from store.ledger import Ledger

TICK = Row("plan-tick", "what is due now: 400,000 dates of 100,000 plans, nothing due", "", Bar(10, False, unit="µs"))
TAKE_UP = Row("plan-take-up", "… every item looked at, as after a start", "the same without plans")
DUE = Row("plan-due", "… a milestone of all 100,000 due: longest stall", "", Bar(50, False, unit="ms"))
MINE = Row("plan-mytasks", "/mytasks in the process, with plans", "the same without plans", Bar(1.2))
OPEN = Row("plan-open", "opening 100,000 items with plans", "json.loads of the same file", Bar(0.6))
MEMORY = Row("plan-memory", "… resident memory, all looked at", "the JSON file's size", Bar(2.5))
ROWS = (TICK, TAKE_UP, DUE, MINE, OPEN, MEMORY)


def measure(bench: Bench) -> Iterator[Found]:
    """Measure ledgers with plans, beside the same without."""
    planned, plain = bench.ledger(bench.large, "plans"), bench.ledger(bench.large)
    size = planned.stat().st_size / 1e6
    held: list[float] = []

    def open_planned() -> float:
        found = bench.probe("look", str(planned))
        held.append(found["held"] / 1e6)
        return found["seconds"]

    opened, loaded = alternate(bench.rounds, 1, open_planned, lambda: bench.probe("load", str(planned))["seconds"])
    yield Found(OPEN.key, in_ms(opened), in_ms(loaded))
    yield Found(MEMORY.key, tuple(held), (size,) * len(held), "MB")
    ledgers = [Ledger.open(path, at=NOW) for path in (planned, plain)]
    try:
        yield from _at_work(bench, *ledgers)
    finally:
        for ledger in ledgers:
            ledger.close()
    bench.discard(planned)
    bench.discard(plain)
    yield asyncio.run(_all_due(bench))


def _at_work(bench: Bench, planned: Ledger, plain: Ledger) -> Iterator[Found]:
    RULES.work_days.is_published(NOW.year)
    lookouts = [Lookout(ledger, RULES, "duban_bot") for ledger in (planned, plain)]
    first, other = (timed(partial(each.look, MORNING)) for each in lookouts)
    (ticks,) = alternate(bench.rounds, 1000, lambda: timed(lambda: lookouts[0].look(NOW)))
    yield Found(TICK.key, in_us(ticks), unit="µs")
    yield Found(TAKE_UP.key, (first,), (other,), unit="s", note="in slices")
    asked = alternate(bench.rounds, 50, asking(planned, bench.large), asking(plain, bench.large))
    yield Found(MINE.key, in_us(asked[0]), in_us(asked[1]), "µs", f"{OWN} items")


async def _all_due(bench: Bench) -> Found:
    """A milestone of everything is due on one day. A quick run has a tenth of the items."""
    due = bench.large // 10 if bench.quick else bench.large
    path = bench.ledger(due, "plans-due")
    stalled, seconds = await look_at_all(path)
    bench.discard(path)
    return Found(DUE.key, (stalled * 1e3,), note=f"{due:,} items, {seconds:.1f} s of work in all")
