"""Listens for what Telegram brings, behind the office's proxy, and answers 200 once somebody has kept it.

Whatever else is answered, Telegram brings the update again, for a day. Who keeps it may change while it listens: the
ledger of this process, or, while another process has the ledger, the place where that one finds it.
"""

import asyncio
import hmac
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from http import HTTPStatus
from typing import Any, NamedTuple

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from store.errors import NotSaved
from transport.errors import ListenRefused
from transport.own_webhook import secret_of
from transport.raw_update import RawUpdate, update_id_of

_LOG = logging.getLogger(__name__)
#: Keeps one update; raises NotSaved.
Keep = Callable[[RawUpdate], Awaitable[object]]

_SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
#: The key of the configuration that names where it listens.
_KEY = "telegram.webhook_listen"
#: No update is nearly as long, in bytes.
MOST_BYTES = 1 << 20
#: Seconds in which an update's bytes arrive.
_READ_WITHIN = 10.0


class Taker(NamedTuple):
    """Who keeps what comes, whether it may now, and who hears of each of Telegram's calls."""

    keep: Keep
    may_keep: Callable[[], bool] = lambda: True
    on_heard: Callable[[], None] = lambda: None


class WebhookServer:
    """One bot's. Without a taker everything is answered 503."""

    def __init__(self, token: str, host: str, port: int) -> None:
        self.host = host
        self.port = port
        self._secret = secret_of(token)
        self._takers: list[Taker] = []
        self._is_open = False

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Listen in the block; within another such block nothing changes. Raises ListenRefused."""
        if self._is_open:
            yield
            return
        runner = web.AppRunner(self._application(), access_log=None, logger=_quiet_log(), shutdown_timeout=1.0)
        await runner.setup()
        try:
            await self._listen(runner)
            self._is_open = True
            yield
        finally:
            self._is_open = False
            await runner.cleanup()

    async def _listen(self, runner: web.AppRunner) -> None:
        try:
            await web.TCPSite(runner, self.host, self.port, backlog=1_024).start()
        except OSError as error:
            raise ListenRefused(_KEY, self.host, self.port, error.strerror or str(error)) from error

    @contextmanager
    def taken_by(self, taker: Taker) -> Iterator[None]:
        """In the block this one keeps what comes; then the one before it again."""
        self._takers.append(taker)
        try:
            yield
        finally:
            self._takers.remove(taker)

    def _application(self) -> web.Application:
        application = web.Application(client_max_size=MOST_BYTES)
        application.router.add_route("*", "/{path:.*}", self._answer)
        return application

    async def _answer(self, request: web.Request) -> web.Response:
        """One call. The secret comes first: of a stranger's call nothing is read."""
        if request.method != "POST":
            return web.Response(status=HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": "POST"})
        if not hmac.compare_digest(request.headers.get(_SECRET, "").encode(), self._secret.encode()):
            return web.Response(status=HTTPStatus.FORBIDDEN)
        taker = self._takers[-1] if self._takers else None
        if taker is not None:
            taker.on_heard()
        if taker is None or not taker.may_keep():
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE)
        try:
            async with asyncio.timeout(_READ_WITHIN):
                raw = _update_of(await request.read())
        except TimeoutError:
            return web.Response(status=HTTPStatus.REQUEST_TIMEOUT)
        return web.Response(status=await _status_of(raw, taker.keep))


async def _status_of(raw: RawUpdate | None, keep: Keep) -> HTTPStatus:
    if raw is None:
        _LOG.error("the webhook was brought something that is no update")
        return HTTPStatus.BAD_REQUEST
    try:
        await keep(raw)
    except NotSaved:
        number = update_id_of(raw)
        which = {"update": number}
        _LOG.exception("update %s could not be stored; Telegram brings it again", number, extra=which)
        return HTTPStatus.SERVICE_UNAVAILABLE
    return HTTPStatus.OK


def _update_of(body: bytes) -> RawUpdate | None:
    """The update; ``None`` for what is none. As tolerant as polling: a refused update would come for a day."""
    try:
        found: Any = json.loads(body.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return None
    return found if update_id_of(found) is not None else None


def _quiet_log() -> logging.Logger:
    """Aiohttp's own log, without requests that are no HTTP: it would quote them."""
    log = logging.getLogger("aiohttp.server")
    log.addFilter(_is_own_fault)
    return log


def _is_own_fault(record: logging.LogRecord) -> bool:
    return not (record.exc_info and isinstance(record.exc_info[1], HttpProcessingError))
