"""Who waits in the event loop until a transaction is durable, and what is told there from other threads."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Generic, TypeVar

#: Seconds after which nobody waits any longer, and a transaction that is not durable keeps others from being accepted.
WITHIN = 2.0
#: What nobody is in a hurry for is written after so many seconds: an update's effect mostly comes along.
LINGER = 0.01

P = TypeVar("P")  # a place in the journal, as the engine counts


class Waiting(Generic[P]):
    """Belongs to one event loop; only ``tell`` and ``soon`` may be called in another thread."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        is_durable: Callable[[P], bool],
        linger: float = LINGER,
        *,
        is_refused: Callable[[], bool] = lambda: False,
    ) -> None:
        """``linger``: for so many seconds more may come along. ``is_refused``: what is not durable is in doubt now."""
        self._loop = loop
        self._thread = threading.get_ident()
        self._linger = linger
        self._is_durable = is_durable
        self._is_refused = is_refused
        self._waiting: list[tuple[P, asyncio.Future[bool]]] = []
        self._is_soon = False
        self.lost = asyncio.Event()

    async def until(self, position: P) -> bool:
        """Wait until everything up to there is durable; False where it is not in time, or never will be."""
        if self.lost.is_set():
            return False
        done: asyncio.Future[bool] = self._loop.create_future()
        self._waiting.append((position, done))
        alarm = self._loop.call_later(WITHIN, _settle, done, False)
        try:
            return await done
        finally:
            alarm.cancel()

    def soon(self, act: Callable[[], None]) -> None:
        """Call it shortly, once for all that ask meanwhile; at once in another thread, in which a ledger is closed."""
        if threading.get_ident() != self._thread:
            act()
        elif not self._is_soon:
            self._is_soon = True
            self._loop.call_later(self._linger, self._now, act)

    def tell(self, *, is_lost: bool = False) -> None:
        """Something has changed."""
        with suppress(RuntimeError):  # the loop has ended
            self._loop.call_soon_threadsafe(self._look, is_lost)

    def _now(self, act: Callable[[], None]) -> None:
        self._is_soon = False
        act()

    def _look(self, is_lost: bool) -> None:
        if is_lost:
            self.lost.set()
        left = []
        for position, done in self._waiting:
            if is_lost or self._is_durable(position):
                _settle(done, not is_lost)
            elif self._is_refused():
                _settle(done, False)
            elif not done.done():
                left.append((position, done))
        self._waiting = left


def _settle(done: asyncio.Future[bool], is_durable: bool) -> None:
    if not done.done():
        done.set_result(is_durable)
