"""Many bureaux in one process: each ``*.toml`` of a folder is one, and runs for as long as its file is there.

A bureau is a task of its own with threads of its own. Whatever ends it (a faulty configuration, a revoked token, a
damaged ledger) is one line in the log and a growing wait; the others notice nothing. What changes in the folder takes
effect while the fleet runs (docs/decisions/0006-a-fleet.md).
"""

import asyncio
import gc
import logging
import os
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Any, NamedTuple

from config import Config
from house.bureau_folder import BureauFolder, Written
from house.bureau_log import log_of
from house.configuration.faults import ConfigFaults
from house.own_threads import ThreadsOfEach, own_threads
from house.tasks import first_of, stop_at_signals
from jobs.memory import use_one_heap
from store.errors import DatabaseAway, StoreError
from transport.errors import TransportError
from transport.retry import Backoff

_LOG = logging.getLogger("duban.fleet")
#: Seconds between two looks into the folder.
LOOK_EVERY = 2.0
#: Seconds until a bureau that ended is tried again: the first time, and at most. One that ran for so long was well.
AGAIN, AT_MOST, WAS_WELL = 1.0, 300.0, 60.0
#: The same where its database is away.
AWAY_AT_MOST = 5.0
#: Seconds that the bureaux may take to stop; whoever takes longer is left where it is, and loses nothing by it.
STOPS_WITHIN = 8.0

#: Runs one bureau until the event is set. It may raise what it likes.
Live = Callable[[Config, asyncio.Event], Awaitable[None]]


class Taken(Exception):
    """Two files name the same bot or the same ledger: ``key`` of the configuration, and the bureau that has it.

    ``freed`` is set once anybody lets go of something.
    """

    def __init__(self, key: str, by: str, freed: asyncio.Event) -> None:
        super().__init__(f"{key} belongs to {by}")
        self.key = key
        self.by = by
        self.freed = freed


class EndedByItself(Exception):
    """It returned although nobody had stopped it."""


class Means(NamedTuple):
    """What every bureau of the fleet needs: ``live`` runs it, ``say`` words in one line why it ended."""

    live: Live
    say: Callable[[Exception], str]
    wait: Callable[[float], Coroutine[Any, Any, None]]
    tick: Callable[[], float]


class Claims:
    """Which bureau has which bot and which ledger. All calls from the event loop."""

    def __init__(self) -> None:
        self._by: dict[tuple[str, str], Bureau] = {}
        self._freed = asyncio.Event()

    def take(self, bureau: "Bureau", config: Config) -> None:
        """All that it needs or nothing; raises ``Taken``."""
        keys = keys_of(config)
        for key in keys:
            owner = self._by.get(key, bureau)
            if owner is not bureau:
                raise Taken(key[0], owner.name, self._freed)
        self._by |= dict.fromkeys(keys, bureau)

    def free(self, bureau: "Bureau") -> None:
        """Let others have what it had."""
        self._by = {key: owner for key, owner in self._by.items() if owner is not bureau}
        self._freed.set()
        self._freed = asyncio.Event()

    def is_ending(self, name: str) -> bool:
        """Whether the bureau of that name is about to let go."""
        return any(owner.is_ending for owner in self._by.values() if owner.name == name)


def keys_of(config: Config) -> list[tuple[str, str]]:
    """What no two bureaux may share: the key of the configuration, and its value."""
    keys = [("telegram.token", config.token.reveal()), ("store.path", str(config.ledger_path.resolve()))]
    if config.store_url is not None:
        keys.append(("store.schema", f"{config.store_url.reveal()} {config.store_schema}"))
    return keys


