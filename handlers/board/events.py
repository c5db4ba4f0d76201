"""Server-sent events: each open board is told when a page may say something new, for as long as its reader is in."""

import asyncio
import logging

from aiohttp import web

from handlers.board.desk import Desk, SignedOut

_LOG = logging.getLogger(__name__)
#: Boards that are open at once; each holds a connection.
MOST_OPEN = 4_000
#: Seconds without news after which a connection is shown to be alive, to proxies that end silent ones.
HEARTBEAT = 20.0
#: A proxy is not to keep back what is said.
_HEADERS = {"Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no"}


class Events:
    """All open boards."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._open = 0
        self._is_stopping = False

    async def listen(self, request: web.Request) -> web.StreamResponse:
        """One board's connection."""
        self._desk.asker(request)
        if self._open >= MOST_OPEN:
            raise web.HTTPServiceUnavailable
        response = web.StreamResponse(headers=_HEADERS)
        self._open += 1
        try:
            await response.prepare(request)
            await self._tell(request, response)
        except ConnectionError:
            _LOG.debug("a board was closed")
        finally:
            self._open -= 1
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
            await response.write(b": \n\n" if revision == told else f"event: revision\ndata: {revision}\n\n".encode())
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
