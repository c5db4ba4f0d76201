"""The lookout: asked "look now", it finds what is due and not yet told, and queues it, one transaction a chat.

It remembers nothing that matters: started anew, asked twice, late, or after the clock was moved, it finds in the ledger
what was told and tells the rest. Its agenda only saves the asking.
"""

import asyncio
import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import chain

from domain.item import OPEN, Item
from domain.ladder import assignment_of, next_moment
from domain.limits import day_after, digest_after, digest_on, is_open, local_day, next_day_for
from domain.rules import Rules, may_push
from jobs.agenda import SLICE, Agenda
from jobs.alerts import Alert, Alerts
from jobs.digests import Digests
from jobs.recipients import CLOCK
from store.errors import NotSaved
from store.ledger import Commit, Ledger

_log = logging.getLogger(__name__)

#: "Look at it as soon as anybody looks."
AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)
#: A clock that was set back by more than this has the whole ledger looked at again.
SET_BACK = timedelta(minutes=1)
#: An item that could not be looked at is tried again.
_AFTER_A_FAULT = timedelta(hours=1)


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
        ledger.on_commit.append(self._changed)

    def look(self, now: datetime) -> int:
        """Queue everything that is due by ``now``; returns how many letters that made."""
        return sum(self._steps(now))

    async def look_in_slices(self, now: datetime) -> int:
        """The same, while others get their turn every few milliseconds."""
        if self._year_at_hand != local_day(now, self._rules).year:
            await asyncio.to_thread(self._load_calendar, now)
        letters = 0
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
        moment = self._agenda.next_moment()
        return self._is_new or now >= self._digest_at or (moment is not None and now >= moment)

    def _steps(self, now: datetime) -> Iterator[int]:
        if now < self._last - SET_BACK:
            self._is_new, self._digest_at, self._was_set_back = True, AT_ONCE, True
        self._last = now
        self._mind_the_clock(now)
        if not self.is_due(now) or not is_open(self._rules, now):
            return
        was_new, self._is_new = self._is_new, False
        taken: list[int] = []
        try:
            yield from self._tell(now, self._numbers(taken, now, everything=was_new))
        except BaseException:
            self._is_new = self._is_new or was_new
            self._agenda.put_all(taken, AT_ONCE)  # the ledger knows which of them were told
            raise

    def _tell(self, now: datetime, numbers: Iterator[list[int]]) -> Iterator[int]:
        """The alerts are gathered first: what is due for a chat together with its digest shares that message."""
        errands = Alerts(self._ledger, self._rules, now)
        for some in numbers:
            self._gather(errands, some, now)
            yield 0
        yield from self._digests(errands, now)
        for errand in errands.left():
            yield from self._carry_out(errands, errand)

    def _numbers(self, taken: list[int], now: datetime, *, everything: bool) -> Iterator[list[int]]:
        """The items to look at, a few at a time; ``taken`` notes them."""
        for numbers in chain(self._everything() if everything else (), self._agenda.take_due(now)):
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

    def _changed(self, commit: Commit) -> None:
        if commit.items:
            self._agenda.put_all(commit.items, AT_ONCE)
        if commit.roster_changed:  # somebody can be reached now who could not before
            self._is_new = True

    def _digests(self, errands: Alerts, now: datetime) -> Iterator[int]:
        if now < self._digest_at:
            return
        moment = digest_on(self._rules, local_day(now, self._rules))
        if moment is not None and moment <= now:
            morning = Digests(self._ledger, self._rules, self._bot, moment, now, errands)
            if not self._ledger.told(morning.key):
                yield from morning.steps()
        self._digest_at = digest_after(self._rules, now)

    def _everything(self) -> Iterator[list[int]]:
        """All open items: at the start, and whenever what was noted may not hold any more."""
        numbers = self._ledger.open_numbers()
        return (numbers[start : start + SLICE] for start in range(0, len(numbers), SLICE))

    def _gather(self, errands: Alerts, numbers: list[int], now: datetime) -> None:
        """Note what is due of these items, and when to look at each again."""
        for number in numbers:
            item = self._ledger.item(number)
            if item is None or item.status not in OPEN:
                continue
            try:
                self._agenda.put(number, self._consider(errands, item, now))
            except Exception:  # noqa: BLE001 - whatever is odd about one item, the others are told of all the same
                _log.exception("item %s could not be looked at", number)
                self._agenda.put(number, now + _AFTER_A_FAULT)

    def _consider(self, errands: Alerts, item: Item, now: datetime) -> datetime | None:
        """Note what is due of the item; when to look at it again."""
        kind = self._rules.kind(item.kind)
        if not may_push(self._rules, now, kind):
            return next_day_for(self._rules, now, kind)
        earliest = self._next_look(item, AT_ONCE)
        if earliest is None or earliest > now:  # so it is with most: nobody is asked who would have to hear of it
            return earliest
        errands.gather(item)
        return self._next_look(item, now)

    def _next_look(self, item: Item, after: datetime) -> datetime | None:
        assigned = assignment_of(item, self._rules)
        moments = [next_moment(item, self._rules, after), assigned.moment if assigned else None]
        return min((moment for moment in moments if moment is not None and moment > after), default=None)

    def _carry_out(self, errands: Alerts, errand: Alert) -> Iterator[int]:
        """One chat; where it fails, the others are told all the same, and it is tried again with the next look."""
        try:
            yield from errands.carry_out(errand)
        except (OSError, NotSaved):
            raise  # nothing at all can be saved
        except Exception:  # noqa: BLE001 - see above
            _log.exception("telling %s failed", errand.reader.key)
            self._agenda.put_all((number for _, number in errand.wanted), AT_ONCE)
