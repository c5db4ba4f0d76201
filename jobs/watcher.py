"""The clock watcher: finds out that the wall clock was moved, or that the machine slept.

APScheduler reads the wall clock itself and sleeps on when it is set back; a monotonic clock is not moved by anybody.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

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
        """Compare every few seconds, for ever."""
        while True:
            await self._wait(EVERY_SECONDS)
            self.check()

    def _compare(self) -> float:
        return self._clock().timestamp() - self._monotonic()
