"""Answers to pressed buttons: from memory and at once, since Telegram takes them for a few seconds only.

They are outside the outbox on purpose. What a press changed is in the ledger, and its message in the outbox; the answer
merely stops the button's little clock, and one that came too late helps nobody.
"""

import asyncio
import logging

from telegram import Bot
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

from transport.retry import Stopwatch
from transport.verdict import wait_of

_LOG = logging.getLogger(__name__)
#: Seconds in which an answer is worth giving.
_WORTHWHILE = 10.0
_PAUSE = 0.5
#: Telegram's limit for the text, in characters.
_LONGEST = 200


class Answers:
    """Gives each answer in a task of its own."""

    def __init__(self, bot: Bot, stopwatch: Stopwatch) -> None:
        self._bot = bot
        self._stopwatch = stopwatch
        self._giving: set[asyncio.Task[None]] = set()

    def give(self, callback_id: str, text: str, *, alert: bool) -> None:
        """Answer the press; failures are logged and forgotten."""
        task = asyncio.create_task(self._give(callback_id, text[:_LONGEST], alert))
        self._giving.add(task)
        task.add_done_callback(self._giving.discard)

    @property
    def under_way(self) -> frozenset[asyncio.Task[None]]:
        """Answers being given now."""
        return frozenset(self._giving)

    async def _give(self, callback_id: str, text: str, alert: bool) -> None:
        until = self._stopwatch.now() + _WORTHWHILE
        while self._stopwatch.now() < until:
            try:
                await self._bot.answer_callback_query(callback_id, text or None, show_alert=alert)
            except BadRequest as error:
                _LOG.info("a pressed button was not answered: %s", error)
                return
            except RetryAfter as error:
                await self._stopwatch.pause(wait_of(error))
            except NetworkError:
                await self._stopwatch.pause(_PAUSE)
            except TelegramError as error:
                _LOG.warning("a pressed button was not answered: %s", error)
                return
            else:
                return
        _LOG.warning("a pressed button was not answered in time")
