"""时间过半: once, on the day when half of an item's time is over and less than half of it is done."""

from collections.abc import Iterator
from datetime import date, timedelta

from domain.item import IN_HAND, Item
from domain.limits import lapses_on
from domain.occasion import Appointment, instant, latest
from domain.pace import HALF, half_day, pace_of
from domain.rules import Rules, alert_times
from domain.views import Rung

#: A bureau whose bot was down on the day reads it in the days after.
_MADE_UP_FOR = timedelta(days=9)


def half_time(item: Item, rules: Rules) -> Iterator[Appointment]:
    """Told at the first alert time of that day, of a rest day on the next work day; a new limit has its own half."""
    last = lapses_on(item, rules) if item.status in IN_HAND else None
    half = half_day(item, rules, last) if last is not None else None
    if last is None or half is None or item.percent is None or item.percent >= HALF:
        return
    pace = pace_of(item, rules, half, last)
    if pace is None or not pace.behind:
        return
    moment = instant(rules.work_days.on_or_after(half), alert_times(rules)[0], rules)
    begun_at = latest(item.due_set_at, item.moved_at, item.assigned_at)
    if moment.date() < last and (begun_at is None or moment > begun_at):
        yield Appointment(item.number, last, Rung.HALF, 0, moment)


def is_half_year_told(rules: Rules, today: date) -> bool:
    """Whether the bureau reads today how its half-year stands, unless it has: from 1 July on, its first work day."""
    begins = rules.work_days.on_or_after(date(today.year, 7, 1))
    return begins <= today <= begins + _MADE_UP_FOR
