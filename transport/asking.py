"""Makes a call that receiving depends on, again and again: what is waited after a fault, and what is reported of it.

The receiver asks for updates so, the webhook for its own setting.
"""

import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from telegram.error import BadRequest, Conflict, InvalidToken, RetryAfter, TelegramError

from transport.errors import ReceiverGone, Trouble, TroubleKind, seconds_to_wait
from transport.hearing import Hearing
from transport.retry import Backoff, Stopwatch

_LOG = logging.getLogger(__name__)
T = TypeVar("T")
#: After so many seconds of 401 or 404 the process ends.
_REFUSED_FOR = 40.0


class Asking:
    """``on_back`` is called after an outage. Each kind of trouble is reported once an episode."""

    def __init__(
        self,
        watch: Stopwatch,
        report: Callable[[Trouble], None],
        on_back: Callable[[], None] = lambda: None,
        hearing: Hearing | None = None,
    ) -> None:
        self._watch = watch
        self._report = report
        self._on_back = on_back
        self.hearing = hearing or Hearing(watch.now)
        self._backoff = Backoff()
        self._is_down = False
        self._refused_since: float | None = None
        self._reported: TroubleKind | None = None

    async def once(self, method: str, call: Callable[[], Awaitable[T]]) -> T | None:
        """What the call brings, or ``None`` after a fault and the wait that it asks for.

        Raises ReceiverGone when Telegram has refused the token for too long.
        """
        try:
            found = await call()
        except Exception as error:  # noqa: BLE001 - receiving never ends by itself
            self._is_down = True
            self.hearing.failed()
            await self._watch.pause(self._delay_after(method, error))
            return None
        self._went_well()
        return found

    def _went_well(self) -> None:
        self.hearing.heard()
        self._backoff.reset()
        self._refused_since = None
        if self._is_down:
            self._is_down = False
            self._on_back()
        if self._reported is not None:
            self._reported = None
            self._report(Trouble(TroubleKind.LINE_BACK))

    def _delay_after(self, method: str, error: Exception) -> float:
        """Seconds to wait before the next call. Logs and reports the error; may raise ReceiverGone."""
        match error:
            case RetryAfter():
                return seconds_to_wait(error)
            case InvalidToken():
                _LOG.error("%s was refused with 401 or 404", method)
                self._report_once(Trouble(TroubleKind.TOKEN_REFUSED))
                self._count_refusal()
            case Conflict() if "webhook" in str(error).lower():
                _LOG.error("a webhook is set, so nothing can be received: call deleteWebhook (%s)", error)
                self._report_once(Trouble(TroubleKind.WEBHOOK_SET, str(error)))
            case Conflict():
                _LOG.error("%s: %s", method, error)
                self._report_once(Trouble(TroubleKind.CONFLICT, str(error)))
            case BadRequest() if "webhook" in str(error).lower():
                _LOG.error("%s: Telegram does not take the address telegram.webhook_url (%s)", method, error)
                self._report_once(Trouble(TroubleKind.WEBHOOK_REFUSED, str(error)))
            case TelegramError():
                _LOG.warning("%s: %s", method, error)
            case _:
                _LOG.error("%s", method, exc_info=error)
        return self._backoff.next_delay()

    def _count_refusal(self) -> None:
        now = self._watch.now()
        if self._refused_since is None:
            self._refused_since = now
        if now - self._refused_since > _REFUSED_FOR:
            raise ReceiverGone("Telegram refuses the token (401 or 404)")
        self._backoff.at_most(_REFUSED_FOR / 5)

    def _report_once(self, trouble: Trouble) -> None:
        if self._reported is not trouble.kind:
            self._reported = trouble.kind
            self._report(trouble)
