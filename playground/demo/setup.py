"""What a rehearsal (演练) opens with: the sample bureau, or an office's own ledger, still empty.

The sample is there late in a year, with a week full of limits, and in January, with the plan of the whole year.

A year has its boards pinned in the groups; in the week, which is about what is said, nobody needs them.

The sample's people, groups and bindings are there from the start. The own ledger knows nobody but its keeper, who is an
administrator by configuration; everybody else is added by the workbook.
"""

import asyncio
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from pathlib import Path

from domain.roster import Chat, Role
from domain.rules import WorkDays
from playground.demo.bot_process import BotProcess
from playground.demo.sample.book import write_sample
from playground.demo.sample.year_book import write_year
from playground.demo.sample_players import SamplePlayers
from playground.telegram.bot_settings import NO_LIMITS, OFFICE
from playground.telegram.chats import MemberStatus
from playground.telegram.server import Playground
from store.ledger import Ledger
from texts import tour as words

TOKEN = "7000000001:a-token-that-only-the-playground-knows"  # noqa: S105 - opens nothing
KEEPER_ID = 600_001
_BEGINS = time(8, 0)
_CONFIGURATION = f"""\
{OFFICE}admins = [{{admins}}]
[store]
path = "{{ledger}}"
[board]
listen = "127.0.0.1:{{board}}"
pinned = {{pins}}
{NO_LIMITS}"""


class Scene(StrEnum):
    """Whose ledger is played."""

    SAMPLE = "sample"
    YEAR = "year"  # the sample in January
    OWN = "own"


class SetupError(Exception):
    """The scene could not be set up; the text says why."""


def beginning_of(scene: Scene, today: datetime) -> datetime:
    """When the rehearsal begins: the sample on its week's first work day before the digest, the own ledger now.

    The year begins with its first full week, in the newest year whose work days are published.
    """
    if scene is Scene.OWN:
        return today
    if scene is Scene.YEAR:
        year = today.year if WorkDays().is_published(today.year) else today.year - 1
        return datetime.combine(_monday(date(year, 1, 10)), _BEGINS, today.tzinfo)
    next_work_day = WorkDays().on_or_after(today.date())
    first = WorkDays().first_of_week(next_work_day) or next_work_day
    return datetime.combine(first, _BEGINS, today.tzinfo)


async def set_scene(scene: Scene, playground: Playground, program: BotProcess, ledger: Path, board: int) -> None:
    """Write the configuration, add people and groups, and fill the ledger; the bot does not run yet.

    ``board`` is the port of the board.
    """
    now = playground.clock.now()
    if scene is Scene.OWN:
        _configure(program.folder, playground, words.OWN_OFFICE, ledger, board, admins=[KEEPER_ID])
        playground.person(KEEPER_ID, words.KEEPER)
        return
    workbook = program.folder / words.SAMPLE_WORKBOOK
    write = write_year if scene is Scene.YEAR else write_sample
    bureau = await asyncio.to_thread(write, workbook, _monday(now.date()))
    _configure(program.folder, playground, bureau.office, ledger, board, pins_boards=scene is Scene.YEAR)
    players = SamplePlayers(playground, bureau)
    code, printed = await program.call("import", str(workbook), "--yes", "--clock", playground.base_url)
    if code:
        raise SetupError(printed.strip())
    opened = Ledger.open(ledger, at=now)
    try:
        bind(playground, players, opened)
    finally:
        opened.close()


def bind(playground: Playground, players: SamplePlayers, ledger: Ledger) -> None:
    """Make the bot an administrator of every group and bind every group; the office is in all of them."""
    now, bot = playground.clock.now(), playground.player(playground.world.bot.user_id)
    office = [person.name for person in players.bureau.people if person.role is Role.OFFICE]
    with ledger.transaction(at=now, by=office[0], did="bind") as tx:
        for unit in ("", *players.units):
            group = players.group(unit)
            group.add(bot, MemberStatus.ADMINISTRATOR)
            for name in office:
                group.add(players[name])
            tx.save_chat(Chat(chat_id=group.chat_id, unit=unit, title=group.title, bound_at=now, bound_by=office[0]))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _configure(
    folder: Path,
    playground: Playground,
    office: str,
    ledger: Path,
    board: int,
    admins: Iterable[int] = (),
    *,
    pins_boards: bool = False,
) -> None:
    settings = _CONFIGURATION.format(
        token=TOKEN,
        base_url=playground.base_url,
        office=office,
        admins=", ".join(map(str, admins)),
        ledger=ledger.name,
        board=board,
        pins=str(pins_boards).lower(),
    )
    (folder / "config.toml").write_text(settings, encoding="utf-8")
