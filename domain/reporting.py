"""The period that figures and papers are about: a year, half a year, a quarter, a month, a week."""

import re
from datetime import date, datetime, time, timedelta

from msgspec import Struct

from domain.changes import month_of, read_period
from domain.errors import DubanError
from domain.rules import Rules

_DAY = timedelta(days=1)
_MONTHS = 12
_HALF, _QUARTER = 6, 3
_YEARS = range(2000, 2100)
_LONGEST = 366
#: A number holds the first day, so many days, and a unit, in this many places each.
_DAYS, _UNITS = 1_000, 10_000
_HALF_YEAR = re.compile(r"(?:(?P<year>20\d\d)年?)?(?P<which>[上下])半年")
_QUARTERS = re.compile(r"(?:(?P<year>20\d\d)年?)?第?(?P<which>[一二三四1-4])季度")
_FIGURES = {**{sign: place for place, sign in enumerate("一二三四", 1)}, **{str(n): n for n in range(1, 5)}}


class Reporting(Struct, frozen=True):
    """From the first to the last day, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def ends_at(self, rules: Rules) -> datetime:
        """The first instant after it."""
        return datetime.combine(self.last + _DAY, time(), rules.timezone)

    def pack(self, unit: int = 0) -> int:
        """The period, and the number of a unit, as one number for a button."""
        return (self.first.toordinal() * _DAYS + (self.last - self.first).days) * _UNITS + unit

    @classmethod
    def unpack(cls, number: int) -> "tuple[Reporting, int] | None":
        """The period and the unit of such a number; ``None`` where it is none."""
        packed, unit = divmod(number, _UNITS)
        first, days = divmod(packed, _DAYS)
        if not date(_YEARS[0], 1, 1).toordinal() <= first <= date(_YEARS[-1], 12, 31).toordinal() or days > _LONGEST:
            return None
        begins = date.fromordinal(first)
        return cls(begins, begins + days * _DAY), unit


class PeriodAhead(DubanError):
    """The period has not begun: there is nothing to count."""

    def __init__(self, period: Reporting) -> None:
        self.period = period


def require_begun(period: Reporting, today: date) -> None:
    """Raise ``PeriodAhead`` for a period of which no day has come."""
    if period.first > today:
        raise PeriodAhead(period)


def months_from(year: int, month: int, count: int) -> Reporting:
    """So many whole months from that one on."""
    after = year * _MONTHS + month - 1 + count
    return Reporting(date(year, month, 1), date(after // _MONTHS, after % _MONTHS + 1, 1) - _DAY)


def year_of(day: date) -> Reporting:
    """The day's year."""
    return months_from(day.year, 1, _MONTHS)


def half_of(day: date) -> Reporting:
    """The day's half year."""
    return months_from(day.year, 1 if day.month <= _HALF else 1 + _HALF, _HALF)


def quarter_of(day: date) -> Reporting:
    """The day's quarter."""
    return months_from(day.year, (day.month - 1) // _QUARTER * _QUARTER + 1, _QUARTER)


def week_of(day: date) -> Reporting:
    """The day's week, Monday to Sunday."""
    monday = day - day.weekday() * _DAY
    return Reporting(monday, monday + 6 * _DAY)


def month_around(day: date, back: int = 0) -> Reporting:
    """The day's month, or one before it."""
    month = month_of(day, back)
    return Reporting(month.first, month.last)


def read_reporting(words: str, today: date) -> Reporting | None:
    """本年 (also where nothing is said), 上半年, 三季度, 10月, 2026年, 本周; ``None``: it means nothing."""
    plain = re.sub(r"\s", "", words)
    if not plain:
        return year_of(today)
    said = {
        **dict.fromkeys(("本周", "这周"), week_of(today)),
        **dict.fromkeys(("上周",), week_of(today - 7 * _DAY)),
        **dict.fromkeys(("本季度", "本季"), quarter_of(today)),
        **dict.fromkeys(("上季度", "上季"), quarter_of(quarter_of(today).first - _DAY)),
    }
    if plain in said:
        return said[plain]
    if found := _HALF_YEAR.fullmatch(plain):
        year = int(found["year"]) if found["year"] else today.year
        return months_from(year, 1 if found["which"] == "上" else 1 + _HALF, _HALF)
    if found := _QUARTERS.fullmatch(plain):
        year = int(found["year"]) if found["year"] else today.year
        return months_from(year, (_FIGURES[found["which"]] - 1) * _QUARTER + 1, _QUARTER)
    period = read_period(plain, today)
    return None if period is None else Reporting(period.first, period.last)


def is_whole_months(period: Reporting) -> int:
    """How many whole months it is; 0 for none."""
    if period.first.day != 1 or (period.last + _DAY).day != 1:
        return 0
    return (period.last.year - period.first.year) * _MONTHS + period.last.month - period.first.month + 1


def share_gone(period: Reporting, today: date) -> int:
    """How much of it is over on that day, in whole per cent."""
    days = (period.last - period.first).days + 1
    return max(0, min(100, ((today - period.first).days + 1) * 100 // days))
