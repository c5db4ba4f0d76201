"""A city's board over real HTTP: a folder of configurations, a ledger for each, and people who look."""

import asyncio
import re
import secrets
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path

from aiohttp import ClientResponse, DummyCookieJar
from aiohttp.test_utils import TestClient, TestServer

from config import Config
from domain.invitations import digest_of
from domain.item import Item
from domain.roster import Role
from domain.sign_in import SignInLink
from handlers.board.city import City
from handlers.board.overview import city_application
from handlers.board.site import Site
from house.bureau_folder import BureauFolder
from house.bureau_log import log_of
from house.city_board import Boards, Expecting
from house.fleet import Fleet, Means
from store.engine import Engine
from store.journal.holding import FileHolding
from store.ledger import Ledger
from store.postgres.following import Follower
from store.reader import Following
from tests.domain.office import UNITS, person
from tests.handlers.board import COOKIE, Answer
from tests.handlers.office import NOW

URL = "https://board.example.gov.cn"
HOME = "shi"
#: Somebody who leads three of the bureaux, the director of one alone, and the head of a unit of one.
LEADER, DIRECTOR, HEAD = 1, 2, 3
PATIENCE = 20.0
ROLES = {
    LEADER: partial(person, "市领导", Role.DIRECTOR),
    DIRECTOR: partial(person, "某局长", Role.DIRECTOR),
    HEAD: partial(person, "某股长", Role.HEAD, "社会救助股"),
}


class OpenCity:
    """Opened with its bureaux of files; a test says when the folder is looked at, and when trouble is tried again."""

    def __init__(self, folder: Path, home: str = HOME, *, port: int = 0) -> None:
        """``port``: where a browser of this machine opens it; it is behind a proxy otherwise."""
        self.url = f"http://127.0.0.1:{port}" if port else URL
        self.folder = folder / "bureaux"
        self.folder.mkdir()
        self.now = NOW
        self.ledgers: dict[str, Ledger] = {}
        self.followers: dict[str, Following] = {}  # in place of a bureau's own
        self.troubles: list[Exception] = []
        self.tries = asyncio.Event()
        self._home = folder
        self.city = City(Site(self.url, home), lambda: self.now, log_of)
        boards = Boards(self.city, self._follower, lambda _config: self.now, lambda _config: None)
        means = Means(boards.live, self._say, self._wait, lambda: 0.0)
        self.fleet = Fleet(BureauFolder(self.folder, {}), means, Expecting(self.city).see)
        self.client = TestClient(
            TestServer(city_application(self.city), port=port or None), cookie_jar=DummyCookieJar()
        )

    def token(self, name: str) -> str:
        """A bureau's own."""
        return f"710000000:{name}-of-the-city"

    def configure(self, name: str, office: str = "", more: str = "", url: str = "") -> None:
        """Write its configuration."""
        (self.folder / f"{name}.toml").write_text(
            f'[telegram]\ntoken = "{self.token(name)}"\n[office]\nname = "{office or f"{name}民政局"}"\n'
            f'[store]\npath = "{self.path(name)}"\n{more}[board]\nurl = "{url or f"{self.url}/{name}"}"\n',
            encoding="utf-8",
        )

    def path(self, name: str) -> Path:
        """Its ledger's."""
        return self._home / f"{name}.json"

    def found(self, name: str, *accounts: int, items: tuple[Item, ...] = (), engine: Engine | None = None) -> Ledger:
        """A ledger with these people and items."""
        ledger = self.ledgers[name] = Ledger.open(self.path(name), at=NOW, engine=engine)
        with ledger.transaction(at=NOW, by="test", did="found") as tx:
            for unit in UNITS:
                tx.save_unit(unit)
            for account in accounts:
                tx.save_person(ROLES[account](telegram_id=account))
            for each in items:
                tx.add_item(each)
        ledger.checkpoint()
        return ledger

    async def look(self) -> None:
        """Into the folder, twice: that is what a change needs."""
        await self.fleet.look()
        await self.fleet.look()

    async def until(self, holds: Callable[[], object]) -> None:
        """Wait until that is so of the boards that are open, or of the troubles that there were."""
        async with asyncio.timeout(PATIENCE):
            while not holds():
                await self.city.site.moved.wait()

    def _say(self, trouble: Exception) -> str:
        self.troubles.append(trouble)
        return type(trouble).__name__

    async def _wait(self, _seconds: float) -> None:
        self.city.site.tell()  # for who waits until there was trouble
        await self.tries.wait()

    def _follower(self, config: Config) -> Following:
        if config.name in self.followers:
            return self.followers[config.name]
        if config.store_url is None:
            return FileHolding(config.ledger_path).follower()
        return Follower(config.store_url.reveal(), config.store_schema, config.ledger_path)

    async def caught_up(self) -> None:
        """Take over what the bots have done."""
        for board in [*self.city.boards.values()]:
            await board.desk.live.catch_up()

    async def sign_in(self, name: str, account: int, before: str = "") -> str:
        """By a link of that bureau's bot; what the cookie carries."""
        token = secrets.token_urlsafe(24)
        with self.ledgers[name].transaction(at=self.now, by="test", did="board") as tx:
            tx.add_sign_in(SignInLink(token=digest_of(token), telegram_id=account, made_at=self.now))
        return secret_of(await self.post(f"/{name}/sign-in/{token}", secret=before))

    async def get(self, path: str, secret: str = "") -> Answer:
        """What whoever has that cookie is answered."""
        await self.caught_up()
        async with self.client.get(path, headers=_cookie(secret), allow_redirects=False) as answer:
            return Answer(answer, await answer.text())

    async def post(self, path: str, form: Mapping[str, str] | None = None, secret: str = "") -> Answer:
        """The same of a form."""
        async with self.client.post(path, data=form or {}, headers=_cookie(secret), allow_redirects=False) as answer:
            return Answer(answer, await answer.text())

    async def raw(self, path: str, secret: str) -> int:
        """The status of the answer where the path is sent as it is written here."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.client.port)
        writer.write(
            f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: {COOKIE}={secret}\r\n\r\n".encode()
        )
        head = await reader.read()
        writer.close()
        return int(head.split()[1])

    async def listen(self, path: str, secret: str) -> ClientResponse:
        """A page's events."""
        return await self.client.get(path, headers=_cookie(secret))

    async def statuses(self, secret: str) -> dict[str, int]:
        """How each bureau's board answers that cookie."""
        return {name: (await self.get(f"/{name}/", secret)).status for name in self.city.boards}


