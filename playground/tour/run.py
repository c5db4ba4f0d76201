"""The tour (演示): three working weeks of the sample bureau, with the real bot process, over a local Telegram.

It plays in a temporary folder and leaves nothing behind. A message that is missing or unexpected
ends it with one line.
"""

import shutil
import tempfile
from collections.abc import Awaitable, Callable
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path

import click

from playground.demo.bot_process import BotProcess
from playground.demo.sample.book import write_sample
from playground.demo.sample_players import SamplePlayers
from playground.telegram.bot_settings import NO_LIMITS, OFFICE
from playground.telegram.clock import MovableClock
from playground.telegram.server import Playground
from playground.tour.runner import Runner, TourError
from playground.tour.scenes import (
    difficulty,
    friday,
    handing_over,
    last_day,
    monday,
    more_time,
    newcomers,
    prepare,
    proof,
    quiet,
    reports,
    setting_work,
    standing_in,
    thursday,
    together,
    tuesday,
    wednesday,
)
from playground.tour.terminal import WIDEST, TerminalWriter
from texts import tour as words

#: The first week that is played: of 2026, whose work days are published.
MONDAY = date(2026, 11, 23)
_ZONE = timezone(timedelta(hours=8))
_BEGINS = datetime.combine(MONDAY - timedelta(days=3), time(15, 30), _ZONE)
_TOKEN = "7000000001:a-token-that-only-the-playground-knows"  # noqa: S105 - opens nothing
_CONFIGURATION = f"""\
{OFFICE}[store]
path = "ledger.json"
[reminders]
review_at = ""  # the review of the week has its place in the year, not among what each scene shows
{NO_LIMITS}"""
_WEEK: tuple[Callable[[Runner], Awaitable[None]], ...] = (
    prepare.play,
    monday.play,
    tuesday.play,
    wednesday.play,
    thursday.play,
    friday.play,
)
_FORTNIGHT: tuple[Callable[[Runner], Awaitable[None]], ...] = (
    newcomers.play,
    setting_work.play,
    reports.play,
    more_time.play,
    difficulty.play,
    standing_in.play,
    handing_over.play,
    together.play,
    quiet.play,
    last_day.play,
)


async def play(bot_command: tuple[str, ...]) -> int:
    """Play the weeks with the program that ``bot_command`` starts; the exit code."""
    with tempfile.TemporaryDirectory(prefix="duban-tour-") as folder:
        program = BotProcess(bot_command, Path(folder) / "config.toml")
        try:
            await _week(program, Path(folder))
        except (TourError, TimeoutError) as error:
            click.echo(str(error) or words.too_slow(program.last_words()), err=True)
            return 1
    return 0


async def _week(program: BotProcess, folder: Path) -> None:
    bureau = write_sample(folder / words.WORKBOOK, MONDAY)
    async with Playground(token=_TOKEN, clock=MovableClock(_BEGINS)) as playground:
        settings = _CONFIGURATION.format(token=_TOKEN, base_url=playground.base_url, office=bureau.office)
        (folder / "config.toml").write_text(settings, encoding="utf-8")
        width = shutil.get_terminal_size((WIDEST, 24)).columns
        runner = Runner(playground, program, TerminalWriter(width), SamplePlayers(playground, bureau))
        try:
            for scene in _WEEK:
                await scene(runner)
            runner.is_brief = True
            for scene in (*_FORTNIGHT, proof.play):
                await scene(runner)
        finally:
            await program.close()
