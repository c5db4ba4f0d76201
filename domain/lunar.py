"""Days of the lunar calendar (农历) that limits are written in, and the festivals that limits are set before."""

from datetime import date

from lunardate import LunarDate  # type: ignore[import-untyped]  # the library carries no types

#: Festivals by their (month, day), and 除夕, whose date depends on the length of the lunar year.
_SOLAR = {"元旦": (1, 1), "五一": (5, 1), "劳动": (5, 1), "七一": (7, 1), "国庆": (10, 1), "十一": (10, 1)}
_LUNAR = {"春节": (1, 1), "元宵": (1, 15), "端午": (5, 5), "中秋": (8, 15), "重阳": (9, 9)}
_EVE = "除夕"

#: Every festival that ``festival_in`` knows, as written.
FESTIVALS = (*_SOLAR, *_LUNAR, _EVE)


def festival_in(name: str, year: int) -> date:
    """The festival's day in a calendar year. Raises ``KeyError`` for a name that is not among ``FESTIVALS``."""
    if name in _SOLAR:
        return date(year, *_SOLAR[name])
    if name == _EVE:
        return date.fromordinal(lunar_day(year, 1, 1).toordinal() - 1)
    return lunar_day(year, *_LUNAR[name])


def lunar_day(lunar_year: int, month: int, day: int) -> date:
    """The calendar day of a lunar date, which for the last months lies in the next year. Raises ``ValueError``."""
    solar: date = LunarDate(lunar_year, month, day).to_solar_date()
    return solar
