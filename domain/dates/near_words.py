"""Words for a day that count from another: from the row's 交办时间 where it has one, else from today.

The same table as in ``domain.dates.day_words``: 三日内, 5个工作日内, 月底, 下周三, 本季度末, 后天.
"""

import re
from datetime import timedelta

from domain.dates.day_words import (
    MONTHS,
    NTH,
    PART,
    Context,
    Day,
    Row,
    last_of_month,
    months_later,
    part_of_month,
    place_of,
    relative,
    work_day_of,
)

_DAYS = {
    **dict.fromkeys(("今天", "今日", "当天", "当日"), 0),
    **dict.fromkeys(("明天", "明日", "次日"), 1),
    **dict.fromkeys(("后天", "后日"), 2),
    "大后天": 3,
    **dict.fromkeys(("昨天", "昨日"), -1),
    "前天": -2,
}
_INSIDE = r"(?P<end>之内|以内|内|之后|以后|后)?"
_WITHIN = ("之内", "以内", "内")
_WEEK = "(?:周|星期|礼拜)"
_WHICH = {"": 0, "本": 0, "这": 0, "当": 0, "下": 1, "次": 1, "下下": 2, "上": -1}
_WHICH_ONE = r"(?P<which>本|这|当|下下|下|次|上|)个?"
_HOURS_A_DAY = 24


def _near_month(match: re.Match[str], context: Context) -> Day:
    which, part, day = match["which"], match["part"], match["day"]
    if not (which or part):
        raise ValueError(match[0])
    month = context.base.month + _WHICH[which]
    end = last_of_month(context.base.year, month)
    found = part_of_month(end.year, end.month, part or ("底" if day else None))
    on = end.replace(day=int(day)) if day else found.on
    ask = on < context.base or (not day and found.ask and part != "内")
    return relative(on, ask=ask, first=found.first)


def _near_work_day(match: re.Match[str], context: Context) -> Day:
    """本月最后1个工作日."""
    end, place = last_of_month(context.base.year, context.base.month + _WHICH[match["which"]]), place_of(match["nth"])
    on = work_day_of(end.replace(day=1), end, place, context.work_days)
    if on.month != end.month or not place:
        raise ValueError(match[0])
    return relative(on, ask=on < context.base)


def _near_quarter(match: re.Match[str], context: Context) -> Day:
    which, part = match["which"], match["part"]
    if not (which or part):
        raise ValueError(match[0])
    number = (context.base.month + 2) // 3 + _WHICH[which]
    on = last_of_month(context.base.year, 3 * number)
    return relative(
        on, ask=on < context.base, first=None if part else last_of_month(on.year, on.month - 2).replace(day=1)
    )


def _weekday(match: re.Match[str], context: Context) -> Day:
    base, which = context.base, match["which"]
    weekday = "123456".find(match["day"]) if match["day"] in "123456" else 6
    on = base + timedelta(days=weekday - base.weekday() + 7 * _WHICH[which])
    if not which and on < base:
        on += timedelta(days=7)
    doubtful = match["day"] == "末" or (not which and on == base)
    return relative(on, ask=on < base or doubtful)


def _week(match: re.Match[str], context: Context) -> Day:
    """本周内: until its last work day, as most offices mean it, or until Sunday."""
    which = match["which"]
    if not (which or match["end"]):
        raise ValueError(match[0])
    base = context.base
    monday = base + timedelta(days=7 * _WHICH[which] - base.weekday())
    sunday = monday + timedelta(days=6)
    on = context.work_days.last_of_week(monday) or sunday
    return relative(on, ask=True, other=sunday, first=None if match["end"] else monday)


def _near_day(match: re.Match[str], context: Context) -> Day:
    ahead = _DAYS[match[1]]
    return relative(context.base + timedelta(days=ahead), ask=ahead < 0)


def _span(match: re.Match[str], context: Context) -> Day:
    count, unit, base = int(match["count"]), match["unit"], context.base
    if not count:
        raise ValueError(count)
    if unit in ("月", "年", "季度"):
        months = {"月": 1, "季度": 3, "年": MONTHS}[unit]
        on = months_later(base, count * months + (months // 2 if match["half"] else 0))
        on += timedelta(days=15 if match["half"] and unit == "月" else 0)
    else:
        on = base + timedelta(days=count * (1 if unit in ("日", "天", "自然日", "日历日", "日历天") else 7))
    return relative(on, ask=bool(match["half"]) or match["end"] not in _WITHIN)


def _half_span(match: re.Match[str], context: Context) -> Day:
    base = context.base
    on = base + timedelta(days=15) if match["unit"] == "月" else months_later(base, 6)
    return relative(on, ask=match["end"] not in _WITHIN)


def _hours(match: re.Match[str], context: Context) -> Day:
    """48小时内 is two days; the hour that it counts from is not known."""
    days, rest = divmod(int(match["count"]), _HOURS_A_DAY)
    if rest or not days:
        raise ValueError(match[0])
    return relative(context.base + timedelta(days=days), ask=True)


def _work_days(match: re.Match[str], context: Context) -> Day:
    count = int(match["count"])
    if not count:
        raise ValueError(count)
    on = context.work_days.add(context.base, count)
    return relative(on, ask=bool(match["end"]) and match["end"] not in _WITHIN)


TABLE: tuple[Row, ...] = (
    ("日内后", r"(?P<count>\d{1,3})个?工作日" + _INSIDE, _work_days),
    ("内", r"(?P<count>\d{1,3})(?P<unit>日)(?P<half>(?!))?(?P<end>之内|以内|内)", _span),
    ("天年周期拜半内后", r"(?P<count>\d{1,3})(?P<unit>天|年|周|星期|礼拜)(?P<half>半)?" + _INSIDE, _span),
    (
        "月期拜度日天半内后",
        r"(?P<count>\d{1,3})个(?P<half>半)?(?P<unit>月|星期|礼拜|季度|自然日|日历日|日历天)" + _INSIDE,
        _span,
    ),
    ("内", r"(?P<count>\d{1,3})个?小时(?:之|以)?内", _hours),
    ("月年内后", r"半个?(?P<unit>月|年)" + _INSIDE, _half_span),
    ("日", _WHICH_ONE + rf"月的?(?P<nth>{NTH})个?工作日", _near_work_day),
    ("月底末旬初中内日号", _WHICH_ONE + r"月" + PART + r"(?:(?P<day>\d{1,2})[日号])?", _near_month),
    ("季度底末内", _WHICH_ONE + r"季度?(?P<part>[末底内])?", _near_quarter),
    ("9天末日", _WHICH_ONE + _WEEK + r"(?P<day>[1-6日天末])", _weekday),
    ("周期拜内", _WHICH_ONE + _WEEK + r"(?P<end>之内|以内|内)?", _week),
    ("天日", rf"({'|'.join(_DAYS)})", _near_day),
)
