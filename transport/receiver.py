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
from telegram.error import Conflict

from store.errors import NotSaved
from transport.arrivals import Arrivals
from transport.asking import Asking
from transport.own_webhook import is_own
from transport.raw_update import update_id_of
from transport.retry import Backoff, Stopwatch
from transport.wire import POLL_SECONDS, call

_LOG = logging.getLogger(__name__)
#: Fetches one batch of raw updates. The argument (``offset``) confirms every update below it.
Poll = Callable[[int | None], Awaitable[list[Any]]]

#: The kinds of update that the bot asks for. ``concerns`` decides which of them are kept.
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member", "message_reaction")
#: Seconds between two looks at whether it may poll.
_ASKED_EVERY = 0.2
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


def without_own_webhook(bot: Bot, poll: Poll) -> Poll:
    """The same poll. Where a webhook of ours is in its way, that is ended once; what waits at Telegram stays there.

    Only once: if it is set again, another process of ours runs with it, and the conflict is to be heard of.
    """
    may_end = [True]

    async def next_poll(offset: int | None) -> list[Any]:
        try:
            return await poll(offset)
        except Conflict as error:
            if not (may_end and "webhook" in str(error).lower() and await _is_set(bot)):
                raise
        await bot.delete_webhook()
        may_end.clear()
        _LOG.warning("the webhook that this bot had set is ended: updates are polled from now on")
        return await poll(offset)

    return next_poll


async def _is_set(bot: Bot) -> bool:
    return is_own((await bot.get_webhook_info()).url, bot.token)


class Receiver:
    """Polls, and confirms what the arrivals have kept."""

    def __init__(
        self,
        *,
        poll: Poll,
        arrivals: Arrivals,
        asking: Asking,
        watch: Stopwatch,
        may_poll: Callable[[], bool] = lambda: True,
    ) -> None:
        """``may_poll``: whether nobody else can be the one who serves the bureau now."""
        self._may_poll = may_poll
        self._poll = poll
        self._arrivals = arrivals
        self._asking = asking
        self._watch = watch
        self._idle = Backoff(_FIRST_IDLE, _LONGEST_IDLE)
        self._refused = Backoff()
        self._last: frozenset[int] = frozenset()  # ids of the newest batch, stored or not

    async def run(self) -> None:
        """Receive until cancelled. Raises ReceiverGone when Telegram has refused the token for too long.

        The offset is sent once, in the call that confirms a batch. If it were kept, it would hide updates whose ids
        became random, and lower, after an idle week.
        """
        offset: int | None = None
        while True:
            while not self._may_poll():  # else it would end the poll of whoever serves by now
                await self._watch.pause(_ASKED_EVERY)
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
        return await self._asking.once("getUpdates", lambda: self._poll(offset))

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

    async def _store(self, batch: list[Any]) -> int | None:
        """Store what concerns the bot; the offset that confirms the batch, or ``None`` where the disk refuses.

        Then Telegram brings it again, and with it what came meanwhile: a list is answered, the rest told 暂未保存.
        """
        numbers = [number for raw in batch if (number := update_id_of(raw)) is not None]
        try:
            await self._arrivals.keep(batch)
        except NotSaved:
            _LOG.exception("%d updates could not be stored; trying again", len(batch))
            await self._watch.pause(self._refused.next_delay())
            return None
        self._refused.reset()
        if numbers:
            return max(numbers) + 1
        if batch:
            _LOG.error("getUpdates returned %d updates without an id", len(batch))
        return None
