"""Rhythms (每月25日前, 每季度末月25日前, 每月最后一个工作日): how they are written, and which days they have.

A rhythm is kept as ``PERIOD/DAY`` with one day or several: ``week/1,4``, ``month/25``, ``month/end``, ``month/w-1``
(the last work day), ``month/3.2`` (the second Wednesday), ``quarter/3-25`` (the 25th of its third month),
``half/6-end``, ``year/06-30``. 每双月底 is six days of a year. 每两周 is refused: nobody knows which of two weeks.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count

from domain.dates.day_words import NTH, TABLE, Context, last_of_month, place_of, read_row, work_day_of
from domain.rules import WorkDays

_DAY = timedelta(days=1)
#: Months of a period.
_SPANS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_WEEKDAYS = "123456日"
_HAN = "一二三四五六日"
#: No period has more work days than this that anybody counts to.
_MOST_WORK_DAYS = 30
_MOST_DAYS = 31


def next_day(every: str, after: date, work_days: WorkDays) -> date:
    """The first day of the rhythm after that day."""
    what, _, which = every.partition("/")
    if what == "week":
        return min(after + ((int(day) - 1 - after.weekday() - 1) % 7 + 1) * _DAY for day in which.split(","))
    days = (_day(start, _SPANS[what], one, work_days) for start in _periods(after, what) for one in which.split(","))
    return next(day for day in days if day > after)


def period_end(every: str, day: date) -> date:
    """The last day of the rhythm's period that the day lies in."""
    what = every.partition("/")[0]
    if what == "week":
        return day + (6 - day.weekday()) * _DAY
    start = next(_periods(day, what))
    return last_of_month(start.year, start.month + _SPANS[what] - 1)


def _periods(day: date, what: str) -> Iterator[date]:
    """The first day of the period that the day lies in, and of those after it."""
    span = _SPANS[what]
    first = (day.month - 1) // span * span + 1
    return (last_of_month(day.year, first + span * n).replace(day=1) for n in count())


def _day(start: date, span: int, which: str, work_days: WorkDays) -> date:
    """That day of a period of so many months; the month's last where it is too short."""
    if which.startswith("w"):
        return work_day_of(start, last_of_month(start.year, start.month + span - 1), int(which[1:]), work_days)
    if "." in which:
        return _weekday(start, *map(int, which.split(".")))
    month, _, day = which.rpartition("-")
    at = int(month or span) if which == "end" else int(month or 1)
    end = last_of_month(start.year, start.month + at - 1)
    return end if day == "end" else end.replace(day=min(int(day), end.day))


def _weekday(start: date, weekday: int, place: int) -> date:
    """That weekday of the month that begins then, counted from the month's end where ``place`` is below zero."""
    if place > 0:
        return start + ((weekday - 1 - start.weekday()) % 7 + 7 * (place - 1)) * _DAY
    end = last_of_month(start.year, start.month)
    return end - ((end.weekday() - weekday + 1) % 7 + 7 * (-place - 1)) * _DAY


