"""The clock: scheduled moments, and jumps of the system's clock."""

from collections.abc import Awaitable, Callable
from datetime import datetime, time, timedelta
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler  # type: ignore[import-untyped]
from apscheduler.triggers.cron import CronTrigger  # type: ignore[import-untyped]
from apscheduler.triggers.interval import IntervalTrigger  # type: ignore[import-untyped]

from domain.rules import Rules, told_times

# APScheduler ships no annotations; the three names used of it are wrapped in this one file.

#: Seconds between two looks when nothing else asks for one.
TICK_SECONDS = 20

#: However late a job is woken, it runs, and runs once: what is due is asked of the ledger anyhow.
JOB_DEFAULTS: dict[str, Any] = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}


class Scheduler:
    """Calls ``ask`` at every tick, and punctually at the office's moments of the day; it must be quick."""

    def __init__(self, rules: Rules, ask: Callable[[], None]) -> None:
        self._rules = rules
        self._ask = ask
        self._scheduler = AsyncIOScheduler(timezone=rules.timezone, job_defaults=JOB_DEFAULTS)

    def start(self) -> None:
        """Begin; needs the running event loop."""
        self.reschedule()
        self._scheduler.start()

    def stop(self) -> None:
        """Stop."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def reschedule(self) -> None:
        """Set every alarm again from the present wall clock.

        After a step back APScheduler would sleep until the clock has caught up with the instants it had worked out;
        new triggers (a tick counts from its own making) forget these.
        """
        zone = self._rules.timezone
        self._set("tick", IntervalTrigger(seconds=TICK_SECONDS, timezone=zone))
        for moment in self.moments():
            self._set(f"{moment:%H:%M}", CronTrigger(hour=moment.hour, minute=moment.minute, timezone=zone))

    def jobs(self) -> list[Any]:
        """The alarms as APScheduler holds them."""
        return list(self._scheduler.get_jobs())

    def moments(self) -> tuple[time, ...]:
        """The times of day at which punctuality is noticed."""
        rules = self._rules
        quiet_ends = (rules.quiet_hours[1],) if rules.quiet_hours else ()
        return tuple(sorted({*told_times(rules), *quiet_ends}))

    def _set(self, name: str, trigger: object) -> None:
        self._scheduler.add_job(self._wake, trigger, id=name, replace_existing=True)

    async def _wake(self) -> None:
        # A coroutine, as APScheduler would run a plain function in a thread of its own.
        self._ask()


#: Between two comparisons.
EVERY_SECONDS = 5.0
#: Clocks that drift less than this are left alone (time daemons slew by fractions of a second).
TOLERANCE = timedelta(seconds=2)


class ClockWatcher:
    """Compares two clocks; ``on_jump`` hears by how much the wall clock went ahead (or, negative, back)."""

    def __init__(
        self,
        *,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float],
        wait: Callable[[float], Awaitable[object]],
        on_jump: Callable[[timedelta], None],
    ) -> None:
        self._clock = clock
        self._monotonic = monotonic
        self._wait = wait
        self._on_jump = on_jump
        self._offset = self._compare()

    def check(self) -> timedelta | None:
        """Compare once: the jump since the last comparison, or ``None`` when the clocks agree."""
        offset = self._compare()
        jump = timedelta(seconds=offset - self._offset)
        self._offset = offset  # kept up to date, so that a slow drift never adds up to a jump
        if abs(jump) <= TOLERANCE:
            return None
        self._on_jump(jump)
        return jump

    async def run(self) -> None:
        """Compare every few seconds, until cancelled."""
        while True:
            await self._wait(EVERY_SECONDS)
            self.check()

    def _compare(self) -> float:
        return self._clock().timestamp() - self._monotonic()
