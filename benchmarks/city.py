"""A city in small: what one bureau more costs a process, its PostgreSQL and its neighbours.

The real program (``bot.py fleet``) with the real commits; each bureau has 500 items, 150 people and a Telegram of its
own on loopback. docs/scaling.md goes on from these figures to two thousand bureaux. There is no row where no PostgreSQL
is found.
"""

import asyncio
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack
from functools import partial

from msgspec import Struct

from benchmarks.bench import Bench
from benchmarks.bots import EARLY
from benchmarks.bureau import OWN
from benchmarks.city_database import CityDatabase
from benchmarks.city_fleet import ITEMS, PATIENCE, SPEAKERS, CityBureau, Fleet, city_of
from benchmarks.figures import Bar, Found, Row
from benchmarks.machine import processor_seconds, resident
from playground.city.cluster import find_postgres, running_cluster

RATE = Row("city", "a city in one PostgreSQL: commands a second, of all bureaux at once", "")
COMMAND = Row("city-command", "… processor time of a command, in the fleet's process", "")
COMMAND_THERE = Row("city-command-there", "… and in PostgreSQL", "")
COMMAND_WAL = Row("city-command-wal", "… what a command adds to the write-ahead log", "")
COMMAND_TABLES = Row("city-command-tables", "… and to the tables", "")
ITEM = Row("city-item", "… tables of a bureau that was moved in, an item", "")
IDLE = Row("city-idle", "… a bureau in which nobody speaks, a minute: the fleet's process", "")
IDLE_THERE = Row("city-idle-there", "… the same: PostgreSQL", "")
IDLE_COMMITS = Row("city-idle-commits", "… the same: transactions", "")
IDLE_WAL = Row("city-idle-wal", "… the same: write-ahead log", "")
MEMORY = Row("city-memory", "… memory of one bureau more in a process", "")
STANDBY = Row("city-standby", "… memory of one that a process stands by for", "")
STANDBY_IDLE = Row("city-standby-idle", "… standing by for one, a minute: the process", "")
STANDBY_THERE = Row("city-standby-there", "… the same: PostgreSQL", "")
STANDBY_COMMITS = Row("city-standby-commits", "… the same: transactions", "")
CONNECTIONS = Row("city-connections", "… connections of a bureau that is served", "")
CONNECTION = Row("city-connection", "… memory of one connection in PostgreSQL", "")
START = Row("city-start", "… a process starts, until it serves all bureaux", "")
TAKE_OVER = Row(
    "city-take-over", "… kill -9 of a process, until all bureaux answer", "", Bar(10, is_ratio=False, unit="s")
)
ROWS = (
    RATE, COMMAND, COMMAND_THERE, COMMAND_WAL, COMMAND_TABLES, ITEM, IDLE, IDLE_THERE, IDLE_COMMITS, IDLE_WAL,
    STANDBY, STANDBY_IDLE, STANDBY_THERE, STANDBY_COMMITS, MEMORY, CONNECTIONS, CONNECTION, START, TAKE_OVER,
)  # fmt: skip

_COUNT, _COUNT_QUICK = 40, 6
#: Seconds until what a change brings has passed, and what a start brings (everything is looked at twice); seconds in
#: which nothing is said. A quick run has no time for that, and leaves these rows out.
_SETTLES, _SETTLES_QUICK, _STARTED, _IDLES = 3.0, 0.5, 30.0, 20.0


class Spent(Struct, frozen=True):
    """Read-outs of one moment."""

    at: float
    fleet: float
    database: float
    wal: float
    commits: float
    tables: float


class Idle(Struct, frozen=True):
    """What one bureau costs in a second in which nobody speaks."""

    database: float
    commits: float
    wal: float


def measure(bench: Bench) -> Iterator[Found]:
    """All of it on one server."""
    programs = find_postgres()
    if programs is None:
        return
    with running_cluster(programs) as cluster:
        count = _COUNT_QUICK if bench.quick else _COUNT
        yield from asyncio.run(measured(bench, CityDatabase(cluster), count))


