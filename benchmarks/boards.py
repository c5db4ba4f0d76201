"""A thousand open boards (督办看板): the memory they take, how soon a page is there, how long the bot is held up.

``bot.py board`` serves them beside a bot of which people ask one after another; each board is somebody else's. A tenth
of the browsers never reads. Every tenth command closes an item, so each second all boards are told of something new
and ask for it: more than an office does in a day.
"""

import asyncio
import socket
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median

from aiohttp import ClientSession, DummyCookieJar

from benchmarks.bench import ROOT, Bench
from benchmarks.bots import EARLY, OFFICE, TOKEN, Bot, introduce, our_bot
from benchmarks.bureau import FIRST_LEADER, FIRST_PERSON, OWN
from benchmarks.figures import Bar, Found, Row
from benchmarks.machine import resident
from benchmarks.maintenance import AnswerDelays, Flow
from playground.telegram.web_app import init_data

_BOARDS = 1_000
_ITEMS = _BOARDS * OWN
_MUTE = _BOARDS // 10
_TIMES, _LOOKS = 3, 10
_PATIENCE = 120.0
_OK = 200
MEMORY = Row("boards-memory", "1,000 open boards, a tenth of them never reading: memory grown", "")
LOOK = Row("boards-look", "… until a deputy leader's page is there", "")
HITCH = Row("boards-hitch", "… longest an answer of the bot is held up", "", Bar(50, is_ratio=False, unit="ms"))
ROWS = (MEMORY, LOOK, HITCH)


def measure(bench: Bench) -> Iterator[Found]:
    """Measure while the boards are open."""
    yield from asyncio.run(_measure(bench))


async def _measure(bench: Bench) -> list[Found]:
    path = bench.ledger(_ITEMS, "busy")
    async with our_bot(path) as bot:
        introduce(bot.telegram, [OFFICE, *range(FIRST_PERSON, FIRST_PERSON + _BOARDS)])
        await bot.start()
        await bot.look_through()
        flow = Flow(bot, _BOARDS)
        async with flow.running():
            await asyncio.sleep(2 if bench.quick else 5)
        quiet = median(end - began for began, end in flow.waits)
        async with _served(path, bot) as (board, url), _browsers(url) as browsers:
            before = resident(board.pid)
            await _say(browsers, "\n", b"open\n")
            opened = resident(board.pid) - before
            delays, looks = AnswerDelays(flow), list[float]()
            for _ in range(1 if bench.quick else _TIMES):
                await delays.measure(_look(url, looks, bench))
            grown = resident(board.pid) - before
            pages = await _pages(browsers)
    bench.discard(path)
    return [
        Found(MEMORY.key, (grown / 1e6,), unit="MB", note=f"{opened / 1e6:.0f} MB once all were open"),
        Found(LOOK.key, tuple(each * 1e3 for each in looks), note=f"{pages} pages for the open boards meanwhile"),
        delays.found(HITCH, quiet),
    ]


@asynccontextmanager
async def _served(ledger: Path, bot: Bot) -> AsyncIterator[tuple[Process, str]]:
    """The board of that ledger, and its address."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    config = ledger.with_name("board.toml")
    written = ledger.with_name("config.toml").read_text(encoding="utf-8")
    config.write_text(f'{written}[board]\nlisten = "127.0.0.1:{port}"\nurl = "{url}"\n', encoding="utf-8")
    command = (sys.executable, str(ROOT / "bot.py"), "board", "--config", str(config), "--clock", bot.telegram.base_url)
    with config.with_suffix(".log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=log, stderr=log)
    try:
        await _until_served(port)
        yield process, url
    finally:
        process.terminate()
        await process.wait()


async def _until_served(port: int) -> None:
    async with asyncio.timeout(_PATIENCE):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.1)
            else:
                writer.close()
                return


@asynccontextmanager
async def _browsers(url: str) -> AsyncIterator[Process]:
    """Signed in, and not open yet."""
    command = (sys.executable, "-m", "benchmarks.open_boards", url, str(_MUTE))
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdin=PIPE, stdout=PIPE)
    try:
        await _say(process, "".join(f"{_proof(FIRST_PERSON + place)}\n" for place in range(_BOARDS)) + "\n", b"in\n")
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()


async def _pages(browsers: Process) -> int:
    """Close them all; how many pages they asked for."""
    said, _ = await browsers.communicate(b"")  # which closes its input
    return int(said)


async def _say(process: Process, words: str, answer: bytes) -> None:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(words.encode())
    await process.stdin.drain()
    async with asyncio.timeout(_PATIENCE):
        said = await process.stdout.readline()
    if said != answer:
        raise RuntimeError(said)


def _proof(telegram_id: int) -> str:
    return init_data({"id": telegram_id, "first_name": "某"}, TOKEN, EARLY)


async def _look(url: str, looks: list[float], bench: Bench) -> None:
    """A deputy leader opens a page now and then; ``looks`` gets the seconds of each."""
    async with ClientSession(cookie_jar=DummyCookieJar()) as session:
        form = {"init_data": _proof(FIRST_LEADER + 1)}
        async with session.post(f"{url}/app", data=form, allow_redirects=False) as answer:
            cookie = answer.headers["Set-Cookie"].partition(";")[0]
        for _ in range(3 if bench.quick else _LOOKS):
            began = time.monotonic()
            async with session.get(f"{url}/", headers={"Cookie": cookie}) as page:
                await page.read()
                if page.status != _OK:
                    raise RuntimeError(page.status)
            looks.append(time.monotonic() - began)
            await asyncio.sleep(1)
