"""Detects when the whole machine stood still: a process that only sleeps notes when it was woken too late.

On a shared machine such pauses are not the program's. ``python -m benchmarks.machine_stalls``
watches until its standard input ends, and prints the spans as JSON; they are of the clock that all processes share.
"""

import asyncio
import json
import select
import sys
import time
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from benchmarks.bench import ROOT

Span = tuple[float, float]
#: Seconds of each sleep, and how late it must end to be noted: no scheduler delays a sleeper that long
#: for two busy processes.
_EVERY, _LATE = 0.005, 0.02


class MachineStalls:
    """The pauses found, once the block has ended."""

    def __init__(self) -> None:
        self.stalls: tuple[Span, ...] = ()

    def seconds_of(self, span: Span) -> float:
        """How long something took, without the time for which the machine stood still."""
        began, ended = span
        return ended - began - sum(max(0.0, min(ended, end) - max(began, start)) for start, end in self.stalls)


@asynccontextmanager
async def watched() -> AsyncIterator[MachineStalls]:
    """Watch while the block runs."""
    command = (sys.executable, "-m", "benchmarks.machine_stalls")
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdin=PIPE, stdout=PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    await process.stdout.readline()  # it watches
    machine = MachineStalls()
    try:
        yield machine
    finally:
        process.stdin.close()
        said = await process.stdout.read()
        await process.wait()
        machine.stalls = tuple((start, end) for start, end in json.loads(said))


def late(moments: Iterable[float]) -> list[Span]:
    """Of the moments at which a sleep began and ended in turn, the spans by which one ended too late."""
    found, before = [], None
    for now in moments:
        if before is not None and now - before > _EVERY + _LATE:
            found.append((before + _EVERY, now))
        before = now
    return found


def _moments() -> Iterable[float]:
    yield time.monotonic()
    while not select.select([sys.stdin], [], [], _EVERY)[0]:
        yield time.monotonic()


def main() -> None:
    """Watch until standard input ends."""
    print("watching", flush=True)
    print(json.dumps(late(_moments())))


if __name__ == "__main__":
    main()
