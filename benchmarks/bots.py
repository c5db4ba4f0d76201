"""The bots to measure: ours and the bare one. Each is a process with its own Telegram in this process."""

import asyncio
import os
import signal
import sys
import time
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from pathlib import Path

import msgspec

from benchmarks.bench import ROOT
from benchmarks.bureau import NOW
from playground.telegram.bot_api import ApiCall
from playground.telegram.clock import MovableClock
from playground.telegram.server import Playground

TOKEN = "7100000003:AAExampleTokenOfTheBenchmarks"
#: The Telegram id of somebody with the office's rights.
OFFICE = 400_000
#: Before the office opens: nothing is due, so only the commands are measured.
EARLY = NOW.replace(hour=7, minute=0)
#: Telegram's documented rates, as ``[limits]`` has them, and none at all.
DOCUMENTED, UNPACED = (30, 1, 20), (0, 0, 0)
#: Seconds to wait for a reply.
_PATIENCE = 120.0
_OK = 200


class Bot:
    """One bot process and its Telegram."""

    def __init__(self, telegram: Playground, command: Sequence[str], log: Path) -> None:
        self.telegram = telegram
        self._command = command
        self._log = log
        self._environment = environment(log.parent)
        self._process: Process | None = None

    @property
    def pid(self) -> int:
        if self._process is None:
            raise RuntimeError("the bot was not started")
        return self._process.pid

    async def start(self) -> float:
        """Start it; the seconds until Telegram saw its first getUpdates."""
        polls = self._count("getUpdates")
        began = time.monotonic()
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *self._command, cwd=ROOT, stdin=DEVNULL, stdout=log, stderr=log, env=self._environment
            )
        await self.telegram.wait_for(lambda: self._count("getUpdates") > polls, _PATIENCE)
        polled = [seen for seen in self.telegram.requests if seen.method == "getUpdates"]
        return polled[polls].monotonic - began

    async def look_through(self) -> None:
        """Wait until it has looked at every item, as it does after a start. Its clock stands still."""
        await self.telegram.looked(self.telegram.clock.now(), _PATIENCE)

    async def stop(self) -> None:
        """Send SIGTERM and wait for the end."""
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(signal.SIGTERM)
            await self._process.wait()

    async def ask(self, person: int, text: str) -> float:
        """Send ``text`` in private; the seconds until Telegram received the reply."""
        return await self.ask_all([person], text)

    async def ask_all(self, people: Sequence[int], text: str) -> float:
        """Let all of them send ``text`` at once; the seconds until Telegram received the last reply."""
        before = len(self.telegram.requests)
        players = [self.telegram.player(person) for person in people]
        began = time.monotonic()
        for player in players:
            await player.say(None, text)
        await self.telegram.wait_for(lambda: self._is_answered(before, people), _PATIENCE)
        return max(seen.monotonic for seen in self._sent(before, people)) - began

    def said(self, person: int) -> str:
        """The HTML of the latest message to that person."""
        sent = (seen for seen in reversed(self.telegram.requests) if seen.chat_id == person and _is_message(seen))
        return str(next(sent).params["text"])

    def _is_answered(self, before: int, people: Sequence[int]) -> bool:
        """Count only once there may be enough: this process shares the machine with the bot."""
        came = len(self.telegram.requests) - before
        return came >= len(people) and len(self._sent(before, people)) >= len(people)

    def _sent(self, before: int, people: Sequence[int]) -> list[ApiCall]:
        return [
            seen
            for seen in self.telegram.requests[before:]
            if _is_message(seen) and seen.status == _OK and seen.chat_id in people
        ]

    def _count(self, method: str) -> int:
        return sum(seen.method == method for seen in self.telegram.requests)


def _is_message(seen: ApiCall) -> bool:
    return seen.method == "sendMessage"


