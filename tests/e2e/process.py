"""The real bot in a process of its own: started, killed, stopped, and asked for its last words."""

import asyncio
import os
import signal
import sys
import tempfile
from asyncio.subprocess import Process
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.e2e.fork_server import BOT, ROOT, Fork

__all__ = ["BOT", "PATIENCE", "ROOT", "BotProcess", "run_cli"]

#: Seconds that a wait may take on a busy machine.
PATIENCE = 60.0


class BotProcess:
    """``bot.py run`` with one configuration; its log goes to a file in the same folder."""

    def __init__(
        self,
        config: Path,
        *options: str,
        largest_file: int | None = None,
        environment: Mapping[str, str] | None = None,
        is_cold: bool = False,
    ) -> None:
        """``largest_file`` (bytes) lets every write beyond fail, as a full disk does; ``environment`` comes to ours.

        One that ``is_cold`` has its imports before it: as a service starts it.
        """
        self._arguments: tuple[str, ...] = ("run", "--config", str(config), *options)
        self._largest_file = largest_file
        self._added = dict(environment or {})
        self._is_cold = is_cold
        self._process: Process | Fork | None = None
        self.log = config.with_suffix(".log")

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.end()

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.returncode is None

    @property
    def pid(self) -> int:
        """Of the process that runs, or ran last."""
        if self._process is None:
            raise RuntimeError("the bot was not started")
        return self._process.pid

    async def start(self) -> None:
        """Start it; it is up when Telegram sees its first getUpdates."""
        arguments = self._arguments
        environment = _environment() | self._added
        with self.log.open("ab") as log, tempfile.TemporaryFile() as nothing:
            if self._is_cold:
                self._process = await asyncio.create_subprocess_exec(
                    sys.executable, str(BOT), *arguments, stdout=log, stderr=log, env=environment
                )
            else:
                self._process = await Fork.start(arguments, (nothing, log, log), environment, self._largest_file)

    async def kill(self) -> None:
        """``kill -9``."""
        self.signal(signal.SIGKILL)
        await self.ended()

    async def end(self) -> None:
        """``kill -9``, if it still runs."""
        if self.is_running:
            await self.kill()

    async def stop(self, within: float = 10.0) -> int:
        """SIGTERM; the exit code, or ``TimeoutError``."""
        self.signal(signal.SIGTERM)
        return await asyncio.wait_for(self.ended(), within)

    async def exited(self, within: float = PATIENCE) -> int:
        """Wait for it to end by itself."""
        return await asyncio.wait_for(self.ended(), within)

    def said(self) -> str:
        """Everything it wrote."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def signal(self, number: int) -> None:
        """Send it a signal."""
        if self._process is None:
            raise RuntimeError("the bot was not started")
        self._process.send_signal(number)

    async def ended(self) -> int:
        """Its exit code, once it has one."""
        if self._process is None:
            raise RuntimeError("the bot was not started")
        return await self._process.wait()


class FleetProcess(BotProcess):
    """``bot.py fleet`` on a folder; its log is beside it, and of its own for each ``name``."""

    def __init__(self, folder: Path, name: str = "fleet") -> None:
        super().__init__(folder)
        self._arguments = ("fleet", str(folder), "--playgrounds", "--speed", "10")
        self.log = folder.with_name(f"{name}.log")


class BoardProcess(BotProcess):
    """``bot.py board``, or ``city-board`` of a folder; its log is beside it."""

    def __init__(self, command: str, *arguments: str, log: Path) -> None:
        super().__init__(log)
        self._arguments = (command, *arguments)
        self.log = log


async def run_cli(
    *arguments: str, given: str | None = None, environment: Mapping[str, str] | None = None
) -> tuple[int, str, str]:
    """One command of ``bot.py`` to its end: exit code, standard output, standard error."""
    with tempfile.TemporaryFile() as asked, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as error:
        asked.write((given or "").encode())
        asked.seek(0)
        process = await Fork.start(arguments, (asked, out, error), _environment() | dict(environment or {}))
        code = await process.wait()
        out.seek(0)
        error.seek(0)
        return code, out.read().decode(), error.read().decode()


def _environment() -> dict[str, str]:
    """Ours, without a token that would win over the configuration's."""
    return {name: value for name, value in os.environ.items() if name != "DUBAN_TOKEN"}
