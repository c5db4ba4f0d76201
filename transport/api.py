"""Builds python-telegram-bot for our use: its Bot and its dispatching, without updater, job queue or persistence."""

import logging
import os
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from telegram import Bot
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, ApplicationBuilder

from transport.errors import FileTooLarge, NoAnswer, TokenRefused
from transport.retry import Backoff, Stopwatch
from transport.wire import POLL_SECONDS, Wire

_LOG = logging.getLogger(__name__)
#: The application with its type parameters, none of which we use.
App = Application[Any, Any, Any, Any, Any, Any]
_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")
#: At the start: after so many seconds of a refused token the process ends.
_REFUSED_FOR = 20.0


def prefer_timedeltas() -> None:
    """Make python-telegram-bot return durations as timedelta. Without it, each 429 warns of a deprecation."""
    os.environ.setdefault("PTB_TIMEDELTA", "true")


def build_application(
    *,
    token: str,
    base_url: str = "https://api.telegram.org",
    connections: int = 256,
    timeout: float = 15.0,
    proxies: Mapping[str, str] | None = None,
) -> App:
    """The application of one bot. Install ``redaction`` first: building it already logs the base URL.

    A send counts as unanswered after ``timeout`` seconds. ``proxies`` (kind → URL) replace the environment's.
    """
    prefer_timedeltas()
    root = base_url.rstrip("/")
    is_local = urlsplit(root).hostname in _THIS_MACHINE  # the environment's proxies are for other hosts
    sending = Wire(connections=connections, timeout=timeout, is_local=is_local, proxies=proxies)
    polling = Wire(connections=2, timeout=POLL_SECONDS + 10, is_local=is_local, proxies=proxies)
    builder = ApplicationBuilder().token(token).base_url(f"{root}/bot").base_file_url(f"{root}/file/bot")
    return builder.request(sending).get_updates_request(polling).updater(None).job_queue(None).build()


async def open_line(app: App, stopwatch: Stopwatch, backoff: Backoff | None = None) -> None:
    """Initialize the bot, and try again until Telegram answers. Raises TokenRefused if the token stays refused."""
    try:
        await _initialize(app, stopwatch, backoff or Backoff())
    except BaseException:
        await app.bot.shutdown()  # an application that was never initialized does not close its connections
        raise


async def _initialize(app: App, stopwatch: Stopwatch, backoff: Backoff) -> None:
    refused_since: float | None = None
    logged = ""
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
            if reason != logged:
                logged = reason
                _LOG.warning("Telegram can't be reached yet, trying again (%s)", reason)
        else:
            return
        await stopwatch.pause(backoff.next_delay())


async def download_file(bot: Bot, file_id: str, max_bytes: int) -> bytes:
    """The bytes of a file that somebody sent. Raises FileTooLarge, and NoAnswer for an incomplete download."""
    found = await bot.get_file(file_id)
    if found.file_size is not None and found.file_size > max_bytes:
        raise FileTooLarge(found.file_size, max_bytes)
    content = bytes(await found.download_as_bytearray())
    if len(content) > max_bytes:
        raise FileTooLarge(len(content), max_bytes)
    if found.file_size is not None and len(content) != found.file_size:
        raise NoAnswer("what was downloaded is not the file")
    return content
