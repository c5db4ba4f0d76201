"""An item's limit (完成时限, 整改期限) as days and instants: what it means to be in time.

A plain date is inclusive: it is asked for by ``Rules.closes_at``, and late from the next day on. A written time of day
binds to the minute. What counts is when closing was asked for, so an item that waits for its approver grows no later.
"""

from datetime import date, datetime, time, timedelta

from domain.item import Did, Item, ItemStatus
from domain.quiet import push_day_on_or_before
from domain.rules import Rules

#: Years outside these are slips of the pen; such an item counts as having no limit and shows among the gaps.
FIRST_YEAR, LAST_YEAR = 2000, 2099


def written_limit(due: str) -> date | datetime | None:
    """A stored ``due`` as a value: a day, an instant, or ``None`` for none (and for what cannot be a limit)."""
    try:
        limit = date.fromisoformat(due) if len(due) == len("2026-11-20") else datetime.fromisoformat(due)
    except ValueError:
        return None
    return limit if FIRST_YEAR <= limit.year <= LAST_YEAR else None


def due_on(item: Item) -> date | None:
    """The day of the limit as written; ``None`` for none, and for endless items (长期坚持)."""
    limit = None if item.is_endless else written_limit(item.due)
    return limit.date() if isinstance(limit, datetime) else limit


def due_at(item: Item, rules: Rules) -> datetime | None:
    """The instant by which it is asked for: the written time, or the end of the office's day."""
    limit = None if item.is_endless else written_limit(item.due)
    if limit is None:
        return None
    if isinstance(limit, datetime):
        return limit.replace(tzinfo=rules.timezone) if limit.tzinfo is None else limit.astimezone(rules.timezone)
    return datetime.combine(limit, rules.closes_at, rules.timezone)


def lapses_on(item: Item, rules: Rules) -> date | None:
    """The last day that is in time: the limit, rolled off rest days where it is statutory (民法典 203).

    One that was submitted in time and then returned (退回) has until ``supplement_by``: the days that the approver took
    are not the owner's.
    """
    day = due_on(item)
    if day is None:
        return None
    if rules.kind(item.kind).statutory:
        day = rules.work_days.on_or_after(day)
    if item.supplement_by is not None and item.supplement_by > day and _was_asked_in_time(item, day, rules):
        return item.supplement_by
    return day


def _was_asked_in_time(item: Item, day: date, rules: Rules) -> bool:
    return any(step.did is Did.SUBMIT and local_day(step.at, rules) <= day for step in item.history)


def lapses_at(item: Item, rules: Rules) -> datetime | None:
    """The first instant that is late: midnight after the last day, or the minute after a written time."""
    day = lapses_on(item, rules)
    if day is None:
        return None
    limit = written_limit(item.due)
    if isinstance(limit, datetime) and day == limit.date():
        at = due_at(item, rules)
        return at and at + timedelta(minutes=1)
    return datetime.combine(day + timedelta(days=1), time(), rules.timezone)


def reminded_on(item: Item, rules: Rules) -> date | None:
    """The day on which the limit is spoken of as due: where nothing is pushed on rest days, the work day before it."""
    day = lapses_on(item, rules)
    return day and push_day_on_or_before(rules, day, rules.kind(item.kind))


def is_on_time(item: Item, rules: Rules, at: datetime) -> bool:
    """Whether closing that is asked for at ``at`` is 按期; always, where there is no limit."""
    lapse = lapses_at(item, rules)
    return lapse is None or at < lapse


def settled_at(item: Item) -> datetime | None:
    """When closing was asked for (提交时间), or done; ``None`` while the item is in hand."""
    if item.status is ItemStatus.SUBMITTED:
        return item.submitted_at
    return (item.submitted_at or item.closed_at) if item.status is ItemStatus.CLOSED else None


def is_late(item: Item, rules: Rules, now: datetime) -> bool:
    """Whether the item is, or was closed, late (逾期)."""
    return not is_on_time(item, rules, settled_at(item) or now)


def days_late(item: Item, rules: Rules, now: datetime) -> int:
    """Calendar days past the limit; 0 when in time, and on the very day of a limit with a time of day."""
    day = lapses_on(item, rules)
    return 0 if day is None else max(0, (local_day(settled_at(item) or now, rules) - day).days)


def local_day(at: datetime, rules: Rules) -> date:
    """The calendar day of an instant at the office."""
    return at.astimezone(rules.timezone).date()
