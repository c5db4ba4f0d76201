"""What is sent past the outbox: answers to pressed buttons, and the notice that nothing can be saved (暂未保存).

Neither is recorded, so neither promises anything. What a press changed is in the ledger, and its message in the
outbox; the answer only ends the button's progress indicator. The notice is for when the ledger cannot be written.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Sequence
from contextlib import suppress
from typing import Any

from telegram import Bot
from telegram.constants import ParseMode
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

from domain.letter import Letter
from store.errors import NotSaved
from transport.errors import seconds_to_wait
from transport.raw_update import RawUpdate, chat_id_of, thread_id_of
from transport.retry import Stopwatch

_LOG = logging.getLogger(__name__)
#: Telegram takes an answer to a button for about so many seconds.
_ANSWER_WITHIN = 10.0
#: Seconds between two tries.
_PAUSE = 0.5
#: Telegram's limit for the text of an answer, in characters.
_LONGEST = 200
#: Receiver and intake may both meet the same full disk: a chat is told again after so many seconds at the earliest.
_ONCE_IN = 600.0


class _Tasks:
    """Background tasks, kept so that none is collected while it runs."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, coroutine: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def running(self) -> frozenset[asyncio.Task[None]]:
        return frozenset(self._tasks)


class ButtonAnswers:
    """Answers pressed buttons, each in a task of its own, once what they say is durable.

    ``refused`` is said where that takes too long, unless ``may_speak`` is false: as by ``UnrecordedReplies``.
    """

    def __init__(
        self,
        bot: Bot,
        stopwatch: Stopwatch,
        durable: Callable[[], Awaitable[None]],
        refused: str,
        may_speak: Callable[[], bool],
    ) -> None:
        self._bot = bot
        self._stopwatch = stopwatch
        self._durable = durable
        self._refused = refused
        self._may_speak = may_speak
        self._tasks = _Tasks()

    def send(self, callback_id: str, text: str, *, alert: bool) -> None:
        """Answer the press. A failure is logged, and nothing else follows from it."""
        self._tasks.start(self._send(callback_id, text[:_LONGEST], alert))

    @property
    def under_way(self) -> frozenset[asyncio.Task[None]]:
        """The answers that are being sent now."""
        return self._tasks.running()

    async def _send(self, callback_id: str, text: str, alert: bool) -> None:
        until = self._stopwatch.now() + _ANSWER_WITHIN
        is_durable = False
        while self._stopwatch.now() < until:
            try:
                await self._durable()
                is_durable = True
                await self._bot.answer_callback_query(callback_id, text or None, show_alert=alert)
            except NotSaved:
                await self._stopwatch.pause(_PAUSE)
            except BadRequest as error:
                _LOG.info("a pressed button was not answered: %s", error)
                return
            except RetryAfter as error:
                await self._stopwatch.pause(seconds_to_wait(error))
            except NetworkError:
                await self._stopwatch.pause(_PAUSE)
            except TelegramError as error:
                _LOG.warning("a pressed button was not answered: %s", error)
                return
            else:
                return
        _LOG.warning("a pressed button was not answered in time")
        if not is_durable and self._may_speak():
            with suppress(TelegramError):
                await self._bot.answer_callback_query(callback_id, self._refused or None, show_alert=True)


class UnrecordedReplies:
    """Sends ``html`` to the chats of updates that could not be saved, and of answers that have to wait for that.

    ``may_speak`` is false while another process may have the ledger: it then answers, and this one is silent.
    """

    def __init__(self, bot: Bot, html: str, monotonic: Callable[[], float], may_speak: Callable[[], bool]) -> None:
        self._bot = bot
        self._html = html
        self._monotonic = monotonic
        self._may_speak = may_speak
        self._told: dict[int, float] = {}
        self._tasks = _Tasks()

    def tell(self, updates: Sequence[RawUpdate]) -> None:
        """Tell each chat that was not told lately. A failure is logged, and nothing else follows from it."""
        for raw in updates:
            self._tell(chat_id_of(raw), thread_id_of(raw))

    def tell_reader(self, letter: Letter) -> None:
        """The same to whoever waits for that answer."""
        self._tell(letter.chat_id, letter.thread_id)

    def _tell(self, chat_id: int, thread_id: int | None) -> None:
        if not self._may_speak():
            return
        now = self._monotonic()
        self._told = {chat: at for chat, at in self._told.items() if now - at < _ONCE_IN}
        if chat_id and chat_id not in self._told:
            self._told[chat_id] = now
            self._tasks.start(self._send(chat_id, thread_id, self._html))

    def announce(self, chats: Iterable[int], html: str) -> None:
        """Send something else that cannot be recorded. The caller sees to it that it is not repeated."""
        for chat_id in chats:
            self._tasks.start(self._send(chat_id, None, html))

    async def _send(self, chat_id: int, thread_id: int | None, html: str) -> None:
        try:
            await self._bot.send_message(
                chat_id, html, parse_mode=ParseMode.HTML, message_thread_id=thread_id, disable_notification=True
            )
        except TelegramError as error:
            _LOG.warning("chat %s could not be told that nothing can be saved: %s", chat_id, error)
