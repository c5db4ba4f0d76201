"""A month as a calendar of what falls due in it: limits, steps of plans (节点), answers to 批示, 回头看, 挂账到期."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import IntEnum

from msgspec import Struct

from domain.instructions import waiting
from domain.item import IN_HAND, ItemStatus
from domain.rules import WorkDays
from domain.views import Line

_WEEK = 7


class Due(IntEnum):
    """What of an item falls due, in the order in which a day shows it."""

    LIMIT = 1
    STEP = 2  # 节点
    ANSWER = 3  # 批示办理情况
    RECHECK = 4  # 回头看
    RETURN = 5  # 挂账到期


class DueEntry(Struct, frozen=True):
    """One thing of one day; ``words`` are those of the step or the instruction."""

    day: date
    due: Due
    line: Line
    words: str = ""


class CalendarDay(Struct, frozen=True):
    """A day with all that falls due on it."""

    day: date
    is_work_day: bool
    entries: tuple[DueEntry, ...] = ()


def month_bounds(year: int, month: int) -> tuple[date, date]:
    """Its first and its last day."""
    first = date(year, month, 1)
    after = first + timedelta(days=31)
    return first, after.replace(day=1) - timedelta(days=1)


def weeks_of(
    first: date, last: date, entries: Iterable[DueEntry], work_days: WorkDays
) -> tuple[tuple[CalendarDay, ...], ...]:
    """The weeks that have a day of the month, Monday first; a day of another month has no entries."""
    found: dict[date, list[DueEntry]] = {}
    for each in entries:
        if first <= each.day <= last:
            found.setdefault(each.day, []).append(each)
    monday = first - timedelta(days=first.weekday())
    days = [monday + timedelta(days=n) for n in range((last - monday).days + _WEEK - last.weekday())]
    made = [CalendarDay(day, work_days.is_work_day(day), _ordered(found.get(day, ()))) for day in days]
    return tuple(tuple(made[n : n + _WEEK]) for n in range(0, len(made), _WEEK))


def _ordered(entries: Iterable[DueEntry]) -> tuple[DueEntry, ...]:
    return tuple(sorted(entries, key=lambda each: (each.due, each.line.item.number)))


def entries_of(line: Line) -> Iterator[DueEntry]:
    """All that falls due of an item that is not settled, whenever it is."""
    item = line.item
    if item.status is ItemStatus.SUSPENDED:
        if item.suspended_until is not None:
            yield DueEntry(item.suspended_until, Due.RETURN, line)
        return
    if line.due_on is not None:
        yield DueEntry(line.due_on, Due.LIMIT, line)
    if item.status not in IN_HAND:
        return
    for step in item.milestones:
        if step.done_at is None:
            yield DueEntry(step.due, Due.STEP, line, step.words)
    for instruction in waiting(item):
        if instruction.answer_by is not None:
            yield DueEntry(instruction.answer_by, Due.ANSWER, line, instruction.words)
