"""The longest time for which an event loop was blocked."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from benchmarks.machine_stalls import Span

#: Between two looks, in seconds.
_EVERY = 0.001


class LoopStalls:
    """Watches the running event loop from within."""

    def __init__(self) -> None:
        self.spans: list[Span] = []  # when it was found blocked, from and until; of the clock that processes share

    @property
    def longest(self) -> float:
        """Seconds."""
        return max((end - start for start, end in self.spans), default=0.0)

    @asynccontextmanager
    async def watched(self) -> AsyncIterator[None]:
        """Watch while the block runs."""
        watching = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            watching.cancel()
            await asyncio.wait([watching])

    async def _watch(self) -> None:
        while True:
            due = time.monotonic() + _EVERY
            await asyncio.sleep(_EVERY)
            self.spans.append((due, time.monotonic()))
