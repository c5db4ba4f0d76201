"""Simulates a work day of the whole bot: the real bot on a real disk, with Telegram in the same process."""

import asyncio
import resource
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from telegram.ext import ApplicationBuilder

from benchmarks.bots import DOCUMENTED, OFFICE, TOKEN
from benchmarks.bureau import BOT, DEPUTIES, FIRST_GROUP, FIRST_LEADER, FIRST_PERSON, NOW, OWN, RULES, UNIT_SIZE
from benchmarks.in_process_telegram import InProcessRequest, InProcessTelegram
from benchmarks.machine import resident
from benchmarks.message_delays import MessageDelays
from benchmarks.simulated_time import SimulatedClock, SimulatedLoop
from benchmarks.traffic import Command, day_of, group_of
from config import Config
from house.configuration.values import Secret
from house.surroundings import Times
from house.wiring import open_house
from jobs.clock import TICK_SECONDS, Scheduler
from store.journal.files import FileEngine
from store.ledger import Commit, Ledger
from transport.api import App, prefer_timedeltas
from transport.receiver import build_poll

_MIDNIGHT, BEGINS = NOW.replace(hour=0, minute=0), NOW.replace(hour=7, minute=50)
MORNING, ENDS = NOW.replace(hour=8, minute=0), NOW.replace(hour=18, minute=10)
_TICK = timedelta(seconds=TICK_SECONDS)
#: Bytes of a block in the system's count of written blocks.
_BLOCK = 512


