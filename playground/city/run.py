"""The city (多局演练): three bureaux on one PostgreSQL and two machines; each is killed once while everybody speaks."""

import asyncio
import json
import tempfile
from collections.abc import Callable
from contextlib import AsyncExitStack, closing, suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from random import Random
from typing import NamedTuple

import click

from playground.city.bureaux import POSTS, CityBureau, Post, make_bureau
from playground.city.cluster import Cluster, find_postgres, running_cluster
from playground.city.count import Items, Outcome, answered_since, count
from playground.city.machines import Machine
from playground.city.speaking import PATIENCE, Speaker, speakers_of
from playground.demo.bot_process import BotProcess
from playground.demo.setup import Scene, beginning_of, bind
from playground.telegram.clock import MovableClock
from playground.tour.terminal import width_of
from store.ledger import Ledger
from store.postgres.engine import PostgresEngine
from texts import city as words

#: How long people speak before a machine is killed, and once everybody is answered again; in seconds.
TALK = 6.0


class CityError(Exception):
    """It could not be played; the text says why."""


class Pause(NamedTuple):
    """How long people speak undisturbed, and how time goes."""

    talk: float
    tick: Callable[[], float]


async def play_city(program: tuple[str, ...], today: datetime, tick: Callable[[], float]) -> int:
    """Play it with a PostgreSQL of its own and the program that ``program`` starts; the exit code."""
    programs = find_postgres()
    if programs is None:
        click.echo(words.MISSING, err=True)
        return 1
    with running_cluster(programs) as cluster, tempfile.TemporaryDirectory(prefix="duban-city-") as folder:
        try:
            outcomes = await City(cluster, Path(folder), program, today, Pause(TALK, tick)).play(click.echo)
        except (CityError, TimeoutError) as error:
            click.echo(words.not_played(str(error) or type(error).__name__), err=True)
            return 1
    click.echo("\n".join(table_of(outcomes)))
    return 0 if all(outcome.is_kept for outcome in outcomes) else 1


