"""Whether the clock can be believed when something is about to be deleted for its age.

A clock that is days ahead for a while would sweep away a workbook that waits for its decision. So nothing is deleted
for a day after the clock went ahead of the time that passed, or after a start that finds the ledger's newest letter or
update more than a day old: the bot was away, or the clock is wrong.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

DAY = timedelta(days=1)
#: Clocks are set by minutes in summer and winter, and by seconds all year; that is no reason to wait.
JUMP = timedelta(hours=1)


class SteadyClock:
    """Compares the clock with the time that passed, at each look; ``newest`` is the newest instant in the ledger."""

    def __init__(
        self, clock: Callable[[], datetime], monotonic: Callable[[], float], newest: datetime | None = None
    ) -> None:
        self._clock = clock
        self._monotonic = monotonic
        self._seen, self._seen_at = clock(), monotonic()
        was_away = newest is not None and self._seen - newest > DAY
        self._steady_from = self._seen_at + (DAY.total_seconds() if was_away else 0)

    def is_steady(self) -> bool:
        """Whether the clock has gone on as time has, for a day."""
        now, now_at = self._clock(), self._monotonic()
        ahead = (now - self._seen) - timedelta(seconds=now_at - self._seen_at)
        self._seen, self._seen_at = now, now_at
        if ahead > JUMP:
            self._steady_from = now_at + DAY.total_seconds()
        elif ahead < -JUMP:  # it is right again, or behind, when nothing looks older than it is
            self._steady_from = now_at
        return now_at >= self._steady_from
