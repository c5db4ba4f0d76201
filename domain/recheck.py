"""回头看: a while after an approver crossed an item off, the bureau looks again whether it holds; here is on which day.

It is ``recheck_after_days`` of the kind after the day of closing, moved off rest days to the next work day. Only what
an approver closed is promised one: an item that came closed with the workbook, or was reopened since, has none.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta

from domain.item import Did, Item, ItemStatus
from domain.limits import local_day
from domain.rules import Rules

_DAY = timedelta(days=1)
#: The list of what has come up lately goes back so many days.
LATELY = timedelta(days=30)


def recheck_on(item: Item, rules: Rules) -> date | None:
    """The work day on which the item is to be looked at again; ``None`` for one that was promised no 回头看."""
    days = rules.kind(item.kind).recheck_after_days
    if not days or item.closed_at is None or not _is_approved(item):
        return None
    return rules.work_days.on_or_after(local_day(item.closed_at, rules) + days * _DAY)


def _is_approved(item: Item) -> bool:
    return item.status is ItemStatus.CLOSED and any(
        step.did is Did.APPROVE and step.at == item.closed_at for step in item.history
    )


def rechecks(
    rules: Rules, after: date, until: date, closed_between: Callable[[datetime, datetime], Iterable[Item]]
) -> tuple[Item, ...]:
    """The items whose 回头看 came after the day ``after``, and by ``until``: the newest first.

    They are asked of ``closed_between`` by their days of closing, not looked for among everything that was ever closed.
    """
    found: list[tuple[date, int, Item]] = []
    for days in {kind.recheck_after_days or 0 for kind in rules.kinds.values()} - {0}:
        first, last = (_midnight(day - (days - 1) * _DAY, rules) for day in (after, until))
        for item in closed_between(first, last):
            day = recheck_on(item, rules)
            if day is not None and day <= until and rules.kind(item.kind).recheck_after_days == days:
                found.append((day, -item.number, item))
    return tuple(item for _, _, item in sorted(found, key=lambda each: each[:2], reverse=True))


def _midnight(day: date, rules: Rules) -> datetime:
    return datetime.combine(day, time(), rules.timezone)
