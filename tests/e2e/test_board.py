"""The board as a process of its own: of one bureau on PostgreSQL, and of a city."""

import re
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path

from aiohttp import ClientSession, CookieJar

from tests.e2e.bureau import Bureau, within
from tests.e2e.fleet import a_city, a_shared_city
from tests.e2e.process import PATIENCE, BoardProcess, run_cli
from tests.postgres import Cluster
from tests.transport.line import free_port


class Reader:
    """Somebody's browser."""

    def __init__(self, session: ClientSession, address: str) -> None:
        self._session = session
        self._address = address

    async def sign_in(self, bureau: Bureau, name: str) -> None:
        """By the link that the bureau's bot gives."""
        link = re.search(r"http\S+/sign-in/\S+", await bureau.ask(name, "/board"))
        assert link is not None
        async with self._session.post(link[0]) as answer:
            assert answer.status == HTTPStatus.OK, await answer.text()

    async def page(self, path: str) -> tuple[int, str]:
        """What is answered there."""
        async with self._session.get(self._address + path) as answer:
            return answer.status, await answer.text()

    async def sees(self, path: str, holds: Callable[[str], object]) -> None:
        """Wait until the page says so: nothing tells a test when another process has read its ledger."""
        async with self._session.get(f"{self._address}{path.rpartition('/')[0]}/events") as events:
            while not holds((await self.page(path))[1]):
                assert await events.content.readuntil(b"\n\n")


def _browser() -> ClientSession:
    """It keeps cookies, also of an address without a name."""
    return ClientSession(cookie_jar=CookieJar(unsafe=True))


async def test_the_board_of_a_ledger_in_a_database_follows_it(tmp_path: Path, cluster: Cluster) -> None:
    cluster.start()
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    async with a_shared_city(tmp_path, cluster, ("minzheng",)) as city, _browser() as session:
        bureau, reader = city.bureaux["minzheng"], Reader(session, address)
        await city.start("one", more=f'[board]\nurl = "{address}"\n')  # that another process serves
        text = (tmp_path / "one" / "minzheng.toml").read_text(encoding="utf-8")
        config = tmp_path / "board.toml"
        config.write_text(f'{text}listen = "127.0.0.1:{port}"\n', encoding="utf-8")
        options = ("--config", str(config), "--clock", bureau.telegram.base_url)
        async with BoardProcess("board", *options, log=tmp_path / "board.log") as board:
            assert await within(PATIENCE, lambda: "the board is open on" in board.said()), board.said()
            await reader.sign_in(bureau, "甲某")
            assert "事项1" in (await reader.page("/items"))[1]
            await bureau.ask("甲某", "/done 1")
            await reader.sees("/items", lambda page: "事项1" not in page)
            assert (await reader.page("/items/2"))[0] == HTTPStatus.NOT_FOUND
            assert await board.stop() == 0
            assert "Traceback" not in board.said()


async def test_a_citys_board_serves_what_its_folder_says(tmp_path: Path) -> None:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    async with a_city(tmp_path, ("first", "second", "third")) as city, _browser() as session:
        for name in ("first", "second"):
            with city.bureaux[name].config.open("a", encoding="utf-8") as config:
                config.write(f'[board]\nurl = "{address}/{name}"\n')
        options = ("--url", address, "--listen", f"127.0.0.1:{port}", "--home", "first")
        log = tmp_path / "city.log"
        command = ("city-board", str(city.folder), *options)
        async with BoardProcess(*command, "--playgrounds", log=log) as board:
            await city.process.start()
            reader, second = Reader(session, address), city.bureaux["second"]
            assert await within(PATIENCE, lambda: board.said().count("the board is open at") == 2), board.said()
            await reader.sign_in(city.bureaux["first"], "局长")
            _, page = await reader.page("/")
            assert re.findall(r'<th scope="row"><a href="([^"]+)"', page) == ["/first/", "/second/"]
            assert "事项1" in (await reader.page("/second/items"))[1]
            assert [(await reader.page(path))[0] for path in ("/third/", "/nobody/")] == [HTTPStatus.NOT_FOUND] * 2
            await second.ask("甲某", "/done 1")
            await reader.sees("/", lambda page: 'aria-label="民政局（second）办结1项"' in page)
            code, _, said = await run_cli(*command)
            assert (code, "请更换 --listen" in said) == (1, True)
            assert await board.stop() == 0
            assert "Traceback" not in board.said()
            assert "AAExample" not in board.said(), "the bots' tokens"


async def test_a_wrong_address_of_a_citys_board_is_named(tmp_path: Path) -> None:
    for url, listen, option in (
        ("http://a.gov.cn", "127.0.0.1:80", "--url"),
        ("", "127.0.0.1:80", "--url"),
        ("https://a.gov.cn", "8100", "--listen"),
        ("https://a.gov.cn", "", "--listen"),
    ):
        code, _, said = await run_cli("city-board", str(tmp_path), "--url", url, "--listen", listen)
        assert (code, option in said) == (2, True), said
