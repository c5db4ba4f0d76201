"""Limits by festivals, solar terms and lunar days: 春节前, 冬至前, 农历八月十五, 腊月底."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any

from domain.dates.day_words import YEAR, Context, Day, asked, year_of
from domain.text_forms import with_digits

#: Festivals by their (month, day) of the calendar, or of the lunar one.
_SOLAR = {
    "元旦": (1, 1),
    "三八": (3, 8),
    "五一": (5, 1),
    "劳动": (5, 1),
    "五四": (5, 4),
    "六一": (6, 1),
    "儿童": (6, 1),
    "七一": (7, 1),
    "八一": (8, 1),
    "国庆": (10, 1),
    "十一": (10, 1),
}
_LUNAR_FESTIVALS = {"春节": (1, 1), "元宵": (1, 15), "端午": (5, 5), "中秋": (8, 15), "重阳": (9, 9)}
#: 除夕, whose date depends on the length of the lunar year.
_EVES = ("除夕", "大年三十")

#: Every festival that ``festival_in`` knows, as written.
FESTIVALS = (*_SOLAR, *_LUNAR_FESTIVALS, *_EVES)
#: The solar terms in the order of a calendar year; 清明 is a holiday as well.
TERMS = (
    *("小寒", "大寒", "立春", "雨水", "惊蛰", "春分", "清明", "谷雨", "立夏", "小满", "芒种", "夏至"),
    *("小暑", "大暑", "立秋", "处暑", "白露", "秋分", "寒露", "霜降", "立冬", "小雪", "大雪", "冬至"),
)


@cache
def _library() -> Any:
    from borax.calendars import lunardate  # type: ignore[import-untyped]  # noqa: PLC0415 - 9 ms, and few need it

    return lunardate


def festival_in(name: str, year: int) -> date:
    """The festival's day in a calendar year. Raises ``KeyError`` for a name that is not among ``FESTIVALS``."""
    if name in _SOLAR:
        return date(year, *_SOLAR[name])
    if name in _EVES:
        return lunar_day(year, 1, 1) - timedelta(days=1)
    return lunar_day(year, *_LUNAR_FESTIVALS[name])


