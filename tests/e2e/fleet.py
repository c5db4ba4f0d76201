"""Several bureaux whose configurations lie in one folder, each with a Telegram of its own."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from tinydb import TinyDB
from tinydb.table import Document

from playground.city.cluster import Cluster, Place
from playground.telegram.server import Playground
from store.ledger import Ledger
from store.postgres.engine import PostgresEngine
from tests.e2e.bureau import Bureau, within
from tests.e2e.process import PATIENCE, FleetProcess

#: Of odd and even items, in this order by ``number % 2``.
OWNERS = ("丙某", "甲某")


def token_of(number: int) -> str:
    """A bureau's own token."""
    return f"72000000{number:02}:AAExampleTokenOfBureau{number:02}OfTheFleet"


class City:
    """The folder, its bureaux by name, and the fleet's processes by name."""

    def __init__(self, folder: Path, stack: AsyncExitStack) -> None:
        self.folder = folder / "bureaux"
        self.folder.mkdir()
        self.bureaux: dict[str, Bureau] = {}
        self._home = folder
        self._stack = stack
        self.process = self.fleet("fleet")

    def fleet(self, name: str) -> FleetProcess:
        """A process of the fleet, not started; it does not outlive the test."""
        process = FleetProcess(self.folder, name)
        self._stack.push_async_callback(process.end)
        return process

    async def add(self, name: str, items: int = 2) -> Bureau:
        """A bureau with its configuration in place, and with items of two people in turn."""
        token = token_of(len(self.bureaux))
        telegram = await self._stack.enter_async_context(Playground(token=token))
        folder = self._home / name
        folder.mkdir()
        bureau = Bureau(folder, telegram, config=self.folder / f"{name}.toml")
        bureau.configure(token=token)
        bureau.bot = self.process
        for number in range(1, items + 1):
            bureau.add_item(number, OWNERS[number % 2])
        bureau.write_ledger()
        self.bureaux[name] = bureau
        return bureau

    async def answers(self, *names: str) -> None:
        """Wait until each of these has answered a command that is given now."""
        for name in names or self.bureaux:
            assert "事项1" in await self.bureaux[name].ask("甲某", "/mytasks"), name

    async def said(self, *parts: str, times: int = 1) -> None:
        """Wait until the log has so many lines with all of these parts, and no more."""
        assert await within(PATIENCE, lambda: self.lines(*parts) >= times), self.process.said()[-3000:]
        assert self.lines(*parts) == times

    def lines(self, *parts: str) -> int:
        """How many lines of the log have all of these parts."""
        return sum(all(part in line for part in parts) for line in self.process.said().splitlines())


@asynccontextmanager
async def a_city(folder: Path, names: Sequence[str], items: int = 2) -> AsyncIterator[City]:
    """Bureaux of these names; nothing is started."""
    async with AsyncExitStack() as stack:
        city = City(folder, stack)
        for name in names:
            await city.add(name, items)
        yield city


class SharedCity:
    """Bureaux with their ledgers in PostgreSQL, and machines that share them, each with a folder of its own."""

    def __init__(self, folder: Path, cluster: Cluster, stack: AsyncExitStack) -> None:
        self.bureaux: dict[str, Bureau] = {}
        self.machines: dict[str, FleetProcess] = {}
        self.places: dict[str, Place] = {}
        self._home = folder
        self._cluster = cluster
        self._stack = stack

    async def add(self, name: str, items: int = 2) -> None:
        """A bureau with items of two people in turn, in a schema of its own."""
        token = token_of(len(self.bureaux))
        telegram = await self._stack.enter_async_context(Playground(token=token))
        self.places[name] = place = self._stack.enter_context(self._cluster.place())
        folder = self._home / name
        folder.mkdir()
        bureau = Bureau(folder, telegram)
        for number in range(1, items + 1):
            bureau.add_item(number, OWNERS[number % 2])
        bureau.write_ledger()
        fill(bureau, place)
        self.bureaux[name] = bureau

    async def start(self, machine: str, *, webhook: tuple[str, int] | None = None, more: str = "") -> FleetProcess:
        """A machine that runs them all, or its share of them.

        ``webhook``: the address that Telegram calls for the only bureau, and where this machine listens behind it.
        ``more`` stands at the end of each configuration.
        """
        by_webhook = f'webhook_url = "{webhook[0]}"\nwebhook_listen = "127.0.0.1:{webhook[1]}"\n' if webhook else ""
        folder = self._home / machine
        folder.mkdir(exist_ok=True)
        for number, (name, bureau) in enumerate(self.bureaux.items()):
            place = self.places[name]
            (folder / f"{name}.toml").write_text(
                f'[telegram]\ntoken = "{token_of(number)}"\nbase_url = "{bureau.telegram.base_url}"\n{by_webhook}'
                f'[store]\npath = "{name}/ledger.json"\nurl = "{place.url}"\nschema = "{place.schema}"\n{more}',
                encoding="utf-8",
            )
        process = FleetProcess(folder, f"{machine}-fleet")
        await process.start()
        self._stack.push_async_callback(process.end)
        self.machines[machine] = process
        for bureau in self.bureaux.values():
            bureau.bot = process
        return process

    def holders(self) -> Counter[str]:
        """How many bureaux each process has, by its name."""
        found: Counter[str] = Counter()
        for place in self.places.values():
            with place.connect() as connection:
                row = connection.execute("select holder, until > clock_timestamp() from lease").fetchone()
            assert row is not None
            found[str(row[0]).partition("/")[0] if row[1] else ""] += 1
        return found

    async def shared(self, *loads: int) -> None:
        """Wait until processes have so many of them, in growing order."""
        assert await within(PATIENCE, lambda: sorted(self.holders().values()) == [*loads]), self.said()

    async def answers(self) -> None:
        """Wait until each of them has answered a command that is given now, all at once."""
        async with asyncio.TaskGroup() as asking:
            for name in self.bureaux:
                asking.create_task(self._answer(name))

    async def _answer(self, name: str) -> None:
        bureau = self.bureaux[name]
        heard = len(bureau.private("甲某"))
        await bureau.player("甲某").say(None, "/mytasks")
        await bureau.telegram.wait_for(lambda: len(bureau.private("甲某")) > heard, PATIENCE)

    def said(self) -> str:
        """The ends of all logs."""
        return "\n\n".join(f"{name}:\n{process.said()[-3000:]}" for name, process in self.machines.items())


def fill(bureau: Bureau, place: Place) -> None:
    """Put the bureau's ledger file into the database."""
    path = bureau.folder / "filled.json"
    engine = PostgresEngine(place.url, place.schema, path)
    ledger = Ledger.open(path, at=bureau.telegram.clock.now(), engine=engine)
    with TinyDB(bureau.path, access_mode="r", encoding="utf-8") as stock:
        for name in sorted(stock.tables()):
            ledger.db.table(name).insert_multiple(Document(dict(row), row.doc_id) for row in stock.table(name))
    ledger.close()


@asynccontextmanager
async def a_shared_city(
    folder: Path, cluster: Cluster, names: Sequence[str], items: int = 2
) -> AsyncIterator[SharedCity]:
    """Bureaux of these names in PostgreSQL; nothing is started."""
    async with AsyncExitStack() as stack:
        city = SharedCity(folder, cluster, stack)
        for name in names:
            await city.add(name, items)
        yield city
