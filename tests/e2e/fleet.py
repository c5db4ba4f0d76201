"""Several bureaux whose configurations lie in one folder, each with a Telegram of its own."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from playground.telegram.server import Playground
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