class OfficeClock:
    """Calls at every tick and at the office's digest and alert times, as APScheduler does in real time."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._moments = Scheduler(RULES, lambda: None).moments()

    async def follow(self, on_move: Callable[[], None]) -> None:
        """Call ``on_move`` at each of them until cancelled."""
        while True:
            now = self._now()
            waits = (datetime.combine(now, moment, now.tzinfo) - now for moment in self._moments)
            await asyncio.sleep(min((_TICK, *(wait for wait in waits if wait > timedelta(0)))).total_seconds())
            on_move()

    async def report_looked(self, instant: datetime, waiting: int) -> None:
        """Do nothing: nobody waits for it."""


class SyncingAtOnce(FileEngine):
    """Its disk is always waited for: the loop would skip the time that a thread of its own is at work."""

    def begin_serving(self) -> None:
        """It goes on as before."""


class Workday:
    """One day of the ledger's bureau, from before the digest until ``ends``."""

    def __init__(self, path: Path, commands: int, ends: datetime, clock: SimulatedClock, loop: SimulatedLoop) -> None:
        self._clock = clock
        self._loop = loop
        self._ends = ends
        self._telegram = InProcessTelegram(TOKEN, BEGINS, clock, self._sent)
        self._now = self._telegram.clock.now
        self._ledger = Ledger.open(
            path, at=BEGINS, admins=frozenset({OFFICE}), clock=self._now, engine=SyncingAtOnce(path)
        )
        self.delays = MessageDelays(self._ledger, RULES, self._now, DOCUMENTED[0])
        items = sum(self._ledger.count_by_status().values())
        self.people = range(FIRST_PERSON, FIRST_PERSON + items // OWN)
        self.groups = range(-FIRST_GROUP, -FIRST_GROUP - items // (OWN * UNIT_SIZE), -1)
        opened = resident()
        with clock.stopped():
            self._commands = day_of(len(self.people), commands, BOT)
            self._populate()
        self._elsewhere = resident() - opened
        self._ledger.on_commit.append(self._committed)

    async def run(self) -> dict[str, float]:
        """Play the day; the figures of what it cost."""
        app = _application(self._telegram)
        await app.initialize()
        poll, bellman = build_poll(app.bot), OfficeClock(self._now)
        config = _config(self._ledger.path)
        house = open_house(config, app, self._ledger, poll, Times(self._now, bellman, tick=self._loop.time))
        try:
            async with house as running:
                talking = asyncio.create_task(self._talk())
                await asyncio.wait({running, talking}, return_when=asyncio.FIRST_COMPLETED)
                (running if running.done() else talking).result()
                return talking.result()
        finally:
            await app.shutdown()
            self._ledger.close()

    async def _talk(self) -> dict[str, float]:
        """Send each command at its time."""
        await self._until(MORNING)
        self._loop.longest_turn = 0.0
        before = self._spent()
        for command in self._commands:
            if (instant := _MIDNIGHT + timedelta(seconds=command.at)) < self._ends:
                await self._until(instant)
                await self._say(command)
        await self._until(self._ends)
        spent = {name: value - before[name] for name, value in self._spent().items()}
        return spent | {
            "refused": self._telegram.refused,
            "longest turn": self._loop.longest_turn,
            "memory in the morning": before["memory"] - self._elsewhere,
            "memory": resident() - self._elsewhere,
            "elsewhere": self._elsewhere,
            "file": self._ledger.path.stat().st_size,
        }

    async def _say(self, command: Command) -> None:
        playground = self._telegram.playground
        who = playground.player(self.people[command.place])
        where = playground.group_at(self.groups[group_of(command.place)]) if command.in_group else None
        self.delays.asked(where.chat_id if where else who.chat_id)
        await self._telegram.say(who, where, command.text)

    async def _until(self, instant: datetime) -> None:
        await asyncio.sleep((instant - self._now()).total_seconds())

    def _spent(self) -> dict[str, float]:
        """What this process used so far, without what Telegram did."""
        return {
            "cpu": time.process_time() - self._clock.excluded_cpu,
            "real": time.monotonic(),
            "written": float(resource.getrusage(resource.RUSAGE_SELF).ru_oublock * _BLOCK),
            "memory": resident(),
        }

    def _committed(self, commit: Commit) -> None:
        with self._clock.stopped():
            self.delays.committed(commit)

    def _sent(self, chat_id: int, html: str) -> None:
        self.delays.sent(chat_id, html)

    def _populate(self) -> None:
        playground = self._telegram.playground
        for person in (OFFICE, *range(FIRST_LEADER, FIRST_LEADER + DEPUTIES + 1), *self.people):
            playground.person(person, f"人{person}")
        for place, group in enumerate(self.groups):
            members = self.people[place * UNIT_SIZE : (place + 1) * UNIT_SIZE]
            playground.group(f"群{place}", *map(playground.player, members), chat_id=group)


def simulate(
    path: Path, commands: int, ends: datetime = ENDS, pulse: Callable[[], float] = time.monotonic
) -> dict[str, float]:
    """The figures of one work day of the ledger's bureau, in which so many commands are said if it is not cut short.

    What is done takes as many seconds as ``pulse`` counts meanwhile.
    """
    clock = SimulatedClock(pulse)
    loop = SimulatedLoop(clock)
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        day = runner.run(_begun(path, commands, ends, clock, loop))
        spent = runner.run(day.run())
    return day.delays.figures(day.groups, day.people) | spent


async def _begun(path: Path, commands: int, ends: datetime, clock: SimulatedClock, loop: SimulatedLoop) -> Workday:
    return Workday(path, commands, ends, clock, loop)


def _application(telegram: InProcessTelegram) -> App:
    prefer_timedeltas()
    lines = InProcessRequest(telegram), InProcessRequest(telegram)
    builder = ApplicationBuilder().token(TOKEN).base_url("http://127.0.0.1/bot").request(lines[0])
    return builder.get_updates_request(lines[1]).updater(None).job_queue(None).build()


def _config(ledger: Path) -> Config:
    return Config(
        token=Secret(TOKEN),
        base_url="http://127.0.0.1",
        admins=frozenset({OFFICE}),
        ledger_path=ledger,
        rules=RULES,
        per_second=DOCUMENTED[0],
        per_chat_second=DOCUMENTED[1],
        per_group_minute=DOCUMENTED[2],
    )
