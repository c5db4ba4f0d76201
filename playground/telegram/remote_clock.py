"""The playground's clock, followed from another process."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import aiohttp

_log = logging.getLogger(__name__)
#: Seconds until a playground that did not answer is called again.
_AGAIN = 0.5


async def read_clock(base_url: str, monotonic: Callable[[], float]) -> "RemoteClock":
    """The clock of the playground at this address, read once."""
    remote = RemoteClock(base_url, monotonic)
    await remote.read()
    return remote


class RemoteClock:
    """``monotonic`` lets a running clock run on between two answers; one that stands still stands still here."""

    def __init__(self, base_url: str, monotonic: Callable[[], float]) -> None:
        self._url = f"{base_url}/playground/clock"
        self._monotonic = monotonic
        self._shown: datetime | None = None
        self._shown_at = 0.0
        self._runs = False
        self._moves = 0

    def now(self) -> datetime:
        """The playground's instant; ``read`` or ``follow`` must have answered once."""
        if self._shown is None:
            raise RuntimeError("the playground's clock has not been read yet")
        passed = self._monotonic() - self._shown_at if self._runs else 0.0
        return self._shown + timedelta(seconds=passed)

    async def read(self) -> None:
        """Ask once what it shows."""
        async with aiohttp.ClientSession() as session:
            await self._take(session, self._url)

    async def follow(self, on_move: Callable[[], None]) -> None:
        """Follow every move until cancelled."""
        async with aiohttp.ClientSession() as session:
            while True:
                known = self._moves
                try:
                    await self._take(session, f"{self._url}/next?after={known}")
                except (aiohttp.ClientError, TimeoutError):
                    _log.warning("the playground's clock does not answer")
                    await asyncio.sleep(_AGAIN)
                if self._moves != known:
                    on_move()

    async def report_looked(self, instant: datetime, waiting: int) -> None:
        """Tell the playground that all that was due by ``instant`` has been queued, and how many letters wait."""
        async with aiohttp.ClientSession() as session:
            try:
                await session.post(f"{self._url}/looked", json={"at": instant.isoformat(), "waiting": waiting})
            except (aiohttp.ClientError, TimeoutError):
                _log.warning("the playground's clock does not listen")

    async def _take(self, session: aiohttp.ClientSession, url: str) -> None:
        async with session.get(url) as answer:
            shown: dict[str, Any] = await answer.json()
        # The server wraps its answers as the Bot API does.
        shown = shown.get("result", shown)
        self._shown = datetime.fromisoformat(shown["now"])
        self._shown_at = self._monotonic()
        self._runs = bool(shown.get("runs"))
        self._moves = int(shown["moves"])
