"""The simulated loop: waiting is free, work takes real time, and another machine's work does not count."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import TypeVar

import pytest

from benchmarks.simulated_time import SimulatedClock, SimulatedLoop

T = TypeVar("T")


class Pulse:
    """A machine's seconds, moved by hand."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


class Hours:
    """A simulated loop, and what it runs. What is done takes no time unless the pulse is moved."""

    def __init__(self) -> None:
        self.pulse = Pulse()
        self.clock = SimulatedClock(self.pulse)
        self.loop = SimulatedLoop(self.clock)

    def run(self, work: Callable[[], Awaitable[T]]) -> T:
        """Until it ends."""

        async def worked() -> T:
            return await work()

        return self.loop.run_until_complete(worked())


@pytest.fixture
def hours() -> Iterator[Hours]:
    """For one test."""
    made = Hours()
    yield made
    made.loop.run_until_complete(made.loop.shutdown_default_executor())
    made.loop.close()


def test_hours_in_which_everybody_waits_pass_at_once(hours: Hours) -> None:
    hours.run(lambda: asyncio.sleep(3600))
    assert hours.loop.time() == pytest.approx(3600)


def test_those_who_wait_wake_in_the_order_of_their_time(hours: Hours) -> None:
    woke: list[int] = []

    async def wait(minutes: int) -> None:
        await asyncio.sleep(minutes * 60)
        woke.append(minutes)

    hours.run(lambda: asyncio.gather(wait(50), wait(5), wait(500)))
    assert woke == [5, 50, 500]


def test_what_is_done_takes_as_long_as_it_takes() -> None:
    pulse = Pulse()
    clock = SimulatedClock(pulse)
    clock.skip(60)
    pulse.seconds += 3
    assert clock.now() == 63


def test_while_a_thread_is_at_work_time_passes_as_in_earnest(hours: Hours) -> None:
    async def work() -> float:
        before = hours.loop.time()
        waiting = asyncio.create_task(asyncio.sleep(3600))
        await asyncio.to_thread(sum, range(200_000))
        waiting.cancel()
        return hours.loop.time() - before

    assert hours.run(work) == 0


def test_what_belongs_to_somebody_else_takes_no_time_and_is_no_work_of_ours() -> None:
    pulse = Pulse()
    clock = SimulatedClock(pulse)
    with clock.stopped():
        pulse.seconds += 3
        assert clock.now() == 0
        assert sum(range(200_000)) > 0
    assert clock.now() == 0
    pulse.seconds += 1
    assert clock.now() == 1
    assert clock.excluded_cpu > 0


def test_the_longest_turn_is_known(hours: Hours) -> None:
    async def work() -> None:
        for seconds in (2, 3, 1):
            hours.pulse.seconds += seconds
            await asyncio.sleep(3600)

    hours.run(work)
    assert hours.loop.longest_turn == pytest.approx(3)
