"""Runs the bot behind a rehearsal, and starts it again if it ends by itself."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from playground.program import Program
from playground.telegram.server import Playground


class BotProcess(Program):
    """``command`` starts it (``python bot.py``); its log goes into the configuration's folder."""

    def __init__(self, command: tuple[str, ...], config: Path) -> None:
        super().__init__(command, config.with_suffix(".log"), config.parent)
        self.folder = config.parent
        self._config = config

    async def call(self, name: str, *arguments: str) -> tuple[int, str]:
        """Run one command to its end: exit code, and what it printed, or what it complained of."""
        return await self.run(name, "--config", str(self._config), *arguments)

    async def start(self, *options: str) -> None:
        """Start the bot; it is up when it polls."""
        await self.begin("run", "--config", str(self._config), *options)

    def last_words(self) -> str:
        """The last line of the log, to say what went wrong."""
        return next((line.strip() for line in reversed(self.said().splitlines()) if line.strip()), "")


#: Seconds before a bot that ended is started again, and how long one may take until it polls.
_AGAIN = 1.0
_UP_WITHIN = 30.0


class Supervisor:
    """``on_end`` gets the last log line of a bot that ended by itself."""

    def __init__(self, program: BotProcess, playground: Playground, on_end: Callable[[str], None]) -> None:
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
        """Stop the bot and do not start it again."""
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
