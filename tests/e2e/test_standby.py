"""Two bots with one ledger in PostgreSQL: one serves, the other takes over, and nobody hears anything twice."""

import asyncio
import signal
import time
from collections import Counter
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from tinydb import TinyDB
from tinydb.table import Document

from domain.item import Item
from playground.city.cluster import Place
from store.ledger import Ledger
from store.postgres.engine import PostgresEngine
from tests.e2e.bureau import TOKEN, Bureau
from tests.e2e.process import PATIENCE, BotProcess

COMMANDS = 20
#: Seconds from a kill to the next answer.
TAKEN_OVER_WITHIN = 10.0


class Fleet:
    """Bots on machines of their own, with the ledger in one database."""

    def __init__(self, bureau: Bureau, place: Place) -> None:
        self._bureau = bureau
        self._place = place
        bureau.write_ledger()
        ledger = self._ledger(bureau.folder / "filled.json")
        with TinyDB(bureau.path, access_mode="r", encoding="utf-8") as stock:
            for name in sorted(stock.tables()):
                ledger.db.table(name).insert_multiple(Document(dict(row), row.doc_id) for row in stock.table(name))
        ledger.close()

    async def start(self, name: str) -> BotProcess:
        """A bot in a folder of its own."""
        folder = self._bureau.folder / name
        folder.mkdir(exist_ok=True)
        config = folder / "config.toml"
        base_url = self._bureau.telegram.base_url
        config.write_text(
            f'[telegram]\ntoken = "{TOKEN}"\nbase_url = "{base_url}"\n'
            f'[store]\npath = "ledger.json"\nurl = "{self._place.url}"\nschema = "{self._place.schema}"\n'
            "[limits]\nper_second = 0\nper_chat_second = 0\nper_group_minute = 0\n",
            encoding="utf-8",
        )
        bot = BotProcess(config, "--clock", base_url)
        await bot.start()
        return bot

    def items(self) -> dict[int, Item]:
        """What is in the database, once nobody has it."""
        ledger = self._ledger(self._bureau.folder / "read.json")
        try:
            return {item.number: item for item in ledger.all_items()}
        finally:
            ledger.abandon()

    def _ledger(self, path: Path) -> Ledger:
        engine = PostgresEngine(self._place.url, self._place.schema, path)
        return Ledger.open(path, at=self._bureau.telegram.clock.now(), engine=engine)


@pytest.fixture
def fleet(bureau: Bureau, place: Place) -> Fleet:
    """A database with the bureau's ledger, which nobody has."""
    for number in range(1, 3 * COMMANDS + 1):
        bureau.add_item(number)
    return Fleet(bureau, place)


async def said(bot: BotProcess, words: str, times: int = 1) -> None:
    """Wait until its log has that."""
    async with asyncio.timeout(PATIENCE):
        while bot.said().count(words) < times:
            assert bot.is_running, bot.said()[-3000:]
            await asyncio.sleep(0.02)


async def answered(bureau: Bureau, first: int, last: int) -> None:
    """Wait until each of these items was told to be closed."""
    wanted = {f"✅ 第{number}号 事项{number} 已办结" for number in range(first, last + 1)}
    await bureau.telegram.wait_for(lambda: wanted <= {*bureau.first_lines("甲某")}, PATIENCE)


async def close(bureau: Bureau, first: int, last: int) -> None:
    for number in range(first, last + 1):
        await bureau.player("甲某").say(None, f"/done {number}")


async def test_a_standby_takes_over_from_who_was_killed_or_stopped(bureau: Bureau, fleet: Fleet) -> None:
    async with AsyncExitStack() as stack:
        one = await fleet.start("one")
        stack.push_async_callback(one.end)
        await bureau.telegram.wait_for(lambda: bureau.count("getUpdates"), PATIENCE)
        two = await fleet.start("two")
        stack.push_async_callback(two.end)
        await said(two, "standing by")
        await close(bureau, 1, COMMANDS)
        await bureau.telegram.wait_for(lambda: len(bureau.private("甲某")) > COMMANDS // 2, PATIENCE)
        await one.kill()
        killed_at = time.monotonic()
        await bureau.player("甲某").say(None, f"/done {COMMANDS + 1}")
        await answered(bureau, 1, COMMANDS + 1)
        assert time.monotonic() - killed_at < TAKEN_OVER_WITHIN

        one = await fleet.start("one")
        stack.push_async_callback(one.end)
        await said(one, "standing by")
        two.signal(signal.SIGSTOP)
        await close(bureau, COMMANDS + 2, 2 * COMMANDS)
        await answered(bureau, COMMANDS + 2, 2 * COMMANDS)
        two.signal(signal.SIGCONT)
        await said(two, "another process has the ledger", times=1)
        await said(two, "standing by: ", times=2)

        assert await one.stop() == 0
        await close(bureau, 2 * COMMANDS + 1, 3 * COMMANDS)
        await answered(bureau, 2 * COMMANDS + 1, 3 * COMMANDS)
        await bureau.telegram.idle(quiet=0.2, timeout=PATIENCE)
        assert await two.stop() == 0
    items = fleet.items()
    assert {(item.version, tuple(step.did for step in item.history)) for item in items.values()} == {
        (2, ("close_out",))
    }
    heard = Counter(bureau.first_lines("甲某"))
    assert heard.total() - len(heard) <= 2  # take-overs from who could not say goodbye
