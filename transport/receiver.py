"""Receives updates, and confirms to Telegram only what the ledger has.

python-telegram-bot's own updater parses a whole batch at once, confirms before anything is handled, and ends without
a word when a poll is refused. So this one polls raw updates, and is the only one to do so
(docs/decisions/0030-our-own-receiver.md). What it got is kept by ``arrivals.py``.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from telegram import Bot
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from store.errors import NotSaved
from transport.arrivals import Arrivals
from transport.errors import ReceiverGone, Trouble, TroubleKind, seconds_to_wait
from transport.raw_update import update_id_of
from transport.retry import Backoff, Stopwatch
from transport.wire import POLL_SECONDS, call

_LOG = logging.getLogger(__name__)
#: Fetches one batch of raw updates. The argument (``offset``) confirms every update below it.
Poll = Callable[[int | None], Awaitable[list[Any]]]

#: The kinds of update that the bot asks for. ``concerns`` decides which of them are kept.
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member", "message_reaction")
#: After so many seconds of 401 or 404 the process ends.
_REFUSED_FOR = 40.0
#: A poll without anything new takes a while where Telegram waits as it is asked to. After one that ended within
#: ``_AT_ONCE`` seconds the next poll waits: the first and the longest delay, in seconds.
_AT_ONCE, _FIRST_IDLE, _LONGEST_IDLE = 1.0, 0.1, 5.0


def build_poll(bot: Bot, seconds: int = POLL_SECONDS) -> Poll:
    """A getUpdates that Telegram may hold open for ``seconds``. Its updates are not parsed: an odd one spoils none."""

    async def poll(offset: int | None) -> list[Any]:
        fields = {"timeout": seconds, "limit": 100, "allowed_updates": list(ALLOWED_UPDATES), "offset": offset}
        found = await call(bot, "get_Updates", fields, read_timeout=seconds + 10)
        return found if isinstance(found, list) else []

    return poll


def begun_early(poll: Poll) -> Poll:
    """The same poll, with its first call started now: Telegram holds it while the other modules are loaded."""
    first = asyncio.ensure_future(poll(None))
    first.add_done_callback(_retrieve)
    begun = [first]

    async def next_poll(offset: int | None) -> list[Any]:
        return await (begun.pop() if begun else poll(offset))

    return next_poll


def _retrieve(ended: asyncio.Future[list[Any]]) -> None:
    """Keep asyncio from warning about an exception that nobody awaited, if the process stops early."""
    if not ended.cancelled():
        ended.exception()


class Receiver:
    """Polls, and confirms what the arrivals have kept; ``on_back`` is called after an outage."""

    def __init__(
        self,
        *,
        poll: Poll,
        arrivals: Arrivals,
        report: Callable[[Trouble], None],
        on_back: Callable[[], None] = lambda: None,
        monotonic: Callable[[], float],
        speed: float = 1.0,
    ) -> None:
        self._poll = poll
        self._arrivals = arrivals
        self._report = report
        self._on_back = on_back
        self._watch = Stopwatch(monotonic, speed)
        self._backoff = Backoff()
        self._idle = Backoff(_FIRST_IDLE, _LONGEST_IDLE)
        self._last: frozenset[int] = frozenset()  # ids of the newest batch, stored or not
        self._is_down = False
        self._refused_since: float | None = None
        self._reported: TroubleKind | None = None

    async def run(self) -> None:
        """Receive until cancelled. Raises ReceiverGone when Telegram has refused the token for too long.

        The offset is sent once, in the call that confirms a batch. If it were kept, it would hide updates whose ids
        became random, and lower, after an idle week.
        """
        offset: int | None = None
        while True:
            begun = self._watch.now()
            batch = await self._fetch(offset)
            offset = None
            if batch is not None:
                took = self._watch.now() - begun
                is_new = self._is_new(batch)
                offset = await self._store(batch)
                await self._pause_if_idle(took, is_new=is_new)

    async def _fetch(self, offset: int | None) -> list[Any] | None:
        """One batch, or ``None`` after a fault. An unconfirmed batch comes again, and is recognised by its ids."""
        try:
            batch = await self._poll(offset)
        except Exception as error:  # noqa: BLE001 - receiving never ends by itself
            self._is_down = True
            await self._watch.pause(self._delay_after(error))
            return None
        self._backoff.reset()
        self._refused_since = None
        if self._is_down:
            self._is_down = False
            self._on_back()
        if self._reported is not None:
            self._reported = None
            self._report(Trouble(TroubleKind.LINE_BACK))
        return batch

    def _is_new(self, batch: list[Any]) -> bool:
        """Whether an update of the batch is neither stored nor in the batch before."""
        numbers = frozenset(number for raw in batch if (number := update_id_of(raw)) is not None)
        last, self._last = self._last, numbers or self._last
        return any(number not in last and self._arrivals.is_new(number) for number in numbers)

    async def _pause_if_idle(self, took: float, *, is_new: bool) -> None:
        """Wait after a poll that brought nothing new at once: something on the way ignores offset or timeout."""
        if is_new or took >= _AT_ONCE:
            self._idle.reset()
        else:
            await self._watch.pause(self._idle.next_delay())

    def _delay_after(self, error: Exception) -> float:
        """Seconds to wait before the next call. Logs and reports the error; may raise ReceiverGone."""
        match error:
            case RetryAfter():
                return seconds_to_wait(error)
            case InvalidToken():
                _LOG.error("getUpdates was refused with 401 or 404")
                self._report_once(Trouble(TroubleKind.TOKEN_REFUSED))
                self._count_refusal()
            case Conflict() if "webhook" in str(error).lower():
                _LOG.error("a webhook is set, so nothing can be received: call deleteWebhook (%s)", error)
                self._report_once(Trouble(TroubleKind.WEBHOOK_SET, str(error)))
            case Conflict():
                _LOG.error("getUpdates: %s", error)
                self._report_once(Trouble(TroubleKind.CONFLICT, str(error)))
            case TelegramError():
                _LOG.warning("getUpdates: %s", error)
            case _:
                _LOG.error("getUpdates", exc_info=error)
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

    async def _store(self, batch: list[Any]) -> int | None:
        """Store what concerns the bot; the offset that confirms the batch."""
        numbers = [number for raw in batch if (number := update_id_of(raw)) is not None]
        if await self._keep(batch):
            await _let_others_run()
        if numbers:
            return max(numbers) + 1
        if batch:
            _LOG.error("getUpdates returned %d updates without an id", len(batch))
        return None

    async def _keep(self, batch: list[Any]) -> bool:
        """Keep it, and try again while the disk refuses: meanwhile nothing is confirmed. Whether anything was new."""
        backoff = Backoff()
        while True:
            try:
                return await self._arrivals.keep(batch)
            except NotSaved:
                _LOG.exception("%d updates could not be stored; trying again", len(batch))
                await self._watch.pause(backoff.next_delay())


async def _let_others_run() -> None:
    """Let replies go before the batch is confirmed: they need a few turns of the event loop."""
    for _ in range(4):
        await asyncio.sleep(0)
