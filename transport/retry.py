"""When to try again: growing waits (``Backoff``), seconds that never jump (``Stopwatch``); whether Telegram answers.

A failed send waits in ``queue``, a failed update in ``intake``, a failed poll in ``receiver``; ``Probe`` asks Telegram
once in a while whether the connection works, so that no letter is given up while it does not.
"""

import asyncio
import logging
from collections.abc import Callable
from enum import Enum
from math import inf

from telegram import Bot

from transport.verdict import FAILURES, judge_question
from transport.wire import call


class Backoff:
    """Delays in seconds. Deterministic: one process has nobody to collide with."""

    def __init__(self, first: float = 0.5, cap: float = 30.0, factor: float = 2.0) -> None:
        self._first = first
        self._cap = cap
        self._factor = factor
        self._next = first

    def next_delay(self) -> float:
        """The delay to wait now; the one after it is longer."""
        delay = self._next
        self._next = min(self._factor * self._next, self._cap)
        return delay

    def reset(self) -> None:
        """It worked."""
        self._next = self._first

    def at_most(self, delay: float) -> None:
        """The next delay is no longer than that."""
        self._next = min(self._next, delay)


class Stopwatch:
    """Reads ``monotonic`` and waits by the event loop. A rehearsal runs ``speed`` times as fast as the world."""

    def __init__(self, monotonic: Callable[[], float], speed: float = 1.0) -> None:
        self._monotonic = monotonic
        self._speed = speed

    def now(self) -> float:
        """Seconds since some fixed instant."""
        return self._monotonic() * self._speed

    def later(self, seconds: float, action: Callable[[], None]) -> asyncio.TimerHandle:
        """Call ``action`` once the seconds have passed."""
        return asyncio.get_running_loop().call_later(max(seconds, 0.0) / self._speed, action)

    def real(self, seconds: float) -> float:
        """As many seconds of the world."""
        return seconds / self._speed

    async def pause(self, seconds: float) -> None:
        """Let the seconds pass; others run meanwhile."""
        await asyncio.sleep(seconds / self._speed)


#: Seconds between two questions on an ill line: the first gap, and the longest.
_FIRST, _LONGEST = 0.25, 15.0


class Health(Enum):
    """Of the way out, for all sends together."""

    WELL = "well"
    DOUBTED = "doubted"  # a call failed, and it is being asked whether others are answered
    DOWN = "ill"  # nobody is answered


class LineHealth:
    """Begins well."""

    def __init__(self) -> None:
        self.state = Health.WELL
        self._gaps = Backoff(first=_FIRST, cap=_LONGEST)
        self._answered_at = -inf

    def answered(self, now: float) -> None:
        """The Bot API answered something."""
        self._answered_at = now
        self.state = Health.WELL
        self._gaps.reset()

    def failed(self, begun: float) -> None:
        """A call that began then was not answered."""
        if self.state is Health.WELL and self._answered_at <= begun:
            self.state = Health.DOUBTED

    def question_failed(self) -> None:
        """Nor was an empty call to nobody."""
        if self.state is Health.DOUBTED:
            self.state = Health.DOWN

    def next_gap(self) -> float:
        """Seconds until the next question."""
        return self._gaps.next_delay()


_LOG = logging.getLogger(__name__)
#: A first question that is not answered within so many seconds leaves no doubt: the line is ill.
_PATIENCE = 2.0
#: Who waits for an answer brings the next question forward, but not closer to the last one than this, in seconds.
_APART = 1.0


class Probe:
    """``on_well`` is called when what waits may go."""

    def __init__(self, bot: Bot, watch: Stopwatch, on_well: Callable[[], None]) -> None:
        self._bot = bot
        self._watch = watch
        self._on_well = on_well
        self._health = LineHealth()
        self._asking: asyncio.Task[None] | None = None
        self._questions: set[asyncio.Task[None]] = set()
        self._told = asyncio.Event()  # the doubt has an end, one way or the other
        self._hurried = asyncio.Event()

    @property
    def is_line_well(self) -> bool:
        """Whether letters may go."""
        return self._health.state is Health.WELL

    def answered(self) -> None:
        """The Bot API answered some call."""
        was_well = self.is_line_well
        if self._health.state is Health.DOWN:
            _LOG.warning("Telegram answers again")
        self._health.answered(self._watch.now())
        if not was_well:
            self.stop()
            self._told.set()
            self._on_well()

    async def is_connection_fault(self, begun: float, why: str) -> bool:
        """Whether it is the line's fault that a call which began then was not answered; asks, if that is not known."""
        self._health.failed(begun)
        if self._health.state is Health.DOUBTED:
            if self._asking is None:
                self._told.clear()
                self._asking = asyncio.create_task(self._ask_until_answered(why))
            await self._told.wait()
        return self._health.state is Health.DOWN

    def hurry(self) -> None:
        """Somebody waits for an answer, or Telegram was heard elsewhere: ask soon."""
        self._hurried.set()

    def stop(self) -> None:
        """Ask nothing more."""
        if self._asking is not None:
            self._asking.cancel()
            self._asking = None

    async def _ask_until_answered(self, why: str) -> None:
        """A question that hangs does not keep the next one from being asked."""
        try:
            await self._first_question()
            if not self.is_line_well:
                _LOG.warning("nobody is answered (%s): what is to be sent waits", why)
            while not self.is_line_well:
                self._hurried.clear()
                await self._wait(self._health.next_gap())
                if not self.is_line_well:
                    self._begin_question()
        finally:
            for question in self._questions:
                question.cancel()

    async def _first_question(self) -> None:
        await asyncio.wait({self._begin_question()}, timeout=self._watch.real(_PATIENCE))
        self._health.question_failed()
        self._told.set()

    async def _wait(self, gap: float) -> None:
        if gap > _APART:
            await self._watch.pause(_APART)
            gap -= _APART
            waits = [asyncio.create_task(self._hurried.wait()), asyncio.create_task(self._watch.pause(gap))]
            _, pending = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            for task in pending:
                task.cancel()
        else:
            await self._watch.pause(gap)

    def _begin_question(self) -> asyncio.Task[None]:
        question = asyncio.create_task(self._ask())
        self._questions.add(question)
        question.add_done_callback(self._questions.discard)
        return question

    async def _ask(self) -> None:
        """A message to nobody, without text: Telegram refuses it, and that is an answer."""
        try:
            await call(self._bot, "send_Message", {})
        except Exception as error:  # noqa: BLE001 - whatever it is, it is judged
            if judge_question(error).step in FAILURES:
                return
        self.answered()