class Bureau:
    """Runs what its file says, and once that has changed what it says then, after the former has ended."""

    def __init__(self, name: str, means: Means, claims: Claims) -> None:
        self.name = name
        self._means = means
        self._claims = claims
        self._wanted: Written | None = None
        self._changed = asyncio.Event()
        self._said = ""

    @property
    def is_ending(self) -> bool:
        """Whether what runs now is no longer wanted."""
        return self._changed.is_set()

    def want(self, written: Written | None) -> None:
        """Run this from now on; ``None`` for nothing any more."""
        if written != self._wanted:
            self._wanted = written
            self._changed.set()

    async def run(self) -> None:
        """Until nothing is wanted."""
        with log_of(self.name):
            while self._wanted is not None:
                self._changed.clear()
                if isinstance(self._wanted.meant, Config):
                    await self._serve(self._wanted.meant)
                else:
                    self._say(self._wanted.meant)
                    await self._changed.wait()

    async def _serve(self, config: Config) -> None:
        """Run it, and again after each fault, until something else is wanted."""
        again = Backoff(first=AGAIN, cap=AT_MOST)
        while not self._changed.is_set():
            begun = self._means.tick()
            trouble = await self._once(config)
            lasted = self._means.tick() - begun
            if lasted >= AGAIN:
                gc.collect()  # its ledger is in circles; by itself Python lets go of it after dozens more of them
            if lasted >= WAS_WELL:
                again.reset()
                self._said = ""
            if trouble is not None and not self._changed.is_set():
                await self._stand_back(trouble, again)

    async def _once(self, config: Config) -> Exception | None:
        """Run it to its end; what ended it before it was to."""
        try:
            self._claims.take(self, config)
        except Taken as error:
            return error
        try:
            with own_threads():
                await self._means.live(config, self._changed)
        except Exception as error:  # noqa: BLE001 - whatever it is, the others go on
            return error
        finally:
            self._claims.free(self)
        return None if self._changed.is_set() else EndedByItself()

    async def _stand_back(self, trouble: Exception, again: Backoff) -> None:
        """Wait until another try is worth it. Who waits for another bureau to end says nothing of that."""
        if isinstance(trouble, DatabaseAway):
            again.at_most(AWAY_AT_MOST)
        if not (isinstance(trouble, Taken) and self._claims.is_ending(trouble.by)):
            self._say(trouble)
        if isinstance(trouble, Taken):
            await self._unless_changed(trouble.freed.wait())
        else:
            await self._unless_changed(self._means.wait(again.next_delay()))

    async def _unless_changed(self, waiting: Coroutine[Any, Any, object]) -> None:
        await first_of(waiting, self._changed.wait())

    def _say(self, trouble: Exception) -> None:
        """One line, once for as long as the same is wrong."""
        said = self._means.say(trouble)
        if said != self._said:
            _LOG.error("%s", said, exc_info=None if is_expected(trouble) else trouble)
        self._said = said


def is_expected(trouble: Exception) -> bool:
    """Whether a line says all that there is to know; of anything else the log gets the whole story."""
    is_driver_missing = isinstance(trouble, ModuleNotFoundError) and trouble.name == "psycopg"
    return is_driver_missing or isinstance(trouble, ConfigFaults | Taken | StoreError | TransportError | OSError)


class Fleet:
    """The bureaux of one folder. ``on_look`` sees what each look found before it runs."""

    def __init__(
        self, folder: BureauFolder, means: Means, on_look: Callable[[Mapping[str, Written]], None] = lambda _: None
    ) -> None:
        self._folder = folder
        self._means = means
        self._on_look = on_look
        self._claims = Claims()
        self._bureaux: dict[str, tuple[Bureau, asyncio.Task[None]]] = {}

    async def run(self, stop: asyncio.Event) -> set[str]:
        """Until ``stop`` is set and the bureaux have stopped; which of them did not in time."""
        while not stop.is_set():
            await self.look()
            await first_of(self._means.wait(LOOK_EVERY), stop.wait())
        return await self.end()

    async def look(self) -> None:
        """Run from now on what the folder says."""
        self._follow(await asyncio.to_thread(self._folder.look))

    def _follow(self, written: Mapping[str, Written]) -> None:
        self._on_look(written)
        for name, each in written.items():
            self._bureau(name).want(each)
        for name, (bureau, task) in [*self._bureaux.items()]:
            if name not in written:
                bureau.want(None)
                if task.done():
                    del self._bureaux[name]

    def _bureau(self, name: str) -> Bureau:
        """The bureau of that name; one that has ended begins anew."""
        if name not in self._bureaux or self._bureaux[name][1].done():
            bureau = Bureau(name, self._means, self._claims)
            self._bureaux[name] = bureau, asyncio.create_task(bureau.run(), name=name)
        return self._bureaux[name][0]

    async def end(self) -> set[str]:
        """Stop all of them; which did not in time."""
        tasks = {task for _bureau, task in self._bureaux.values()}
        for bureau, _task in self._bureaux.values():
            bureau.want(None)
        if not tasks:
            return set()
        _ended, late = await asyncio.wait(tasks, timeout=STOPS_WITHIN)
        for task in late:
            task.cancel()
        return {task.get_name() for task in late}


async def serve(fleet: Fleet, beside: AbstractAsyncContextManager[None] | None = None) -> None:
    """The fleet until a signal stops it. A bureau that hangs does not hold the process up: it is left as if killed.

    ``beside``: what is open as long.
    """
    use_one_heap()
    asyncio.get_running_loop().set_default_executor(ThreadsOfEach())
    stop = stop_at_signals()
    async with beside or nullcontext():
        late = await fleet.run(stop)
    if late:
        _LOG.error("stopped without waiting any longer for: %s", ", ".join(sorted(late)))
        logging.shutdown()
        os._exit(1)
