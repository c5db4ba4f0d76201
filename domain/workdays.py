"""Work days as the State Council sets them, substituted days (调休) included: every clock of the office counts in them.

The calendar is the ``holidays`` library's. A year whose notice is not in it has its statutory days only, and what is
counted there is provisional (暂定). Loading the library takes a while: it is loaded with the first year asked for.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

_DAY = timedelta(days=1)
_SATURDAY = 5
#: Substituted work days at the year's end may stem from the next year's notice: they prove nothing of their own.
_NEW_YEARS_NOTICE = (12, 25)


@cache
def _china() -> Any:
    """The library's class for China, from its own file: its package would load 250 countries to hand out one.

    That would take 8 MB and twice the time, of which everybody who asks something meanwhile has a part.
    """
    library = find_spec("holidays")
    if library is None or library.origin is None:
        raise ImportError("holidays")
    spec = spec_from_file_location("holidays_china", Path(library.origin).parent / "countries" / "china.py")
    if spec is None or spec.loader is None:
        raise ImportError("holidays.countries.china")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.China


def has_notice(substituted: Iterable[date]) -> bool:
    """Whether a year with these substituted work days has a notice of its own: its last days alone prove none."""
    return any((day.month, day.day) < _NEW_YEARS_NOTICE for day in substituted)


class _Year:
    """The work days of one calendar year, ascending."""

    def __init__(self, year: int, overrides: Mapping[date, bool]) -> None:
        calendar = _china()(years=[year])
        substituted = {day for day in calendar.weekend_workdays if day.year == year}
        self.is_published = has_notice(substituted)
        first = date(year, 1, 1)
        days = (first + timedelta(days=n) for n in range((date(year, 12, 31) - first).days + 1))
        self.days = [
            day
            for day in days
            if overrides.get(day, day in substituted or (day.weekday() < _SATURDAY and day not in calendar))
        ]
        self._lookup = frozenset(self.days)

    def __contains__(self, day: date) -> bool:
        return day in self._lookup


class WorkDays:
    """The work-day calendar; ``overrides`` are the office's own single days (True: work, False: rest)."""

    def __init__(self, overrides: Mapping[date, bool] | None = None) -> None:
        self.overrides = dict(overrides or {})
        self._years: dict[int, _Year] = {}

    def _year(self, year: int) -> _Year:
        known = self._years.get(year)
        if known is None:
            known = self._years[year] = _Year(year, self.overrides)
        return known

    def is_work_day(self, day: date) -> bool:
        return day in self._year(day.year)

    def is_published(self, year: int) -> bool:
        """Whether the State Council's notice for that year is in the calendar."""
        return self._year(year).is_published

    def on_or_before(self, day: date) -> date:
        """The day itself, or the work day before it."""
        while not self.is_work_day(day):
            day -= _DAY
        return day

    def on_or_after(self, day: date) -> date:
        """The day itself, or the next work day."""
        while not self.is_work_day(day):
            day += _DAY
        return day

    def add(self, day: date, n: int) -> date:
        """The ``n``-th work day after ``day`` (the start day is excluded); ``day`` itself for 0."""
        if n <= 0:
            return day
        year, days = day.year, self._year(day.year).days
        place = bisect_right(days, day) + n - 1
        while place >= len(days):
            place -= len(days)
            year += 1
            days = self._year(year).days
        return days[place]

    def between(self, after: date, until: date) -> int:
        """How many work days lie after ``after``, up to and including ``until``; 0 when there are none."""
        if until <= after:
            return 0
        if after.year == until.year:
            days = self._year(after.year).days
            return bisect_right(days, until) - bisect_right(days, after)
        first, last = self._year(after.year).days, self._year(until.year).days
        whole = sum(len(self._year(year).days) for year in range(after.year + 1, until.year))
        return len(first) - bisect_right(first, after) + whole + bisect_right(last, until)

    def first_of_week(self, day: date) -> date | None:
        """The first work day of the day's week (Monday to Sunday); ``None`` when all of it is rest."""
        return next(iter(self._week(day)), None)

    def last_of_week(self, day: date) -> date | None:
        """The last work day of the day's week (Monday to Sunday); ``None`` when all of it is rest."""
        return next(reversed(self._week(day)), None)

    def _week(self, day: date) -> list[date]:
        monday = day - timedelta(days=day.weekday())
        return [each for n in range(7) if self.is_work_day(each := monday + timedelta(days=n))]

    def holiday_after(self, day: date) -> tuple[date, date] | None:
        """The rest days right after this work day, where they make more than a plain weekend: first and last."""
        if not self.is_work_day(day):
            return None
        return self._holiday(day + _DAY, self.on_or_after(day + _DAY) - _DAY)

    def holiday_before(self, day: date) -> tuple[date, date] | None:
        """The rest days right before this work day, where they make more than a plain weekend: first and last."""
        if not self.is_work_day(day):
            return None
        return self._holiday(self.on_or_before(day - _DAY) + _DAY, day - _DAY)

    def _holiday(self, first: date, last: date) -> tuple[date, date] | None:
        rest = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return (first, last) if any(day.weekday() < _SATURDAY for day in rest) else None
