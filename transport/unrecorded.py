"""The one way past the ledger: telling a chat that the ledger can't be written (暂未保存).

What is said here leaves no record, so it promises nothing, and is said once a chat, however many updates wait.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence

from telegram import Bot
from telegram.constants import ParseMode
from telegram.error import TelegramError

from transport.raw_updates import RawUpdate, chat_id_of, thread_id_of

_LOG = logging.getLogger(__name__)
#: Receiver and intake may both meet the same full disk: a chat is not told again within so many seconds.
_ONCE_IN = 600.0


class UnrecordedReplies:
    """Says ``html`` to the chats of updates that could not be saved."""

    def __init__(self, bot: Bot, html: str, monotonic: Callable[[], float]) -> None:
        self._bot = bot
        self._html = html
        self._monotonic = monotonic
        self._told: dict[int, float] = {}
        self._saying: set[asyncio.Task[None]] = set()

    def tell(self, updates: Sequence[RawUpdate]) -> None:
        """Say it to each chat that has not heard it lately; a failure is logged and forgotten."""
        now = self._monotonic()
        self._told = {chat: at for chat, at in self._told.items() if now - at < _ONCE_IN}
        for raw in updates:
            chat_id = chat_id_of(raw)
            if chat_id and chat_id not in self._told:
                self._told[chat_id] = now
                self._begin(chat_id, thread_id_of(raw), self._html)

    def announce(self, chats: Iterable[int], html: str) -> None:
        """Say something else that can't be recorded; whoever calls sees to it that it is not said again and again."""
        for chat_id in chats:
            self._begin(chat_id, None, html)

    def _begin(self, chat_id: int, thread_id: int | None, html: str) -> None:
        task = asyncio.create_task(self._say(chat_id, thread_id, html))
        self._saying.add(task)
        task.add_done_callback(self._saying.discard)

    async def _say(self, chat_id: int, thread_id: int | None, html: str) -> None:
        try:
            await self._bot.send_message(
                chat_id, html, parse_mode=ParseMode.HTML, message_thread_id=thread_id, disable_notification=True
            )
        except TelegramError as error:
            _LOG.warning("chat %s could not be told that nothing can be saved: %s", chat_id, error)
