"""What housekeeping costs whoever asks meanwhile: the longest answer while commands flow, beside a quiet minute's.

One command after the other is asked of the bot with 100,000 items, by 500 people in turn, while it writes a
checkpoint, while another process copies its ledger, and while the office has 10,000 rows taken over.
"""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from statistics import median

from openpyxl import Workbook

from benchmarks.bench import LARGE, ROOT, Bench
from benchmarks.bots import OFFICE, Bot, Rewriting, meet, our_bot
from benchmarks.documents import FIRST_PERSON, OWN, name_of, unit_of
from benchmarks.figures import Bar, Found, Row
from playground.messages import Message
from playground.program import Program

_MS = Bar(50, is_ratio=False, unit="ms")
CHECKPOINT = Row("hitch-checkpoint", "longest an answer is held up by a checkpoint", "", _MS)
BACKUP = Row("hitch-backup", "… by a backup", "", _MS)
PREVIEW = Row("hitch-preview", "… by reading and planning an import of 10,000 rows", "", _MS)
IMPORT = Row("hitch-import", "… by taking it over", "", _MS)
ROWS = (CHECKPOINT, BACKUP, PREVIEW, IMPORT)

_CROWD = 500
_ROWS = 10_000
_PATIENCE = 120.0
_HEADINGS = ("序号", "类别", "事项", "责任单位", "责任人", "完成时限")


class Flow:
    """People who ask one after another, without a pause; each answer's seconds are kept."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._turns = count()
        self.seconds: list[float] = []

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            turn = next(self._turns)
            self.seconds.append(await self._bot.ask(FIRST_PERSON + turn % _CROWD, "/mytasks"))

    @asynccontextmanager
    async def kept_up(self) -> AsyncIterator[None]:
        """While the block runs; what was measured before is forgotten."""
        self.seconds = []
        running = asyncio.create_task(self.run())
        try:
            yield
        finally:
            running.cancel()
            await asyncio.wait([running])


def measure(bench: Bench) -> Iterator[Found]:
    """Each while commands flow."""
    yield from asyncio.run(_measure(bench))


async def _measure(bench: Bench) -> list[Found]:
    path = bench.ledger(LARGE)
    async with our_bot(path) as bot:
        meet(bot.telegram, [OFFICE, *range(FIRST_PERSON, FIRST_PERSON + _CROWD)])
        await bot.start()
        await bot.telegram.idle(timeout=_PATIENCE)
        flow = Flow(bot)
        async with flow.kept_up():
            await asyncio.sleep(2 if bench.quick else 5)
        quiet = median(flow.seconds)

        async def held_up(row: Row, work: Callable[[], Awaitable[object]]) -> Found:
            async with flow.kept_up():
                await work()
            longest, usual = max(flow.seconds), median(flow.seconds)
            note = f"{len(flow.seconds)} answers meanwhile, median {usual * 1e3:.1f} ms; quiet {quiet * 1e3:.1f} ms"
            return Found(row.key, ((longest - quiet) * 1e3,), note=note)

        found = [
            await held_up(CHECKPOINT, lambda: _checkpoint(bot, path)),
            await held_up(BACKUP, lambda: _backup(path)),
        ]
        content = _workbook(path.with_name("book.xlsx"))
        found.append(await held_up(PREVIEW, lambda: _preview(bot, content)))
        found.append(await held_up(IMPORT, lambda: _take_over(bot)))
    bench.give_back(path)
    return found


async def _checkpoint(bot: Bot, path: Path) -> None:
    """Something changes; the file is written anew."""
    rewriting = Rewriting(path)
    await bot.ask(FIRST_PERSON, f"/done {OWN}")
    await rewriting.wait()


async def _backup(path: Path) -> None:
    copying = Program((sys.executable, str(ROOT / "bot.py")), path.with_name("config.toml"))
    code, said = await copying.call("backup", str(path.with_name("backup")))
    if code:
        raise RuntimeError(said)


async def _preview(bot: Bot, content: bytes) -> None:
    """The office sends the workbook; the answer offers to take it over."""
    await bot.telegram.player(OFFICE).send_file(None, "台账.xlsx", content)
    await bot.telegram.wait_for(lambda: _offer(bot), _PATIENCE)


async def _take_over(bot: Bot) -> None:
    offer = _offer(bot)
    if offer is None:
        raise RuntimeError("the workbook was not offered")
    answer = await bot.telegram.player(OFFICE).press(offer, "确认导入", within=_PATIENCE)
    if answer is None or not offer.edited_at:
        await bot.telegram.wait_for(lambda: offer.edited_at, _PATIENCE)


def _offer(bot: Bot) -> Message | None:
    """The message with the button."""
    offers = (each for each in bot.telegram.messages(OFFICE) for button in each.buttons if button.label == "确认导入")
    return next(offers, None)


def _workbook(path: Path) -> bytes:
    """New items for everybody."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("台账")
    sheet.append(_HEADINGS)
    for row in range(_ROWS):
        place = row % (LARGE // OWN)
        sheet.append((LARGE + row + 1, "任务", f"新交办事项{row + 1}", unit_of(place), name_of(place), "2027-06-30"))
    book.save(path)
    return path.read_bytes()
