"""Which year a sheet is the ledger of: 2026年整改台账, or a sheet called 2026年; never a year that only stands there.

填报日期：2026年1月5日 is the day of the form. Between a year and the word for the ledger there is no other year.
"""

import re
from functools import lru_cache

from domain.numerals import with_digits
from domain.sheet import ItemSheet

_YEAR = r"(?<!\d)(20\d\d)\s*年?度?"
#: A sheet is called 2026年, 2026, 2026年整改台账 or 整改台账2026.
_IN_NAME = _YEAR + r"(?!\d)"
_LEDGERS = "(?:台账|任务|一览表|清单|方案|要点|分解表|计划|安排|督办|明细表|汇总表)"
#: From a year up to the word for the ledger, or right behind that word; another year between them is nearer to it.
_IN_TITLE = (
    rf"(?<!\d)(20\d\d)年(?!\d)(?:(?!20\d\d年)[^:;,!?()\[\]]){{0,40}}?{_LEDGERS}",
    rf"{_LEDGERS}\(?(20\d\d)(?:年度?)?(?![\d年])",
)
#: A range of years, or the day of the form, in front of the year.
_NOT_ITS_OWN = r"(?:20\d\d年?\s*(?:[-~\u2013\u2014]+|至|到)\s*|(?:日期|时间|截[至止]|填报|更新|统计)[:于]?\s*)$"


def ledger_year(sheet: ItemSheet) -> int | None:
    """The year, where the sheet's name or its title says it, and says one only."""
    return year_named(sheet.name) or _year_titled(sheet.title)


@lru_cache(maxsize=64)  # every row and item of a few sheets asks
def year_named(name: str) -> int | None:
    """The year that a sheet's name says."""
    return _single({int(found[1]) for found in re.finditer(_IN_NAME, with_digits(name))})


@lru_cache(maxsize=64)
def _year_titled(text: str) -> int | None:
    title = with_digits(text).replace(" ", "")
    in_title = {
        int(found[1])
        for pattern in _IN_TITLE
        for found in re.finditer(pattern, title)
        if not re.search(_NOT_ITS_OWN, title[: found.start()])
    }
    return _single(in_title)


def _single(years: set[int]) -> int | None:
    return years.pop() if len(years) == 1 else None
