"""Ranges of two days (11月20日至12月20日, 3月-4月, 1-3月份, 2021—2025年): a start and a limit.

Either side may lack what the other has: 1-3月份 its 月, 12月15日至20日 its month, 2026年11月—1月 its year. A text that
can be divided in two ways is not understood.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from domain.datewords import Context, Day

_BETWEEN = r"起?(?:(?<![冬夏])至|到|~|--|[-\u2013\u2014\u2015\u2212]+)(?:到|至)?"
_NOW = ("即日", "现在", "目前", "今日", "今天")
_UNIT = r"(?:20\d\d年|今年|明年|次年)?\d{1,4}(季度|[年月日号])"
#: What a right side without a month, or a week, takes from the left.
_LENT = (
    (r"((?:20\d\d年|今年|明年|本年)?(?:\d{1,2}|本|这个?|当|下个?|次)月)\d{1,2}[日号]?", r"\d{1,2}[日号].*"),
    (r"((?:本|这|下|下下)个?)(?:周|星期|礼拜)[1-6日天]", r"(?:周|星期|礼拜)[1-6日天].*"),
)


class Ending(Struct, frozen=True):
    """The limit at the end of a range, ``due`` as ``Item.due`` has it."""

    due: str
    ask: bool = False
    other: str = ""
    is_relative: bool = False


class Range(Struct, frozen=True):
    """The start of a range and its limit."""

    start_on: date
    end: Ending


#: Reads one side's day, and the limit on the right.
DayReader = Callable[[str, Context], Day | None]
EndReader = Callable[[str, Context], Ending | None]


def read_range(words: str, context: Context, day_of: DayReader, end_of: EndReader) -> Range | None:
    """The range that the words state; ``None`` where they state none, or more than one."""
    found = [
        each
        for match in re.finditer(_BETWEEN, words)
        if (each := _between(*_completed(words[: match.start()], words[match.end() :]), context, day_of, end_of))
    ]
    return found[0] if len(found) == 1 else None


def _completed(left: str, right: str) -> tuple[str, str]:
    left = re.sub(r"^(?:自|从)", "", left)
    unit = re.match(_UNIT, right)
    if unit and re.search(r"\d$", left):
        left += unit[1]
    for lender, borrower in _LENT:
        lent = re.fullmatch(lender, left)
        if lent and re.fullmatch(borrower, right):
            return left, lent[1] + right
    return left, re.sub(r"(\d月)份?$", r"\1底", right)


def _between(left: str, right: str, context: Context, day_of: DayReader, end_of: EndReader) -> Range | None:
    begin = Day(context.base) if left in _NOW else day_of(left, context)
    if begin is None or not right:
        return None
    if left in _NOW or begin.is_relative:
        return _ordered(begin, end_of(right, context))
    if re.match(r"20\d\d", left):
        return next(_ending_after(begin, right, context, end_of), None)
    end = end_of(right, context)
    for year in _years_before(end):
        begin = day_of(left, replace(context, ledger_year=year))
        found = begin and _ordered(begin, end)
        if found:
            return found
    return None


def _years_before(end: Ending | None) -> tuple[int, ...]:
    if end is None or not end.due:
        return ()
    year = date.fromisoformat(end.due[:10]).year
    return (year, year - 1)


def _ending_after(begin: Day, right: str, context: Context, end_of: EndReader) -> Iterator[Range]:
    """The limits of a range whose first day has its year, as they may be: the first such day after it counts."""
    for year in (begin.on.year, begin.on.year + 1):
        found = _ordered(begin, end_of(right, replace(context, ledger_year=year)))
        if found:
            yield found


def _ordered(begin: Day, end: Ending | None) -> Range | None:
    start = begin.first or begin.on
    if end is None or not end.due or date.fromisoformat(end.due[:10]) < start:
        return None
    return Range(start, end)
