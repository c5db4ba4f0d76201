"""A Telegram alone: whoever has no token yet rehearses with their own configuration, ledger and machines."""

import asyncio
import signal
import time
from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

import click

from playground.telegram.clock import MovableClock
from playground.telegram.server import HOST, Playground
from texts import tour as words


def port_of(base_url: str) -> int:
    """The port of this machine's loopback that a configuration names as its Telegram; 0 where it names another."""
    parts = urlsplit(base_url)
    is_here = (parts.scheme, parts.hostname, parts.path) == ("http", HOST, "")
    return parts.port or 0 if is_here else 0


async def play_telegram(token: str, base_url: str, now: Callable[[], datetime]) -> int:
    """Be the Telegram of the bot with that token, at that address, until a signal comes; the exit code.

    Time passes as it does, so that several machines agree. What was said is gone afterwards.
    """
    port = port_of(base_url)
    if not port:
        click.echo(words.NOT_LOCAL, err=True)
        return 1
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    telegram = Playground(token=token, clock=MovableClock(now(), pulse=time.monotonic))
    try:
        await telegram.start(port)
    except OSError as error:
        click.echo(words.telegram_not_open(base_url, error.strerror or str(error)), err=True)
        return 1
    else:
        click.echo(words.telegram_is_open(telegram.base_url))
        await stop.wait()
        return 0
    finally:
        await telegram.stop()
