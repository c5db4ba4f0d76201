"""Days of the lunar calendar (农历), festivals and solar terms (节气): what limits are written in and set before.

``borax`` has the tables. It is loaded with the first limit that needs it: most offices' ledgers never do.
"""

from datetime import date, timedelta
from functools import cache
from typing import Any

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
_LUNAR = {"春节": (1, 1), "元宵": (1, 15), "端午": (5, 5), "中秋": (8, 15), "重阳": (9, 9)}
#: 除夕, whose date depends on the length of the lunar year.
_EVES = ("除夕", "大年三十")

#: Every festival that ``festival_in`` knows, as written.
FESTIVALS = (*_SOLAR, *_LUNAR, *_EVES)
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
    return lunar_day(year, *_LUNAR[name])


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