def _cookie(secret: str) -> dict[str, str]:
    return {"Cookie": f"{COOKIE}={secret}"} if secret else {}


def secret_of(answer: Answer) -> str:
    """What the cookie carries that was given."""
    found = re.match(rf"{COOKIE}=([^;]+); .*Path=/(;|$)", answer.headers.get("Set-Cookie", ""))
    assert found is not None, (answer.status, answer.text)
    return found[1]


def rows_of(page: Answer) -> dict[str, tuple[str, int]]:
    """The bureaux that an overview has: by their board's path, how far one sees, and how much is in hand."""
    found = re.findall(
        r'<a href="([^"]+)">[^<]+</a><span class="reach">(.*?)</span>.*?在办(\d+)项', page.text, re.DOTALL
    )
    return {path: (reach, int(count)) for path, reach, count in found}


async def event_of(stream: ClientResponse) -> str:
    """The next event, past the signs of life."""
    async with asyncio.timeout(PATIENCE):
        while not (said := (await stream.content.readuntil(b"\n\n")).decode()).startswith("event:"):
            pass
    return said.strip()


@asynccontextmanager
async def running(city: OpenCity) -> AsyncIterator[OpenCity]:
    """Served until the end of the block."""
    async with AsyncExitStack() as stack:
        for ledger in city.ledgers.values():
            stack.callback(ledger.close)
        await stack.enter_async_context(city.client)
        stack.push_async_callback(city.fleet.end)
        await city.fleet.look()
        yield city