def term_in(name: str, year: int) -> date:
    """The solar term's day in a calendar year. Raises ``ValueError`` for a name that is not among ``TERMS``."""
    place = TERMS.index(name)
    return date(year, place // 2 + 1, _library().TermUtils.parse_term_days(year)[place])


def lunar_day(lunar_year: int, month: int, day: int, *, leap: bool = False) -> date:
    """The calendar day of a lunar date, which for the last months lies in the next year. Raises ``ValueError``."""
    solar: date = _library().LunarDate(lunar_year, month, day, int(leap)).to_solar_date()
    return solar


def last_lunar_day(lunar_year: int, month: int) -> date:
    """The last calendar day of a lunar month of 29 or 30 days."""
    try:
        return lunar_day(lunar_year, month, 30)
    except ValueError:
        return lunar_day(lunar_year, month, 29)


_DAY = timedelta(days=1)
#: A festival further ahead might as well be the one that has passed.
_FAR_AHEAD = timedelta(days=183)
#: Those of one day, which can be a limit themselves; of a holiday it is not said which day.
_SINGLE_DAYS = ("元宵", "清明", "端午", "中秋", "重阳", "除夕", "大年三十")
_NAMES = "|".join(sorted({*FESTIVALS, *TERMS}, key=len, reverse=True))
_FESTIVAL = rf"(?P<front>.{{0,8}}?)(?P<name>{_NAMES})(?P<feast>节)?(?:假期|长假|放假)?(?P<before>之前|以前|前)?"
_LUNAR_MONTHS = {"正": 1, "冬": 11, "腊": 12}
_LUNAR_WORD = r"(?P<lunar>农历|阴历|旧历)?"
_LUNAR = (
    _LUNAR_WORD + YEAR + r"(?:农历|阴历)?(?P<leap>闰)?(?P<month>[正冬腊]|\d{1,2})月"
    r"(?:初?(?P<day>\d{1,2})[日号]?|(?P<part>月?[底末内])?)"
)
#: Within so many years every leap month comes again that a living person will see.
_LEAP_YEARS = 40


#: What they may end in, as most texts end otherwise.
_LAST_LETTERS = frozenset(f"节期假前{''.join(name[-1] for name in (*FESTIVALS, *TERMS))}")


def festival_day(words: str, context: Context) -> Day | None:
    """春节前, 明年清明节前, 冬至, 除夕; the words as written, as 五一 is no number. Its 前 belongs to it."""
    behind = _work_day_behind(words, context)
    if behind is not None:
        return behind
    match = re.fullmatch(_FESTIVAL, words) if words.removesuffix("前")[-1:] in _LAST_LETTERS else None
    if match is None or not (match["before"] or match["name"] in (*_SINGLE_DAYS, *TERMS)):
        return None
    front = re.fullmatch(YEAR, with_digits(match["front"]))
    if front is None:
        return None
    name, is_before = match["name"], bool(match["before"])
    year = year_of(front, context)
    if year is not None:
        return Day(_limit_at(name, year[0], context, is_before=is_before), ask=year[1] or not is_before)
    return asked(_next_festival(name, context, is_before=is_before), ask=not is_before)


_FEAST = "|".join(sorted(FESTIVALS, key=len, reverse=True))
#: 春节后第一个工作日, 国庆假期结束后第3个工作日前.
_BEHIND = (
    rf"(?P<front>.{{0,8}}?)(?P<name>{_FEAST})节?(?:假期|长假|放假)?(?:结束)?"
    r"后的?(?:第(?P<nth>[1-9一二两三四五六七八九十])|首)个?工作日(?:之前|以前|前)?"
)


def _work_day_behind(words: str, context: Context) -> Day | None:
    """A work day that is counted from a festival; one far ahead, or past, is asked about."""
    match = re.fullmatch(_BEHIND, words) if "工作日" in words else None
    front = re.fullmatch(YEAR, with_digits(match["front"])) if match else None
    if match is None or front is None:
        return None
    place, named = int(with_digits(match["nth"] or "1")), year_of(front, context)
    years = (named[0],) if named else (context.year,) if context.ledger_year else range(context.year, context.year + 3)
    days = [context.work_days.add(festival_in(match["name"], year), place) for year in years]
    on = next((day for day in days if day >= context.base), days[0])
    is_near = context.today <= on <= context.base + _FAR_AHEAD
    return Day(on, ask=named[1] if named else not is_near)


def _limit_at(name: str, year: int, context: Context, *, is_before: bool) -> date:
    on = festival_in(name, year) if name in FESTIVALS else term_in(name, year)
    if not is_before:
        return on
    is_holiday = name in FESTIVALS or name == "清明"
    return context.work_days.on_or_before(on - _DAY) if is_holiday else on - _DAY


def _next_festival(name: str, context: Context, *, is_before: bool) -> Day:
    """Of the ledger's year where there is one, else the next that is not past."""
    years = range(context.year, context.year + 3)
    days = [_limit_at(name, year, context, is_before=is_before) for year in years]
    if context.ledger_year is None:
        on = next(day for day in days if day >= context.base)
    else:
        on = next(day for day in days if day.year == context.ledger_year)
    return Day(on, ask=not max(context.today, context.base) <= on <= context.base + _FAR_AHEAD)


def lunar_limit(digits: str, context: Context) -> Day | None:
    """腊月二十三, 农历八月十五, 闰六月初一, 腊月底: in lunar words, their numerals as digits."""
    match = re.fullmatch(_LUNAR, digits) if "月" in digits else None
    if match is None or not (match["leap"] or match["month"] in _LUNAR_MONTHS or re.search(r"历|月初\d", digits)):
        return None
    in_year = _reader(match)
    year = year_of(match, context)
    if year is not None:
        days = list(_in_years(in_year, (year[0], year[0] - 1), year[0]))
    elif match["leap"]:
        days = [
            on for on in _in_years(in_year, range(context.year, context.year + _LEAP_YEARS), None) if on >= context.base
        ]
    elif context.ledger_year is not None:
        days = _next_first(_in_years(in_year, (context.year - 1, context.year), context.year), context.base)
    else:
        days = [on for on in _in_years(in_year, range(context.year - 1, context.year + 2), None) if on >= context.base]
        return asked(Day(days[0]), ask=not match["day"]) if days else None
    if not days:
        return None
    is_sure = len(days) == 1 and days[0] >= context.today and bool(match["day"]) and not match["leap"]
    return Day(days[0], ask=not is_sure, other=days[1] if len(days) > 1 and not match["leap"] else None)


def _reader(match: re.Match[str]) -> Callable[[int], date]:
    month = _LUNAR_MONTHS.get(match["month"]) or int(match["month"])
    day, is_leap = match["day"], bool(match["leap"])
    if day:
        return lambda year: lunar_day(year, month, int(day), leap=is_leap)
    return lambda year: last_lunar_day(year, month)


def _in_years(
    in_year: Callable[[int], date], years: Iterator[int] | range | tuple[int, ...], meant: int | None
) -> Iterator[date]:
    """The days of those lunar years that exist; ``meant``: of this lunar year, or in this calendar year, only."""
    for year in years:
        try:
            on = in_year(year)
        except ValueError:  # a leap month, or a 30th, that the year has not
            continue
        if meant is None or meant in (year, on.year):
            yield on


def _next_first(days: Iterator[date], base: date) -> list[date]:
    """The days with those that are not past in front."""
    return sorted(days, key=lambda on: (on < base, on))
