"""Signing in, by a one-time link from the bot or as a Mini App, and signing out."""

import asyncio
from datetime import datetime

from aiohttp import web

from domain.invitations import digest_of
from domain.sign_in import SignInLink
from handlers.board.desk import Desk, html
from handlers.board.init_data import InitDataRefused, user_of
from handlers.board.site import to_home
from texts.board import words

#: Seconds within which a form has to be here.
_SENT_WITHIN = 20.0


class Entrance:
    """Answers who is not in yet."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def show(self, request: web.Request) -> web.StreamResponse:
        """Looking at a link uses nothing up: programs that preview links look at them as well."""
        desk = self._desk
        if not desk.sessions.accepts(await self._link(request), desk.clock()):
            return desk.notice(request, words.LINK_OVER)
        return html(desk.pages.sign_in(desk.frame(), request.path))

    async def sign_in(self, request: web.Request) -> web.StreamResponse:
        """The link's button was pressed."""
        desk, link = self._desk, await self._link(request)
        now = desk.clock()
        if link is None or not desk.sessions.accepts(link, now):
            return desk.notice(request, words.LINK_OVER)
        if not desk.is_known(link.telegram_id):
            return desk.notice(request, words.NOT_KNOWN)
        return self._welcome(desk.sessions.open_link(link, now, desk.site.secret_of(request)), now)

    async def _link(self, request: web.Request) -> SignInLink | None:
        """The link; one that is not known yet may be newer than the last look at the ledger."""
        token = digest_of(request.match_info["token"])
        found = self._desk.reader.sign_in_of(token)
        if found is None:
            await self._desk.live.catch_up()
            found = self._desk.reader.sign_in_of(token)
        return found

    async def show_app(self, _request: web.Request) -> web.StreamResponse:
        """The Mini App's first page: its script hands on what Telegram says of who opened it."""
        return html(self._desk.pages.app(self._desk.frame()))

    async def sign_in_by_app(self, request: web.Request) -> web.StreamResponse:
        """What it handed on."""
        desk, said = self._desk, await _init_data(request)
        now = desk.clock()
        try:
            telegram_id = user_of(said, desk.token, now)
        except InitDataRefused:
            return desk.notice(request, words.APP_REFUSED)
        if not desk.is_known(telegram_id):
            return desk.notice(request, words.NOT_KNOWN)
        return self._welcome(desk.sessions.open(telegram_id, now, desk.site.secret_of(request)), now)

    def _welcome(self, secret: str, now: datetime) -> web.StreamResponse:
        response = to_home(self._desk.base)
        self._desk.site.give_cookie(response, secret, now, self._desk.sessions.end_of_day(now))
        return response

    async def sign_out(self, request: web.Request) -> web.StreamResponse:
        """The session is over, wherever its cookie may be."""
        return self._desk.site.sign_out(request, self._desk.base)


async def _init_data(request: web.Request) -> str:
    """What the app's form carries; nothing where what was sent is no such form."""
    if request.content_type != "application/x-www-form-urlencoded" or (request.charset or "utf-8").lower() != "utf-8":
        return ""
    try:
        async with asyncio.timeout(_SENT_WITHIN):
            said = (await request.post()).get("init_data", "")
    except (ValueError, web.RequestPayloadError):
        return ""
    except TimeoutError as error:
        raise web.HTTPRequestTimeout from error
    return said if isinstance(said, str) else ""
