"""What nobody waits for begins when all bureaux that were taken over have answered, one bureau after another."""

import asyncio
from contextlib import suppress

from house.deferral import APART, AT_MOST, CALM, LATE, Deferral


class _Time:
    """Seconds that pass only when they are let pass; ``lateness``: so much later everybody comes back."""

    def __init__(self) -> None:
        self.now = 100.0
        self.lateness = 0.0
        self._waiting: list[tuple[float, asyncio.Event]] = []

    async def wait(self, seconds: float) -> None:
        ended = asyncio.Event()
        self._waiting.append((self.now + seconds, ended))
        await ended.wait()

    async def until(self, moment: float) -> None:
        """Let time pass up to that moment."""
        await _settled()
        while self._waiting and min(at for at, _ in self._waiting) <= moment:
            self._waiting.sort(key=lambda each: each[0])
            at, ended = self._waiting.pop(0)
            self.now = max(self.now, at + self.lateness)
            ended.set()
            await _settled()
        self.now = max(self.now, moment)


async def _settled() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


class _Process:
    """Bureaux that were taken over, and when each of them began with what was put off."""

    def __init__(self) -> None:
        self.time = _Time()
        self.deferral = Deferral(lambda: self.time.now, self.time.wait)
        self.began: list[float] = []
        self.tasks: list[asyncio.Task[None]] = []

    def take_over(self) -> None:
        self.deferral.note_take_over()
        self.tasks.append(asyncio.create_task(self._begin()))

    async def _begin(self) -> None:
        await self.deferral.wait()
        self.began.append(self.time.now)


async def test_what_was_put_off_begins_after_the_last_take_over_and_not_all_at_once() -> None:
    process, start = _Process(), 100.0
    for number in range(3):
        process.take_over()
        await process.time.until(start + 0.5 * (number + 1))
    assert process.began == []
    await process.time.until(start + AT_MOST)
    first = start + 1.0 + CALM + APART
    assert [round(began - first, 6) for began in process.began] == [0.0, APART, 2 * APART]


async def test_while_the_event_loop_comes_back_late_it_is_put_off_further() -> None:
    process, start = _Process(), 100.0
    process.time.lateness = 2 * LATE
    process.take_over()
    await process.time.until(start + 3 * CALM)
    assert process.began == []
    process.time.lateness = 0.0
    await process.time.until(start + 6 * CALM)
    assert len(process.began) == 1


async def test_it_is_not_put_off_for_ever() -> None:
    """One bureau after another is taken over, and the loop is always late; one is stopped meanwhile."""
    process, start = _Process(), 100.0
    process.time.lateness = 2 * LATE
    for number in range(2 * int(AT_MOST)):
        process.take_over()
        await process.time.until(start + number)
    assert start + AT_MOST <= process.began[0] <= start + AT_MOST + 2
    process.tasks[len(process.began)].cancel()
    with suppress(asyncio.CancelledError):
        await process.tasks[len(process.began)]
    await process.time.until(start + 5 * AT_MOST)
    assert len(process.began) == len(process.tasks) - 1
