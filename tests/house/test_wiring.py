"""The house on a ledger that another process takes over, while this process stays."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from config import load
from house.wiring import open_house
from playground.telegram.server import Playground
from store.errors import LeaseLost
from store.journal.memory import MemoryEngine
from store.ledger import Ledger
from transport.api import build_application
from transport.receiver import build_poll

TOKEN = "7100000002:AAExampleTokenOfTheEndToEndTests"


class LostEngine(MemoryEngine):
    """A ledger that somebody else takes over."""

    def __init__(self, spool: Path) -> None:
        super().__init__(spool)
        self.taken = asyncio.Event()

    async def lost(self) -> None:
        await self.taken.wait()


async def test_nothing_of_the_house_goes_on_once_its_ledger_is_lost(tmp_path: Path) -> None:
    """Found by chaos: receiver and courier of a lost ledger went on beside those of the process's next turn."""
    config = tmp_path / "config.toml"
    async with Playground(token=TOKEN) as telegram:
        config.write_text(f'[telegram]\ntoken = "{TOKEN}"\nbase_url = "{telegram.base_url}"\n', encoding="utf-8")
        engine, now = LostEngine(tmp_path), telegram.clock.now
        ledger = Ledger.open(tmp_path / "ledger.json", at=now(), engine=engine)
        app = build_application(token=TOKEN, base_url=telegram.base_url)
        await app.initialize()
        before = asyncio.all_tasks()
        house = open_house(load(config, {}), app, ledger, build_poll(app.bot), now, None, 1.0)
        async with house as running:
            await telegram.wait_for(lambda: telegram.updates.is_polled)
            engine.taken.set()
            with pytest.raises(LeaseLost):
                await running
        assert not {_room_of(task) for task in asyncio.all_tasks() - before} & {
            "house",
            "transport",
            "handlers",
            "jobs",
        }
        await app.shutdown()
        ledger.close()


def _room_of(task: asyncio.Task[Any]) -> str:
    coroutine: Any = task.get_coro()
    return Path(coroutine.cr_code.co_filename).parent.name
