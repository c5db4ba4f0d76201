"""Takes letters from the outbox to Telegram: most urgent first, one at a time in each chat, within Telegram's limits.

It sleeps until a commit brings letters, an answer arrives or a window opens; nothing is polled. The ledger is asked
again for each letter when its turn has come, so one that was superseded, moved or settled meanwhile goes right.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from math import inf

from telegram import Bot

from domain.letter import Letter, Urgency
from store.ledger import Commit, Ledger
from transport.answers import Answers
from transport.backoff import Backoff
from transport.delivery import Delivery
from transport.lineup import Lineup, Turn
from transport.pace import Pace
from transport.safekeeping import Safekeeping
from transport.settlement import Aftermath, Settlement
from transport.stopwatch import Stopwatch
from transport.trouble import Trouble, TroubleKind
from transport.verdict import Step, Verdict, judge

_LOG = logging.getLogger(__name__)
#: Sends under way at once, all chats together.
_AT_ONCE = 48
#: Before the one more try of a send whose answer never came, in seconds.
_SECOND_TRY = 1.0
#: A letter that may not go yet is looked at again so often, in seconds, since the clock on the wall can be moved.
_LOOK_AGAIN = 30.0


class Courier:
    """Delivers for one bot. ``speed`` above 1 is for rehearsals: limits and waits pass that much faster."""

    def __init__(
        self,
        *,
        ledger: Ledger,
        bot: Bot,
        pace: Pace,
        clock: Callable[[], datetime],
        aftermath: Aftermath,
        monotonic: Callable[[], float],
        report: Callable[[Trouble], None] = lambda _trouble: None,
        speed: float = 1.0,
    ) -> None:
        self._ledger = ledger
        self._pace = pace
        self._clock = clock
        self._report = report
        self._watch = Stopwatch(monotonic, speed)
        self._delivery = Delivery(bot, ledger.spool)
        self._settlement = Settlement(ledger, clock, aftermath)
        self._safekeeping = Safekeeping(ledger, clock, self._watch)
        self._answers = Answers(bot, self._watch)
        self._lineup = Lineup()
        self._known: set[int] = set()  # letters in the line-up or under way
        self._carrying: set[asyncio.Task[None] | None] = set()
        self._is_running = False
        self._is_awake = False  # will look in this turn of the event loop
        self._stopped = asyncio.Event()
        self._alarm: asyncio.TimerHandle | None = None
        self._line_held_until = -inf
        self._line_backoff = Backoff()
        self._chat_backoffs: dict[int, Backoff] = {}
        self._token_refused = False

    def wake(self) -> None:
        """Something may have changed: at the end of this turn of the event loop whatever may go sets out."""
        if self._is_running and not self._is_awake:
            self._is_awake = True
            asyncio.get_running_loop().call_soon(self._serve)

    def answer(self, callback_id: str, text: str = "", alert: bool = False) -> None:
        """Answer a pressed button, at once and outside the outbox."""
        self._answers.give(callback_id, text, alert=alert)

    @property
    def is_idle(self) -> bool:
        """Whether everything that may go has gone, and its delivery is durable."""
        return self._lineup.is_empty and not self._carrying and not self._safekeeping.is_owed

    async def run(self) -> None:
        """Deliver until stopped."""
        self._take_up()
        self._ledger.on_commit.append(self._committed)
        self._is_running = True
        try:
            self.wake()
            await self._stopped.wait()
        finally:
            self._is_running = False
            self._ledger.on_commit.remove(self._committed)

    async def stop(self, within: float) -> None:
        """Take nothing more; what is under way has ``within`` seconds to end. The rest stays in the outbox."""
        self._is_running = False
        self._stopped.set()
        under_way = {task for task in self._carrying if task is not None} | self._answers.under_way
        if under_way:
            await asyncio.wait(under_way, timeout=within)
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)
        if self._alarm is not None:
            self._alarm.cancel()
        self._safekeeping.close()

    def _take_up(self) -> None:
        """Start where an earlier process left off: its sends still count, and so do the waits Telegram asked for."""
        now, at = self._watch.now(), self._clock()
        sends = self._ledger.recent_sends(at - timedelta(minutes=1))
        self._pace.restore([(chat, (at - sent).total_seconds()) for chat, sent in sends], now)
        for letter in self._ledger.waiting_letters():
            if letter.attempts and letter.not_before is not None:
                self._lineup.hold(letter.chat_id, now + (letter.not_before - at).total_seconds())
            self._place(letter)

    def _committed(self, commit: Commit) -> None:
        for number in commit.letters:
            self._place_number(number)

    def _place_number(self, number: int) -> None:
        letter = self._ledger.letter(number)
        if letter is not None:
            self._place(letter)
            self.wake()

    def _place(self, letter: Letter) -> None:
        early = 0.0
        if letter.not_before is not None and not letter.attempts:
            early = (letter.not_before - self._clock()).total_seconds()
        if early > 0:
            self._watch.later(min(early, _LOOK_AGAIN), partial(self._place_number, letter.number))
        elif letter.number not in self._known:
            self._known.add(letter.number)
            now = self._watch.now()
            self._lineup.add(letter.chat_id, letter.number, letter.urgency, asker=letter.asker, now=now)

    def _serve(self) -> None:
        self._is_awake = False
        now = self._watch.now()
        while self._is_running and len(self._carrying) < _AT_ONCE and self._line_opens_at(now) <= now:
            up_to = Urgency.DIGEST if self._pace.unasked_open_at() <= now else Urgency.NOTICE
            turn = self._lineup.next(now, self._pace.opens_at, up_to)
            if turn is None:
                break
            self._set_out(turn, now)
        self._set_alarm(now)

    def _line_opens_at(self, now: float) -> float:
        return max(self._line_held_until, self._pace.line_opens_at(now))

    def _set_alarm(self, now: float) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        line, unasked = self._line_opens_at(now), self._pace.unasked_open_at()
        wakes_at = line if line > now else self._lineup.wakes_at()
        if line <= now < unasked and self._lineup.has_ready:
            wakes_at = min(wakes_at, unasked)
        if wakes_at < inf:
            self._alarm = self._watch.later(wakes_at - now, self.wake)

    def _set_out(self, turn: Turn, now: float) -> None:
        letter = self._ledger.letter(turn.number)
        if letter is not None and letter.chat_id == turn.chat_id:
            self._pace.begin(turn.chat_id, now, is_unasked=turn.urgency > Urgency.NOTICE)
            self._carrying.add(asyncio.create_task(self._carry(letter)))
            return
        self._lineup.free(turn.chat_id)
        self._known.discard(turn.number)
        if letter is not None:  # its group has a new id, which a service message told first
            self._move(turn.chat_id, letter.chat_id)
            self._place(letter)

    async def _carry(self, letter: Letter) -> None:
        try:
            verdict = await self._deliver(letter)
            others = [] if verdict.step is not Step.BLOCKED else self._give_up(letter.chat_id)
            await self._safekeeping.saved(partial(self._settlement.record, letter, verdict, others))
            self._go_on(letter, verdict)
        except Exception:  # noqa: BLE001
            _LOG.exception("letter %s: its delivery could not be settled", letter.number)
            self._go_on(letter, Verdict(Step.FAULTY))
        finally:
            self._lineup.free(letter.chat_id)
            self._carrying.discard(asyncio.current_task())
            self.wake()

    async def _deliver(self, letter: Letter) -> Verdict:
        try:
            await self._safekeeping.settle_chat(letter.chat_id)
            return Verdict(Step.DELIVERED, message_id=await self._delivery.carry(letter))
        except Exception as error:  # noqa: BLE001 - whatever it is, it decides the letter's fate, and is logged below
            verdict = judge(error, letter)
            _LOG.warning("letter %s to %s: %s (%s)", letter.number, letter.chat_id, verdict.step, verdict.why)
            return verdict
        finally:
            self._pace.done(letter.chat_id, self._watch.now())

    def _go_on(self, letter: Letter, verdict: Verdict) -> None:
        """What the verdict means for those that wait behind the letter, and for the letter if it still waits."""
        self._known.discard(letter.number)
        match verdict.step:
            case Step.DELIVERED:
                self._went_well(letter.chat_id)
            case Step.WAIT:
                self._lineup.hold(letter.chat_id, self._watch.now() + verdict.seconds)
            case Step.FAULTY:
                backoff = self._chat_backoffs.setdefault(letter.chat_id, Backoff())
                self._lineup.hold(letter.chat_id, self._watch.now() + backoff.next_delay())
            case Step.UNANSWERED:
                self._lineup.hold(letter.chat_id, self._watch.now() + _SECOND_TRY)
            case Step.UNREACHED | Step.TOKEN:
                self._hold_line(verdict)
            case Step.MOVED:
                self._move(letter.chat_id, verdict.new_chat_id)
        if verdict.step is not Step.DELIVERED:
            self._place_number(letter.number)

    def _went_well(self, chat_id: int) -> None:
        self._line_held_until = -inf
        self._line_backoff.reset()
        self._token_refused = False
        self._chat_backoffs.pop(chat_id, None)
        self._safekeeping.owe()

    def _hold_line(self, verdict: Verdict) -> None:
        now = self._watch.now()
        if self._line_held_until <= now:  # of many that failed at once the first decides
            self._line_held_until = now + self._line_backoff.next_delay()
        if verdict.step is Step.TOKEN and not self._token_refused:
            self._token_refused = True
            self._report(Trouble(TroubleKind.TOKEN_REFUSED, verdict.why))

    def _move(self, old: int, new: int) -> None:
        self._lineup.move(old, new)
        self._pace.move(old, new)

    def _give_up(self, chat_id: int) -> list[Letter]:
        """Everything else that waited for a chat where nothing can be delivered."""
        numbers = self._lineup.clear(chat_id)
        self._known.difference_update(numbers)
        return [letter for letter in map(self._ledger.letter, numbers) if letter is not None]
