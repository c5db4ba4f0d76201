"""Recurring work (例行): a series from which the next occurrence appears by itself when it is time.

A series bears the number of its first item. What it says (title, owner, limit) is that of occurrences to come; one
that is there already is changed like any item.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import count

from msgspec import Struct
from msgspec.structs import replace

from domain.dates.day_words import last_of_month
from domain.dates.due_date import read_limit
from domain.errors import DateNotUnderstood
from domain.item import Did, Instant, Item, ItemStatus, Step
from domain.limits import day_of
from domain.measures import words_of_measures
from domain.rules import Rules, WorkDays

_DAY = timedelta(days=1)
#: An occurrence appears so many work days before its day; a weekly one with its week.
_LEAD = {"month": 10, "quarter": 20, "half": 20, "year": 20}
_MONTHS = {"quarter": 3, "half": 6}
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
    made_until: date  # the newest day that has its occurrence
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


def read_every(written: str, today: date, rules: Rules) -> str:
    """The rhythm that the words state; ``""`` for none."""
    try:
        return read_limit(written, today, rules).every
    except DateNotUnderstood:
        return ""


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


def next_day(every: str, after: date) -> date:
    """The first day of the rhythm after that day."""
    what, _, which = every.partition("/")
    if what == "week":
        return after + timedelta(days=(int(which) - 1 - after.weekday() - 1) % 7 + 1)
    if what == "month":
        return next(day for day in _months(after, which) if day > after)
    if what in _MONTHS:
        span = _MONTHS[what]
        ends = (last_of_month(after.year, (after.month + span - 1) // span * span + n * span) for n in count())
        return next(day for day in ends if day > after)
    month, day = (int(part) for part in which.split("-"))
    return next(found for year in count(after.year) if (found := _in_month(year, month, day)) > after)


def _months(after: date, which: str) -> Iterator[date]:
    for ahead in count():
        end = last_of_month(after.year, after.month + ahead)
        yield end if which == "end" else _in_month(end.year, end.month, int(which))


def _in_month(year: int, month: int, day: int) -> date:
    """That day, or the month's last where it is too short."""
    end = last_of_month(year, month)
    return end.replace(day=min(day, end.day))


def appears_on(every: str, day: date, work_days: WorkDays) -> date:
    """When the occurrence of that day appears: with its week, or so many work days before."""
    what = every.partition("/")[0]
    if what not in _LEAD:
        return day - timedelta(days=day.weekday())
    found = day
    for _ in range(_LEAD[what]):
        found = work_days.on_or_before(found - _DAY)
    return found


def days_ahead(series: Series) -> Iterator[date]:
    """The days that are to have an occurrence, from the next one on."""
    day = series.made_until
    while True:
        day = next_day(series.every, day)
        if day not in series.skipped:
            yield day


def due_day(series: Series, today: date, rules: Rules) -> tuple[date | None, int]:
    """The newest day whose occurrence should be there by now, and how many before it were missed meanwhile."""
    newest, missed = None, -1
    if series.ended_at is not None:
        return None, 0
    for day, _ in zip(days_ahead(series), range(_MOST), strict=False):
        if appears_on(series.every, day, rules.work_days) > today:
            break
        newest, missed = day, missed + 1
    return newest, max(0, missed)


def occurrence(series: Series, day: date, at: datetime) -> Item:
    """The item of that day, under a number that the ledger gives."""
    return Item(
        number=0,
        kind=series.kind,
        title=series.title,
        unit=series.unit,
        owner=series.owner,
        due=day.isoformat(),
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
    return replace(series, made_until=day, count=series.count + 1, skipped=ahead)


def skip(series: Series) -> Series:
    """跳过: the next day has no occurrence."""
    return replace(series, skipped=(*series.skipped, next(days_ahead(series))))


def unskip(series: Series) -> Series:
    """The last skipped day has one after all."""
    return replace(series, skipped=series.skipped[:-1])


def end(series: Series, by: str, at: datetime) -> Series:
    """结束: no more of it; what is there stays."""
    return replace(series, ended_at=at, ended_by=by)


def go_on(series: Series, today: date) -> Series:
    """恢复: from the next day on; what would have been meanwhile is not made up for."""
    return replace(series, ended_at=None, ended_by="", made_until=max(series.made_until, today - _DAY), skipped=())
