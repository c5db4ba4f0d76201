"""The time of day at the end of a limit (17:30, 下午3点半, 下班): what is plain is read, what is not is asked about.

Twelve hours of a day are written twice in Chinese: 晚上12点 is the end of the day, 中午1点 is 13:00, 晚上2点 is the
next morning to most. A table says which hours a part of the day may have.
"""

import re
from datetime import date, datetime, time, timedelta

from msgspec import Struct

_PARTS = r"凌晨|清晨|早上|早晨|上午|中午|正午|下午|傍晚|晚上|晚间|夜里|夜间|半夜|午夜|晚"
#: To be searched for: it stands at the end, after the day. A ``T`` was a space between two digits.
PATTERN = (
    rf"T?(?:(?P<off>下班)|(?P<part>{_PARTS})?(?P<hour>\d{{1,2}})"
    r"(?::(?P<minute>\d\d)(?::\d\d(?:\.\d+)?)?分?|[时点](?:钟|整)?(?:(?P<minutes>\d{1,2})分?|(?P<half>半)|(?P<quarter>[13])刻)?)"
    rf"|(?P<bare>上午|中午|下午|晚上))$"
)
#: Without a part of the day, an hour before this could be an afternoon's: it is refused.
_FIRST_PLAIN_HOUR = 7
_NOON, _MIDNIGHT = 12, 24
_NEXT_DAY = 24

#: Part of the day → the hours that it may be written with → what to add, and whether to ask.
_READINGS: dict[str, tuple[tuple[range, int, bool], ...]] = {
    "凌晨": ((range(1, 7), 0, False),),
    "早": ((range(5, 12), 0, False),),
    "上午": ((range(6, 12), 0, False), (range(12, 13), 0, True)),
    "中午": ((range(11, 15), 0, False), (range(1, 3), 12, False)),
    "下午": ((range(1, 9), 12, False), (range(9, 12), 12, True), (range(12, 13), 0, True), (range(13, 20), 0, False)),
    "傍晚": ((range(4, 8), 12, False), (range(16, 20), 0, False)),
    "晚": (
        *((range(6, 12), 12, False), (range(18, 24), 0, False), (range(12, 13), 12, True), (range(24, 25), 0, True)),
        *((range(5, 6), 12, True), (range(1, 5), _NEXT_DAY, True)),
    ),
    "半夜": ((range(12, 13), 12, True), (range(24, 25), 0, True)),
    "": ((range(_FIRST_PLAIN_HOUR, 25), 0, False),),
}
_SAME = {
    **dict.fromkeys(("清晨", "早上", "早晨"), "早"),
    **dict.fromkeys(("晚上", "晚间", "夜里", "夜间"), "晚"),
    "正午": "中午",
    "午夜": "半夜",
}


class Moment(Struct, frozen=True):
    """A ``due`` with its hour; ``other`` is what else it might mean, where it is to be asked about."""

    due: str
    ask: bool = False
    other: str = ""


def at_time(on: date, match: re.Match[str], closes_at: time) -> Moment | None:
    """The moment of that day which a match of ``PATTERN`` names; ``None`` for no such time, or one that could be two.

    The end of a day (24点) is the day itself, as a limit without an hour is inclusive.
    """
    if match["off"]:
        return _moment(on, closes_at.hour, closes_at.minute)
    if match["bare"]:
        return _part_alone(on, match["bare"], closes_at)
    hour, minute = int(match["hour"]), _minutes(match)
    if hour == 0:
        return _at_nought(on, minute, match)
    part = match["part"] or ""
    for hours, more, ask in _READINGS[_SAME.get(part, part)]:
        if hour in hours:
            other = _moment(on, hour, minute) if more == _NEXT_DAY else None
            return _moment(on, hour + more, minute, ask=ask, other=other.due if other else "")
    return None


def _minutes(match: re.Match[str]) -> int:
    if match["half"]:
        return 30
    return 15 * int(match["quarter"]) if match["quarter"] else int(match["minute"] or match["minutes"] or 0)


def _part_alone(on: date, part: str, closes_at: time) -> Moment | None:
    """下周二上午: until noon; 下午 until closing; 晚上 until the day ends. Assumed, so asked about."""
    if part == "下午":
        return _moment(on, closes_at.hour, closes_at.minute, ask=True)
    return _moment(on, _MIDNIGHT if part == "晚上" else _NOON, 0, ask=True)


def _at_nought(on: date, minute: int, match: re.Match[str]) -> Moment | None:
    """A workbook's bare day has 00:00; 零点 is the end of the day before, or was meant as the end of this one."""
    if minute:
        return None
    if match["minute"]:
        return Moment(on.isoformat())
    return Moment((on - timedelta(days=1)).isoformat(), ask=True, other=on.isoformat())


def _moment(on: date, hour: int, minute: int, *, ask: bool = False, other: str = "") -> Moment | None:
    if (hour, minute) == (_MIDNIGHT, 0):
        return Moment(on.isoformat(), ask, other)
    if minute >= 60 or (hour >= _MIDNIGHT and not other):  # noqa: PLR2004 - minutes of an hour
        return None
    at = datetime.combine(on, time()) + timedelta(hours=hour, minutes=minute)
    return Moment(at.isoformat(timespec="minutes"), ask, other)
