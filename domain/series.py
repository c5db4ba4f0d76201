"""Recurring work (例行): a series from which the next occurrence appears by itself when it is time.

A series bears the number of its first item. What it says (title, owner, limit) is that of occurrences to come; one
that is there already is changed like any item.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from domain.dates.due_date import Limit, read_limit
from domain.dates.rhythms import next_day, period_end
from domain.errors import DateNotUnderstood
from domain.item import Did, Instant, Item, ItemStatus, Step
from domain.limits import day_of, local_day
from domain.measures import words_of_measures
from domain.rules import Rules, WorkDays
from domain.series_errors import NothingToTakeBack, SeriesUnchanged

_DAY = timedelta(days=1)
_DAY_LENGTH = len("2026-11-20")
#: An occurrence appears so many work days before its day; a weekly one with its week.
_LEAD = {"month": 10, "quarter": 20, "half": 20, "year": 20}
#: Nobody looks further ahead, or further back after a standstill.
_MOST = 400


class Series(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One series. ``every`` is a rhythm as ``Limit.every`` writes it; days are nominal, before rest days count."""

    number: int = 0
    every: str
    written: str  # 每月25日前
    title: str
    kind: str
    unit: str
    owner: str
    made_until: date  # the newest day that has its occurrence, or up to which none is to come
    hour: str = ""  # T17:00, where the limit has one
    count: int = 1  # occurrences so far
    skipped: tuple[date, ...] = ()  # days to come without one
    partners: tuple[str, ...] = ()
    leader: str = ""
    source: str = ""
    reference: str = ""
    standard: str = ""
    measures: str = ""
    marks: tuple[str, ...] = ()
    is_sensitive: bool = False
    begun_at: Instant | None = None
    begun_by: str = ""
    ended_at: Instant | None = None
    ended_by: str = ""
    changed_at: Instant | None = None
    changed_by: str = ""
    was: dict[str, Any] = {}  # what the newest change changed, as it was; until the next occurrence is there


def read_every(written: str, today: date, rules: Rules) -> str:
    """The rhythm that the words state; ``""`` for none."""
    limit = read_recurring(written, today, rules)
    return limit.every if limit else ""


def read_recurring(written: str, today: date, rules: Rules) -> Limit | None:
    """The recurring limit that the words state; ``None`` for none."""
    try:
        limit = read_limit(written, today, rules)
    except DateNotUnderstood:
        return None
    return limit if limit.every else None


def begun(item: Item, every: str, by: str, at: datetime) -> Series:
    """The series that begins with this item, which has its number and its first day."""
    return Series(
        number=item.number,
        every=every,
        written=item.due_written,
        title=item.title,
        kind=item.kind,
        unit=item.unit,
        owner=item.owner,
        made_until=item.occurrence or day_of(item.due),
        hour=item.due[_DAY_LENGTH:],
        partners=item.partners,
        leader=item.leader,
        source=item.source,
        reference=item.reference,
        standard=item.standard,
        measures=words_of_measures(item),
        marks=item.marks,
        is_sensitive=item.is_sensitive,
        begun_at=at,
        begun_by=by,
    )


def as_first(item: Item) -> Item:
    """The item as the first of its series."""
    return replace(item, series=item.number, occurrence=day_of(item.due))


def appears_on(every: str, day: date, work_days: WorkDays, before: date) -> date:
    """When the occurrence of that day appears: with its week, or so many work days before.

    Where a period has several (每周一、周四), not until the day ``before`` it in the rhythm is over: each has its time.
    """
    what = every.partition("/")[0]
    found = day - timedelta(days=day.weekday()) if what not in _LEAD else day
    for _ in range(_LEAD.get(what, 0)):
        found = work_days.on_or_before(found - _DAY)
    return max(found, before + _DAY) if _has_several(every) else found


def _has_several(every: str) -> bool:
    return "," in every


def days_ahead(series: Series, work_days: WorkDays) -> Iterator[date]:
    """The days that are to have an occurrence, from the next one on."""
    day = series.made_until
    while True:
        day = next_day(series.every, day, work_days)
        if day not in series.skipped:
            yield day


def due_day(series: Series, today: date, rules: Rules) -> tuple[date | None, int]:
    """The newest day whose occurrence should be there by now, and how many before it were missed meanwhile."""
    newest, missed = None, -1
    if series.ended_at is not None:
        return None, 0
    before = series.made_until
    for day, _ in zip(days_ahead(series, rules.work_days), range(_MOST), strict=False):
        if appears_on(series.every, day, rules.work_days, before) > today:
            break
        newest, missed, before = day, missed + 1, day
    return newest, max(0, missed)


