"""The longest time for which an event loop was blocked."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

#: Between two looks, in seconds.
_EVERY = 0.001


class LoopStalls:
    """Watches the running event loop from within."""

    def __init__(self) -> None:
        self.longest = 0.0  # seconds

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
            before = time.perf_counter()
            await asyncio.sleep(_EVERY)
            self.longest = max(self.longest, time.perf_counter() - before - _EVERY)