_SIGN = r"\s*[、,;和及与]\s*"
_EVERY = r"(?:每个?|逐|按)"
_WEEK = r"(?:周|星期|礼拜)"
_IN_MONTH = (
    rf"(?:(?P<days>\d{{1,2}}[日号]?(?:{_SIGN}\d{{1,2}}[日号]?)*)(?<=[日号])|(?P<part>[上中下]旬|月?[底末]|最后1[天日])"
    rf"|(?P<nth>{NTH})个?工作日)"
)
_WITHIN = r"后(?:的)?(?P<within>\d{1,2})(?P<work>个?工作)?[日天](?:之|以)?内"
_ONCE = r"(?:至少|不少于)?1[次报]"
_OF_MONTH = re.compile(rf"{_EVERY}月(?:份|度)?的?(?:{_IN_MONTH}|(?:结束|终了){_WITHIN}|{_ONCE})?")
_OF_WEEKDAY = re.compile(
    rf"{_EVERY}月(?:份|度)?的?(?P<places>(?:{NTH})个?(?:{_SIGN}(?:{NTH}|\d)个?)*){_WEEK}(?P<day>[1-6日天])"
)
_OF_ALTERNATE = re.compile(rf"{_EVERY}(?P<which>[单双])月份?的?(?:{_IN_MONTH}|{_ONCE})?")
_OF_SPAN = re.compile(
    rf"{_EVERY}(?P<what>季度?|半年度?)的?(?:[底末]|最后1[天日]|{_ONCE}|(?:结束|终了|末)?{_WITHIN}"
    rf"|(?P<last>{NTH})个?工作日|(?P<month>末|最后1|首|第[1-6])个?月份?的?{_IN_MONTH})?"
)
_OF_YEAR = re.compile(rf"{_EVERY}年度?的?(?:{_ONCE}|(?P<days>.+))?")
_OF_WEEK = re.compile(rf"{_EVERY}{_WEEK}(?P<days>[1-6日天](?:{_SIGN}{_WEEK}?[1-6日天])*)")
#: 一月一次: said without 每.
_BARE = {
    "1月1次": "month/end",
    "1季度1次": "quarter/end",
    "1季1次": "quarter/end",
    "半年1次": "half/end",
    "1年1次": "year/12-31",
}
_PARTS = {"上旬": "10", "中旬": "20"}
#: 每旬末, 每半个月: so many days of a month.
_OF_PARTS = re.compile(rf"{_EVERY}(?:(?P<ten>旬)|半个?月)(?:[底末]|{_ONCE})?")
_ALTERNATE = {"单": range(1, 12, 2), "双": range(2, 13, 2)}
#: The fifth Wednesday is in no month, or in every third.
_MOST_PLACES = 4


def read_rhythm(digits: str, context: Context) -> str:
    """The rhythm that the words state, their numerals as digits and without their tail; ``""`` for none."""
    if digits[:1] not in ("每", "逐", "按"):
        return _BARE.get(digits, "")
    if week := _OF_WEEK.fullmatch(digits):
        days = sorted({_WEEKDAYS.index(day) + 1 for day in week["days"].replace("天", "日") if day in _WEEKDAYS})
        return f"week/{','.join(map(str, days))}"
    if month := _OF_MONTH.fullmatch(digits):
        return _rhythm("month", _after_end(month) or _in_month(month))
    if some := _of_some_months(digits):
        return some
    if span := _OF_SPAN.fullmatch(digits):
        what = "half" if span["what"].startswith("半") else "quarter"
        return _rhythm(what, _in_span(span, _SPANS[what]))
    year = _OF_YEAR.fullmatch(digits)
    return _rhythm("year", _in_year(year["days"] or "年底", context)) if year else ""


def _of_some_months(digits: str) -> str:
    """每月第二个周三, 每双月底, 每旬末."""
    if weekday := _OF_WEEKDAY.fullmatch(digits):
        day = _WEEKDAYS.index(weekday["day"].replace("天", "日")) + 1
        places = {place_of(words.rstrip("个")) for words in re.split(_SIGN, weekday["places"])}
        is_counted = all(1 <= abs(place) <= _MOST_PLACES for place in places)
        in_order = sorted(places, key=lambda place: (place < 0, place))
        return _rhythm("month", tuple(f"{day}.{place}" for place in in_order) if is_counted else ())
    if alternate := _OF_ALTERNATE.fullmatch(digits):
        days = () if alternate["nth"] else _in_month(alternate)
        return _rhythm("year", _in_alternate(alternate["which"], days))
    parts = _OF_PARTS.fullmatch(digits)
    return ("month/10,20,end" if parts["ten"] else "month/15,end") if parts else ""


