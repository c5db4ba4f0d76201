"""A day on which everything is due: how long its looks take, and how long they keep the event loop."""

import gc
import time
from datetime import timedelta
from pathlib import Path

from benchmarks.bureau import NOW, RULES
from benchmarks.loop_stalls import LoopStalls
from jobs.lookout import Lookout
from store.ledger import Ledger

#: Before the digest, after it, and after the alerts of the day.
BEFORE, MORNING, ALERT = NOW.replace(hour=8, minute=29), NOW.replace(hour=8, minute=31), NOW.replace(hour=15)


async def look_at_all(path: Path) -> tuple[float, float]:
    """Open the ledger before the digest, look twice; the longest stall of the loop, and the seconds in all."""
    ledger = Ledger.open(path, at=BEFORE)
    lookout = Lookout(ledger, RULES, "duban_bot")
    assert ledger.roster.people  # so the menus have asked for it
    gc.freeze()  # as the bot does
    stalls, began = LoopStalls(), time.perf_counter()
    async with stalls.watched():
        for moment in (MORNING, ALERT + timedelta(minutes=1)):
            await lookout.look_in_slices(moment)
    seconds = time.perf_counter() - began
    ledger.abandon()
    return stalls.longest, seconds
