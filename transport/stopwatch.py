"""Seconds that pass, for pacing and retries: they never jump, whatever happens to the clock on the wall."""

import asyncio
from collections.abc import Callable


class Stopwatch:
    """Reads ``monotonic`` and waits by the event loop. A rehearsal runs ``speed`` times as fast as the world."""

    def __init__(self, monotonic: Callable[[], float], speed: float = 1.0) -> None:
        self._monotonic = monotonic
        self._speed = speed

    def now(self) -> float:
        """Seconds since some fixed instant."""
        return self._monotonic() * self._speed

    def later(self, seconds: float, action: Callable[[], None]) -> asyncio.TimerHandle:
        """Call ``action`` once the seconds have passed."""
        return asyncio.get_running_loop().call_later(max(seconds, 0.0) / self._speed, action)

    def real(self, seconds: float) -> float:
        """As many seconds of the world."""
        return seconds / self._speed

    async def pause(self, seconds: float) -> None:
        """Let the seconds pass; others run meanwhile."""
        await asyncio.sleep(seconds / self._speed)
