"""Two machines, each with a bot and a way of its own to the database that both share."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

from tinydb import TinyDB
from tinydb.table import Document

from playground.city.cluster import Place
from store.ledger import Ledger
from store.postgres.engine import PostgresEngine
from tests.cut_proxy import CutProxy, cut_proxy
from tests.e2e.bureau import Bureau, stock_items
from tests.e2e.process import BotProcess, run_cli

NAMES = ("one", "two")


class Machine:
    """One bot, which is started again and again, in a folder of its own."""

    def __init__(self, bureau: Bureau, place: Place, name: str, proxy: CutProxy) -> None:
        self.name = name
        self.proxy = proxy
        self.lock = asyncio.Lock()  # who kills, stops or starts it
        self._bureau = bureau
        self._place = place
        self._folder = bureau.folder / name
        self._folder.mkdir()
        self._starts = 0
        self.config = self._folder / "config.toml"
        self.bot = BotProcess(self.config)
        self.url = place.cluster.url(port=proxy.port)

    def configure(self) -> None:
        """Write its configuration."""
        named = f"{self.url}?application_name={self.name}-{self._starts}"
        self.config.write_text(self._bureau.configuration(named, self._place.schema), encoding="utf-8")

    async def start(self) -> None:
        """Start it; the database knows each start by a name of its own."""
        self._starts += 1
        self.configure()
        self.bot = BotProcess(self.config, "--clock", self._bureau.telegram.base_url)
        await self.bot.start()

    async def verify(self, *options: str) -> tuple[int, str]:
        """What ``bot.py verify`` says of the ledger from here: its exit code, and the line."""
        code, out, error = await run_cli("verify", "--config", str(self.config), *options)
        return code, (out or error).strip()

    def require_alive(self) -> None:
        """Nothing that happens to the database or the line may end a bot."""
        if not self.bot.is_running:
            raise AssertionError(f"{self.name} ended by itself:\n{self.bot.said()[-3000:]}")

    def has_pid(self, pid: int) -> bool:
        return self.bot.is_running and self.bot.pid == pid


class Machines:
    """Both of them, as the judge sees them (``tests/chaos/count.py``)."""

    def __init__(self, bureau: Bureau, place: Place, proxies: list[CutProxy]) -> None:
        self._bureau = bureau
        self.place = place
        self.both = [Machine(bureau, place, *each) for each in zip(NAMES, proxies, strict=True)]

    def with_pid(self, pid: int) -> Machine | None:
        """The one whose bot is that process."""
        return next((machine for machine in self.both if machine.has_pid(pid)), None)

    def holder(self) -> Machine:
        """The one that has the ledger."""
        with self.place.connect() as connection:
            [(holder,)] = connection.execute("select holder from lease").fetchall()
        found = self.with_pid(int(str(holder).split(":")[1]))
        assert found is not None
        return found

    async def stop(self) -> int:
        """Stop those that run, the standby before the holder or the other way round: neither takes long, nor fails."""
        codes = [await machine.bot.stop() for machine in self.both if machine.bot.is_running]
        return next(filter(None, codes), 0)

    async def end(self) -> None:
        """``kill -9``, whatever became of them."""
        for machine in self.both:
            await machine.bot.end()

    def said(self) -> str:
        return "".join(machine.bot.said() for machine in self.both)

    async def verify(self) -> tuple[int, str]:
        return await self.both[0].verify()

    async def ledger_file(self) -> Path:
        """A backup of a ledger in a database is one in files."""
        folder = self._bureau.folder / f"backup-{secrets.token_hex(4)}"
        code, _, error = await run_cli("backup", "--config", str(self.both[0].config), str(folder))
        assert code == 0, error
        return folder / "ledger.json"

    async def items(self) -> dict[int, dict[str, Any]]:
        """The items of the ledger."""
        return stock_items(await self.ledger_file())


@asynccontextmanager
async def machines_on(bureau: Bureau, place: Place) -> AsyncIterator[Machines]:
    """Two machines for a bureau whose ledger goes from its file into the database."""
    bureau.write_ledger()
    _move_in(bureau, place)
    with cut_proxy(place.cluster.port) as one, cut_proxy(place.cluster.port) as two:
        machines = Machines(bureau, place, [one, two])
        try:
            yield machines
        finally:
            await machines.end()


def _move_in(bureau: Bureau, place: Place) -> None:
    """What the file has goes into the database."""
    path = bureau.folder / "filled.json"
    engine = PostgresEngine(place.url, place.schema, path)
    with (
        closing(Ledger.open(path, at=bureau.telegram.clock.now(), engine=engine)) as ledger,
        TinyDB(bureau.path, access_mode="r", encoding="utf-8") as stock,
    ):
        for name in sorted(stock.tables()):
            ledger.db.table(name).insert_multiple(Document(dict(row), row.doc_id) for row in stock.table(name))
