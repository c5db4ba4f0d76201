"""The light (亮灯) of an item: the one category it is in at a given moment, and how a list shows and counts it."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from domain.item import Item, ItemStatus
from domain.limits import days_late, is_late, lapses_on, local_day
from domain.rules import Rules
from domain.views import Light, Line, Tally

_DAY = timedelta(days=1)
#: 临期: so many work days ahead, the limit included.
NEAR_WORK_DAYS = 3

_SETTLED = {
    ItemStatus.SUBMITTED: Light.WAITING,
    ItemStatus.CLOSED: Light.CLOSED,
    ItemStatus.SUSPENDED: Light.PAUSED,
    ItemStatus.CANCELLED: Light.CANCELLED,
}


def light_of(item: Item, rules: Rules, now: datetime) -> Light:
    """The item's one light, by precedence 待销号 > 逾期 > 今日到期 > 临期 > 正常."""
    return line_of(item, rules, now).light


def line_of(item: Item, rules: Rules, now: datetime) -> Line:
    """The item as a list shows it at ``now``. A digest asks this of everything, so each part is worked out once."""
    day, today = lapses_on(item, rules), local_day(now, rules)
    settled = _SETTLED.get(item.status)
    if day is None:
        return Line(item, settled or Light.NORMAL, None)
    left = rules.work_days.between(today, day)
    return Line(
        item=item,
        light=settled or _light(item, rules, now, today, day, left),
        due_on=day,
        days_late=0 if today <= day else days_late(item, rules, now),
        work_days_left=left,
        is_last_work_day=today < day and rules.work_days.on_or_before(day) == today,
        is_provisional=not rules.work_days.is_published(day.year),
    )


def _light(item: Item, rules: Rules, now: datetime, today: date, day: date, left: int) -> Light:
    if today + _DAY >= day and is_late(item, rules, now):  # a limit written in another zone may lapse the day before
        return Light.LATE
    if day == today:
        return Light.TODAY
    return Light.NEAR if left <= NEAR_WORK_DAYS else Light.NORMAL


#: The lights of what is in hand, and so can still be done.
_IN_HAND = frozenset({Light.LATE, Light.TODAY, Light.NEAR, Light.NORMAL})


def is_due_this_week(line: Line, today: date) -> bool:
    """Whether it is in hand and its last day lies between today and Sunday."""
    sunday = today + timedelta(days=6 - today.weekday())
    return line.light in _IN_HAND and line.due_on is not None and today <= line.due_on <= sunday


def tally(lines: Iterable[Line]) -> Tally:
    """Counts of the open items among the lines; closed, suspended and cancelled ones are not in hand."""
    lights = Counter(line.light for line in lines)
    return Tally(
        late=lights[Light.LATE],
        today=lights[Light.TODAY],
        near=lights[Light.NEAR],
        waiting=lights[Light.WAITING],
        normal=lights[Light.NORMAL],
    )


def by_limit(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Lines as a reader wants them: marked items (被通报, 省市考核) first, then by limit; those without one last."""
    return tuple(sorted(lines, key=_place))


def _place(line: Line) -> tuple[bool, date, str, int]:
    return not line.item.marks, line.due_on or date.max, line.item.due, line.item.number
