"""An event loop for simulations: work takes real time, and idle hours are skipped.

A task that waits for the work of others waits as long as in real time; a day with little work is short.
"""

import asyncio
import selectors
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Any, TypeVar, TypeVarTuple

T = TypeVar("T")
Ts = TypeVarTuple("Ts")


class SimulatedClock:
    """Seconds that only grow: those of ``pulse`` plus the skipped ones, less those spent ``stopped``."""

    def __init__(self, pulse: Callable[[], float] = time.monotonic) -> None:
        self._pulse = pulse
        self._skipped = 0.0
        self._stopped_at: float | None = None
        self.excluded_cpu = 0.0  # CPU seconds of this thread while stopped

    def now(self) -> float:
        """Seconds since some fixed instant."""
        return self._pulse() + self._skipped if self._stopped_at is None else self._stopped_at

    def skip(self, seconds: float) -> None:
        """Skip this many seconds."""
        self._skipped += seconds

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """Stop while the block does another machine's work."""
        self._stopped_at, worked = self.now(), time.thread_time()
        try:
            yield
        finally:
            self._skipped = self._stopped_at - self._pulse()
            self._stopped_at = None
            self.excluded_cpu += time.thread_time() - worked


class SimulatedLoop(asyncio.SelectorEventLoop):
    """Skips to its next timer if nothing is ready and no thread runs. It must not wait for other processes."""

    def __init__(self, clock: SimulatedClock) -> None:
        self._clock = clock
        self._threads_at_work = 0
        self._turn_began = clock.now()
        self.longest_turn = 0.0  # seconds for which all others waited
        super().__init__(_SimulatedSelector(self._pass_time))

    def time(self) -> float:
        """What every timer of the loop goes by."""
        return self._clock.now()

    def run_in_executor(self, executor: Executor | None, func: Callable[[*Ts], T], *args: *Ts) -> asyncio.Future[T]:
        """The same; until the thread has ended, no time is skipped."""
        future = super().run_in_executor(executor, func, *args)
        self._threads_at_work += 1
        future.add_done_callback(self._thread_ended)
        return future

    def _thread_ended(self, _future: asyncio.Future[Any]) -> None:
        self._threads_at_work -= 1

    def _pass_time(self, wait: Callable[[float | None], list[Any]], seconds: float | None) -> list[Any]:
        """Between two turns of the loop."""
        self.longest_turn = max(self.longest_turn, self.time() - self._turn_began)
        if seconds is None or seconds <= 0 or self._threads_at_work:
            ready = wait(seconds)
        elif not (ready := wait(0)):
            self._clock.skip(seconds)
        self._turn_began = self.time()
        return ready


class _SimulatedSelector(selectors.DefaultSelector):
    """Has ``pass_time`` decide how long to wait."""

    def __init__(self, pass_time: Callable[[Callable[[float | None], list[Any]], float | None], list[Any]]) -> None:
        super().__init__()
        self._pass_time = pass_time

    def select(self, timeout: float | None = None) -> list[Any]:
        """What is ready within that time."""
        return self._pass_time(super().select, timeout)
