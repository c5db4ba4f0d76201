"""Measures several sides in turns, step by step, so that a slow machine slows all of them."""

import asyncio
import gc
import time
from collections.abc import Awaitable, Callable
from statistics import median

#: One step of one side; the seconds it took.
Step = Callable[[], float]
AsyncStep = Callable[[], Awaitable[float]]
#: Seconds between two timed steps of different processes: the clean-up of one must not slow the other.
REST = 0.02


def alternate(rounds: int, steps: int, *sides: Step) -> list[tuple[float, ...]]:
    """For each side, its median in every round, in seconds."""
    medians: list[list[float]] = [[] for _ in sides]
    for _ in range(rounds):
        gc.collect()
        taken: list[list[float]] = [[] for _ in sides]
        for _ in range(steps):
            for side, times in zip(sides, taken, strict=True):
                times.append(side())
        for kept, times in zip(medians, taken, strict=True):
            kept.append(median(times))
    return [tuple(kept) for kept in medians]


async def take_turns(rounds: int, steps: int, *sides: AsyncStep) -> list[tuple[float, ...]]:
    """The same where the sides are processes, which get a rest between two steps."""
    medians: list[list[float]] = [[] for _ in sides]
    for _ in range(rounds):
        taken: list[list[float]] = [[] for _ in sides]
        for _ in range(steps):
            for side, times in zip(sides, taken, strict=True):
                times.append(await side())
                await asyncio.sleep(REST)
        for kept, times in zip(medians, taken, strict=True):
            kept.append(median(times))
    return [tuple(kept) for kept in medians]


def timed(action: Callable[[], object]) -> float:
    """The seconds that it took."""
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def in_ms(seconds: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(each * 1e3 for each in seconds)


def in_us(seconds: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(each * 1e6 for each in seconds)
