"""The bot as a process of its own: started, asked to end, killed. Its log goes to a file."""

import asyncio
import os
import signal
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Mapping
from pathlib import Path
from typing import IO

#: Variables for a real bot or a proxy, which a rehearsal must not use.
_FOREIGN = frozenset(
    {"DUBAN_TOKEN", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"}
)


def clean_environment() -> dict[str, str]:
    """Ours, without what a rehearsal must not use."""
    return {name: value for name, value in os.environ.items() if name not in _FOREIGN} | {"PYTHONUTF8": "1"}


class Program:
    """``command`` starts ``bot.py``; it runs in ``folder``, with ``environment`` or a clean one."""

    def __init__(
        self, command: tuple[str, ...], log: Path, folder: Path, environment: Mapping[str, str] | None = None
    ) -> None:
        self.log = log
        self._command = command
        self._folder = folder
        self._environment = environment
        self._process: Process | None = None

    @property
    def pid(self) -> int:
        """Of the process that runs, or ran last."""
        return self._begun().pid

    async def begin(self, *arguments: str) -> None:
        """Start it with these arguments; nothing is waited for."""
        with self.log.open("ab") as log:
            self._process = await self._spawn(arguments, log, log)

    async def run(self, *arguments: str) -> tuple[int, str]:
        """Run it to its end: exit code, and what it printed, or what it complained of."""
        process = await self._spawn(arguments, PIPE, PIPE)
        printed, complained = await process.communicate()
        code = process.returncode or 0
        return code, (complained if code else printed).decode()

    async def ended(self) -> int:
        """Wait for it to end; its exit code."""
        return await self._begun().wait()

    async def kill(self) -> None:
        """``kill -9``, if it still runs."""
        await self._ended_by(signal.SIGKILL)

    async def stop(self, within: float = 15.0) -> int:
        """Ask it to end, if it still runs; its exit code, or ``TimeoutError``."""
        async with asyncio.timeout(within):
            return await self._ended_by(signal.SIGTERM)

    async def close(self) -> None:
        """Leave nothing of it, whether it was started or not."""
        if self._process is not None:
            await self.kill()

    def said(self) -> str:
        """Everything that it wrote."""
        return self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""

    def _begun(self) -> Process:
        if self._process is None:
            raise RuntimeError("the bot was not started")
        return self._process

    async def _ended_by(self, number: signal.Signals) -> int:
        process = self._begun()
        if process.returncode is None:
            process.send_signal(number)
        return await process.wait()

    async def _spawn(self, arguments: tuple[str, ...], stdout: int | IO[bytes], stderr: int | IO[bytes]) -> Process:
        return await asyncio.create_subprocess_exec(
            *self._command,
            *arguments,
            stdin=DEVNULL,
            stdout=stdout,
            stderr=stderr,
            env=self._environment or clean_environment(),
            cwd=self._folder,
        )
