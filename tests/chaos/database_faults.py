"""What can happen to two bots and their database, at random, one thing after another or several at a time."""

import asyncio
import signal
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from random import Random

import psycopg

from tests.chaos.allowance import Newest, TakeOver
from tests.chaos.killer import newest_of
from tests.chaos.machines import Machine, Machines
from tests.e2e.bureau import Bureau
from tests.e2e.process import PATIENCE

#: Seconds between two faults; how long a line, a database or a machine stays away (a lease holds for five).
APART, AWAY = (0.0, 1.5), (0.1, 8.0)
#: How often the next fault comes on top of the one before.
ON_TOP = 0.4
#: Seconds after which a process that woke up has said what it was saying when it fell asleep.
SPOKEN = 2.0
#: Seconds until somebody serves again, whatever was broken.
SERVED_WITHIN = PATIENCE


class LeaseWatch:
    """Looks at the lease, past all proxies; notes each take-over with what the chats had heard by then."""

    def __init__(self, bureau: Bureau, machines: Machines) -> None:
        self._bureau = bureau
        self._place = machines.place
        self._connection: psycopg.AsyncConnection[tuple[object, ...]] | None = None
        self.epoch = 0
        self.pid = 0
        self.take_overs: list[TakeOver] = []

    async def run(self) -> None:
        """Look until cancelled."""
        newest = newest_of(self._bureau)
        try:
            while True:
                before = newest_of(self._bureau)
                with suppress(psycopg.Error):
                    await self._look(newest)
                newest = before
                await asyncio.sleep(0.05)
        finally:
            await self._disconnect()

    async def _look(self, before: Newest) -> None:
        try:
            if self._connection is None:
                options = f"-c search_path={self._place.schema}"
                self._connection = await psycopg.AsyncConnection.connect(
                    self._place.url, autocommit=True, options=options
                )
            found = await (await self._connection.execute("select epoch, holder from lease")).fetchone()
        except psycopg.Error:
            await self._disconnect()
            raise
        if found is not None and found[0] != self.epoch:
            self._note(int(str(found[0])), str(found[1]), before)

    def _note(self, epoch: int, holder: str, before: Newest) -> None:
        after = newest_of(self._bureau)
        if self.pid:
            self.take_overs += [TakeOver(before, after)] * (epoch - self.epoch)
        self.epoch, self.pid = epoch, int(holder.split(":")[1])

    def still_spoke(self, since: int) -> None:
        """Who lost the ledger in one of the take-overs since then may have spoken until now."""
        after = newest_of(self._bureau)
        self.take_overs[since:] = [each._replace(after=after) for each in self.take_overs[since:]]

    async def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(psycopg.Error):
                await connection.close()