def _in_alternate(which: str, days: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{month:02}-{day if day == 'end' else day.zfill(2)}" for month in _ALTERNATE[which] for day in days)


def _rhythm(what: str, days: tuple[str, ...]) -> str:
    return f"{what}/{','.join(days)}" if days else ""


def _in_month(found: re.Match[str]) -> tuple[str, ...]:
    """The days of a month; the last where none is named, nothing for a day that no month has."""
    if found["nth"]:
        return _place(found["nth"])
    if found["days"]:
        days = sorted({int(day) for day in re.findall(r"\d+", found["days"])})
        return tuple(map(str, days)) if all(1 <= day <= _MOST_DAYS for day in days) else ()
    return (_PARTS.get(found["part"] or "", "end"),)


def _after_end(found: re.Match[str]) -> tuple[str, ...]:
    """每季度结束后10日内: of the next period so many days."""
    within = int(found["within"] or 0)
    if not 1 <= within <= (_MOST_WORK_DAYS if found["work"] else _MOST_DAYS - 3):
        return ()
    return (f"w{within}",) if found["work"] else (str(within),)


def _in_span(found: re.Match[str], months: int) -> tuple[str, ...]:
    if found["within"]:
        return tuple(day if day.startswith("w") else f"1-{day}" for day in _after_end(found))
    if found["last"]:
        return _place(found["last"])
    if not found["month"]:
        return ("end",)
    place = {"首": 1, "末": months, "最后1": months}.get(found["month"]) or int(found["month"][1:])
    days = _in_month(found) if place <= months and not found["nth"] else ()
    return tuple("end" if (place, day) == (months, "end") else f"{place}-{day}" for day in days)


def _place(words: str) -> tuple[str, ...]:
    """第2, 首, 最后1, 倒数第2 of the work days."""
    place = place_of(words)
    return (f"w{place}",) if 1 <= abs(place) <= _MOST_WORK_DAYS else ()


def _in_year(words: str, context: Context) -> tuple[str, ...]:
    """6月底、12月底; nothing where one of them is no day."""
    if place := re.fullmatch(rf"({NTH})个?工作日", words):
        return _place(place[1])
    found = []
    for each in re.split(_SIGN, words if words.strip("底末") else "年底"):
        day = read_row(TABLE, each, Context(context.base, context.work_days))
        if day is None or day.first or "年" in each[1:]:
            return ()
        is_end = re.fullmatch(r"\d{1,2}月份?[底末]|.*\D月?底", each) and day.on == last_of_month(
            day.on.year, day.on.month
        )
        found.append(f"{day.on:%m}-end" if is_end and day.on.month == 2 else f"{day.on:%m-%d}")  # noqa: PLR2004 - February
    return tuple(sorted(set(found)))


_SAID = {
    "month/end": "每月底",
    "month/10,20,end": "每旬末",
    "month/15,end": "每半月末",
    "quarter/end": "每季度末",
    "half/end": "每半年末",
}
_PERIODS = {"month": "每月", "quarter": "每季度", "half": "每半年", "year": "每年"}


def write_every(every: str) -> str:
    """每周五, 每月25日, 每季度末; "" for none. ``read_rhythm`` reads it again."""
    what, _, which = every.partition("/")
    if every in _SAID or not which:
        return _SAID.get(every, every)
    if what == "week":
        return f"每{'、'.join(f'周{_HAN[int(day) - 1]}' for day in which.split(','))}"
    days = which.split(",")
    if "." in which:
        places = [_say_place(int(day[2:])) for day in days]
        return f"每月{'、'.join(places)}个周{_HAN[int(which[0]) - 1]}"
    for months in _ALTERNATE if what == "year" else ():
        of_one = tuple(dict.fromkeys(day[3:] for day in days))
        if tuple(days) == _in_alternate(months, of_one):
            return f"每{months}月" + "、".join(_say_day("month", day) for day in of_one)
    return _PERIODS[what] + "、".join(_say_day(what, day) for day in days)


def _say_day(what: str, which: str) -> str:
    if which.startswith("w"):
        return f"{_say_place(int(which[1:]))}个工作日"
    month, _, day = which.rpartition("-")
    said = "底" if day == "end" else f"{int(day)}日"
    if what == "year":
        return f"{int(month)}月{said}"
    return f"第{month}个月{said}" if month else said


def _say_place(place: int) -> str:
    return f"第{place}" if place > 0 else "最后一" if place == -1 else f"倒数第{-place}"
