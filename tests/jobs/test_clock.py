"""The alarm, the scheduler and the clock watcher: who rings, how punctually, and that a jump is noticed."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from jobs.clock import JOB_DEFAULTS, ClockWatcher, Scheduler
from jobs.lookout import LookQueue
from tests.domain.office import RULES, ZONE, at


async def test_any_number_of_rings_is_one_look_and_a_ring_during_a_look_is_one_more() -> None:
    looks: list[int] = []
    going = asyncio.Event()

    async def look() -> None:
        looks.append(len(looks))
        if len(looks) == 1:
            alarm.wake()
            alarm.wake()
        else:
            going.set()

    alarm = LookQueue(look)
    alarm.wake()
    alarm.wake()
    running = asyncio.create_task(alarm.run())
    await asyncio.wait_for(going.wait(), 5)
    await asyncio.sleep(0)
    running.cancel()
    assert looks == [0, 1]


async def test_a_look_that_fails_is_taken_up_again_at_the_next_ring(caplog: pytest.LogCaptureFixture) -> None:
    looks: list[int] = []
    going = asyncio.Event()

    async def look() -> None:
        looks.append(1)
        if len(looks) == 1:
            asyncio.get_running_loop().call_soon(alarm.wake)
            raise RuntimeError("the first one fails")
        going.set()

    alarm = LookQueue(look)
    alarm.wake()
    running = asyncio.create_task(alarm.run())
    await asyncio.wait_for(going.wait(), 5)
    running.cancel()
    assert "failed" in caplog.text


def test_a_late_alarm_still_rings_and_rings_once() -> None:
    """docs/promises.md 7: APScheduler's own defaults drop a job that is a second late."""
    assert JOB_DEFAULTS == {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}


async def test_the_scheduler_rings_at_the_offices_moments_in_its_own_zone() -> None:
    """docs/promises.md 7."""
    scheduler = Scheduler(RULES, lambda: None)
    scheduler.start()
    jobs = {job.id: job for job in scheduler.jobs()}
    assert set(jobs) == {"tick", "08:00", "08:30", "09:30", "15:00"}
    for job in jobs.values():
        assert (job.misfire_grace_time, job.coalesce, job.max_instances) == (None, True, 1)
    before = at("11-20 08:29").astimezone(ZONE)
    assert jobs["08:30"].trigger.get_next_fire_time(None, before) == at("11-20 08:30")
    scheduler.stop()


async def test_a_block_across_the_moment_delays_the_ring_and_does_not_drop_it() -> None:
    """docs/promises.md 7: the loop comes back late; the job's run time has passed, and it runs."""
    rung = asyncio.Event()
    scheduler = Scheduler(RULES, rung.set)
    scheduler.start()
    for job in scheduler.jobs():
        job.modify(next_run_time=job.next_run_time - timedelta(days=2))
    await asyncio.wait_for(rung.wait(), 5)
    scheduler.stop()


class Clocks:
    """A wall clock and a monotonic one, both moved by hand."""

    def __init__(self) -> None:
        self.wall = datetime(2026, 11, 20, tzinfo=UTC)
        self.steady = 1000.0

    def passes(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)
        self.steady += seconds


@pytest.mark.parametrize("jump", [timedelta(hours=1), timedelta(hours=-1), timedelta(seconds=-3)])
async def test_a_jump_of_the_wall_clock_is_noticed_once(jump: timedelta) -> None:
    """docs/promises.md 8."""
    clocks, heard = Clocks(), list[timedelta]()

    async def wait(seconds: float) -> None:
        clocks.passes(seconds)
        if len(waits) == 2:
            clocks.wall += jump
        waits.append(seconds)
        if len(waits) == 6:
            raise asyncio.CancelledError

    waits: list[float] = []
    watcher = ClockWatcher(clock=lambda: clocks.wall, monotonic=lambda: clocks.steady, wait=wait, on_jump=heard.append)
    with pytest.raises(asyncio.CancelledError):
        await watcher.run()
    assert heard == [jump]


def test_a_clock_that_is_slewed_slowly_is_left_alone() -> None:
    clocks, heard = Clocks(), list[timedelta]()

    async def wait(_seconds: float) -> None:
        raise AssertionError("not run here")

    watcher = ClockWatcher(clock=lambda: clocks.wall, monotonic=lambda: clocks.steady, wait=wait, on_jump=heard.append)
    for _ in range(100):
        clocks.passes(5)
        clocks.wall += timedelta(milliseconds=500)
        assert watcher.check() is None
    assert heard == []
