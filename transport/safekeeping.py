"""Makes deliveries durable: staged ones ride along with the next transaction, and alone if none comes soon."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime

from store.errors import NotSaved
from store.ledger import Ledger
from transport.backoff import Backoff
from transport.stopwatch import Stopwatch

_LOG = logging.getLogger(__name__)
#: A delivery that no transaction has taken along by then is made durable by itself, in seconds.
_FLUSH_AFTER = 0.2
#: After the disk refused that, in seconds.
_FLUSH_AGAIN = 2.0


class Safekeeping:
    """The courier's care that what it did is not forgotten."""

    def __init__(self, ledger: Ledger, clock: Callable[[], datetime], watch: Stopwatch) -> None:
        self._ledger = ledger
        self._clock = clock
        self._watch = watch
        self._alarm: asyncio.TimerHandle | None = None

    @property
    def is_owed(self) -> bool:
        """Whether a delivery may not be durable yet."""
        return self._alarm is not None

    def owe(self, seconds: float = _FLUSH_AFTER) -> None:
        """Something was staged."""
        if self._alarm is None:
            self._alarm = self._watch.later(seconds, self._pay)

    async def settle_chat(self, chat_id: int) -> None:
        """Before the next message to a chat: so that a kill repeats at most one there."""
        if self._ledger.has_staged(chat_id):
            await self.saved(lambda: self._ledger.flush(self._clock()))

    async def saved(self, write: Callable[[], None]) -> None:
        """Write, however long the disk refuses: going on without would send something twice."""
        backoff = Backoff()
        while True:
            try:
                return write()
            except NotSaved:
                _LOG.exception("the outbox could not be written; trying again")
                await self._watch.pause(backoff.next_delay())

    def close(self) -> None:
        """Pay at once, and owe nothing more."""
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        try:
            self._ledger.flush(self._clock())
        except NotSaved:
            _LOG.exception("the last deliveries could not be recorded")

    def _pay(self) -> None:
        self._alarm = None
        try:
            self._ledger.flush(self._clock())
        except NotSaved:
            _LOG.exception("deliveries could not be recorded; trying again")
            self.owe(_FLUSH_AGAIN)
