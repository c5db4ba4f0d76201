"""Builds python-telegram-bot for our use: its Bot and its dispatching, without updater, job queue or persistence."""

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from telegram import Bot
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, ApplicationBuilder

from transport.errors import FileTooLarge, TokenRefused
from transport.retry import Backoff, Stopwatch
from transport.wire import NoAnswer, Wire, call

_LOG = logging.getLogger(__name__)
#: The application with its type parameters, none of which we use.
App = Application[Any, Any, Any, Any, Any, Any]
#: Fetches one batch of raw updates; the argument confirms everything below it.
Poll = Callable[[int | None], Awaitable[list[Any]]]

#: Seconds that Telegram may hold a getUpdates open.
POLL_SECONDS = 25
#: The kinds of update that the bot asks for; which of them concern it is decided at the door.
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")
#: So many seconds may a refused token last at the start before the process gives up.
_REFUSED_FOR = 20.0


def prefer_timedeltas() -> None:
    """Have python-telegram-bot give spans of time as timedelta; without this each 429 warns of a deprecation."""
    os.environ.setdefault("PTB_TIMEDELTA", "true")


def build_application(
    *,
    token: str,
    base_url: str = "https://api.telegram.org",
    connections: int = 256,
    timeout: float = 15.0,
    proxies: Mapping[str, str] | None = None,
) -> App:
    """The application around one bot. Install ``redaction`` first: building it already logs the base URL.

    ``timeout`` (seconds) is how long an answer may take before a send counts as unanswered. ``proxies`` by their kind
    are used in place of the environment's.
    """
    prefer_timedeltas()
    root = base_url.rstrip("/")
    is_local = urlsplit(root).hostname in _THIS_MACHINE  # a proxy of the environment is for the world outside
    sending = Wire(connections=connections, timeout=timeout, is_local=is_local, proxies=proxies)
    polling = Wire(connections=2, timeout=POLL_SECONDS + 10, is_local=is_local, proxies=proxies)
    builder = ApplicationBuilder().token(token).base_url(f"{root}/bot").base_file_url(f"{root}/file/bot")
    return builder.request(sending).get_updates_request(polling).updater(None).job_queue(None).build()


async def open_line(app: App, stopwatch: Stopwatch, backoff: Backoff | None = None) -> None:
    """Introduce the bot to Telegram, however long the network takes; a token that stays refused raises TokenRefused."""
    try:
        await _introduce(app, stopwatch, backoff or Backoff())
    except BaseException:
        await app.bot.shutdown()  # an application that never got going does not close its connections
        raise


async def _introduce(app: App, stopwatch: Stopwatch, backoff: Backoff) -> None:
    refused_since: float | None = None
    said = ""
    while True:
        try:
            await app.initialize()
        except InvalidToken:
            refused_since = stopwatch.now() if refused_since is None else refused_since
            if stopwatch.now() - refused_since >= _REFUSED_FOR:
                raise TokenRefused from None  # PTB's own message carries the token
        except TelegramError as error:
            refused_since = None
            reason = f"{type(error).__name__}: {error}"
            if reason != said:
                said = reason
                _LOG.warning("Telegram can't be reached yet, trying again (%s)", reason)
        else:
            return
        await stopwatch.pause(backoff.next_delay())


def build_poll(bot: Bot, seconds: int = POLL_SECONDS) -> Poll:
    """A getUpdates that returns what Telegram sent, unparsed, so that one odd update cannot spoil a batch."""

    async def poll(offset: int | None) -> list[Any]:
        asked = {"timeout": seconds, "limit": 100, "allowed_updates": list(ALLOWED_UPDATES), "offset": offset}
        found = await call(bot, "get_Updates", asked, read_timeout=seconds + 10)
        return found if isinstance(found, list) else []

    return poll


def begun_early(poll: Poll) -> Poll:
    """The same, its first call under way at once: Telegram holds it while the rest of the house is still loaded."""
    first = asyncio.ensure_future(poll(None))
    first.add_done_callback(_look_at)
    begun = [first]

    async def next_poll(offset: int | None) -> list[Any]:
        return await (begun.pop() if begun else poll(offset))

    return next_poll


def _look_at(ended: asyncio.Future[list[Any]]) -> None:
    """Whoever stops before anybody awaited it hears no complaint about what became of it."""
    if not ended.cancelled():
        ended.exception()


async def download_file(bot: Bot, file_id: str, max_bytes: int) -> bytes:
    """What somebody sent, if it is small enough (else FileTooLarge)."""
    found = await bot.get_file(file_id)
    if found.file_size is not None and found.file_size > max_bytes:
        raise FileTooLarge(found.file_size, max_bytes)
    content = bytes(await found.download_as_bytearray())
    if len(content) > max_bytes:
        raise FileTooLarge(len(content), max_bytes)
    if found.file_size is not None and len(content) != found.file_size:
        raise NoAnswer("what was downloaded is not the file")
    return content
