"""The board of a bureau over real HTTP: its reader reads the ledger that the bureau's bot writes."""

import hmac
import json
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from hashlib import sha256
from urllib.parse import urlencode

from aiohttp import ClientResponse, DummyCookieJar
from aiohttp.test_utils import TestClient, TestServer

from domain.rules import Rules
from handlers.board.desk import Desk
from handlers.board.server import application_of
from store.reader import LedgerReader
from tests.domain.office import ADMIN_ID, RULES
from tests.handlers.office import TOKEN, Bureau

URL = "https://duban.example.gov.cn"
COOKIE = "__Host-duban"


class OpenBoard:
    """Asks the board as somebody's browser does; it keeps no cookie that a test did not give it."""

    def __init__(self, bureau: Bureau, rules: Rules = RULES, url: str = URL) -> None:
        self.bureau = bureau
        reader = LedgerReader(bureau.ledger.path, at=bureau.now, admins=frozenset({ADMIN_ID}))
        self.desk = Desk(reader, rules, url=url, token=TOKEN, clock=lambda: bureau.now)
        self.client = TestClient(TestServer(application_of(self.desk)), cookie_jar=DummyCookieJar())

    def look(self) -> None:
        """Take over what the bot has done."""
        self.desk.live.look()

    def cookies_of(self, name: str) -> dict[str, str]:
        """Somebody's, who has signed in."""
        return {COOKIE: self.desk.sessions.open(self.bureau.players[name].chat_id, self.bureau.now)}

    async def get(self, path: str, who: str | Mapping[str, str] = "") -> "Answer":
        """What somebody is answered: by name, or with these cookies."""
        self.look()
        cookies = who if not isinstance(who, str) else self.cookies_of(who) if who else {}
        async with self.client.get(path, headers=_cookie(cookies), allow_redirects=False) as answer:
            return Answer(answer, await answer.text())

    async def post(
        self,
        path: str,
        form: Mapping[str, str] | None = None,
        cookies: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> "Answer":
        """The same of a form."""
        self.look()
        sent = {**(headers or {}), **_cookie(cookies or {})}
        async with self.client.post(path, data=form or {}, headers=sent, allow_redirects=False) as answer:
            return Answer(answer, await answer.text())


def _cookie(cookies: Mapping[str, str]) -> dict[str, str]:
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())} if cookies else {}


class Answer:
    """A page that was answered."""

    def __init__(self, response: ClientResponse, text: str) -> None:
        self.status = response.status
        self.headers = response.headers
        self.text = text

    @property
    def numbers(self) -> set[int]:
        """The items that the page has an address of."""
        return {int(number) for number in re.findall(r'href="/items/(\d+)', self.text)}


def init_data(fields: Mapping[str, str], token: str = TOKEN) -> str:
    """What Telegram hands a Mini App: the fields with their hash, computed here anew."""
    secret = hmac.new(b"WebAppData", token.encode(), sha256).digest()
    lines = "\n".join(f"{name}={fields[name]}" for name in sorted(fields))
    return urlencode({**fields, "hash": hmac.new(secret, lines.encode(), sha256).hexdigest()})


def user_fields(telegram_id: int, now: datetime, **more: str) -> dict[str, str]:
    """The fields of somebody who opens the app now."""
    user = json.dumps({"id": telegram_id, "first_name": "甲 & <某>", "language_code": "zh-hans"}, ensure_ascii=False)
    return {"query_id": "AAF03", "user": user, "auth_date": str(int(now.timestamp())), "signature": "x-_y", **more}


@asynccontextmanager
async def open_board(bureau: Bureau, rules: Rules = RULES, url: str = URL) -> AsyncIterator[OpenBoard]:
    """Open for one test."""
    board = OpenBoard(bureau, rules, url)
    async with board.client:
        yield board
