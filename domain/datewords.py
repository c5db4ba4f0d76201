"""The words for a day (截止日) that the office's dates are made of: one table of pattern → reader.

Patterns match a whole text in digits and half-width letters, without spaces and without its tail (前, 下班前, 17:30前).
A reader raises ``ValueError`` for a day that the calendar has not. What no pattern matches is refused, never guessed.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from msgspec import Struct

from domain.limits import FIRST_YEAR, LAST_YEAR
from domain.lunar import lunar_day
from domain.workdays import WorkDays


class Context(Struct, frozen=True):
    """What a date without a year depends on. A ``ledger_year`` keeps it in that year, even where it is past."""

    today: date
    work_days: WorkDays
    ledger_year: int | None = None

    @property
    def year(self) -> int:
        return self.today.year if self.ledger_year is None else self.ledger_year


class Day(Struct, frozen=True):
    """The day that was meant; ``ask``: to be echoed for confirmation."""

    on: date
    ask: bool = False


Reader = Callable[["re.Match[str]", Context], Day]

_YEAR = r"(?:(?P<year>20\d\d)年?|(?P<named>今年|本年|明年|后年))?"
_NAMED_YEARS = {"今年": 0, "本年": 0, "明年": 1, "后年": 2}
_TENTHS = {"上旬": 10, "中旬": 20}
_PART = r"(?P<part>底|末|上旬|中旬|下旬|份|内)?"
_NEAR_DAYS = {"今天": 0, "今日": 0, "当天": 0, "当日": 0, "明天": 1, "明日": 1, "后天": 2, "后日": 2, "大后天": 3}
_LUNAR_MONTHS = {"正": 1, "冬": 11, "腊": 12}
_SERIAL_EPOCH = date(1899, 12, 30)
_MONTHS = 12


def year_of(match: re.Match[str], context: Context) -> int | None:
    """The year that was written or named (明年), if any."""
    if match["year"]:
        return int(match["year"])
    return context.year + _NAMED_YEARS[match["named"]] if match["named"] else None


def placed(match: re.Match[str], context: Context, in_year: Callable[[int], date], *, ask: bool = False) -> Day:
    """A day of a year: the one written, else the ledger's, else the next such day; asked for where it had passed."""
    year = year_of(match, context)
    if year is not None:
        return Day(in_year(year), ask)
    on = in_year(context.year)
    if on >= context.today:
        return Day(on, ask)
    return Day(on if context.ledger_year is not None else in_year(context.year + 1), ask=True)


def last_of_month(year: int, month: int) -> date:
    """The month's last day; months beyond 12 run into the next year."""
    year, month = year + (month - 1) // _MONTHS, (month - 1) % _MONTHS + 1
    return date(year, month, monthrange(year, month)[1])


def _part_of_month(year: int, month: int, part: str | None) -> date:
    end = last_of_month(year, month)
    return end.replace(day=_TENTHS[part]) if part in _TENTHS else end


def _full_date(match: re.Match[str], _: Context) -> Day:
    return Day(date(int(match[1]), int(match[2]), int(match[3])))


def _serial(match: re.Match[str], _: Context) -> Day:
    return Day(_SERIAL_EPOCH + timedelta(days=int(match[1])))


def _month_day(match: re.Match[str], context: Context) -> Day:
    month, day = int(match["month"]), int(match["day"])
    return placed(match, context, lambda year: date(year, month, day))


def _month(match: re.Match[str], context: Context) -> Day:
    month, part = int(match["month"]), match["part"]
    if not 1 <= month <= _MONTHS:
        raise ValueError(month)
    return placed(match, context, lambda year: _part_of_month(year, month, part), ask=part in (None, "份", "内"))


def _near_month(match: re.Match[str], context: Context) -> Day:
    ahead = 1 if match["which"].startswith("下") else 0
    on = _part_of_month(context.today.year, context.today.month + ahead, match["part"])
    on = on.replace(day=int(match["day"])) if match["day"] else on
    return Day(on, ask=on < context.today)


def _quarter(match: re.Match[str], context: Context) -> Day:
    number = int(match["number"])
    return placed(match, context, lambda year: last_of_month(year, 3 * number))


def _near_quarter(match: re.Match[str], context: Context) -> Day:
    number = (context.today.month + 2) // 3 + (match["which"] == "下")
    return Day(last_of_month(context.today.year, 3 * number))


def _half(match: re.Match[str], context: Context) -> Day:
    month = 6 if match["half"] == "上" else 12
    return placed(match, context, lambda year: last_of_month(year, month), ask=True)


