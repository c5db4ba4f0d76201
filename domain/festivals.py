"""Limits by festivals, solar terms and lunar days: 春节前, 冬至前, 农历八月十五, 腊月底.

They are of the ledger's year, or the next to come. Before a holiday means by the last work day before it; before a
solar term, by the day before.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from domain.datewords import YEAR, Context, Day, asked, year_of
from domain.lunar import FESTIVALS, TERMS, festival_in, last_lunar_day, lunar_day, term_in
from domain.numerals import with_digits

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
