"""Server-sent events: each open board is told when a page may say something new, for as long as its reader is in."""

import asyncio
import logging
from collections import Counter

from aiohttp import web

from handlers.board.desk import Desk, SignedOut

_LOG = logging.getLogger(__name__)
#: Boards that are open at once, and those of one person; each holds a connection.
MOST_OPEN, MOST_OF_ONE = 4_000, 60
#: Seconds without news after which a connection is shown to be alive, to proxies that end silent ones.
HEARTBEAT = 20.0
#: Seconds within which open boards ask for what is new, each at a random moment: at least, and for each that is open.
#: A page takes some milliseconds; a thousand at once would keep who opens one now waiting behind them.
SPREAD, FOR_EACH = 2.0, 0.02
#: A proxy is not to keep back what is said.
_HEADERS = {"Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def spread_of(boards: int) -> int:
    """The milliseconds within which so many open boards ask for what is new."""
    return int(1_000 * max(SPREAD, FOR_EACH * boards))


class Events:
    """All open boards."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._open = Counter[int]()  # by the Telegram id of whose they are
        self._is_stopping = False

    async def listen(self, request: web.Request) -> web.StreamResponse:
        """One board's connection."""
        who = self._desk.asker(request).request.telegram_id
        if self._open.total() >= MOST_OPEN or self._open[who] >= MOST_OF_ONE:
            raise web.HTTPServiceUnavailable
        response = web.StreamResponse(headers=_HEADERS)
        self._open[who] += 1
        try:
            await response.prepare(request)
            await self._tell(request, response)
        except ConnectionError:
            _LOG.debug("a board was closed")
        finally:
            self._open[who] -= 1
            self._open += Counter()  # forgets who has none
        return response

    async def _tell(self, request: web.Request, response: web.StreamResponse) -> None:
        """The revision each time it moves; rights are looked up each time, too."""
        told = ""
        while not self._is_stopping:
            try:
                self._desk.asker(request)
            except SignedOut:
                await response.write(b"event: ended\ndata: 1\n\n")
                return
            moved, revision = self._desk.live.moved, self._desk.live.revision
            news = f"event: revision\ndata: {revision} {spread_of(self._open.total())}\n\n"
            await response.write(b": \n\n" if revision == told else news.encode())
            told = revision
            try:
                async with asyncio.timeout(HEARTBEAT):
                    await moved.wait()
            except TimeoutError:
                continue

    async def end(self, _application: web.Application) -> None:
        """A stop: boards connect again to whoever comes after."""
        self._is_stopping = True
        self._desk.live.moved.set()
