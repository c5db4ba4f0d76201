"""The words for a day (截止日) or a period that the office's dates are made of: a table of pattern → reader.

Patterns match a whole text in digits and half-width letters, without spaces and without its tail (前, 下班前, 17:30前).
A reader raises ``ValueError`` for a day that the calendar has not. What no pattern matches is refused, never guessed.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from msgspec import Struct

from domain.limits import FIRST_YEAR, LAST_YEAR
from domain.rules import WorkDays


class Context(Struct, frozen=True):
    """What a date without a year depends on. A ``ledger_year`` keeps it in that year, even where it is past.

    三日内 and its like count from ``counts_from`` (the row's own 交办时间), where that is known.
    """

    today: date
    work_days: WorkDays
    ledger_year: int | None = None
    counts_from: date | None = None

    @property
    def base(self) -> date:
        return self.counts_from or self.today

    @property
    def year(self) -> int:
        return self.base.year if self.ledger_year is None else self.ledger_year


class Day(Struct, frozen=True):
    """The day that was meant; ``ask``: to be confirmed, ``other``: and this is what else it might be."""

    on: date
    ask: bool = False
    other: date | None = None
    first: date | None = None  # the first day of a period that was named as a whole (12月, 中旬, 四季度)
    is_relative: bool = False  # counts from a day that the text does not name (三日内, 月底)


Reader = Callable[["re.Match[str]", Context], Day]
#: The letters that a text may end in (9: any digit), so that few patterns are tried; the pattern; its reader.
Row = tuple[str, str, Reader]

MONTHS = 12
_NAMED_YEARS = {
    **dict.fromkeys(("今年", "本年", "当年"), 0),
    **dict.fromkeys(("明年", "来年", "次年", "翌年"), 1),
    "后年": 2,
    **dict.fromkeys(("去年", "上年"), -1),
}
#: A year in front: written (2026年, 26年) or named (明年).
YEAR = rf"(?:(?P<year>20\d\d)年?度?|(?P<short>[23]\d)年|(?P<named>{'|'.join(_NAMED_YEARS)})度?)?"
_CENTURY = 2000
_TENTHS = {
    "上旬": (1, 10),
    "中旬": (11, 20),
    "下旬": (21, 31),
    "上中旬": (1, 20),
    "中下旬": (11, 31),
    "初": (1, 10),
    "中": (11, 20),
}
PART = r"(?P<part>月?[底末]|(?:上中|中下|[上中下])旬|初|中|内)?"
_DOUBTFUL_PARTS = (None, "初", "中", "内")
_SERIAL_EPOCH = date(1899, 12, 30)
#: Excel writes 12月10日, typed as 12.10, as the number 12.1.
_LOST_ZERO = range(1, 4)


def year_of(match: re.Match[str], context: Context) -> tuple[int, bool] | None:
    """The year that was written or named (明年), if any, and whether to ask about it."""
    if match["year"]:
        return int(match["year"]), False
    if match["short"]:
        return _CENTURY + int(match["short"]), True
    if not match["named"]:
        return None
    ahead = _NAMED_YEARS[match["named"]]
    return context.year + ahead, ahead < 0 or context.year != context.today.year


def placed(match: re.Match[str], context: Context, in_year: Callable[[int], Day]) -> Day:
    """A day of a year: the one written, else the ledger's, else the next such day; asked for where it had passed."""
    found = year_of(match, context)
    if found is not None:
        return asked(in_year(found[0]), ask=found[1])
    day = in_year(context.year)
    if day.on >= context.base:
        return asked(day, ask=day.on < context.today)
    if context.ledger_year is None:
        return asked(in_year(context.year + 1), ask=True)
    return asked(day, ask=True, other=in_year(context.year + 1).on if context.counts_from else None)


def asked(day: Day, *, ask: bool = True, other: date | None = None) -> Day:
    """The day, to be confirmed where ``ask`` or it was so before."""
    return Day(day.on, day.ask or ask, day.other or other, day.first, day.is_relative)


def relative(on: date, *, ask: bool = False, other: date | None = None, first: date | None = None) -> Day:
    """A day that counts from another."""
    return Day(on, ask, other, first, is_relative=True)


def last_of_month(year: int, month: int) -> date:
    """The month's last day; months beyond 12 run into the next year."""
    year, month = year + (month - 1) // MONTHS, (month - 1) % MONTHS + 1
    return date(year, month, monthrange(year, month)[1])


#: Which of several: 第2, 首, 最后1, 倒数第2.
NTH = r"第\d{1,2}|首|最后1|末|倒数第\d"


def place_of(words: str) -> int:
    """The place that a match of ``NTH`` names; below zero it counts from the end."""
    if words in ("首", "末", "最后1"):
        return 1 if words == "首" else -1
    place = int(re.sub(r"\D", "", words))
    return -place if words.startswith("倒数") else place


def work_day_of(first: date, last: date, place: int, work_days: WorkDays) -> date:
    """The so-manieth work day of a period, counted from its end where ``place`` is below zero."""
    if place > 0:
        return work_days.add(first - timedelta(days=1), place)
    day = work_days.on_or_before(last)
    for _ in range(-place - 1):
        day = work_days.on_or_before(day - timedelta(days=1))
    return day


def months_later(day: date, months: int) -> date:
    """The same day so many months later; in a month that is too short, its last one."""
    end = last_of_month(day.year, day.month + months)
    return end.replace(day=min(day.day, end.day))


def part_of_month(year: int, month: int, part: str | None) -> Day:
    """12月, 12月底, 12月上旬: its last day, and its first where the whole is named."""
    end = last_of_month(year, month)
    if part in _TENTHS:
        first, last = _TENTHS[part]
        return Day(end.replace(day=min(last, end.day)), part in _DOUBTFUL_PARTS, first=end.replace(day=first))
    return Day(end, part in _DOUBTFUL_PARTS, first=None if part else end.replace(day=1))


def _full_date(match: re.Match[str], _: Context) -> Day:
    return Day(date(int(match[1]), int(match[2]), int(match[3])))


def _mixed_date(match: re.Match[str], _: Context) -> Day:
    """2026.11-12: the twelfth of November, or November to December."""
    year, month, last = int(match[1]), int(match[2]), int(match[3])
    may_be_months = month < last <= MONTHS
    return Day(date(year, month, last), ask=True, other=last_of_month(year, last) if may_be_months else None)


def _short_date(match: re.Match[str], _: Context) -> Day:
    return Day(date(_CENTURY + int(match[1]), int(match[2]), int(match[3])), ask=True)


def _bare_short_date(match: re.Match[str], _: Context) -> Day:
    """26.12.5: year, month and day, unless it was typed as elsewhere, the day first."""
    first, month, last = int(match[1]), int(match[3]), int(match[4])
    day_first = len(match[4]) > 1 and last > first
    other = date(_CENTURY + last, month, first) if day_first else None
    return Day(date(_CENTURY + first, month, last), ask=True, other=other)


def _shown_otherwise(match: re.Match[str], _: Context) -> Day:
    return Day(date.fromisoformat(match[1]), ask=True)


def _serial(match: re.Match[str], _: Context) -> Day:
    return Day(_SERIAL_EPOCH + timedelta(days=int(match[1])))


def _month_day(match: re.Match[str], context: Context) -> Day:
    month, day = int(match["month"]), int(match["day"])
    return placed(match, context, lambda year: Day(date(year, month, day), ask=not match["end"]))


def _bare_month_day(match: re.Match[str], context: Context) -> Day:
    """12-08, 12/8, 12.5: most mean month and day."""
    month, day = int(match["month"]), int(match["day"])
    may_be_tens = match["mark"] == "." and day in _LOST_ZERO and len(match["day"]) == 1

    def in_year(year: int) -> Day:
        return Day(date(year, month, day), ask=True, other=date(year, month, 10 * day) if may_be_tens else None)

    return placed(match, context, in_year)


def _month(match: re.Match[str], context: Context) -> Day:
    month, part = int(match["month"]), match["part"]
    if not 1 <= month <= MONTHS:
        raise ValueError(month)
    found = placed(match, context, lambda year: part_of_month(year, month, part))
    may_be_span = part == "内" and year_of(match, context) is None  # 三月内: in March, or within three months
    return asked(found, other=months_later(context.base, month)) if may_be_span else found


def _work_day_of_month(match: re.Match[str], context: Context) -> Day:
    """11月最后1个工作日; a month has no thirtieth."""
    month, place = int(match["month"]), place_of(match["nth"])

    def in_year(year: int) -> Day:
        end = last_of_month(year, month)
        on = work_day_of(end.replace(day=1), end, place, context.work_days)
        if on.month != month or not place:
            raise ValueError(match[0])
        return Day(on)

    return placed(match, context, in_year)


def _quarter(match: re.Match[str], context: Context) -> Day:
    end = 3 * int(match["number"])

    def in_year(year: int) -> Day:
        return Day(
            last_of_month(year, end), bool(match["until"]), first=None if match["part"] else date(year, end - 2, 1)
        )

    return placed(match, context, in_year)


def _half(match: re.Match[str], context: Context) -> Day:
    end = 6 if match["half"] == "上" else 12

    def in_year(year: int) -> Day:
        return Day(last_of_month(year, end), ask=True, first=None if match["part"] else date(year, end - 5, 1))

    return placed(match, context, in_year)


def _year_end(match: re.Match[str], context: Context) -> Day:
    return placed(match, context, lambda year: Day(date(year, 12, 31)))


def _mid_year(match: re.Match[str], context: Context) -> Day:
    return placed(match, context, lambda year: Day(date(year, 6, 30), ask=True))


def _whole_year(match: re.Match[str], context: Context) -> Day:
    return placed(match, context, lambda year: Day(date(year, 12, 31), ask=True, first=date(year, 1, 1)))


#: The last year of each five-year plan that a limit may name.
_PLANS = {"十三五": 2020, "十四五": 2025, "十五五": 2030, "十六五": 2035}


def _plan_end(match: re.Match[str], _: Context) -> Day:
    return Day(date(_PLANS[match[1]], 12, 31), ask=True)


TABLE: tuple[Row, ...] = (
    ("9", r"(20\d\d)[年./](\d{1,2})-(\d{1,2})", _mixed_date),
    ("日号9内", r"(20\d\d)[年./-](\d{1,2})[月./-](\d{1,2})[日号]?(?:[之以]?内)?", _full_date),
    ("日号9内", YEAR + r"(?P<month>\d{1,2})月(?P<day>\d{1,2})(?P<end>[日号](?:[之以]?内)?)?", _month_day),
    ("月份底末旬初中内", YEAR + r"[./-]?(?P<month>\d{1,2})月份?" + PART, _month),
    ("日", YEAR + rf"(?P<month>1[0-2]|0?[1-9])月份?的?(?P<nth>{NTH})个?工作日", _work_day_of_month),
    ("9", r"(20\d\d)(\d\d)(\d\d)", _full_date),
    ("9", r"([45]\d{4})", _serial),
    ("9", r"([23]\d)([./-])(\d{1,2})\2(\d{1,2})", _bare_short_date),
    ("日号9", r"([23]\d)年(\d{1,2})[月./-](\d{1,2})[日号]?", _short_date),
    ("9底末旬初中内", r"(?=20)" + YEAR + r"[./-](?P<month>\d{1,2})" + PART, _month),
    ("9底末旬初中内", r"(?=20)" + YEAR + r"(?P<month>0[1-9]|1[0-2])" + PART, _month),
    ("日号9", YEAR + r"(?P<month>\d{1,2})(?P<mark>[./-])(?P<day>\d{1,2})[日号]?", _bare_month_day),
    ("度底末内", YEAR + r"(?P<until>前)?第?(?P<number>[1-4])季度(?P<part>[末底内])?", _quarter),
    ("年底末内", YEAR + r"(?P<half>[上下])半年(?P<part>[末底内])?", _half),
    ("底末终内", r"(?=..)" + YEAR + r"(?:年度?|岁)?[底末终内]", _year_end),
    ("中", r"(?=..)" + YEAR + r"年?中", _mid_year),
    ("年度9", r"(?=..)" + YEAR + r"(?:全?年)?度?", _whole_year),
    ("五期间内末束", rf"({'|'.join(_PLANS)})(?:规划)?(?:期|时期|期间)?(?:内|末|结束)?", _plan_end),
    (")", r"(?:(?:周|星期)[1-6日]|\d{1,2}:\d\d)\((20\d\d-\d\d-\d\d)\)", _shown_otherwise),
)


def read_row(table: tuple[Row, ...], text: str, context: Context) -> Day | None:
    """What the first row that matches the text makes of it; ``None`` for no row, or no such day."""
    last = "9" if text[-1:].isdigit() else text[-1:]
    for ends, pattern, reader in table if last else ():
        match = re.fullmatch(pattern, text) if last in ends else None
        if match is not None:
            return _checked(reader, match, context)
    return None


def _checked(reader: Reader, match: re.Match[str], context: Context) -> Day | None:
    try:
        day = reader(match, context)
    except (ValueError, OverflowError):
        return None
    return day if FIRST_YEAR <= day.on.year <= LAST_YEAR else None