def occurrence(series: Series, day: date, at: datetime) -> Item:
    """The item of that day, under a number that the ledger gives."""
    return Item(
        number=0,
        kind=series.kind,
        title=series.title,
        unit=series.unit,
        owner=series.owner,
        due=day.isoformat() + series.hour,
        due_written=series.written,
        status=ItemStatus.ASSIGNED,
        version=1,
        leader=series.leader,
        partners=series.partners,
        source=series.source,
        reference=series.reference,
        standard=series.standard,
        measures=series.measures,
        marks=series.marks,
        is_sensitive=series.is_sensitive,
        series=series.number,
        occurrence=day,
        assigned_at=at,
        due_set_at=at,
        history=(Step(at, "", Did.ASSIGN),),
    )


def made(series: Series, day: date) -> Series:
    """The series once the occurrence of that day is there."""
    ahead = tuple(each for each in series.skipped if each > day)
    return replace(series, made_until=day, count=series.count + 1, skipped=ahead, was={})


#: What somebody says of a series; whatever else changes with it follows from it.
SAID = ("written", "owner", "title")


def changed(before: Series, after: Series, by: str, at: datetime) -> Series:
    """The series as somebody changed it, with what it said before. Raises ``SeriesUnchanged``."""
    names = (name for name in before.__struct_fields__ if name not in _OWN)
    was = {name: getattr(before, name) for name in names if getattr(before, name) != getattr(after, name)}
    if not was:
        raise SeriesUnchanged(before.number)
    return replace(after, changed_at=at, changed_by=by, was=msgspec.to_builtins(was))


#: Fields that say who changed it last.
_OWN = frozenset({"changed_at", "changed_by", "was"})


def taken_back(series: Series, by: str, at: datetime) -> Series:
    """撤回: what the newest change changed is as it was before. Raises ``NothingToTakeBack``."""
    if not series.was:
        raise NothingToTakeBack(series.number)
    before = msgspec.convert(msgspec.to_builtins(series) | series.was, Series)
    return replace(before, number=series.number, changed_at=at, changed_by=by, was={})


def mark_of_change(series: Series) -> int:
    """The newest change as a button names it, 0 where there is none to take back."""
    return int(series.changed_at.timestamp() * 1000) if series.was and series.changed_at else 0


def overruled(before: Series, after: Series) -> str:
    """Whose newest change the other one replaced: "" where nobody else had just said the same part of it."""
    replaced = any(name in before.was and name in after.was for name in SAID)
    return before.changed_by if replaced and before.changed_by != after.changed_by else ""


def skip(series: Series, work_days: WorkDays) -> Series:
    """跳过: the next day has no occurrence."""
    return replace(series, skipped=(*series.skipped, next(days_ahead(series, work_days))))


def skipped_lately(series: Series, by: str, at: datetime, rules: Rules) -> date | None:
    """The day that somebody else skipped today, as the newest change: whoever says 跳过 now may well mean the same."""
    before = _skipped_before(series, by, at, rules)
    return series.skipped[-1] if before is not None and len(before) < len(series.skipped) else None


def unskipped_lately(series: Series, by: str, at: datetime, rules: Rules) -> date | None:
    """The same of 不跳过: the day that has its occurrence after all."""
    before = _skipped_before(series, by, at, rules)
    return before[-1] if before is not None and len(before) > len(series.skipped) else None


def _skipped_before(series: Series, by: str, at: datetime, rules: Rules) -> tuple[date, ...] | None:
    """What was skipped before the newest change; ``None`` unless somebody else made that today, to this alone."""
    is_theirs = series.changed_by != by and series.was.keys() == {"skipped"}
    if not is_theirs or series.changed_at is None or local_day(series.changed_at, rules) != local_day(at, rules):
        return None
    return msgspec.convert(series.was["skipped"], tuple[date, ...])


def with_rhythm(series: Series, limit: Limit, written: str) -> Series:
    """Another rhythm from the next occurrence on: a month (a week …) that has its occurrence has no second one."""
    hour = limit.due[_DAY_LENGTH:]
    if (series.every, series.hour) == (limit.every, hour):
        raise SeriesUnchanged(series.number)
    is_same = series.every.partition("/")[0] == limit.every.partition("/")[0]
    until = (
        period_end(limit.every, series.made_until) if is_same and not _has_several(limit.every) else series.made_until
    )
    return replace(series, every=limit.every, written=written, hour=hour, made_until=until, skipped=())


def unskip(series: Series) -> Series:
    """The last skipped day has one after all."""
    return replace(series, skipped=series.skipped[:-1])


def end(series: Series, by: str, at: datetime) -> Series:
    """结束: no more of it; what is there stays."""
    return replace(series, ended_at=at, ended_by=by)


def go_on(series: Series, today: date) -> Series:
    """恢复: from the next day on; what would have been meanwhile is not made up for."""
    return replace(series, ended_at=None, ended_by="", made_until=max(series.made_until, today - _DAY), skipped=())