@asynccontextmanager
async def our_bot(
    ledger: Path, *, limits: tuple[int, int, int] = UNPACED, at: datetime | None = EARLY, store: str = ""
) -> AsyncIterator[Bot]:
    """Our bot on that ledger, not started. Its clock stands still ``at`` that instant; ``None``: real time.

    ``store``: further lines of ``[store]``.
    """
    clock = MovableClock(at or NOW)
    async with Playground(token=TOKEN, clock=clock, limits=limits == DOCUMENTED) as telegram:
        config = ledger.with_name("config.toml")
        config.write_text(_configuration(ledger, telegram.base_url, limits, store), encoding="utf-8")
        follow = [] if at is None else ["--clock", telegram.base_url]
        command = [sys.executable, str(ROOT / "bot.py"), "run", "--config", str(config), *follow]
        bot = Bot(telegram, command, config.with_suffix(".log"))
        try:
            yield bot
        finally:
            await bot.stop()


@asynccontextmanager
async def bare_bot(folder: Path, replies: dict[str, str], *, saves: bool = False) -> AsyncIterator[Bot]:
    """The bare bot, which answers each command with that HTML; not started. ``saves``: once a record is durable."""
    async with Playground(token=TOKEN, clock=MovableClock(EARLY)) as telegram:
        config = folder / ("saving.json" if saves else "bare.json")
        file = str(folder / "saved") if saves else ""
        settings = {"token": TOKEN, "base_url": telegram.base_url, "replies": replies, "saves": file}
        config.write_bytes(msgspec.json.encode(settings))
        command = [sys.executable, str(ROOT / "benchmarks" / "bare_bot.py"), "run", "--config", str(config)]
        bot = Bot(telegram, command, config.with_suffix(".log"))
        try:
            yield bot
        finally:
            await bot.stop()


@asynccontextmanager
async def started(*bots: Bot) -> AsyncIterator[None]:
    """Start the bots, and stop them after the block."""
    async with AsyncExitStack() as stack:
        for bot in bots:
            stack.push_async_callback(bot.stop)
            await bot.start()
        yield


class Rewriting:
    """Notices that the ledger file was rewritten since this was made."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._before = self._inode()

    async def wait(self) -> None:
        """Wait for it by polling: nothing tells us of another process's files."""
        async with asyncio.timeout(_PATIENCE):
            while self._inode() == self._before:  # noqa: ASYNC110 - see above
                await asyncio.sleep(0.02)

    def _inode(self) -> int:
        return self._path.stat().st_ino


def introduce(telegram: Playground, people: Sequence[int]) -> None:
    """Add people with these ids, who have started the bot."""
    for person in people:
        telegram.person(person, f"人{person}")


def _configuration(ledger: Path, base_url: str, limits: tuple[int, int, int], store: str) -> str:
    return (
        f'[telegram]\ntoken = "{TOKEN}"\nbase_url = "{base_url}"\n[office]\nadmins = [{OFFICE}]\n'
        f'[store]\npath = "{ledger.name}"\n{store}\n'
        f"[limits]\nper_second = {limits[0]}\nper_chat_second = {limits[1]}\nper_group_minute = {limits[2]}\n"
    )


def environment(folder: Path) -> dict[str, str]:
    """Our environment, without variables that would lead a bot to another host, and without packages of the tests.

    python-telegram-bot loads cryptography where it finds it, and httpx pygments: nine megabytes that no office has.
    The bytecode of the program is kept, as it is there.
    """
    foreign = {"DUBAN_TOKEN", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE"}
    absent = folder / "absent"
    absent.mkdir(exist_ok=True)
    for package in ("cryptography", "pygments"):
        (absent / f"{package}.py").write_text(f'raise ImportError("{package} is not in requirements/run.txt")\n')
    kept = {name: value for name, value in os.environ.items() if name.upper() not in foreign}
    return kept | {"PYTHONPATH": str(absent), "PYTHONPYCACHEPREFIX": str(folder.parent / "bytecode")}
