"""The lookout: asked "look now", it finds what is due and not yet told, and queues it, one transaction a chat.

It remembers nothing that matters: restarted, asked twice, late, or after the clock was moved, it finds in the ledger
what was told and tells the rest. Its agenda only saves the asking.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import chain
from typing import Protocol

from domain.absence import Covers
from domain.appointments import next_moment
from domain.highlights import lacks_summary
from domain.item import OPEN, Item, ItemStatus
from domain.limits import day_after, digest_after, digest_on, is_open, local_day, next_day_for
from domain.rechecking import LATELY, window
from domain.rules import Rules, may_push
from domain.verdicts import asks_verdict
from jobs.agenda import Agenda
from jobs.alerts import Alert, Alerts
from jobs.check_codes import tell_month_codes
from jobs.digests import Digests
from jobs.recipients import CLOCK, SLICE
from jobs.recurring import begin_occurrences
from jobs.resumption import bring_back
from jobs.rounds import remind_rounds
from jobs.weekly_review import WeeklyReviews
from store.collector import without_full_collections
from store.errors import NotSaved
from store.ledger import Ledger

_log = logging.getLogger(__name__)

#: "Look at it as soon as anybody looks."
AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)
#: A clock that was set back by more than this has the whole ledger looked at again.
SET_BACK = timedelta(minutes=1)
#: States of an item of which something may have to be told.
_WATCHED = OPEN | {ItemStatus.SUSPENDED}
#: For so many days after 销号 the caller's verdict is asked for, should the bot have been stopped meanwhile.
_VERDICT_DAYS = 31
#: An item that could not be looked at is tried again.
_AFTER_A_FAULT = timedelta(hours=1)


def _is_watched(item: Item) -> bool:
    """Whether something may have to be told of it; of a closed one, that its 回头看 has come."""
    is_observed = item.status is ItemStatus.CLOSED and item.observe_until is not None
    return item.status in _WATCHED or is_observed or lacks_summary(item)


class Lookout:
    """Looks at one ledger for one bot."""

    def __init__(self, ledger: Ledger, rules: Rules, bot: str) -> None:
        self._ledger = ledger
        self._rules = rules
        self._bot = bot
        self._agenda = Agenda()
        self._is_new = True  # every open item is to be looked at
        self._digest_at = AT_ONCE
        self._last = AT_ONCE
        self._was_set_back = True  # as far as anybody knows: a kill may have followed
        self._year_at_hand = 0
        self._recent = ledger.follow()
        self._reviews = WeeklyReviews(ledger, rules)
        self._away: Covers | None = None  # who was away when it looked last

    def look(self, now: datetime) -> int:
        """Queue everything that is due by ``now``; returns how many letters that made."""
        return sum(self._steps(now))

    async def look_in_slices(self, now: datetime) -> int:
        """The same, while others get their turn every few milliseconds."""
        if self._year_at_hand != local_day(now, self._rules).year:
            await asyncio.to_thread(self._load_calendar, now)
        letters = 0
        with without_full_collections():
            for posted in self._steps(now):
                letters += posted
                await asyncio.sleep(0)
        return letters

    def _load_calendar(self, now: datetime) -> None:
        """Have the years at hand that will be asked for: each takes a tenth of a second, once."""
        year = local_day(now, self._rules).year
        for each in (year - 1, year, year + 1):
            self._rules.work_days.is_published(each)
        self._year_at_hand = year

    def is_due(self, now: datetime) -> bool:
        """Whether there is anything to look at; costs a comparison or two."""
        self._take_recent()
        self._mind_absences(now)
        moment = self._agenda.next_moment()
        is_time = now >= self._digest_at or (moment is not None and now >= moment)
        return self._is_new or is_time or self._reviews.is_due(now)

    def _steps(self, now: datetime) -> Iterator[int]:
        if now < self._last - SET_BACK:
            self._reviews.forget()
            self._is_new, self._digest_at, self._was_set_back = True, AT_ONCE, True
        self._last = now
        self._mind_the_clock(now)
        if not self.is_due(now):
            return
        if not is_open(self._rules, now):
            yield from self._take_up(now)
            return
        was_new, self._is_new = self._is_new, False
        taken: list[int] = []
        try:
            yield from self._tell(now, self._numbers(taken, now, everything=was_new))
        except BaseException:
            self._is_new = self._is_new or was_new
            self._agenda.put_all(taken, AT_ONCE)  # the ledger knows which of them were told
            raise

    def _take_up(self, now: datetime) -> Iterator[int]:
        """Before the office opens: note when each item's turn comes, so that the morning need not look at all of them.

        What is due already has its turn as soon as the bot may speak.
        """
        if not self._is_new:
            return
        self._is_new = False
        try:
            for some in self._everything():
                self._schedule(some, now, self._first_moment)
                yield 0
        except BaseException:
            self._is_new = True
            raise

    def _tell(self, now: datetime, numbers: Iterator[list[int]]) -> Iterator[int]:
        """The alerts are gathered first: what is due for a chat together with its digest shares that message."""
        alerts = Alerts(self._ledger, self._rules, now)
        for some in numbers:
            self._schedule(some, now, partial(self._consider, alerts, now))
            yield 0
        yield from self._digests(alerts, now)
        yield from self._reviews.steps(now)
        for alert in alerts.left():
            yield from self._carry_out(alerts, alert)

    def _numbers(self, taken: list[int], now: datetime, *, everything: bool) -> Iterator[list[int]]:
        """The items to look at, a few at a time; ``taken`` notes them."""
        watched = self._everything() if everything else ()
        for numbers in chain(watched, self._to_look_again(now), self._agenda.take_due(now)):
            taken += numbers
            yield numbers

    def _mind_the_clock(self, now: datetime) -> None:
        """What was told on a day that has not come yet is told again on that day: the clock was ahead then.

        An hour back repeats nothing. If it was the step back that was wrong, that day comes again, and all was told.
        """
        ahead = self._ledger.told_from(day_after(self._rules, now)) if self._was_set_back else []
        past = self._ledger.told_ahead(now - SET_BACK)
        if ahead or past:
            _log.warning("the clock was set back: %d tellings open again, %d stand", len(ahead), len(past))
            with self._ledger.transaction(at=now, by=CLOCK, did="clock") as tx:
                tx.reopen(ahead)
                tx.stand_by(past)
        self._was_set_back = False

    def _take_recent(self) -> None:
        """What was committed since the last look is to be looked at as soon as anybody looks."""
        recent = self._recent.take()
        if recent.items:
            self._agenda.put_all(recent.items, AT_ONCE)
        if recent.roster_changed:  # somebody can be reached now who could not before
            self._is_new = True
            self._reviews.forget()

    def _mind_absences(self, now: datetime) -> None:
        """Where somebody leaves or is back by the calendar, others are reached from then on."""
        away = self._ledger.roster_at(now, self._rules.timezone).away
        if away != self._away:
            self._away, self._is_new = away, True

    def _digests(self, alerts: Alerts, now: datetime) -> Iterator[int]:
        if now < self._digest_at:
            return
        moment = digest_on(self._rules, local_day(now, self._rules))
        if moment is not None and moment <= now:
            begin_occurrences(self._ledger, self._rules, now)
            remind_rounds(self._ledger, self._rules, now)
            morning = Digests(self._ledger, self._rules, self._bot, moment, now, alerts)
            if not self._ledger.told(morning.key):
                yield from morning.steps()
            yield tell_month_codes(self._ledger, self._rules, now)
        self._digest_at = digest_after(self._rules, now)

    def _everything(self) -> Iterator[list[int]]:
        """All open and suspended items, and closed highlights: at the start, and when what was noted may not hold."""
        ledger = self._ledger
        for numbers in (
            ledger.open_numbers(),
            ledger.suspended_numbers(),
            ledger.closed_highlights(),
            ledger.closed_with_verdicts(),
        ):
            yield from (numbers[start : start + SLICE] for start in range(0, len(numbers), SLICE))
        yield from self._closed_lately()

    def _closed_lately(self) -> Iterator[list[int]]:
        """What was closed in the last weeks, a day at a time, where a kind asks for the caller's verdict."""
        if any(kind.verdict_after for kind in self._rules.kinds.values()):
            for days in range(_VERDICT_DAYS):
                last = self._last - timedelta(days=days)
                yield [item.number for item in self._ledger.closed_between(last - timedelta(days=1), last)]

    def _is_watched(self, item: Item) -> bool:
        return _is_watched(item) or asks_verdict(item, self._rules)

    def _to_look_again(self, now: datetime) -> Iterator[list[int]]:
        """Closed items whose 回头看 has come lately: each morning, as no closed item waits on the agenda for months."""
        if now < self._digest_at:
            return
        today = local_day(now, self._rules)
        numbers = self._ledger.observed_until(*window(today - LATELY, today))
        yield from (numbers[start : start + SLICE] for start in range(0, len(numbers), SLICE))

    def _schedule(self, numbers: list[int], now: datetime, look_at: Callable[[Item], datetime | None]) -> None:
        """Look at these items, and note when to look at each again."""
        for number in numbers:
            item = self._ledger.item(number)
            if item is None or not self._is_watched(item):
                continue
            try:
                self._agenda.put(number, look_at(item))
            except Exception:  # noqa: BLE001 - one odd item must not keep the others from being told
                _log.exception("item %s could not be looked at", number)
                self._agenda.put(number, now + _AFTER_A_FAULT)

    def _first_moment(self, item: Item) -> datetime | None:
        """When something of the item is due for the first time, told or not."""
        return next_moment(item, self._rules, AT_ONCE, self._ledger.requests_of(item.number))

    def _consider(self, alerts: Alerts, now: datetime, item: Item) -> datetime | None:
        """Note what is due of the item; when to look at it again."""
        earliest = self._first_moment(item)
        if earliest is None or earliest > now:  # so it is with most: nobody is asked who would have to hear of it
            return earliest
        kind = self._rules.kind(item.kind)
        if not may_push(self._rules, now, kind):
            return next_day_for(self._rules, now, kind)
        if item.status is ItemStatus.SUSPENDED:
            bring_back(self._ledger, self._rules, item, now)
            return None
        waits = alerts.gather(item)
        then = next_moment(item, self._rules, now, self._ledger.requests_of(item.number))
        return min(filter(None, (then, next_day_for(self._rules, now, kind) if waits else None)), default=None)

    def _carry_out(self, alerts: Alerts, alert: Alert) -> Iterator[int]:
        """One chat; where it fails, the others are still told, and it is tried again with the next look."""
        try:
            yield from alerts.carry_out(alert)
            if alert.is_put_off:
                self._agenda.put_all((n for _, n in alert.wanted), next_day_for(self._rules, self._last))
        except (OSError, NotSaved):
            raise  # nothing at all can be saved
        except Exception:  # noqa: BLE001 - see above
            _log.exception("telling %s failed", alert.recipient.key)
            self._agenda.put_all((number for _, number in alert.wanted), AT_ONCE)


class ClockMover(Protocol):
    """Moves a rehearsal's clock: calls back at every move, and is told what has been looked at."""

    async def follow(self, on_move: Callable[[], None]) -> None:
        """Call back at every move, until cancelled."""

    async def report_looked(self, instant: datetime, waiting: int) -> None:
        """All that was due by that instant has been queued; so many letters wait to be sent."""


class LookQueue:
    """Makes of any number of requests looks that follow one another; one made during a look causes one more."""

    def __init__(self, look: Callable[[], Awaitable[object]]) -> None:
        self._look = look
        self._asked = asyncio.Event()

    def wake(self) -> None:
        """Ask for a look; returns at once."""
        self._asked.set()

    async def run(self) -> None:
        """Look whenever asked, until cancelled. A look that failed is logged and repeated when next asked."""
        while True:
            await self._asked.wait()
            self._asked.clear()
            try:
                await self._look()
            except Exception:  # noqa: BLE001 - whatever it was, the next morning must still come
                _log.exception("a look at what is due failed; the next request tries again")
