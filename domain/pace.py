"""Pace (序时进度): how much of an item should be done by a day, held against how much is done.

Only where what is done can be counted (``Item.percent``), and the kind asks for it (``Kind.pace``).
"""

from collections.abc import Iterable, Sequence
from datetime import date

from msgspec import Struct

from domain.done_share import WHOLE, in_percent
from domain.limits import lapses_on, local_day
from domain.outline import Outlined, OutlinedStep
from domain.quota import expected_by
from domain.rules import Course, Rules

#: 滞后 from so many points behind on, 严重滞后 beyond so many.
BEHIND_FROM, FAR_BEHIND_BEYOND = 10, 30
#: 时间过半、任务过半.
HALF = 50


class Pace(Struct, frozen=True, gc=False):
    """How much is done and how much should be, each in whole per cent."""

    done: int
    expected: int

    @property
    def behind(self) -> int:
        """Points behind; 0 for what keeps pace."""
        return self.expected - self.done if self.expected > self.done else 0

    @property
    def is_behind(self) -> bool:
        """滞后, or worse."""
        return self.behind >= BEHIND_FROM

    @property
    def is_far_behind(self) -> bool:
        """严重滞后."""
        return self.behind > FAR_BEHIND_BEYOND


def pace_of(item: Outlined, rules: Rules, today: date, last: date | None = None) -> Pace | None:
    """The item's pace on that day; ``None`` where none can be told. ``last`` is its last day, where that is known."""
    if item.percent is None:
        return None
    course = rules.kind(item.kind).pace
    last = last or lapses_on(item, rules)
    if course is Course.NONE or last is None:
        return None
    expected = _expected(item, course, rules, today, last)
    return None if expected is None else Pace(item.percent, expected)


def _expected(item: Outlined, course: Course, rules: Rules, today: date, last: date) -> int | None:
    """By the quarters of a quota that was set by quarter, else by the steps of the plan, else by the time that went by.

    Time goes by evenly and steps do not: a plan whose steps were all done in time is never behind.
    """
    quota = item.quota if item.quota is not None and item.quota.target > 0 else None
    if quota is not None:
        by_quarter = expected_by(quota, date.fromordinal(today.toordinal() - 1))  # today is not over
        if by_quarter is not None:
            return in_percent(by_quarter, quota.target)
    stepped = _by_steps(item.milestones, today) if quota is None else None
    if course is Course.STEPS or stepped == 0:
        return stepped
    gone = _by_time(item, rules, today, last)
    return stepped if gone is None else gone if stepped is None else min(gone, stepped)


def _by_time(item: Outlined, rules: Rules, today: date, last: date) -> int | None:
    start = start_of(item, rules)
    if start is None or last <= start:
        return None
    return max(0, min(WHOLE, (today - start).days * WHOLE // (last - start).days))


def start_of(item: Outlined, rules: Rules) -> date | None:
    """The day on which the item's time begins: its start, else the day of its assignment."""
    if item.start_on is not None or item.assigned_at is None:
        return item.start_on
    return local_day(item.assigned_at, rules)


def _by_steps(steps: Sequence[OutlinedStep], today: date) -> int | None:
    """What is done once every step whose day has passed is done."""
    if not steps:
        return None
    past = 0
    for each in steps:
        past += each.due < today
    return past * WHOLE // len(steps)


def half_day(item: Outlined, rules: Rules, last: date) -> date | None:
    """The first day on which half of the item's time is over; ``None`` where its time can't be told."""
    start = start_of(item, rules)
    if start is None or last <= start:
        return None
    return date.fromordinal(start.toordinal() + ((last - start).days + 1) // 2)


def span_of(points: Iterable[int]) -> tuple[int, int] | None:
    """The least and the most of what several items are behind; ``None`` of no item."""
    known = sorted(points)
    return (known[0], known[-1]) if known else None
