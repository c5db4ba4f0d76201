"""Server-sent events: each open board is told when a page may say something new, for as long as its reader is in."""

import asyncio
import logging
from typing import Protocol

from aiohttp import web

from handlers.board.desk import SignedOut
from handlers.board.site import Listening

_LOG = logging.getLogger(__name__)
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


class Followed(Protocol):
    """What an open page follows."""

    @property
    def bureau(self) -> str:
        """Whose it is; ``""`` where it is no bureau's, or that of the only one."""

    @property
    def moved(self) -> asyncio.Event:
        """Replaced, and set, when there may be something new."""

    def seen_by(self, request: web.Request) -> tuple[int, str]:
        """Who asks, and the revision of what they see. Raises ``SignedOut``."""


class Events:
    """All open pages of what is followed. ``listening``: those of the whole server."""

    def __init__(self, followed: Followed, listening: Listening) -> None:
        self._followed = followed
        self._listening = listening
        self._is_stopping = False

    async def listen(self, request: web.Request) -> web.StreamResponse:
        """One board's connection."""
        whose = self._followed.bureau, self._followed.seen_by(request)[0]
        if self._listening.is_full(whose):
            raise web.HTTPServiceUnavailable
        response = web.StreamResponse(headers=_HEADERS)
        self._listening.add(whose)
        try:
            await response.prepare(request)
            await self._tell(request, response)
        except ConnectionError:
            _LOG.debug("a board was closed")
        finally:
            self._listening.remove(whose)
        return response

    async def _tell(self, request: web.Request, response: web.StreamResponse) -> None:
        """The revision each time it moves; rights are looked up each time, too."""
        told = ""
        while not self._is_stopping:
            moved = self._followed.moved
            try:
                _, revision = self._followed.seen_by(request)
            except SignedOut:
                await response.write(b"event: ended\ndata: 1\n\n")
                return
            news = f"event: revision\ndata: {revision} {spread_of(self._listening.total)}\n\n"
            await response.write(b": \n\n" if revision == told else news.encode())
            told = revision
            try:
                async with asyncio.timeout(HEARTBEAT):
                    await moved.wait()
            except TimeoutError:
                continue

    def end(self) -> None:
        """Open boards connect again, to whoever comes after."""
        self._is_stopping = True
        self._followed.moved.set()