class DatabaseFaults:
    """``wanted`` of them, then everything is whole again and left alone."""

    def __init__(self, bureau: Bureau, machines: Machines, dice: Random, wanted: int) -> None:
        self._bureau = bureau
        self._machines = machines
        self._cluster = machines.place.cluster
        self._dice = dice
        self._wanted = wanted
        self._on_database = asyncio.Lock()
        self.watch = LeaseWatch(bureau, machines)
        self.played: Counter[str] = Counter()
        self._ways: dict[str, tuple[int, Callable[[], Awaitable[None]]]] = {
            "holder killed": (5, self._kill_holder),
            "standby killed": (2, self._kill_standby),
            "both killed": (1, self._kill_both),
            "database killed": (3, self._kill_database),
            "database restarted": (1, self._restart_database),
            "line broken": (3, self._break_line),
            "line cut": (3, lambda: self._hinder(lambda machine: machine.proxy.cut())),
            "line hung": (3, lambda: self._hinder(lambda machine: machine.proxy.hang())),
            "answers held": (3, lambda: self._hinder(lambda machine: machine.proxy.hold_answers())),
            "holder stopped": (3, self._stop_beyond_the_lease),
            "holder dozed": (1, self._stop_briefly),
        }

    async def run(self) -> None:
        """Break things; ``AssertionError`` if a bot ends by itself, or nobody serves again."""
        for machine in self._machines.both:
            await machine.start()
        await self._served()
        watching = asyncio.create_task(self.watch.run())
        try:
            await self._break_all()
            for machine in self._machines.both:
                machine.require_alive()
            await self._served()
            await asyncio.sleep(SPOKEN)
            self.watch.still_spoke(len(self.watch.take_overs))
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)

    async def _break_all(self) -> None:
        """Each kind in turn in an order of its own, so that a short run has them all."""
        names: list[str] = []
        under_way: set[asyncio.Task[None]] = set()
        async with asyncio.TaskGroup() as group:
            while self.played.total() + len(under_way) < self._wanted:
                if not names:
                    names = [name for name, (weight, _) in self._ways.items() for _ in range(weight)]
                    self._dice.shuffle(names)
                since = len(self.watch.take_overs)
                playing = group.create_task(self._play(names.pop()))
                under_way.add(playing)
                playing.add_done_callback(under_way.discard)
                group.create_task(self._let_speak(playing, since))
                if self._dice.random() >= ON_TOP:
                    await asyncio.gather(*under_way)
                    await self._served()
                await asyncio.sleep(self._dice.uniform(*APART))

    async def _play(self, name: str) -> None:
        await self._ways[name][1]()
        self.played[name] += 1

    async def _let_speak(self, playing: asyncio.Task[None], since: int) -> None:
        await asyncio.wait([playing])
        await asyncio.sleep(SPOKEN)
        self.watch.still_spoke(since)

    async def _served(self) -> None:
        """Wait until a bot asks for updates anew: it has the ledger then."""
        requests = self._bureau.telegram.requests
        since = len(requests)
        try:
            await self._bureau.telegram.wait_for(
                lambda: any(seen.method == "getUpdates" for seen in requests[since:]), SERVED_WITHIN
            )
        except TimeoutError:
            raise AssertionError(f"nobody serves:\n{self._machines.said()[-4000:]}") from None

    def _holder(self) -> Machine:
        """Who has the ledger; anybody, where nobody has it."""
        return self._machines.with_pid(self.watch.pid) or self._dice.choice(self._machines.both)

    def _standby(self) -> Machine:
        holder = self._holder()
        return next(machine for machine in self._machines.both if machine is not holder)

    async def _kill_holder(self) -> None:
        await self._kill(self._holder())

    async def _kill_standby(self) -> None:
        await self._kill(self._standby())

    async def _kill_both(self) -> None:
        await asyncio.gather(*map(self._kill, self._machines.both))

    async def _kill(self, machine: Machine) -> None:
        async with machine.lock:
            machine.require_alive()
            await machine.bot.kill()
            await self._a_while()
            await machine.start()

    async def _kill_database(self) -> None:
        async with self._on_database:
            await asyncio.to_thread(self._cluster.kill9)
            await self._a_while()
            await asyncio.to_thread(self._cluster.start)

    async def _restart_database(self) -> None:
        async with self._on_database:
            await asyncio.to_thread(self._cluster.restart)

    async def _break_line(self) -> None:
        self._either().proxy.break_connections()

    async def _hinder(self, order: Callable[[Machine], None]) -> None:
        machine = self._either()
        order(machine)
        await self._a_while()
        machine.proxy.heal()

    async def _stop_beyond_the_lease(self) -> None:
        """Stopped until the other one has the ledger, or at least for longer than a lease; then woken."""
        machine, epoch = self._holder(), self.watch.epoch
        async with machine.lock:
            machine.require_alive()
            machine.bot.signal(signal.SIGSTOP)
            with suppress(TimeoutError):
                async with asyncio.timeout(10):
                    while self.watch.epoch == epoch:  # noqa: ASYNC110 - nothing tells us of another process
                        await asyncio.sleep(0.05)
            await asyncio.sleep(self._dice.uniform(0, 2))
            machine.bot.signal(signal.SIGCONT)

    async def _stop_briefly(self) -> None:
        machine = self._holder()
        async with machine.lock:
            machine.require_alive()
            machine.bot.signal(signal.SIGSTOP)
            await asyncio.sleep(self._dice.uniform(0.1, 4))
            machine.bot.signal(signal.SIGCONT)

    def _either(self) -> Machine:
        """Mostly the holder: it has more to lose."""
        return self._holder() if self._dice.random() < 0.8 else self._standby()

    async def _a_while(self) -> None:
        await asyncio.sleep(self._dice.uniform(*AWAY) * self._dice.random())
