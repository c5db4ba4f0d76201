"""The bot's life: its ledger opens, Telegram is reached, the house runs until it is stopped.

With a ledger in a database it stands by until nobody has it, and again once another process has taken it.

What answers is loaded while Telegram has the first poll already.
"""

import asyncio
import gc
import logging
import signal
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import (
    AbstractAsyncContextManager,
    AbstractContextManager,
    asynccontextmanager,
    contextmanager,
    nullcontext,
)
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from telegram import Bot

from config import Config
from house.monitors import Monitors
from store.errors import LeaseLost
from store.ledger import Ledger
from transport.api import App, build_application, open_line
from transport.receiver import Poll, begun_early, build_poll, without_own_webhook
from transport.retry import Stopwatch

if TYPE_CHECKING:
    from types import ModuleType

    from house.reception import Reception
    from monitoring.figures import Figures
    from playground.telegram.remote_clock import RemoteClock
    from store.postgres.sharing import Duty, Share


async def serve(
    config: Config,
    own_clock: Callable[[], datetime],
    clock_url: str | None,
    speed: float,
    board: tuple[str, ...] = (),
) -> None:
    """One bot until a signal stops it."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await live(config, own_clock, clock_url, speed, board, stop, Monitors())


async def live(
    config: Config,
    own_clock: Callable[[], datetime],
    clock_url: str | None,
    speed: float,
    board: tuple[str, ...],
    stop: asyncio.Event,
    monitors: Monitors,
    *,
    duty: "Duty | None" = None,
) -> None:
    """The bot, from opening the ledger to closing it, until ``stop`` is set.

    ``own_clock``: where no playground's clock is followed. ``board``: the command that serves the board beside it.
    ``duty``: what this process has, where it is a fleet's; opening and closing a ledger holds none of the others up.
    """
    remote = await _remote_clock(clock_url) if clock_url else None
    async with monitors.serving(config.monitoring) as figures:
        whose = remote.now if remote else own_clock
        bot = _Bot(config, whose, remote, speed, board, stop, figures, duty)
        if config.store_url is None:
            opened = partial(Ledger.open, config.ledger_path, at=bot.clock(), admins=config.admins, clock=bot.clock)
            await bot.serve(await asyncio.to_thread(opened))
        else:
            await bot.stand_by(config.store_url.reveal())


class _Bot:
    """One process's part: it serves a ledger while it has one."""

    def __init__(
        self,
        config: Config,
        clock: Callable[[], datetime],
        remote: "RemoteClock | None",
        speed: float,
        board: tuple[str, ...],
        stop: asyncio.Event,
        figures: "Figures | None",
        duty: "Duty | None",
    ) -> None:
        self._duty = duty
        self._share: Share | None = None
        self._reception: Reception | None = None
        self._handing_over = asyncio.Event()
        self._config = config
        self.clock = clock
        self._remote = remote
        self._speed = speed
        self._board = board
        self._stop = stop
        self._figures = figures

    async def stand_by(self, url: str) -> None:
        """Serve whenever the ledger is free, until stopped. Telegram is reached beforehand, all else loaded."""
        gc.enable()  # who waits long lets go of what it has read
        if self._duty is not None:
            from store.postgres.sharing import Share

            self._share = Share(self._config.name, self._duty)
        async with self._receiving(url):
            while not self._stop.is_set():
                async with self._line() as line:
                    await asyncio.to_thread(_load_wiring)
                    with self._standing_in(line):
                        await self._serve_when_free(url, line)

    async def _serve_when_free(self, url: str, line: "asyncio.Task[App]") -> None:
        ledger = await self._ledger_when_free(url, line)
        if ledger is not None:
            with _logging_loss(), self._having_it():
                await self._serve(ledger, line)

    @asynccontextmanager
    async def _receiving(self, url: str) -> AsyncIterator[None]:
        """Where updates come by webhook, they are received whoever has the ledger."""
        if self._config.webhook is None:
            yield
            return
        from house.reception import Reception

        self._reception = Reception(self._config, self._config.webhook, url)
        async with self._reception.open():
            yield

    def _standing_in(self, line: "asyncio.Task[App]") -> AbstractContextManager[None]:
        return nullcontext() if self._reception is None else self._reception.standing_in(line)

    @contextmanager
    def _having_it(self) -> Iterator[None]:
        """One of this process's bureaux in the block, until another process has less to do."""
        share, loop = self._share, asyncio.get_running_loop()
        self._handing_over.clear()
        if share is None:
            yield
            return

        def hand_over() -> None:
            loop.call_soon_threadsafe(self._hand_over)

        share.hand_over = hand_over
        try:
            yield
        finally:
            share.hand_over = lambda: None
            share.let_go(time.monotonic())

    def _hand_over(self) -> None:
        logging.getLogger("duban").info("handing over to a process that has less to do")
        self._handing_over.set()

    async def serve(self, ledger: Ledger) -> None:
        """Serve it, and close it."""
        async with self._line() as line:
            await self._serve(ledger, line)

    async def _serve(self, ledger: Ledger, line: "asyncio.Task[App]") -> None:
        try:
            if not await _first(line, self._stop):
                await self._keep_house(line.result(), ledger)
        except LeaseLost:
            await asyncio.to_thread(ledger.abandon)
            raise
        finally:
            await asyncio.to_thread(ledger.close)

    async def _ledger_when_free(self, url: str, line: "asyncio.Task[App]") -> Ledger | None:
        """The ledger; ``None`` once stopped. Raises what keeps the line to Telegram from ever opening."""
        from store.postgres.standby import Standby

        config, share = self._config, self._share
        if share is not None:
            share.stand_by()
        standby = Standby(
            url,
            config.store_schema,
            config.ledger_path,
            clock=self.clock,
            admins=config.admins,
            share=share,
            is_ready=line.done,
        )
        waiting = asyncio.create_task(asyncio.to_thread(standby.wait))
        others = [asyncio.create_task(self._stop.wait()), asyncio.create_task(_failed(line))]
        await asyncio.wait({waiting, *others}, return_when=asyncio.FIRST_COMPLETED)
        standby.stop()
        for each in others:
            each.cancel()
        ledger = await waiting
        if ledger is None and line.done() and not line.cancelled():
            line.result()
        return ledger

    @asynccontextmanager
    async def _line(self) -> AsyncIterator["asyncio.Task[App]"]:
        """The line to Telegram, which is open once the task has ended."""
        opening = asyncio.create_task(self._open_line())
        try:
            yield opening
        finally:
            opening.cancel()
            for app in await asyncio.gather(opening, return_exceptions=True):
                if not isinstance(app, BaseException):
                    await app.shutdown()

    async def _open_line(self) -> App:
        app = build_application(token=self._config.token.reveal(), base_url=self._config.base_url)
        await open_line(app, Stopwatch(time.monotonic, self._speed))
        return app

    async def _keep_house(self, app: App, ledger: Ledger) -> None:
        logging.getLogger("duban").info("@%s runs on %s", app.bot.username, ledger.path)
        poll = _poll(self._config, app.bot)
        wiring = await asyncio.to_thread(_load_wiring)
        if self._remote is not None:
            await self._remote.read()  # who stood by for hours knows it as it was then
        times = (self.clock, self._remote, self._speed)
        house = wiring.open_house(
            self._config,
            app,
            ledger,
            poll,
            *times,
            figures=self._figures,
            is_alone=self._duty is None,
            reception=self._reception,
        )
        async with house as running, _beside(self._board):
            await _first(running, self._stop, self._handing_over)


@contextmanager
def _logging_loss() -> Iterator[None]:
    try:
        yield
    except LeaseLost:
        logging.getLogger("duban").warning("another process has the ledger: standing by")


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


async def _failed(task: asyncio.Future[Any]) -> None:
    """Return once it has failed."""
    await asyncio.wait({task})
    if task.cancelled() or task.exception() is None:
        await asyncio.Event().wait()


async def _first(task: asyncio.Future[Any], *stops: asyncio.Event) -> bool:
    """Whether a stop came first. A task that failed says so by raising; one that was stopped is cancelled."""
    stopping = [asyncio.create_task(stop.wait()) for stop in stops]
    await asyncio.wait({task, *stopping}, return_when=asyncio.FIRST_COMPLETED)
    for each in stopping:
        each.cancel()
    if task.done():
        task.result()
        return False
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    return True
