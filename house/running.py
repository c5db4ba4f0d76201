"""The bot's life: its ledger opens, Telegram is reached, the house runs until it is stopped.

What answers is loaded while Telegram has the first poll already.
"""

import asyncio
import logging
import signal
import time
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from datetime import datetime
from typing import TYPE_CHECKING, Any

from telegram import Bot

from config import Config
from store.ledger import Ledger
from transport.api import build_application, open_line
from transport.receiver import Poll, begun_early, build_poll, without_own_webhook
from transport.retry import Stopwatch

if TYPE_CHECKING:
    from types import ModuleType

    from playground.telegram.remote_clock import RemoteClock


async def serve(
    config: Config,
    own_clock: Callable[[], datetime],
    clock_url: str | None,
    speed: float,
    board: tuple[str, ...] = (),
) -> None:
    """The bot, from opening the ledger to closing it.

    ``own_clock``: where no playground's clock is followed. ``board``: the command that serves the board beside it.
    """
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    remote = await _remote_clock(clock_url) if clock_url else None
    clock = remote.now if remote else own_clock
    ledger = Ledger.open(config.ledger_path, at=clock(), admins=config.admins, clock=clock)
    try:
        app = build_application(token=config.token.reveal(), base_url=config.base_url)
        opening = asyncio.create_task(open_line(app, Stopwatch(time.monotonic, speed)))
        if not await _first(opening, stop):
            logging.getLogger("duban").info("@%s runs on %s", app.bot.username, config.ledger_path)
            try:
                poll = _poll(config, app.bot)
                wiring = await asyncio.to_thread(_load_wiring)
                house = wiring.open_house(config, app, ledger, poll, clock, remote, speed)
                async with house as running, _beside(board):
                    await _first(running, stop)
            finally:
                await app.shutdown()
    finally:
        ledger.close()


def _poll(config: Config, bot: Bot) -> Poll:
    """How updates are asked for; where Telegram brings them by webhook nothing is asked."""
    poll = without_own_webhook(bot, build_poll(bot))
    return begun_early(poll) if config.webhook is None else poll


def _load_wiring() -> "ModuleType":
    """Everything that answers, loaded while Telegram has the first poll already."""
    from house import wiring

    return wiring


def _beside(board: tuple[str, ...]) -> AbstractAsyncContextManager[None]:
    """The board's process, where the office has one."""
    if not board:
        return nullcontext()
    from handlers.board.process import board_beside

    return board_beside(board)


async def _remote_clock(url: str) -> "RemoteClock":
    from playground.telegram.remote_clock import read_clock

    return await read_clock(url, time.monotonic)


async def _first(task: asyncio.Future[Any], stop: asyncio.Event) -> bool:
    """Whether the stop came first. A task that failed says so by raising; one that was stopped is cancelled."""
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({task, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if task.done():
        task.result()
        return False
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    return True
