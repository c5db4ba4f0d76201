"""Wakes whoever waits for something to happen, so that no test ever sleeps in a loop."""

import asyncio
from collections.abc import Callable


class Bell:
    """``ring`` after every change; each waiter then looks again whether what it waits for is true."""

    def __init__(self) -> None:
        self._waiters: set[asyncio.Future[None]] = set()

    def ring(self) -> None:
        """Wake every waiter. May be called from any synchronous code of the event loop."""
        waiters, self._waiters = self._waiters, set()
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)

    async def wait(self, within: float | None) -> bool:
        """Wait for the next ring; ``False`` if none came within that many seconds."""
        waiter = asyncio.get_running_loop().create_future()
        self._waiters.add(waiter)
        try:
            async with asyncio.timeout(within):
                await waiter
        except TimeoutError:
            return False
        finally:
            self._waiters.discard(waiter)
        return True

    async def wait_until(self, predicate: Callable[[], object], within: float | None) -> None:
        """Return once ``predicate()`` is true; ``TimeoutError`` if it is not within that many seconds."""
        async with asyncio.timeout(within):
            while not predicate():
                await self.wait(None)
