"""Runs the bot behind a rehearsal, and starts it again if it ends by itself."""

import asyncio
import os
import signal
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable
from pathlib import Path
from typing import IO

from playground.telegram.server import Playground

#: Variables for a real bot or a proxy, which a rehearsal must not use.
_FOREIGN = frozenset(
    {"DUBAN_TOKEN", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"}
)


class BotProcess:
    """``command`` starts it (``python bot.py``); its log goes into the configuration's folder."""

    def __init__(self, command: tuple[str, ...], config: Path) -> None:
        self._command = command
        self.folder = config.parent
        self._config = config
        self._log = config.with_suffix(".log")
        self._bot: Process | None = None

    async def call(self, name: str, *arguments: str) -> tuple[int, str]:
        """Run one command to its end: exit code, and what it printed, or what it complained of."""
        process = await self._spawn(name, *arguments, stdout=PIPE, stderr=PIPE)
        printed, complained = await process.communicate()
        code = process.returncode or 0
        return code, (complained if code else printed).decode()

    async def start(self, *options: str) -> None:
        """Start the bot; it is up when it polls."""
        with self._log.open("ab") as log:
            self._bot = await self._spawn("run", *options, stdout=log, stderr=log)

    async def ended(self) -> int:
        """Wait for the bot to end; its exit code."""
        if self._bot is None:
            raise RuntimeError("the bot was not started")
        return await self._bot.wait()

    async def kill(self) -> None:
        """``kill -9``."""
        await self._ended(signal.SIGKILL)

    async def stop(self, within: float = 15.0) -> int:
        """Ask it to end; its exit code, or ``TimeoutError``."""
        async with asyncio.timeout(within):
            return await self._ended(signal.SIGTERM)

    async def close(self) -> None:
        """Kill the bot if it still runs."""
        if self._bot is not None and self._bot.returncode is None:
            await self.kill()

    def said(self) -> str:
        """Everything that it wrote."""
        return self._log.read_text(encoding="utf-8", errors="replace") if self._log.exists() else ""

    def last_words(self) -> str:
        """The last line of the log, to say what went wrong."""
        return next((line.strip() for line in reversed(self.said().splitlines()) if line.strip()), "")

    async def _spawn(self, name: str, *arguments: str, stdout: int | IO[bytes], stderr: int | IO[bytes]) -> Process:
        return await asyncio.create_subprocess_exec(
            *self._command,
            name,
            "--config",
            str(self._config),
            *arguments,
            stdin=DEVNULL,
            stdout=stdout,
            stderr=stderr,
            env=clean_environment(),
            cwd=self.folder,
        )

    async def _ended(self, number: signal.Signals) -> int:
        if self._bot is None:
            raise RuntimeError("the bot was not started")
        if self._bot.returncode is None:
            self._bot.send_signal(number)
        return await self._bot.wait()


def clean_environment() -> dict[str, str]:
    """Ours, without what a rehearsal must not use."""
    return {name: value for name, value in os.environ.items() if name not in _FOREIGN} | {"PYTHONUTF8": "1"}


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
