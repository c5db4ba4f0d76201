"""The two questions that the bot asks its ledger all day: what is open of this person, and what is due now."""

import asyncio
from collections.abc import Iterator
from itertools import count

from benchmarks.all_due import MORNING, look_at_all
from benchmarks.bench import Bench
from benchmarks.bureau import NOW, OWN, RULES, name_of
from benchmarks.commit import filled
from benchmarks.figures import Bar, Found, Row
from benchmarks.interleaving import alternate, in_us, timed
from jobs.lookout import Lookout
from store.ledger import Ledger

MINE = Row("mine", "a person's open items out of 100,000, decoded", "SQLite, indexed, decoded", Bar(0.5))
TICK = Row("tick", "what is due now: 100,000 open, nothing due", "", Bar(50, is_ratio=False, unit="µs"))
TAKE_UP = Row("take-up", "… every item looked at, as after a start", "")
ALL_DUE = Row("all-due", "… all 100,000 due: longest stall", "", Bar(50, is_ratio=False, unit="ms"))
ROWS = (MINE, TICK, TAKE_UP, ALL_DUE)


def measure(bench: Bench) -> Iterator[Found]:
    """Measure both questions; the second also with everything due."""
    path = bench.ledger(bench.large)
    ledger = Ledger.open(path, at=NOW)
    try:
        yield _mine(bench, ledger)
        yield from _nothing_due(bench, ledger)
    finally:
        ledger.close()
        bench.discard(path)
    yield asyncio.run(_all_due(bench))


def _mine(bench: Bench, ledger: Ledger) -> Found:
    sqlite = filled(bench, ledger.path.with_name("sqlite.db"))
    owners = [name_of(place * 37 % (bench.large // OWN)) for place in range(500)]
    ours, theirs = count(), count()
    found = alternate(
        bench.rounds,
        100,
        lambda: timed(lambda: ledger.open_of(owners[next(ours) % 500])),
        lambda: timed(lambda: sqlite.open_of(owners[next(theirs) % 500])),
    )
    sqlite.close()
    return Found(MINE.key, in_us(found[0]), in_us(found[1]), "µs", f"{OWN} items")


def _nothing_due(bench: Bench, ledger: Ledger) -> Iterator[Found]:
    """After the first look, which takes up every item once."""
    RULES.work_days.is_published(NOW.year)
    lookout = Lookout(ledger, RULES, "duban_bot")
    taken_up = timed(lambda: lookout.look(MORNING))
    (ticks,) = alternate(bench.rounds, 1000, lambda: timed(lambda: lookout.look(NOW)))
    yield Found(TICK.key, in_us(ticks), unit="µs")
    yield Found(TAKE_UP.key, (taken_up,), unit="s", note="in slices")


async def _all_due(bench: Bench) -> Found:
    """Everything is due on one day: the digests first, then all the alerts; the longest stall of the event loop.

    A quick run has a tenth of the items.
    """
    due = bench.large // 10 if bench.quick else bench.large
    longest, seconds = [], []
    for _ in range(1 if bench.quick else 2):
        path = bench.ledger(due, "due")
        stalled, took = await look_at_all(path)
        longest.append(stalled * 1e3)
        seconds.append(took)
        bench.discard(path)
    return Found(ALL_DUE.key, tuple(longest), note=f"{due:,} items, {min(seconds):.1f} s of work in all")
