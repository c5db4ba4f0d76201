"""Keeps the bot running behind a rehearsal: starts it, and starts it anew should it ever end by itself."""

import asyncio
from collections.abc import Callable

from playground.program import Program
from playground.server import Playground

#: Seconds before a bot that ended is started again, and how long one may take until it polls.
_AGAIN = 1.0
_UP_WITHIN = 30.0


class Attendant:
    """``on_end`` hears the last words of a bot that ended without being asked to."""

    def __init__(self, program: Program, playground: Playground, on_end: Callable[[str], None]) -> None:
        self._program = program
        self._playground = playground
        self._on_end = on_end
        self._watching: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Start the bot, and return once it polls; ``TimeoutError`` if it never does."""
        await self._program.start("--clock", self._playground.base_url)
        self._watching = asyncio.create_task(self._watch())
        await self._playground.wait_for(lambda: self._playground.updates.is_polled, _UP_WITHIN)

    async def stop(self) -> None:
        """End it for good."""
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)
        await self._program.close()

    async def _watch(self) -> None:
        while True:
            await self._program.ended()
            self._on_end(self._program.last_words())
            await asyncio.sleep(_AGAIN)
            await self._program.start("--clock", self._playground.base_url)
