"""The playground's clock. It stands still or runs, and can be moved; waiters are told of a move."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone


class Notifier:
    """Call ``notify`` after every change; each waiter then checks its condition again."""

    def __init__(self) -> None:
        self._waiters: set[asyncio.Future[None]] = set()

    def notify(self) -> None:
        """Wake every waiter. May be called from any synchronous code of the event loop."""
        waiters, self._waiters = self._waiters, set()
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)

    async def wait(self, within: float | None) -> bool:
        """Wait for the next ``notify``; ``False`` if none came within that many seconds."""
        waiter = asyncio.get_running_loop().create_future()
        self._waiters.add(waiter)
        try:
            async with asyncio.timeout(within):
                await waiter
        except TimeoutError:
            return False
        finally:
            self._waiters.discard(waiter)
        return True

    async def wait_until(self, predicate: Callable[[], object], within: float | None) -> None:
        """Return once ``predicate()`` is true; ``TimeoutError`` if it is not within that many seconds."""
        async with asyncio.timeout(within):
            while not predicate():
                await self.wait(None)


#: The default start: a Friday morning just before the digest.
FRIDAY_MORNING = datetime(2026, 11, 20, 8, 0, tzinfo=timezone(timedelta(hours=8)))


class MovableClock:
    """The time in the playground, always in the zone of the instant it was first set to.

    It stands still unless ``pulse`` (seconds that only grow, such as ``time.monotonic``) makes it run.
    """

    def __init__(self, start: datetime = FRIDAY_MORNING, *, pulse: Callable[[], float] | None = None) -> None:
        self._zone = start.tzinfo or UTC
        self._pulse = pulse
        self._set_to = start
        self._pulse_then = pulse() if pulse else 0.0
        self._moves = 0
        self._looked: datetime | None = None
        self.waiting: int | None = None  # letters that a bot had to send when it had looked, as far as it said
        self.notifier = Notifier()

    def now(self) -> datetime:
        """The instant shown."""
        if self._pulse is None:
            return self._set_to
        return self._set_to + timedelta(seconds=self._pulse() - self._pulse_then)

    @property
    def runs(self) -> bool:
        """Whether it goes on by itself between two moves."""
        return self._pulse is not None

    @property
    def moves(self) -> int:
        """How often the clock was moved; a waiter hands the number it knows to :meth:`moved`."""
        return self._moves

    @property
    def looked_at(self) -> datetime | None:
        """The latest instant that a bot reported to have looked at."""
        return self._looked

    def set(self, instant: datetime) -> None:
        """Move to an aware instant, forwards or back."""
        if instant.tzinfo is None:
            raise ValueError(instant)
        self._set_to = instant.astimezone(self._zone)
        self._pulse_then = self._pulse() if self._pulse else 0.0
        self._moves += 1
        if self._looked is not None and self._looked > self._set_to:
            self._looked = None  # that look was at an instant which lies ahead again
        self.notifier.notify()

    def advance(self, delta: timedelta) -> None:
        """Move by a span, which may be negative."""
        self.set(self.now() + delta)

    def report_looked(self, instant: datetime, waiting: int | None = None) -> None:
        """A bot has done all that was due by ``instant``; so many letters wait to be sent (``None``: not said)."""
        if self._looked is None or instant > self._looked:
            self._looked = instant
        self.waiting = waiting
        self.notifier.notify()

    async def moved(self, after: int, within: float | None = None) -> int:
        """Wait until the clock was moved more often than ``after``; returns how often by then, moved or not."""
        try:
            await self.notifier.wait_until(lambda: self._moves > after, within)
        except TimeoutError:
            return self._moves
        return self._moves

    async def looked(self, instant: datetime, within: float | None = 10.0) -> None:
        """Wait until a bot has looked at ``instant`` or later; ``TimeoutError`` if none does."""
        await self.notifier.wait_until(lambda: self._looked is not None and self._looked >= instant, within)