class City:
    """All of it, in one folder and one cluster."""

    def __init__(self, cluster: Cluster, folder: Path, program: tuple[str, ...], today: datetime, pause: Pause) -> None:
        self._cluster = cluster
        self._folder = folder
        self._program = program
        self._pause = pause
        self._clock = MovableClock(beginning_of(Scene.SAMPLE, today), pulse=pause.tick)
        self._bureaux: list[CityBureau] = []
        self._speakers: dict[str, list[Speaker]] = {}
        self._killed_at: dict[str, list[float]] = {post.name: [] for post in POSTS}
        self._machines: list[Machine] = []

    async def play(self, say: Callable[[str], object]) -> list[Outcome]:
        """Prepare, speak, kill, count; what became of each bureau."""
        say(words.preparing())
        async with AsyncExitStack() as stack:
            for post in POSTS:
                await self._open(post, stack)
            for name in words.MACHINES:
                machine = Machine(self._folder / name, self._program, self._bureaux, self._cluster)
                stack.push_async_callback(machine.close)
                await machine.start()
                self._machines.append(machine)
            say(words.speaking())
            await self._speak(say)
            say(words.counting())
            await self._answered()
            for machine in self._machines:
                if code := await machine.stop():
                    raise CityError(words.stopped_badly(code))
            return [await self._counted(bureau) for bureau in self._bureaux]

    async def _open(self, post: Post, stack: AsyncExitStack) -> None:
        """A bureau with its Telegram and its ledger in the database."""
        workbook = self._folder / f"{post.name}.xlsx"
        bureau = await asyncio.to_thread(make_bureau, post, self._clock, self._clock.now().date(), workbook)
        await stack.enter_async_context(bureau.telegram)
        await self._fill(bureau, workbook)
        self._bureaux.append(bureau)
        self._speakers[post.name] = list(speakers_of(bureau, Random(post.name)))

    async def _fill(self, bureau: CityBureau, workbook: Path) -> None:
        """The ledger with all people and items, and every group bound."""
        await self._run(bureau, "import", str(workbook), "--yes", "--clock", bureau.telegram.base_url)
        path = self._folder / f"{bureau.post.name}.json"
        engine = PostgresEngine(self._cluster.url(), bureau.post.name, path)
        with closing(Ledger.open(path, at=self._clock.now(), engine=engine)) as ledger:
            bind(bureau.telegram, bureau.players, ledger)

    async def _run(self, bureau: CityBureau, name: str, *arguments: str) -> None:
        """One command of ``bot.py`` on the bureau's ledger."""
        config = self._folder / f"{bureau.post.name}.toml"
        config.write_text(bureau.configuration(self._cluster.url()), encoding="utf-8")
        code, printed = await BotProcess(self._program, config).call(name, *arguments)
        if code:
            raise CityError(printed.strip())

    async def _speak(self, say: Callable[[str], object]) -> None:
        """Everybody speaks while one machine is killed and comes back, and then the other."""
        stop = asyncio.Event()
        speaking = asyncio.gather(*(each.speak(stop) for mine in self._speakers.values() for each in mine))
        try:
            for machine, name in zip(self._machines, words.MACHINES, strict=True):
                await asyncio.sleep(self._pause.talk)
                await self._kill(machine, name, say)
                await asyncio.sleep(self._pause.talk)
                await machine.start()
                say(words.started_again(name))
            stop.set()
            await speaking
        finally:
            speaking.cancel()
            await asyncio.gather(speaking, return_exceptions=True)

    async def _kill(self, machine: Machine, name: str, say: Callable[[str], object]) -> None:
        """Kill it, and wait until somebody in each bureau that it had is answered again."""
        await self._settled()
        had = [bureau for bureau in self._bureaux if await self._holder(bureau) == machine.pid]
        say(words.killed(name, len(had)))
        await machine.kill()
        at = self._pause.tick()
        for bureau in had:
            self._killed_at[bureau.post.name].append(at)
            await bureau.telegram.wait_for(partial(answered_since, bureau, at), PATIENCE)
        say(words.taken_over(self._pause.tick() - at))

    async def _settled(self) -> None:
        """Wait until each bureau has a holder that runs."""
        pids = {machine.pid for machine in self._machines}
        async with asyncio.timeout(PATIENCE):
            for bureau in self._bureaux:
                while await self._holder(bureau) not in pids:  # noqa: ASYNC110 - a database tells nobody
                    await asyncio.sleep(0.1)

    async def _holder(self, bureau: CityBureau) -> int:
        """The process that has the bureau's ledger: the lease names machine, process and a word of its own."""
        asked = f"select holder from {bureau.post.name}.lease"  # noqa: S608 - a name of our own
        [(holder,)] = await asyncio.to_thread(self._cluster.execute, asked)
        return int(str(holder).split(":")[1])

    async def _answered(self) -> None:
        """Wait until nothing is owed; what never comes counts as lost."""
        with suppress(TimeoutError):
            for bureau in self._bureaux:
                mine = self._speakers[bureau.post.name]
                await bureau.telegram.wait_for(partial(_is_nothing_owed, mine), PATIENCE)
                await bureau.telegram.idle(timeout=PATIENCE)

    async def _counted(self, bureau: CityBureau) -> Outcome:
        name = bureau.post.name
        return count(bureau, self._speakers[name], await self._items(bureau), self._killed_at[name])

    async def _items(self, bureau: CityBureau) -> Items:
        """The items as any program reads them from a backup, whose chain is verified first."""
        backup = self._folder / f"{bureau.post.name}-backup"
        await self._run(bureau, "verify")
        await self._run(bureau, "backup", str(backup))
        tables = json.loads((backup / f"{bureau.post.name}.json").read_text(encoding="utf-8"))
        return {int(number): item for number, item in tables["items"].items()}


def _is_nothing_owed(speakers: list[Speaker]) -> bool:
    return not any(each.owed() for each in speakers)


def table_of(outcomes: list[Outcome]) -> list[str]:
    """The counts, a line each, and whether the promise was kept."""
    rows = [words.HEADINGS, *(_row(outcome) for outcome in outcomes)]
    widths = [max(map(width_of, column)) for column in zip(*rows, strict=True)]
    is_kept = all(outcome.is_kept for outcome in outcomes)
    return [*(_line(row, widths) for row in rows), words.KEPT if is_kept else words.BROKEN]


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    cells = (cell + " " * (width - width_of(cell)) for cell, width in zip(row, widths, strict=True))
    return "　".join(cells).rstrip()


def _row(outcome: Outcome) -> tuple[str, ...]:
    numbers = (outcome.given, outcome.lost, outcome.twice, outcome.doubled)
    return (outcome.office, *map(str, numbers), words.say_silence(outcome.silent))
