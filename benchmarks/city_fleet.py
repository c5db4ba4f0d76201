"""Bureaux in one PostgreSQL, each with a Telegram of its own, and processes of ``bot.py fleet`` that run them."""

import asyncio
import re
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from http import HTTPStatus
from pathlib import Path
from shutil import copytree, rmtree

import msgspec

from benchmarks.bench import ROOT
from benchmarks.bots import EARLY, environment, introduce
from benchmarks.bureau import FIRST_PERSON, NOW, OWN, Bureau, name_of, unit_of, write_file
from domain.roster import Role
from playground.city.cluster import Cluster
from playground.program import Program
from playground.telegram.bot_settings import NO_LIMITS
from playground.telegram.clock import MovableClock
from playground.telegram.server import Playground
from store.ledger import Ledger

#: What a bureau of the city has; who owns items speaks.
ITEMS, PEOPLE, SPEAKERS = 500, 150, 500 // OWN
#: Seconds that anything may take.
PATIENCE = 120.0
_CONFIGURATION = f"""\
[telegram]
token = "{{token}}"
base_url = "{{base_url}}"
[store]
path = "{{name}}/ledger.json"
url = "{{url}}"
schema = "{{name}}"
{NO_LIMITS}"""


class CityBureau:
    """One bureau: its Telegram, and its ledger in a schema of its name."""

    def __init__(self, name: str, token: str, telegram: Playground) -> None:
        self.name = name
        self.telegram = telegram
        self._token = token
        self._players = [telegram.player(person) for person in range(FIRST_PERSON, FIRST_PERSON + SPEAKERS)]

    def configuration(self, url: str) -> str:
        """Its file in a fleet's folder, with the ledger in the database at that address."""
        return _CONFIGURATION.format(token=self._token, base_url=self.telegram.base_url, name=self.name, url=url)

    async def ask_all(self, words: Callable[[int], str]) -> None:
        """Let everybody who has items say something at once, by their place; wait until all are answered."""
        before = len(self.telegram.requests)
        for place, player in enumerate(self._players):
            await player.say(None, words(place))
        await self.telegram.wait_for(lambda: self._answered_since(before) >= SPEAKERS, PATIENCE)

    async def ask(self) -> None:
        """Let one of them ask, and wait for the answer."""
        before = len(self.telegram.requests)
        await self._players[0].say(None, "/mytasks")
        await self.telegram.wait_for(lambda: self._answered_since(before), PATIENCE)

    def _answered_since(self, before: int) -> int:
        """How many messages it has sent to people since so many requests."""
        since = self.telegram.requests[before:]
        return sum(seen.method == "sendMessage" and seen.status == HTTPStatus.OK for seen in since)


class Fleet(Program):
    """One process of ``bot.py fleet``, on a folder of its own."""

    def __init__(self, folder: Path, url: str, speed: float = 1.0) -> None:
        """``speed``: how fast its own waits pass."""
        command = (sys.executable, str(ROOT / "bot.py"))
        super().__init__(command, folder.with_suffix(".log"), ROOT, environment(folder.parent))
        self._bureaux = folder
        self._url = url
        self._speed = speed
        folder.mkdir()

    def add(self, bureaux: Iterable[CityBureau]) -> None:
        """Let it run these as well, at the latest four seconds from now."""
        for bureau in bureaux:
            (self._bureaux / f"{bureau.name}.toml").write_text(bureau.configuration(self._url), encoding="utf-8")

    async def start(self) -> None:
        """Start it with an empty log; nothing is waited for."""
        self.log.write_bytes(b"")
        await self.begin("fleet", str(self._bureaux), "--playgrounds", "--speed", str(self._speed))

    async def told(self, words: str, count: int) -> float:
        """Wait until its log has a line with that pattern of so many bureaux; the seconds that took."""
        began = time.monotonic()
        async with asyncio.timeout(PATIENCE):
            while len(set(re.findall(rf"\[(\w+)\].*(?:{words})", self.said()))) < count:  # noqa: ASYNC110 - a log tells nobody
                await asyncio.sleep(0.05)
        return time.monotonic() - began


@asynccontextmanager
async def city_of(count: int, folder: Path, cluster: Cluster) -> AsyncIterator[list[CityBureau]]:
    """So many bureaux with their ledgers in the cluster; nothing runs."""
    made = _made(folder / "made")
    async with AsyncExitStack() as stack:
        bureaux = []
        for number in range(count):
            name, token = f"b{number:03}", f"70000{number:05}:a-token-that-only-the-benchmark-knows"
            telegram = await stack.enter_async_context(Playground(token=token, clock=MovableClock(EARLY)))
            introduce(telegram, range(FIRST_PERSON, FIRST_PERSON + SPEAKERS))
            await asyncio.to_thread(_move_in, made, folder / name, cluster, name)
            bureaux.append(CityBureau(name, token, telegram))
        yield bureaux


def _made(folder: Path) -> Path:
    """The ledger that every bureau gets a copy of."""
    folder.mkdir(parents=True)
    path = folder / "ledger.json"
    write_file(path, ITEMS, Bureau())
    tables = msgspec.json.decode(path.read_bytes(), type=dict[str, dict[str, object]])
    for place in range(SPEAKERS, PEOPLE):  # they own nothing today
        others = {"name": name_of(place), "unit": unit_of(place % SPEAKERS), "role": Role.STAFF}
        tables["people"][str(place + 1)] = {**others, "telegram_id": FIRST_PERSON + place}
    path.write_bytes(msgspec.json.encode(tables))
    Ledger.open(path, at=NOW).close()
    return path


def _move_in(made: Path, folder: Path, cluster: Cluster, schema: str) -> None:
    from store.postgres.moving import Place, move_in  # noqa: PLC0415 - only where there is a PostgreSQL

    copytree(made.parent, folder)
    path = folder / made.name
    move_in(path, Place(cluster.url(), schema), path, NOW)
    rmtree(folder)
