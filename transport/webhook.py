"""Receives updates by webhook: Telegram is told where to bring them, and it is watched whether it gets through.

Loaded only by a bot that is configured so (docs/decisions/0035-webhooks.md).
"""

import logging
from collections.abc import Callable

from telegram import Bot, WebhookInfo

from transport.asking import Asking
from transport.errors import Trouble, TroubleKind
from transport.own_webhook import address_of, is_own, secret_of
from transport.receiver import ALLOWED_UPDATES
from transport.retry import Stopwatch
from transport.webhook_server import Keep, Taker, WebhookServer

_LOG = logging.getLogger(__name__)
#: How many updates Telegram may bring at once. Those of one chat come one after another.
_AT_ONCE = 40
#: Seconds between two looks at what Telegram says of the webhook.
LOOK_EVERY = 60.0


class WebhookReceiver:
    """Has Telegram bring to ``url`` what the ``server`` listens for behind a proxy.

    ``may_keep`` tells whether this process may take anything now.
    """

    def __init__(
        self,
        *,
        bot: Bot,
        url: str,
        server: WebhookServer,
        keep: Keep,
        asking: Asking,
        report: Callable[[Trouble], None],
        watch: Stopwatch,
        may_keep: Callable[[], bool] = lambda: True,
    ) -> None:
        self._bot = bot
        self._url = url
        self._server = server
        self._keep = keep
        self._asking = asking
        self._report = report
        self._watch = watch
        self._may_keep = may_keep
        self._heard = 0  # calls of Telegram since the last look
        self._failed_at: object = None  # the newest failure that Telegram told of
        self._is_unreached = False

    async def run(self) -> None:
        """Receive until cancelled. Raises ListenRefused, and ReceiverGone as polling does."""
        taker = Taker(self._keep, self._may_keep, self.heard)
        with self._server.taken_by(taker):
            async with self._server.open():
                await self._stay_set()

    def heard(self) -> None:
        """Telegram called, here or at another receiver."""
        self._heard += 1
        self._asking.hearing.heard()

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
            secret_token=secret_of(self._bot.token),
            allowed_updates=ALLOWED_UPDATES,
            max_connections=_AT_ONCE,
        )
        _LOG.info("Telegram delivers to %s, received on %s:%d", self._url, self._server.host, self._server.port)
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
