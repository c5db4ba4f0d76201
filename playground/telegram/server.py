"""The simulator's HTTP server on loopback: the Bot API, the control endpoints, and pages that a caller adds."""

import asyncio
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from aiohttp import web

from playground.telegram.clock import MovableClock
from playground.telegram.control.table import add_control
from playground.telegram.delivery import Delivery
from playground.telegram.rates import Rates
from playground.telegram.request_body import MAX_REQUEST
from playground.telegram.simulation import Simulation

HOST = "127.0.0.1"


class Playground(Simulation):
    """Runs inside the caller's event loop. ``limits`` enforces Telegram's documented rates, in seconds of ``pulse``."""

    def __init__(
        self,
        *,
        token: str,
        bot_username: str = "duban_bot",
        clock: MovableClock | None = None,
        limits: bool = False,
        rates: Rates | None = None,
        is_private: bool = True,
        pulse: Callable[[], float] = time.monotonic,
        pages: Callable[[web.Application, "Playground"], None] | None = None,
    ) -> None:
        """``pages`` adds further routes, such as the page for the browser."""
        super().__init__(
            token=token,
            bot_username=bot_username,
            clock=clock,
            limits=limits,
            rates=rates,
            is_private=is_private,
            pulse=pulse,
        )
        self._runner: web.AppRunner | None = None
        self._delivering: asyncio.Task[None] | None = None
        self._pages = pages
        self.port = 0

    @property
    def base_url(self) -> str:
        """``http://127.0.0.1:PORT``, without the ``/bot<token>`` that clients add."""
        return f"http://{HOST}:{self.port}"

    async def start(self, port: int = 0) -> None:
        """Listen; port 0 takes a free one. May be started again after :meth:`stop`, with everything still there."""
        self.bot_api.closing.clear()
        application = web.Application(client_max_size=MAX_REQUEST)
        application.router.add_route("*", "/bot{token:[^/]+}/{method:[A-Za-z]+}", self.bot_api.answer)
        application.router.add_get("/file/bot{token:[^/]+}/{path:.+}", self.bot_api.download)
        add_control(application, self)
        if self._pages is not None:
            self._pages(application, self)
        self._runner = web.AppRunner(application, handler_cancellation=True, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, HOST, port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self._delivering = asyncio.create_task(Delivery(self.world, self.bot_api).run())

    async def stop(self) -> None:
        """Close every connection, held ones too."""
        self.bot_api.closing.set()
        self.world.notifier.notify()
        self.updates.interrupt()
        if self._delivering is not None:
            self._delivering.cancel()
            await asyncio.wait([self._delivering])
            self._delivering = None
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()
