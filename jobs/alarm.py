"""The alarm: whoever rings (a tick, a clock that jumped, the playground's), one look follows, never two at once."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Protocol

_log = logging.getLogger(__name__)


class Bellman(Protocol):
    """Whoever moves a rehearsal's clock: it rings at every move, and is told of what has been looked at."""

    async def follow(self, on_move: Callable[[], None]) -> None:
        """Ring at every move, for ever."""

    async def report_looked(self, instant: datetime) -> None:
        """All that was due by that instant has been queued."""


class Alarm:
    """Turns any number of rings into looks that follow one another; a ring during a look causes one more."""

    def __init__(self, look: Callable[[], Awaitable[object]]) -> None:
        self._look = look
        self._rung = asyncio.Event()

    def wake(self) -> None:
        """Ask for a look; returns at once."""
        self._rung.set()

    async def run(self) -> None:
        """Look whenever somebody rang, for ever. A look that failed is logged and taken up again at the next ring."""
        while True:
            await self._rung.wait()
            self._rung.clear()
            try:
                await self._look()
            except Exception:  # noqa: BLE001 - whatever it was, the next morning must still be announced
                _log.exception("a look at what is due failed; the next ring tries again")
