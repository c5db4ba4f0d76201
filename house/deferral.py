"""What nobody waits for comes later, in a process that has just been given bureaux: first all of them have to answer.

Who is killed leaves its bureaux to others all at once. Each of them has much to do at its start (the first look at
every item, the menus, the housekeeping), and a person who writes to the last of them waits for none of that.
"""

import asyncio
from collections.abc import Awaitable, Callable
from math import inf

#: Seconds without a bureau that was taken over, until what was put off may begin; so long it is put off at most.
CALM, AT_MOST = 1.0, 10.0
#: Seconds between two bureaux that begin with it: whoever asks meanwhile waits for one of them, not for all.
APART = 0.05
#: An event loop that comes back so many seconds late has more to do than it can: people wait for their answers.
LATE = 0.2


class Deferral:
    """One process's. All calls from the event loop. ``tick`` counts seconds, ``wait`` lets some pass."""

    def __init__(self, tick: Callable[[], float], wait: Callable[[float], Awaitable[object]]) -> None:
        self._tick = tick
        self._let_pass = wait
        self._taken_over_at = -inf
        self._turn = asyncio.Lock()

    def note_take_over(self) -> None:
        """A bureau was taken over."""
        self._taken_over_at = self._tick()

    async def wait(self) -> None:
        """Return when what was put off may begin: one bureau after another, in the order in which they asked."""
        at_latest = self._tick() + AT_MOST
        async with self._turn:
            while (left := min(self._taken_over_at + CALM, at_latest) - self._tick()) > 0:
                await self._pause(left)
            await self._pause(APART)

    async def _pause(self, seconds: float) -> None:
        expected = self._tick() + seconds
        await self._let_pass(seconds)
        if self._tick() - expected > LATE:
            self._taken_over_at = self._tick()  # as if another one had been
