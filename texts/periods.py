"""A period in words: 2026年上半年, 2026年三季度, 2026年11月, 11月16日至22日."""

from domain.reporting import Reporting, is_whole_months

_QUARTERS = "一二三四"
_WHOLE_YEAR, _HALF, _QUARTER = 12, 6, 3


def say_period(period: Reporting) -> str:
    """The period as an office names it."""
    first, last = period.first, period.last
    months = is_whole_months(period)
    place = first.month - 1
    if months == _WHOLE_YEAR and not place:
        return f"{first.year}年"
    if months == _HALF and not place % _HALF:
        return f"{first.year}年{'下' if place else '上'}半年"
    if months == _QUARTER and not place % _QUARTER:
        return f"{first.year}年{_QUARTERS[place // _QUARTER]}季度"
    if months == 1:
        return f"{first.year}年{first.month}月"
    after = f"{last.year}年" if last.year != first.year else ""
    month = f"{last.month}月" if (first.year, first.month) != (last.year, last.month) else ""
    return f"{first.year}年{first.month}月{first.day}日至{after}{month}{last.day}日"
