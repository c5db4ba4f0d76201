"""The board behind nginx as the operations' page has it, with TLS: signing in, what is new at once, the Mini App.

The block is taken out of the page; only its port, certificate and the board's port are others.
"""

import asyncio
import os
import pwd
import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiohttp import ClientResponse, ClientSession, DummyCookieJar, TCPConnector

from tests.domain.office import OWNER, item
from tests.handlers.board import COOKIE, URL, OpenBoard, init_data, open_board, user_fields
from tests.handlers.office import Bureau

DOCS = Path(__file__).parents[2] / "docs"
HOST = URL.removeprefix("https://")
NGINX = shutil.which("nginx")
LEFT_OUT = "nginx is not installed: its block in the operations' page is not tried"
WITHIN = 20  # seconds, for what comes at once
#: What stands around a site's block; everything that nginx writes goes into its folder.
AROUND = """daemon off; user {user}; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    {block}
}}
"""


def block_of(page: str) -> str:
    """The board's server as the page shows it."""
    found = re.search(
        r"```\n(server \{.*?^\})\n```", (DOCS / page).read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    assert found is not None
    return found[1]


def configure(folder: Path, page: str, port: int, behind: int) -> Path:
    """The page's block on these ports, with a certificate of its own; the authority's is ``authority.pem``."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "authority.pem"))
    certificate = authority.issue_cert(HOST)
    certificate.private_key_pem.write_to_path(str(folder / "duban.key"))
    for number, part in enumerate(certificate.cert_chain_pems):
        part.write_to_path(str(folder / "duban.pem"), append=bool(number))
    block = block_of(page)
    for words, here in (
        ("listen 443 ssl", f"listen 127.0.0.1:{port} ssl"),
        ("/etc/ssl/duban.", f"{folder}/duban."),
        ("http://127.0.0.1:8090", f"http://127.0.0.1:{behind}"),
    ):
        assert words in block
        block = block.replace(words, here)
    config = folder / "nginx.conf"
    user = pwd.getpwuid(os.getuid()).pw_name
    config.write_text(AROUND.format(user=user, folder=folder, block=block), encoding="utf-8")
    return config


@asynccontextmanager
async def proxied(folder: Path, page: str, behind: int) -> AsyncIterator["Proxy"]:
    """A process of nginx. It takes over a socket that listens already, so nobody waits until it does."""
    assert NGINX is not None
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        port = listening.getsockname()[1]
        command = (NGINX, "-p", str(folder), "-c", str(configure(folder, page, port, behind)))
        tried = await asyncio.to_thread(subprocess.run, (*command, "-t"), capture_output=True, text=True, check=False)
        assert tried.returncode == 0, tried.stderr
        handed_on = {"env": os.environ | {"NGINX": f"{listening.fileno()};"}, "pass_fds": (listening.fileno(),)}
        process = await asyncio.create_subprocess_exec(*command, **handed_on)  # type: ignore[arg-type]
    try:
        context = ssl.create_default_context(cafile=str(folder / "authority.pem"))
        async with ClientSession(connector=TCPConnector(ssl=context), cookie_jar=DummyCookieJar()) as session:
            yield Proxy(session, port)
    finally:
        process.terminate()
        await process.wait()


class Proxy:
    """Asks as a browser does that knows the office's address."""

    def __init__(self, session: ClientSession, port: int) -> None:
        self._session = session
        self._address = f"https://127.0.0.1:{port}"

    async def ask(self, method: str, path: str, secret: str = "", **more: Any) -> ClientResponse:
        """The answer, of which no more than the head has to be here."""
        headers = {"Host": HOST, "Origin": URL, "Cookie": f"{COOKIE}={secret}"}
        return await self._session.request(
            method,
            self._address + path,
            headers=headers,
            server_hostname=HOST,
            allow_redirects=False,
            **more,
        )


def secret_of(answer: ClientResponse) -> str:
    """What the cookie carries that whoever signed in was given."""
    assert answer.status == 303
    assert answer.headers["Location"] == "/"
    return answer.cookies[COOKIE].value


@pytest.mark.skipif(NGINX is None, reason=LEFT_OUT)
@pytest.mark.parametrize("page", ["operations.md", "operations.zh-CN.md"])
async def test_the_documented_proxy_carries_signing_in_news_and_the_mini_app(
    tmp_path: Path, bureau: Bureau, page: str
) -> None:
    async with open_board(bureau) as board, proxied(tmp_path, page, board.client.port or 0) as proxy:
        board.look()
        path = await _link(board)
        assert (await proxy.ask("GET", path)).status == 200
        secret = secret_of(await proxy.ask("POST", path))
        home = await proxy.ask("GET", "/", secret)
        assert "甲某" in await home.text()
        assert home.headers["Strict-Transport-Security"] == "max-age=31536000"
        await _follows(board, await proxy.ask("GET", "/events", secret))
        said = init_data(user_fields(OWNER.telegram_id or 0, bureau.now))
        assert "/static/app.js" in await (await proxy.ask("GET", "/app")).text()
        assert secret_of(await proxy.ask("POST", "/app", data={"init_data": said})) != secret
        assert not (tmp_path / "access.log").exists()


async def _link(board: OpenBoard) -> str:
    await board.bureau.say("甲某", "看板")
    board.look()
    url = next(each.url for each in board.bureau.newest("甲某").buttons if each.label == "用浏览器打开")
    return url.removeprefix(URL)


async def _follows(board: OpenBoard, stream: ClientResponse) -> None:
    """An open board is told of a change at once, not when a buffer is full."""
    async with asyncio.timeout(WITHIN):
        first = await _event(stream)
        board.bureau.add(item(number=12))
        assert board.desk.live.look()
        assert await _event(stream) != first
    stream.close()


async def _event(stream: ClientResponse) -> bytes:
    while not (said := await stream.content.readuntil(b"\n\n")).startswith(b"event: revision"):
        assert said == b": \n\n"
    return said
