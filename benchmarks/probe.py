"""Measurements that need a fresh process: ``python -m benchmarks.probe``.

Prints one JSON object of numbers; ``make PATH COUNT KIND`` prints an empty one and leaves a ledger behind.
"""

import gc
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.bureau import (
    NOW,
    OWN,
    TODAY,
    UNIT_SIZE,
    Bureau,
    item,
    item_heard_of,
    item_of_a_day,
    item_of_the_busy,
    planned_item,
    write_file,
)
from benchmarks.machine import resident
from store.ledger import Ledger

#: What ledgers there are to measure on.
KINDS = {
    "plain": Bureau(),
    "due": Bureau(item=lambda number: item(number, TODAY)),
    "groups": Bureau(  # one due in each unit, told in groups alone
        item=lambda number: item_heard_of(number, TODAY if number % (OWN * UNIT_SIZE) == 1 else None),
        are_reachable=False,
    ),
    "plans": Bureau(item=planned_item),
    "plans-due": Bureau(item=lambda number: planned_item(number, TODAY)),
    "busy": Bureau(item=item_of_the_busy, has_leaders=True),
    "day": Bureau(item=item_of_a_day, has_leaders=True),
}


def make(path: str, count: str, kind: str) -> dict[str, float]:
    """A ledger as the bot leaves it at a clean stop."""
    ledger = Path(path)
    ledger.parent.mkdir(parents=True)
    write_file(ledger, int(count), KINDS[kind])
    if kind == "day":
        from benchmarks.previous_day import tell  # noqa: PLC0415 - who opens a ledger to see its memory needs none of this

        tell(ledger)
    else:
        Ledger.open(ledger, at=NOW).close()
    return {}


def day(path: str, commands: str) -> dict[str, float]:
    """A work day of the whole bot on that ledger."""
    from benchmarks.simulated_day import simulate  # noqa: PLC0415 - nor of this

    return simulate(Path(path), int(commands))


def load(path: str) -> dict[str, float]:
    """``json.loads`` of the file."""
    text = Path(path).read_text(encoding="ascii")
    began = time.perf_counter()
    json.loads(text)
    return {"seconds": time.perf_counter() - began}


def open_(path: str) -> dict[str, float]:
    """Opening it, from the disk to the indexes; and what the process then holds."""
    before = resident()
    began = time.perf_counter()
    ledger = Ledger.open(Path(path), at=NOW)
    seconds = time.perf_counter() - began
    gc.collect()
    held = resident()
    ledger.close()
    return {"seconds": seconds, "before": before, "held": held}


def look(path: str) -> dict[str, float]:
    """The same, and everything is looked at once, as after a start."""
    from benchmarks.bureau import BOT, RULES  # noqa: PLC0415 - who opens a ledger to see its memory needs none of this
    from jobs.lookout import Lookout  # noqa: PLC0415

    began = time.perf_counter()
    ledger = Ledger.open(Path(path), at=NOW)
    seconds = time.perf_counter() - began
    Lookout(ledger, RULES, BOT).look(NOW)
    gc.collect()
    held = resident()
    ledger.close()
    return {"seconds": seconds, "held": held}


PROBES: dict[str, Callable[..., dict[str, float]]] = {
    "make": make,
    "day": day,
    "load": load,
    "open": open_,
    "look": look,
}

if __name__ == "__main__":
    print(json.dumps(PROBES[sys.argv[1]](*sys.argv[2:])))
