"""How much maintenance delays commands: the longest answer during it, compared with a quiet minute.

One command after the other is asked of the bot with 100,000 items, by 500 people in turn, every tenth closing an item,
while it looks at every item after its start, while it writes a checkpoint, while another process copies its ledger, and
while the office has 10,000 rows taken over. Each but the first is done several times, and the longest answer of all
counts, less the time for which the machine stood still.
"""

import asyncio
import gc
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Iterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from statistics import median

from openpyxl import Workbook

from benchmarks.bench import LARGE, ROOT, Bench
from benchmarks.bots import OFFICE, Bot, Rewriting, introduce, our_bot
from benchmarks.bureau import FIRST_PERSON, OWN, name_of, unit_of
from benchmarks.figures import Bar, Found, Row
from benchmarks.machine_stalls import Span, watched
from playground.demo.bot_process import BotProcess
from playground.telegram.chats import Message

_MS = Bar(50, is_ratio=False, unit="ms")
FIRST_LOOK = Row("hitch-look", "longest an answer is held up by the look at every item after a start", "", _MS)
CHECKPOINT = Row("hitch-checkpoint", "… by a checkpoint", "", _MS)
BACKUP = Row("hitch-backup", "… by a backup", "", _MS)
PREVIEW = Row("hitch-preview", "… by reading and planning an import of 10,000 rows", "", _MS)
IMPORT = Row("hitch-import", "… by taking it over", "", _MS)
ROWS = (FIRST_LOOK, CHECKPOINT, BACKUP, PREVIEW, IMPORT)

_PEOPLE = 500
#: The same question in several forms: the clock stands still, and thirty equal texts in a minute are flooding.
_WORDS = ("/mytasks", "/mytasks@duban_bot", "/MYTASKS", "我的事项")
#: One in this many commands closes an item.
_CLOSING = 10
_TIMES = 3
_ROWS = 10_000
_PATIENCE = 120.0
_HEADINGS = ("序号", "类别", "事项", "责任单位", "责任人", "完成时限")


class Flow:
    """People who ask one after another, without a pause; ``waits`` has when each wait began and ended."""

    def __init__(self, bot: Bot, people: int = _PEOPLE) -> None:
        self._bot = bot
        self._people = people
        self._turns = count()
        self._goes_on = False
        self.waits: list[Span] = []

    async def run(self) -> None:
        """Ask until told to stop; the last answer counts too."""
        while self._goes_on:
            began = time.monotonic()
            self.waits.append((began, began + await self._bot.ask(*_command(next(self._turns), self._people))))

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Ask while the block runs, starting with no waits. Garbage is collected before, not meanwhile."""
        self.waits = []
        self._goes_on = True
        gc.collect()
        gc.disable()
        running = asyncio.create_task(self.run())
        try:
            yield
        finally:
            self._goes_on = False
            await running
            gc.enable()


def measure(bench: Bench) -> Iterator[Found]:
    """Measure each kind of maintenance while commands come in."""
    yield from asyncio.run(_measure(bench))


def _command(turn: int, people: int) -> tuple[int, str]:
    """Who asks in that turn, and what."""
    lap, person = divmod(turn, people)
    closes = person % _CLOSING == 0
    words = f"/done {person * OWN + 1 + lap % OWN}" if closes else _WORDS[lap % len(_WORDS)]
    return FIRST_PERSON + person, words


class AnswerDelays:
    """The longest answer during each run of some work, and all answers during them."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._longest: list[float] = []
        self._seconds: list[float] = []
        self._still: list[float] = []

    async def measure(self, work: Awaitable[object]) -> None:
        """Measure the answers while ``work`` runs."""
        async with watched() as machine, self._flow.running():
            await work
        seconds = [machine.seconds_of(wait) for wait in self._flow.waits]
        self._longest.append(max(seconds))
        self._seconds += seconds
        self._still += [end - start for start, end in machine.stalls]

    def found(self, row: Row, quiet: float) -> Found:
        """The longest delay of each run, in milliseconds beyond the quiet one."""
        extra = [(longest - quiet) * 1e3 for longest in self._longest]
        each = ", ".join(f"{one:.1f}" for one in extra)
        answers = f"{len(self._seconds)} answers, median {median(self._seconds) * 1e3:.1f} ms"
        still = (
            f"; the machine stood still {len(self._still)} times, {max(self._still, default=0) * 1e3:.0f} ms at most"
        )
        return Found(row.key, (max(extra),), note=f"{each} ms; {answers} (quiet {quiet * 1e3:.1f} ms){still}")


async def _measure(bench: Bench) -> list[Found]:
    path = bench.ledger(LARGE)
    times = 1 if bench.quick else _TIMES
    async with our_bot(path) as bot:
        introduce(bot.telegram, [OFFICE, *range(FIRST_PERSON, FIRST_PERSON + _PEOPLE)])
        flow = Flow(bot)
        delays = {row: AnswerDelays(flow) for row in ROWS}
        await bot.start()
        await bot.ask(FIRST_PERSON, _WORDS[0])  # until then it is still starting
        await delays[FIRST_LOOK].measure(bot.look_through())
        async with flow.running():
            await asyncio.sleep(2 if bench.quick else 5)
        quiet = median(end - began for began, end in flow.waits)
        for turn in range(times):
            book = await asyncio.to_thread(_workbook, path.with_name("book.xlsx"), LARGE + turn * _ROWS + 1)
            await delays[CHECKPOINT].measure(Rewriting(path).wait())
            await delays[BACKUP].measure(_backup(path, f"backup-{turn}"))
            await delays[PREVIEW].measure(_preview(bot, book))
            await delays[IMPORT].measure(_take_over(bot))
    bench.discard(path)
    return [each.found(row, quiet) for row, each in delays.items()]


async def _backup(path: Path, name: str) -> None:
    copying = BotProcess((sys.executable, str(ROOT / "bot.py")), path.with_name("config.toml"))
    code, said = await copying.call("backup", str(path.with_name(name)))
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


def _workbook(path: Path, first: int) -> bytes:
    """New items for everybody, numbered from ``first``."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("台账")
    sheet.append(_HEADINGS)
    for row in range(_ROWS):
        place = row % (LARGE // OWN)
        sheet.append((first + row, "任务", f"新交办事项{first + row}", unit_of(place), name_of(place), "2027-06-30"))
    book.save(path)
    return path.read_bytes()