async def measured(bench: Bench, database: CityDatabase, count: int, speed: float = 1.0) -> list[Found]:
    """The rows, of so many bureaux in that database; ``speed``: how fast the fleets' own waits pass."""
    folder = bench.folder / "city"
    async with AsyncExitStack() as stack:
        bureaux = await stack.enter_async_context(city_of(count, folder, database.cluster))
        one, two = (Fleet(folder / name, database.cluster.url(), speed) for name in ("one", "two"))
        for each in (one, two):
            stack.push_async_callback(each.close)
        city = _City(bench, bureaux, database)
        found = [city.items(), *await city.memory(one), await city.start(one)]
        found += [] if bench.quick else await city.idle(one)
        found = [*await city.commands(one), *found, await city.stood_by_for(two)]
        found += [] if bench.quick else await city.idle_standby(two)
        return [*found, await city.take_over(one)]


def _closing(turn: int, place: int) -> str:
    """What the person in that place says: another item of theirs in each turn."""
    return f"/done {place * OWN + turn + 1}"


class _City:
    """Its bureaux; each method measures some rows, in the order in which they are called."""

    def __init__(self, bench: Bench, bureaux: list[CityBureau], database: CityDatabase) -> None:
        self._bench = bench
        self._bureaux = bureaux
        self._database = database
        self._count = len(bureaux)
        self._settles = _SETTLES_QUICK if bench.quick else _SETTLES
        self._idle = Idle(0.0, 0.0, 0.0)

    def items(self) -> Found:
        """Nothing has run yet."""
        taken = self._database.tables() / self._count / ITEMS
        return Found(ITEM.key, (taken,), unit="bytes", note=f"{self._count} bureaux of {ITEMS} items")

    async def memory(self, fleet: Fleet) -> list[Found]:
        """Half of the bureaux, then all; each has looked at everything and answered somebody."""
        half = self._count // 2
        fleet.add(self._bureaux[:half])
        await fleet.start()
        few = await self._settled(fleet, self._bureaux[:half])
        fleet.add(self._bureaux[half:])
        many = await self._settled(fleet, self._bureaux)
        slope = (many - few) / (self._count - half)
        served = self._database.connections() / self._count
        note = f"{few / 1e6:.0f} MB with {half}, {many / 1e6:.0f} MB with {self._count}"
        return [
            Found(MEMORY.key, (slope / 1e6,), unit="MB", note=note),
            Found(CONNECTIONS.key, (served,), unit="connections", note="of one that is stood by for: one more"),
            Found(CONNECTION.key, (self._database.connection_memory() / 1e6,), unit="MB"),
        ]

    async def start(self, fleet: Fleet) -> Found:
        """Of a process that was stopped."""
        await fleet.stop(PATIENCE)
        await fleet.start()
        taken = await fleet.told("runs on", self._count)
        return Found(
            START.key,
            (taken,),
            unit="s",
            note=f"{self._count} bureaux; {processor_seconds(fleet.pid):.1f} s of processor",
        )

    async def idle(self, fleet: Fleet) -> list[Found]:
        """Nobody speaks; leases are renewed, and Telegram is asked."""
        await asyncio.sleep(_STARTED)
        before, passed, after = await self._waited(fleet)
        self._idle = Idle(
            database=(after.database - before.database) / passed,
            commits=(after.commits - before.commits) / passed,
            wal=(after.wal - before.wal) / passed,
        )
        return [
            Found(IDLE.key, ((after.fleet - before.fleet) / passed * 60e3,)),
            Found(IDLE_THERE.key, (self._idle.database * 60e3,)),
            Found(IDLE_COMMITS.key, (self._idle.commits * 60,), unit="transactions"),
            Found(IDLE_WAL.key, (self._idle.wal * 60 / 1e3,), unit="KB"),
        ]

    async def commands(self, fleet: Fleet) -> list[Found]:
        """Everybody who has items closes one, then the next; in all bureaux at the same time."""
        turns = 1 if self._bench.quick else 4
        before = self._spent(fleet)
        for turn in range(turns):
            async with asyncio.TaskGroup() as speaking:
                for bureau in self._bureaux:
                    speaking.create_task(bureau.ask_all(partial(_closing, turn)))
        after = self._spent(fleet)
        passed, said = after.at - before.at, turns * SPEAKERS * self._count
        wal = after.wal - before.wal - self._idle.wal * passed * self._count
        note = f"{said:,} /done, of {SPEAKERS} people in each bureau; the simulated Telegram has a part of the machine"
        return [
            Found(RATE.key, (said / passed,), unit="a second", note=note),
            Found(COMMAND.key, ((after.fleet - before.fleet) / said * 1e3,)),
            Found(COMMAND_THERE.key, ((after.database - before.database) / said * 1e3,)),
            Found(COMMAND_WAL.key, (wal / said / 1e3,), unit="KB"),
            Found(COMMAND_TABLES.key, ((after.tables - before.tables) / said / 1e3,), unit="KB"),
        ]

    async def stood_by_for(self, other: Fleet) -> Found:
        """Another process stands by for half of them, then for all; a few are handed over to it meanwhile."""
        half = self._count // 2
        other.add(self._bureaux[:half])
        await other.start()
        few = await self._standing_by(other, half)
        other.add(self._bureaux[half:])
        many = await self._standing_by(other, self._count)
        return Found(STANDBY.key, ((many - few) / (self._count - half) / 1e6,), unit="MB")

    async def idle_standby(self, other: Fleet) -> list[Found]:
        """What that process does beside the one that has nearly all of them."""
        before, passed, after = await self._waited(other)
        there = (after.database - before.database) / passed - self._idle.database
        commits = (after.commits - before.commits) / passed - self._idle.commits
        return [
            Found(STANDBY_IDLE.key, ((after.fleet - before.fleet) / passed * 60e3,)),
            Found(STANDBY_THERE.key, (there * 60e3,)),
            Found(STANDBY_COMMITS.key, (commits * 60,), unit="transactions"),
        ]

    async def take_over(self, killed: Fleet) -> Found:
        """The process that had nearly all of them is killed while somebody asks in each."""
        began = time.monotonic()
        await killed.kill()
        async with asyncio.TaskGroup() as asking:
            for bureau in self._bureaux:
                asking.create_task(bureau.ask())
        return Found(TAKE_OVER.key, (time.monotonic() - began,), unit="s", note=f"{self._count} bureaux")

    async def _standing_by(self, fleet: Fleet, count: int) -> float:
        """Bytes of the process, once it stands by for so many."""
        await fleet.told("standing by|runs on", count)
        await asyncio.sleep(self._settles)
        return resident(fleet.pid)

    async def _waited(self, fleet: Fleet) -> tuple[Spent, float, Spent]:
        """Before and after some seconds in which nothing is said, and how many these were for all bureaux."""
        before = self._spent(fleet)
        await asyncio.sleep(_IDLES)
        after = self._spent(fleet)
        return before, (after.at - before.at) * self._count, after

    async def _settled(self, fleet: Fleet, bureaux: list[CityBureau]) -> float:
        """Bytes of the process, once it serves these."""
        await fleet.told("runs on", len(bureaux))
        for bureau in bureaux:
            await bureau.telegram.looked(EARLY, PATIENCE)
            await bureau.ask()
        await asyncio.sleep(self._settles)
        return resident(fleet.pid)

    def _spent(self, fleet: Fleet) -> Spent:
        database = self._database
        return Spent(
            at=time.monotonic(),
            fleet=processor_seconds(fleet.pid),
            database=database.processor(),
            wal=database.written(),
            commits=database.commits(),
            tables=database.tables(),
        )
