"""The two questions that the bot asks its ledger all day: what is open of this person, and what is due now."""

import asyncio
import gc
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count

from benchmarks.bench import Bench
from benchmarks.bureau import NOW, OWN, RULES, name_of
from benchmarks.commit import filled
from benchmarks.figures import Bar, Found, Row
from benchmarks.interleaving import alternate, in_us, timed
from benchmarks.loop_stalls import LoopStalls
from jobs.lookout import Lookout
from store.ledger import Ledger

MINE = Row("mine", "a person's open items out of 100,000, decoded", "SQLite, indexed, decoded", Bar(0.5))
TICK = Row("tick", "what is due now: 100,000 open, nothing due", "", Bar(50, is_ratio=False, unit="µs"))
TAKE_UP = Row("take-up", "… every item looked at, as after a start", "")
ALL_DUE = Row("all-due", "… all 100,000 due: longest stall", "", Bar(50, is_ratio=False, unit="ms"))
ROWS = (MINE, TICK, TAKE_UP, ALL_DUE)

#: Before the digest, after it, and after the alert on the day of the limit.
_BEFORE, _MORNING, _ALERT = NOW.replace(hour=8, minute=29), NOW.replace(hour=8, minute=31), NOW.replace(hour=15)


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
    taken_up = timed(lambda: lookout.look(_MORNING))
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
        ledger = Ledger.open(path, at=_BEFORE)
        lookout = Lookout(ledger, RULES, "duban_bot")
        assert ledger.roster.people  # so the menus have asked for it
        gc.freeze()  # as the bot does
        stalls, began = LoopStalls(), time.perf_counter()
        async with stalls.watched():
            for moment in _moments():
                await lookout.look_in_slices(moment)
        seconds.append(time.perf_counter() - began)
        longest.append(stalls.longest * 1e3)
        ledger.abandon()
        bench.discard(path)
    return Found(ALL_DUE.key, tuple(longest), note=f"{due:,} items, {min(seconds):.1f} s of work in all")


def _moments() -> Iterator[datetime]:
    yield _MORNING
    yield _ALERT + timedelta(minutes=1)
