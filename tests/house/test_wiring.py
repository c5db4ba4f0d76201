"""The house on a ledger that another process takes over, while this process stays."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from config import load
from house.deferral import Deferral
from house.surroundings import Surroundings, Times
from house.wiring import open_house
from playground.telegram.server import Playground
from store.engine import Entry
from store.errors import LeaseLost, NotSaved
from store.journal.memory import MemoryEngine
from store.ledger import Ledger
from store.postgres.sharing import Duty
from transport.api import build_application
from transport.receiver import build_poll

TOKEN = "7100000002:AAExampleTokenOfTheEndToEndTests"


class LostEngine(MemoryEngine):
    """A ledger that somebody else takes over: first nothing can be written any more, then it is known why."""

    def __init__(self, spool: Path) -> None:
        super().__init__(spool)
        self.taken, self.refuses, self.may_speak = asyncio.Event(), False, True

    def append(self, entry: Entry) -> None:
        if self.refuses:
            raise NotSaved(self.spool, "another process has taken the ledger")
        super().append(entry)

    @property
    def is_ours(self) -> bool:
        return self.may_speak

    async def lost(self) -> None:
        await self.taken.wait()


@asynccontextmanager
async def house_on(
    engine: LostEngine, folder: Path, telegram: Playground, around: Surroundings | None = None
) -> AsyncIterator["asyncio.Future[Any]"]:
    """The house of that ledger, with one person who has the office's rights."""
    config, now = folder / "config.toml", telegram.clock.now
    telegram.person(9001, "办主任")
    config.write_text(
        f'[telegram]\ntoken = "{TOKEN}"\nbase_url = "{telegram.base_url}"\n[office]\nadmins = [9001]\n',
        encoding="utf-8",
    )
    ledger = Ledger.open(folder / "ledger.json", at=now(), admins=frozenset({9001}), engine=engine)
    app = build_application(token=TOKEN, base_url=telegram.base_url)
    await app.initialize()
    try:
        async with open_house(load(config, {}), app, ledger, build_poll(app.bot), Times(now), around) as running:
            await telegram.wait_for(lambda: telegram.updates.is_polled)
            yield running
    finally:
        await app.shutdown()
        ledger.abandon()


async def test_nothing_of_the_house_goes_on_once_its_ledger_is_lost(tmp_path: Path) -> None:
    """Found by chaos: receiver and courier of a lost ledger went on beside those of the process's next turn."""
    async with Playground(token=TOKEN) as telegram:
        engine, before = LostEngine(tmp_path), asyncio.all_tasks()
        async with house_on(engine, tmp_path, telegram) as running:
            engine.taken.set()
            with pytest.raises(LeaseLost):
                await running
        assert not {_room_of(task) for task in asyncio.all_tasks() - before} & {
            "house",
            "transport",
            "handlers",
            "jobs",
        }


async def test_a_conflict_that_cannot_be_told_of_does_not_end_the_bot(tmp_path: Path) -> None:
    """Found by chaos: whoever takes over polls as well, and the former holder ended by it instead of standing by."""
    async with Playground(token=TOKEN) as telegram:
        engine = LostEngine(tmp_path)
        async with house_on(engine, tmp_path, telegram) as running:
            engine.refuses = True
            conflict = telegram.faults.order("getUpdates", "conflict")
            telegram.updates.interrupt()
            await telegram.wait_for(lambda: conflict.met and telegram.updates.is_polled)
            assert not running.done()
            engine.taken.set()
            with pytest.raises(LeaseLost):
                await running


async def test_who_may_have_lost_the_ledger_does_not_poll(tmp_path: Path) -> None:
    """Else it would end the poll of whoever has taken over, which would then warn the office of a second bot."""
    async with Playground(token=TOKEN) as telegram:
        engine = LostEngine(tmp_path)
        async with house_on(engine, tmp_path, telegram):
            engine.may_speak = False
            telegram.updates.interrupt()
            await telegram.wait_for(lambda: not telegram.updates.is_polled)
            polls = sum(seen.method == "getUpdates" for seen in telegram.requests)
            await telegram.idle(quiet=0.3)
            assert sum(seen.method == "getUpdates" for seen in telegram.requests) == polls
            engine.may_speak = True
            await telegram.wait_for(lambda: telegram.updates.is_polled)


async def test_what_nobody_waits_for_waits_its_turn_and_who_asks_is_answered_before(tmp_path: Path) -> None:
    """The menus, the looks, the housekeeping: where a process takes over many bureaux, all of them answer first."""
    async with Playground(token=TOKEN) as telegram:
        has_come = asyncio.Event()
        deferral = Deferral(lambda: 0.0, lambda _seconds: has_come.wait())
        async with house_on(LostEngine(tmp_path), tmp_path, telegram, Surroundings(duty=Duty(), deferral=deferral)):
            await telegram.player(9001).say(None, "/whoami")
            await telegram.wait_for(lambda: any(seen.method == "sendMessage" for seen in telegram.requests))
            await telegram.idle(quiet=0.3)
            assert not _has_menus(telegram)
            has_come.set()
            await telegram.wait_for(lambda: _has_menus(telegram))


def _has_menus(telegram: Playground) -> bool:
    return any(seen.method == "setMyCommands" for seen in telegram.requests)


def _room_of(task: asyncio.Task[Any]) -> str:
    coroutine: Any = task.get_coro()
    return Path(coroutine.cr_code.co_filename).parent.name