def _year_end(match: re.Match[str], context: Context) -> Day:
    return placed(match, context, lambda year: date(year, 12, 31))


def _weekday(match: re.Match[str], context: Context) -> Day:
    weekday = "123456".find(match["day"]) if match["day"] in "123456" else 6
    ahead = {"": 0, "本": 0, "这": 0, "下": 7, "下下": 14}[match["which"]]
    on = context.today + timedelta(days=weekday - context.today.weekday() + ahead)
    if not match["which"] and on < context.today:
        on += timedelta(days=7)
    return Day(on, ask=on < context.today or (not match["which"] and on == context.today))


def _near_day(match: re.Match[str], context: Context) -> Day:
    return Day(context.today + timedelta(days=_NEAR_DAYS[match[1]]))


def _span(match: re.Match[str], context: Context) -> Day:
    count, today = int(match["count"]), context.today
    if not count:
        raise ValueError(count)
    if match["unit"] in ("月", "年"):
        months = count * (1 if match["unit"] == "月" else _MONTHS)
        end = last_of_month(today.year, today.month + months)
        return Day(end.replace(day=min(today.day, end.day)))
    return Day(today + timedelta(days=count * (7 if match["unit"] in ("周", "星期") else 1)))


def _half_span(match: re.Match[str], context: Context) -> Day:
    if match["unit"] == "月":
        return Day(context.today + timedelta(days=15))
    end = last_of_month(context.today.year, context.today.month + 6)
    return Day(end.replace(day=min(context.today.day, end.day)))


def _work_days(match: re.Match[str], context: Context) -> Day:
    count = int(match[1])
    if not count:
        raise ValueError(count)
    return Day(context.work_days.add(context.today, count))


def _lunar(match: re.Match[str], context: Context) -> Day:
    month, day = _LUNAR_MONTHS.get(match["month"]) or int(match["month"]), int(match["day"])
    in_years = (
        lunar_day(year, month, day) for year in (context.today.year - 1, context.today.year, context.today.year + 1)
    )
    return Day(next(on for on in in_years if on >= context.today))


_TABLE: tuple[tuple[str, Reader], ...] = (
    (r"(20\d\d)[年./-](\d{1,2})[月./-](\d{1,2})[日号]?", _full_date),
    (r"(20\d\d)(\d\d)(\d\d)", _full_date),
    (r"([45]\d{4})", _serial),
    (_YEAR + r"(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]", _month_day),
    (_YEAR + r"(?P<month>\d{1,2})月" + _PART, _month),
    (r"(?P<which>本|这个?|当|下个?|)月(?:(?P<part>底|末|上旬|中旬|下旬|内)|(?P<day>\d{1,2})[日号])", _near_month),
    (_YEAR + r"第?(?P<number>[1-4])季度[末底内]?", _quarter),
    (r"(?P<which>本|下|)季度[末底内]?", _near_quarter),
    (_YEAR + r"(?P<half>[上下])半年[末底内]?", _half),
    (_YEAR + r"年?[底末终内]", _year_end),
    (r"(?P<which>本|这|下|下下|)(?:周|星期|礼拜)(?P<day>[1-6日天])", _weekday),
    (r"(大后天|[今当明后][天日])", _near_day),
    (r"(?P<count>\d{1,3})(?P<unit>日|天|周|年)(?:之|以)?内", _span),
    (r"(?P<count>\d{1,2})个(?P<unit>月|星期)(?:之|以)?内", _span),
    (r"半个?(?P<unit>月|年)(?:之|以)?内", _half_span),
    (r"(\d{1,3})个?工作日(?:(?:之|以)?内)?", _work_days),
    (r"(?:农历)?(?P<month>[正冬腊])月初?(?P<day>\d{1,2})日?", _lunar),
    (r"农历(?P<month>\d{1,2})月初?(?P<day>\d{1,2})日?", _lunar),
)


def day_of(text: str, context: Context) -> Day | None:
    """The day that the text names, or ``None`` where the grammar does not know it."""
    for pattern, reader in _TABLE:
        match = re.fullmatch(pattern, text)
        if match is not None:
            return _checked(reader, match, context)
    return None


def _checked(reader: Reader, match: re.Match[str], context: Context) -> Day | None:
    try:
        day = reader(match, context)
    except (ValueError, OverflowError, StopIteration):
        return None
    return day if FIRST_YEAR <= day.on.year <= LAST_YEAR else None
