"""A rehearsal (演练): one bureau with its Telegram, its bot and its clock."""

import asyncio
import secrets
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from domain.rules import WorkDays
from playground.demo.bot_process import BotProcess, Supervisor
from playground.demo.forecast import MOST_DAYS, Forecast, render_forecast
from playground.demo.roster_players import RosterPlayers
from playground.demo.setup import KEEPER_ID, TOKEN, Scene, set_scene
from playground.telegram.days import MOMENTS, move_to
from playground.telegram.refusals import Json
from playground.telegram.server import Playground
from playground.telegram.web_app import opened

_DAY = timedelta(days=1)
_LEDGER = "ledger.json"
#: Seconds until the board is served, at most, and until it is looked for again.
_BOARD_WITHIN, _AGAIN = 60.0, 0.1


@dataclass(frozen=True, slots=True)
class DemoSettings:
    """How to start the bot, the real time, the preview of a day, and a callback for a bot that ended."""

    command: tuple[str, ...]
    today: Callable[[], datetime]
    forecast: Forecast
    on_bot_end: Callable[[str], None]


class Rehearsal:
    """Runs in ``folder``. ``again`` is set when a new rehearsal is asked for, which plays ``next_scene``."""

    def __init__(self, settings: DemoSettings, scene: Scene, playground: Playground, folder: Path) -> None:
        self._settings = settings
        self._program = BotProcess(settings.command, folder / "config.toml")
        self._supervisor = Supervisor(self._program, playground, settings.on_bot_end)
        self._moving = asyncio.Lock()
        self._tasks: list[asyncio.Task[None]] = []
        self.folder = folder
        self.scene = scene
        self.playground = playground
        self.roster_players = RosterPlayers(playground, folder / _LEDGER, KEEPER_ID if scene is Scene.OWN else 0)
        self._board = _free_port()
        self.run = secrets.token_hex(4)
        self.next_scene = scene
        self.again = asyncio.Event()

    async def open(self) -> None:
        """Set the scene and start the bot."""
        await set_scene(self.scene, self.playground, self._program, self.folder / _LEDGER, self._board)
        await self._supervisor.start()
        await self.roster_players.read()
        self._tasks = [asyncio.create_task(self.roster_players.follow()), asyncio.create_task(self._tell_time())]

    async def close(self) -> None:
        """Stop the bot and the tasks that watch it."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._supervisor.stop()

    def start_over(self, scene: Scene) -> None:
        """Ask for a new rehearsal."""
        self.next_scene = scene
        self.again.set()

    def as_json(self) -> Json:
        """What the page needs before it shows anything."""
        clock, bot = self.playground.clock, self.playground.world.bot
        return {
            "run": self.run,
            "scene": str(self.scene),
            "bot": bot.as_json(),
            "now": clock.now().isoformat(),
            "zone": str(clock.now().tzinfo),
            "is_moving": self._moving.locked(),
            "digest_at": f"{MOMENTS[0]:%H:%M}",
            "next_digest": _next(clock.now(), MOMENTS[:1]).isoformat(),
            "happenings": self.playground.world.events.count,
            "people": self.roster_players.as_json(),
            "bindings": self.roster_players.bindings(),
        }

    def target(self, where: str) -> datetime:
        """The instant that a button of the clock bar leads to.

        ``digest``: the next one; ``next``: the next digest or alert time; ``day``, ``week``: that much later;
        ``today``: the real now; an ISO date: the digest of that day.
        """
        now = self.playground.clock.now()
        if where in {"digest", "next"}:
            return _next(now, MOMENTS[:1] if where == "digest" else MOMENTS)
        if where in {"day", "week"}:
            return now + (_DAY if where == "day" else 7 * _DAY)
        if where == "today":
            return self._settings.today()
        return datetime.combine(date.fromisoformat(where), MOMENTS[0], now.tzinfo)

    async def move(self, instant: datetime) -> None:
        """Move the clock there, with all digests and alerts on the way. Moves wait for each other."""
        async with self._moving:
            self.playground.world.note("moving", is_moving=True)
            try:
                await move_to(self.playground, instant)
            finally:
                self.playground.world.note("moving", is_moving=False)

    async def forecast(self, day: date) -> Json:
        """What each group and each leader would receive on that day."""
        now = self.playground.clock.now()
        if not now.date() <= day <= now.date() + MOST_DAYS * _DAY:
            raise ValueError(day)
        letters = await asyncio.to_thread(self._settings.forecast, self.folder / "config.toml", now, day)
        readers = render_forecast(letters, self.roster_players.roster, self.playground.world)
        is_work_day = WorkDays().is_work_day(day)
        return {"day": day.isoformat(), "is_work_day": is_work_day, "readers": readers, "run": self.run}

    async def board_of(self, user_id: int) -> str:
        """The address of the board as Telegram opens it for that person, once it is served."""
        user = self.playground.world.people[user_id].as_json()
        async with asyncio.timeout(_BOARD_WITHIN):
            while not await _is_served(self._board):  # noqa: ASYNC110 - another process opens it
                await asyncio.sleep(_AGAIN)
        return opened(f"http://127.0.0.1:{self._board}/app", user, TOKEN, self.playground.clock.now())

    async def _tell_time(self) -> None:
        """Tell watchers of every move of the clock."""
        clock = self.playground.clock
        moves = clock.moves
        while True:
            moves = await clock.moved(moves)
            self.playground.world.note("clock", now=clock.now().isoformat())


def _free_port() -> int:
    """A port of this machine that nobody uses now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


async def _is_served(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True


def _next(now: datetime, moments: Sequence[time]) -> datetime:
    """The first of these times of day after ``now`` on a work day."""
    days = WorkDays()
    today = days.on_or_after(now.date())
    instants = (datetime.combine(day, at, now.tzinfo) for day in (today, days.add(today, 1)) for at in moments)
    return min(instant for instant in instants if instant > now)
