"""Receives updates by webhook: Telegram calls, and is answered 200 once the ledger has what it brought.

Whatever else is answered, Telegram brings the update again, for a day. Loaded only by a bot that is configured so
(docs/decisions/0035-webhooks.md).
"""

import asyncio
import hmac
import json
import logging
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from telegram import Bot, WebhookInfo

from store.errors import NotSaved
from transport.asking import Asking
from transport.errors import ListenRefused, Trouble, TroubleKind
from transport.own_webhook import address_of, is_own, secret_of
from transport.raw_update import RawUpdate, update_id_of
from transport.receiver import ALLOWED_UPDATES
from transport.retry import Stopwatch

_LOG = logging.getLogger(__name__)
#: Keeps one update; raises NotSaved.
Keep = Callable[[RawUpdate], Awaitable[object]]

_KEY = "telegram.webhook_listen"
_SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
#: No update is nearly as long, in bytes.
MOST_BYTES = 1 << 20
#: Seconds in which an update's bytes arrive.
_READ_WITHIN = 10.0
#: How many updates Telegram may bring at once. Those of one chat come one after another.
_AT_ONCE = 40
#: Seconds between two looks at what Telegram says of the webhook.
LOOK_EVERY = 60.0


class WebhookReceiver:
    """Listens on ``host`` and ``port`` for what Telegram brings to ``url``, which a proxy passes on.

    ``may_keep`` tells whether this process may take anything now.
    """

    def __init__(
        self,
        *,
        bot: Bot,
        url: str,
        host: str,
        port: int,
        keep: Keep,
        asking: Asking,
        report: Callable[[Trouble], None],
        watch: Stopwatch,
        may_keep: Callable[[], bool] = lambda: True,
    ) -> None:
        self._bot = bot
        self._url = url
        self._host = host
        self._port = port
        self._keep = keep
        self._asking = asking
        self._report = report
        self._watch = watch
        self._may_keep = may_keep
        self._secret = secret_of(bot.token)
        self._heard = 0  # calls of Telegram since the last look
        self._failed_at: object = None  # the newest failure that Telegram told of
        self._is_unreached = False

    async def run(self) -> None:
        """Receive until cancelled. Raises ListenRefused, and ReceiverGone as polling does."""
        runner = web.AppRunner(self._application(), access_log=None, logger=_quiet_log(), shutdown_timeout=1.0)
        await runner.setup()
        try:
            try:
                await web.TCPSite(runner, self._host, self._port, backlog=1_024).start()
            except OSError as error:
                raise ListenRefused(_KEY, self._host, self._port, error.strerror or str(error)) from error
            await self._stay_set()
        finally:
            await runner.cleanup()

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
        self._heard += 1
        self._asking.hearing.heard()
        if not self._may_keep():
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE)
        try:
            async with asyncio.timeout(_READ_WITHIN):
                raw = _update_of(await request.read())
        except TimeoutError:
            return web.Response(status=HTTPStatus.REQUEST_TIMEOUT)
        return web.Response(status=await self._status_of(raw))

    async def _status_of(self, raw: RawUpdate | None) -> HTTPStatus:
        if raw is None:
            _LOG.error("the webhook was brought something that is no update")
            return HTTPStatus.BAD_REQUEST
        try:
            await self._keep(raw)
        except NotSaved:
            number = update_id_of(raw)
            which = {"update": number}
            _LOG.exception("update %s could not be stored; Telegram brings it again", number, extra=which)
            return HTTPStatus.SERVICE_UNAVAILABLE
        return HTTPStatus.OK

    async def _stay_set(self) -> None:
        """Set the webhook, and look from time to time whether it still stands and Telegram gets through."""
        is_set = False
        while True:
            if not is_set:
                is_set = bool(await self._asking.once("setWebhook", self._set))
                continue
            await self._watch.pause(LOOK_EVERY)
            info = await self._asking.once("getWebhookInfo", self._bot.get_webhook_info)
            if info is not None:
                is_set = self._still_stands(info)
                self._judge_deliveries(info)

    async def _set(self) -> bool:
        is_set = await self._bot.set_webhook(
            address_of(self._url, self._bot.token),
            secret_token=self._secret,
            allowed_updates=ALLOWED_UPDATES,
            max_connections=_AT_ONCE,
        )
        _LOG.info("Telegram delivers to %s, received on %s:%d", self._url, self._host, self._port)
        return is_set

    def _still_stands(self, info: WebhookInfo) -> bool:
        if is_own(info.url, self._bot.token):
            return True
        _LOG.error("another program changed the webhook; it is set again")
        self._report(Trouble(TroubleKind.CONFLICT, "the webhook was changed"))
        return False

    def _judge_deliveries(self, info: WebhookInfo) -> None:
        """Report once when a delivery failed since the last look and none arrived here."""
        has_failed = info.last_error_date is not None and info.last_error_date != self._failed_at
        is_unreached = has_failed and not self._heard and info.pending_update_count > 0
        if is_unreached and not self._is_unreached:
            _LOG.error("Telegram can't deliver to the webhook: %s", info.last_error_message)
            self._report(Trouble(TroubleKind.WEBHOOK_UNREACHED, info.last_error_message or ""))
        if self._heard and self._is_unreached:
            self._report(Trouble(TroubleKind.LINE_BACK))
        self._is_unreached = is_unreached or (self._is_unreached and not self._heard)
        self._failed_at, self._heard = info.last_error_date, 0


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
