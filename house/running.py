"""The bot's life: its ledger opens, Telegram is reached, the house runs until it is stopped.

With a ledger in a database it stands by until nobody has it, and again once another process has taken it.

What answers is loaded while Telegram has the first poll already.
"""

import asyncio
import gc
import logging
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
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from telegram import Bot

from config import Config
from house.decoders import build_decoders
from house.monitors import Monitors
from house.surroundings import Surroundings, Times
from house.tasks import failed, stop_at_signals, stopped_before
from jobs.memory import use_one_heap
from store.errors import LeaseLost
from store.ledger import Ledger
from transport.api import App, build_application, open_line
from transport.receiver import Poll, begun_early, build_poll, without_own_webhook
from transport.retry import Stopwatch

if TYPE_CHECKING:
    from types import ModuleType

    from house.deferral import Deferral
    from playground.telegram.remote_clock import RemoteClock
    from store.postgres.sharing import Duty, Share
    from store.postgres.standby import Standby


class Way(NamedTuple):
    """How a bot is run, whatever its configuration says.

    ``own_clock``: where no playground's is followed. ``speed``: how fast limits, waits and retries pass.
    ``board``: the command that serves the board beside it.
    """

    own_clock: Callable[[], datetime]
    clock_url: str | None = None
    speed: float = 1.0
    board: tuple[str, ...] = ()


def board_command(program: tuple[str, ...], config: Config, path: Path, clock_url: str | None) -> tuple[str, ...]:
    """What starts the board beside the bot of the configuration at that path; nothing where it has none of its own.

    ``program``: what starts this program.
    """
    if config.board is None or config.board.listen is None:
        return ()
    clock = ("--clock", clock_url) if clock_url else ()
    return *program, "board", "--config", str(path), "--with-bot", *clock


async def serve(config: Config, way: Way) -> None:
    """One bot until a signal stops it."""
    use_one_heap()
    await live(config, way, stop_at_signals(), Monitors())


async def live(
    config: Config,
    way: Way,
    stop: asyncio.Event,
    monitors: Monitors,
    *,
    duty: "Duty | None" = None,
    deferral: "Deferral | None" = None,
) -> None:
    """The bot, from opening the ledger to closing it, until ``stop`` is set.

    ``duty``, ``deferral``: what it has in common with the others of a fleet's process, none of which is held up when a
    ledger is opened or closed.
    """
    remote = await _remote_clock(way.clock_url) if way.clock_url else None
    async with monitors.serving(config.monitoring) as figures:
        bot = _Bot(config, way, remote, stop, Surroundings(figures, duty=duty, deferral=deferral))
        if config.store_url is None:
            opened = partial(Ledger.open, config.ledger_path, at=bot.clock(), admins=config.admins, clock=bot.clock)
            await bot.serve(await asyncio.to_thread(opened))
        else:
            await bot.stand_by(config.store_url.reveal())


class _Bot:
    """One process's part: it serves a ledger while it has one."""

    def __init__(
        self, config: Config, way: Way, remote: "RemoteClock | None", stop: asyncio.Event, around: Surroundings
    ) -> None:
        self.clock = remote.now if remote else way.own_clock
        self._config = config
        self._times = Times(self.clock, remote, way.speed)
        self._remote = remote
        self._board = way.board
        self._stop = stop
        self._around = around
        self._share: Share | None = None
        self._handing_over = asyncio.Event()

    async def stand_by(self, url: str) -> None:
        """Serve whenever the ledger is free, until stopped. Telegram is reached beforehand, all else loaded."""
        gc.enable()  # who waits long lets go of what it has read
        if self._around.duty is not None:
            from store.postgres.sharing import Share

            self._share = Share(self._config.name, self._around.duty)
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

        reception = Reception(self._config, self._config.webhook, url)
        self._around = self._around._replace(reception=reception)
        async with reception.open():
            yield

    def _standing_in(self, line: "asyncio.Task[App]") -> AbstractContextManager[None]:
        reception = self._around.reception
        return nullcontext() if reception is None else reception.standing_in(line)

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
            if not await stopped_before(line, self._stop):
                await self._keep_house(line.result(), ledger)
        except LeaseLost:
            await asyncio.to_thread(ledger.abandon)
            raise
        finally:
            await asyncio.to_thread(ledger.close)

    async def _ledger_when_free(self, url: str, line: "asyncio.Task[App]") -> Ledger | None:
        """The ledger; ``None`` once stopped. Raises what keeps the line to Telegram from ever opening."""
        config, share = self._config, self._share
        if share is not None:
            share.stand_by()
        standby = _load_standby()(
            url,
            config.store_schema,
            config.ledger_path,
            clock=self.clock,
            admins=config.admins,
            share=share,
            is_ready=line.done,
        )
        waiting = asyncio.create_task(asyncio.to_thread(standby.wait))
        others = [asyncio.create_task(self._stop.wait()), asyncio.create_task(failed(line))]
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
        await open_line(app, Stopwatch(self._times.tick, self._times.speed))
        return app

    async def _keep_house(self, app: App, ledger: Ledger) -> None:
        logging.getLogger("duban").info("@%s runs on %s", app.bot.username, ledger.path)
        if self._around.deferral is not None:
            self._around.deferral.note_take_over()
        poll = _poll(self._config, app.bot)
        wiring = await asyncio.to_thread(_load_wiring)
        if self._remote is not None:
            await self._remote.read()  # who stood by for hours knows it as it was then
        house = wiring.open_house(self._config, app, ledger, poll, self._times, self._around)
        async with house as running, _beside(self._board):
            await stopped_before(running, self._stop, self._handing_over)


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

    build_decoders()
    return wiring


def _load_standby() -> "type[Standby]":
    """What waits in a thread, in a fleet beside those of other bureaux."""
    from store.postgres.standby import Standby

    build_decoders()
    return Standby


def _beside(board: tuple[str, ...]) -> AbstractAsyncContextManager[None]:
    """The board's process, where the office has one."""
    if not board:
        return nullcontext()
    from handlers.board.process import board_beside

    return board_beside(board)


async def _remote_clock(url: str) -> "RemoteClock":
    from playground.telegram.remote_clock import read_clock

    return await read_clock(url, time.monotonic)
