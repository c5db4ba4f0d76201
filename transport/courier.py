"""Takes letters from the outbox to Telegram: most urgent first, one at a time in each chat, within Telegram's limits.

It sleeps until a commit brings letters, an answer arrives or a window opens; nothing is polled. The ledger is asked
again for each letter when its turn has come, so one that was superseded, moved or settled meanwhile goes right.

While nobody is answered nothing is sent. A letter of unknown fate is sent again only after its own chat has answered
an empty call (docs/decisions/0032-failed-messages.md).
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from math import inf

from msgspec.structs import replace
from telegram import Bot

from domain.letter import Letter, Urgency, is_late, is_outdated
from store.ledger import Commit, Ledger
from transport.delivery import Aftermath, Delivery, OutcomeRecorder, StagedDeliveries
from transport.direct import ButtonAnswers
from transport.errors import Trouble, TroubleKind
from transport.queue import SendQueue, Turn
from transport.rate_limits import Pace
from transport.retry import Probe, Stopwatch
from transport.verdict import FAILURES, SILENT, Step, Verdict, judge, judge_question

_LOG = logging.getLogger(__name__)
#: Seconds after which a waiting letter is looked at again, since the wall clock can be moved.
_LOOK_AGAIN = 30.0


class Courier:
    """Delivers for one bot.

    ``speed`` above 1 is for rehearsals: limits and waits pass that much faster. ``mark_late`` words what comes late.
    ``on_delivered`` hears of each letter that arrived, ``on_held`` of each answer that has to wait for the disk.
    ``refused``: what a button answers that has to.
    """

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
        mark_late: Callable[[str], str] = lambda html: html,
        on_delivered: Callable[[Letter], None] = lambda _letter: None,
        on_held: Callable[[Letter], None] = lambda _letter: None,
        refused: str = "",
        speed: float = 1.0,
    ) -> None:
        self._ledger = ledger
        self._pace = pace
        self._clock = clock
        self._report = report
        self._mark_late = mark_late
        self._on_delivered = on_delivered
        self._on_held = on_held
        self._watch = Stopwatch(monotonic, speed)
        self._delivery = Delivery(bot, ledger.spool)
        self._settlement = OutcomeRecorder(ledger, clock, aftermath)
        self._safekeeping = StagedDeliveries(ledger, clock, self._watch)
        self._answers = ButtonAnswers(bot, self._watch, ledger.durable, refused, lambda: ledger.is_ours)
        self._probe = Probe(bot, self._watch, self.wake)
        self._departures = SendQueue(pace)
        self._lineup = self._departures.lineup
        self._known: set[int] = set()  # letters in the line-up or under way
        self._cleared: set[int] = set()  # letters of unknown fate that may be sent again
        self._troubled_since: dict[int, float] = {}  # letters that got no answer though others did
        self._carrying: set[asyncio.Task[None] | None] = set()
        self._is_running = False
        self._is_awake = False  # will look in this turn of the event loop
        self._stopped = asyncio.Event()
        self._alarm: asyncio.TimerHandle | None = None
        self._token_refused = False

    def wake(self) -> None:
        """Something may have changed: letters that may go are sent at the end of this turn of the event loop."""
        if self._is_running and not self._is_awake:
            self._is_awake = True
            asyncio.get_running_loop().call_soon(self._serve)

    def line_is_back(self) -> None:
        """Telegram was heard again elsewhere: what waits for an ill line need not wait long."""
        self._probe.hurry()

    def answer(self, callback_id: str, text: str = "", alert: bool = False) -> None:
        """Answer a pressed button, at once and outside the outbox."""
        self._answers.send(callback_id, text, alert=alert)

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
        self._probe.stop()
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
                left = (letter.not_before - at).total_seconds()
                self._departures.hold(letter.chat_id, now + min(left, letter.retry_after))
            self._place(letter)

    def _committed(self, commit: Commit) -> None:
        for number in commit.letters:
            self._place_number(number)
            letter = None if self._probe.is_line_well else self._ledger.letter(number)
            if letter is not None and letter.urgency is Urgency.ANSWER:
                self._probe.hurry()  # who asked was heard, so the line may be well

    def _place_number(self, number: int) -> None:
        letter = self._ledger.letter(number)
        if letter is None:
            self._troubled_since.pop(number, None)
        else:
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
        while self._is_running and self._probe.is_line_well and (turn := self._departures.next(now)) is not None:
            self._set_out(turn, now)
        self._set_alarm(now)

    def _set_alarm(self, now: float) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        wakes_at = self._departures.wakes_at(now) if self._probe.is_line_well else inf
        if wakes_at < inf:
            self._alarm = self._watch.later(wakes_at - now, self.wake)

    def _set_out(self, turn: Turn, now: float) -> None:
        letter = self._ledger.letter(turn.number)
        if letter is not None and letter.chat_id == turn.chat_id:
            self._departures.begin(turn, now)
            self._carrying.add(asyncio.create_task(self._carry(letter, now, asks=self._must_ask(letter))))
            return
        self._lineup.free(turn.chat_id)
        self._known.discard(turn.number)
        if letter is not None:  # its group has a new id, which a service message told first
            self._move(turn.chat_id, letter.chat_id)
            self._place(letter)

    def _must_ask(self, letter: Letter) -> bool:
        """Whether an empty call goes in the letter's place, so that nobody reads anything twice."""
        is_uncertain = letter.unanswered > 0 and not letter.way.is_repeatable
        return is_uncertain and letter.number not in self._cleared

    async def _carry(self, letter: Letter, begun: float, *, asks: bool) -> None:
        try:
            verdict = await (self._ask(letter) if asks else self._deliver(letter))
            is_line_down = await self._is_lines_fault(verdict, begun)
            others = [] if verdict.step is not Step.BLOCKED else self._give_up(letter.chat_id)
            troubled = self._troubled(letter, verdict, is_line_down=is_line_down)
            record = partial(self._settlement.record, letter, verdict, others)
            await self._safekeeping.saved(partial(record, is_line_down=is_line_down, troubled=troubled))
            self._go_on(letter, verdict, is_line_down=is_line_down)
        except Exception:  # noqa: BLE001
            which = {"letter": letter.number}
            _LOG.exception("letter %s: its delivery could not be settled", letter.number, extra=which)
            self._go_on(letter, Verdict(Step.FAULTY), is_line_down=False)
        finally:
            self._lineup.free(letter.chat_id)
            self._carrying.discard(asyncio.current_task())
            self.wake()

    async def _is_lines_fault(self, verdict: Verdict, begun: float) -> bool:
        if verdict.step in FAILURES:
            return await self._probe.is_connection_fault(begun, verdict.why)
        if verdict.step not in SILENT:
            self._probe.answered()
        return False

    def _troubled(self, letter: Letter, verdict: Verdict, *, is_line_down: bool) -> timedelta:
        """For how long the letter's own chat has not answered it."""
        if verdict.step not in FAILURES or is_line_down:
            return timedelta()
        now = self._watch.now()
        return timedelta(seconds=now - self._troubled_since.setdefault(letter.number, now))

    async def _ask(self, letter: Letter) -> Verdict:
        try:
            await self._delivery.ask(letter)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is judged
            return judge_question(error)
        finally:
            self._departures.done(letter.chat_id, self._watch.now())
        return Verdict(Step.ANSWERED)

    async def _deliver(self, letter: Letter) -> Verdict:
        now = self._clock()
        try:
            if is_outdated(letter, now):
                return Verdict(Step.OUTDATED)
            await self._safekeeping.settle_chat(letter.chat_id, partial(self._held, letter))
            shown = replace(letter, html=self._mark_late(letter.html)) if is_late(letter, now) else letter
            return Verdict(Step.DELIVERED, message_id=await self._delivery.deliver(shown))
        except Exception as error:  # noqa: BLE001 - whatever it is, it decides the letter's fate, and is logged below
            verdict = judge(error, letter)
            told = (letter.number, letter.chat_id, verdict.step, verdict.why)
            _LOG.warning("letter %s to %s: %s (%s)", *told, extra={"letter": letter.number})
            return verdict
        finally:
            self._departures.done(letter.chat_id, self._watch.now())

    def _held(self, letter: Letter) -> None:
        if letter.urgency is Urgency.ANSWER:
            self._on_held(letter)

    def _go_on(self, letter: Letter, verdict: Verdict, *, is_line_down: bool) -> None:
        """What the verdict means for those that wait behind the letter, and for the letter if it still waits."""
        self._known.discard(letter.number)
        self._cleared.discard(letter.number)
        match verdict.step:
            case Step.DELIVERED:
                self._went_well(letter)
            case Step.ANSWERED:
                self._cleared.add(letter.number)
            case Step.WAIT:
                self._departures.hold(letter.chat_id, self._watch.now() + verdict.seconds)
            case Step.UNREACHED | Step.FAULTY | Step.UNANSWERED if not is_line_down:
                self._departures.hold_troubled(letter.chat_id, self._watch.now())
            case Step.TOKEN:
                self._report_token(verdict)
            case Step.MOVED:
                self._move(letter.chat_id, verdict.new_chat_id)
        if verdict.step is not Step.DELIVERED:
            self._place_number(letter.number)

    def _went_well(self, letter: Letter) -> None:
        self._token_refused = False
        self._troubled_since.pop(letter.number, None)
        self._departures.went_well(letter.chat_id)
        self._safekeeping.owe()
        self._on_delivered(letter)

    def _report_token(self, verdict: Verdict) -> None:
        if not self._token_refused:
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
