"""How staff write a limit (完成时限): a small grammar that refuses what it does not know and never guesses.

A limit is a day (``domain.datewords``) with an optional time of day and a tail (前), a range of two days, a recurring
day, or one of a few words. Excel's serials are understood; that a workbook counts from 1904 only its reader can know.
"""

import re
import unicodedata
from datetime import date, datetime, time, timedelta

from msgspec import Struct
from msgspec.structs import replace

from domain.datewords import Context, Day, day_of, last_of_month
from domain.errors import DateNotUnderstood, DateVague
from domain.lunar import FESTIVALS, festival_in
from domain.numerals import with_digits
from domain.rules import Rules


class Limit(Struct, frozen=True, kw_only=True):
    """A limit as it was understood. ``due`` is as ``Item.due`` has it; ``ask``: echo it for confirmation.

    ``every`` says that it recurs: ``month/25``, ``month/end``, ``week/5``, ``quarter/end``; ``due`` is the next one.
    """

    due: str = ""
    start_on: date | None = None
    is_endless: bool = False
    ask: bool = False
    every: str = ""


#: 立行立改, at once: so many work days, confirmed by a person.
AT_ONCE_WORK_DAYS = 3
#: A festival further ahead might as well be the one that has passed.
_FAR_AHEAD = timedelta(days=183)
#: Longer texts are sentences, not limits.
_LONGEST = 40
#: An hour before this needs 上午 or 下午: 3点 is an afternoon's to most who write it.
_FIRST_PLAIN_HOUR = 7
_NOON, _MIDNIGHT = 12, 24

_BEFORE = r"(?:之前|以前|前)"
_DONE = r"(?:完成|办结|整改到位|完成整改|整改完成|整改完毕|报送|上报|落实到位|反馈)"
_VAGUE = re.compile(
    rf"(?:请|应)?(?:尽快|适时|及时|尽早|抓紧|早日|近期|从速|待定|另行通知)(?:{_DONE}|办理|整改|落实|推进)?"
)
_ENDLESS = re.compile(
    r"(?:立行立改[、,]?)?(?:长期|持续|常态化?)(?:[、,]?(?:长期|持续|坚持|推进|整改|落实|开展|抓好|保持|进行))*"
)
_AT_ONCE = re.compile(r"立行立改|立即整改|即知即改|立即完成")
_TIME = (
    r"T?(?:(?P<off>下班)|(?P<part>上午|中午|下午|晚上)?(?P<hour>\d{1,2})"
    r"(?::(?P<minute>\d\d)(?::\d\d(?:\.0+)?)?|[时点](?:(?P<minutes>\d{1,2})分|(?P<half>半))?))"
)
_SINGLE = re.compile(rf"(?P<day>.+?)(?:\(周(?P<weekday>[1-6日])\))?(?:{_TIME})?(?:{_BEFORE}|截?止)?{_DONE}?")
_RANGE = re.compile(r"(?P<begin>.+?)(?:至|到|~|[—\u2013]+|--|(?<=[日号])-)(?P<end>.+)")
_EVERY = re.compile(
    rf"每个?(?:月(?:(?P<day>\d{{1,2}})[日号]|[底末])|(?:周|星期)(?P<weekday>[1-6日天])|(?P<quarter>季)度?[底末]){_BEFORE}?{_DONE}?"
)
_FESTIVAL = re.compile(rf"(?P<name>{'|'.join(FESTIVALS)})节?(?:假期)?{_BEFORE}{_DONE}?")


def read_limit(text: str, today: date, rules: Rules, *, ledger_year: int | None = None) -> Limit:
    """The limit that the text states, seen from ``today``; dates without a year stay in ``ledger_year`` where given.

    Raises ``DateVague`` for 尽快 and its like, ``DateNotUnderstood`` for everything that the grammar does not know.
    """
    context = Context(today, rules.work_days, ledger_year)
    words = _plain(text)
    if len(words) > _LONGEST:
        raise DateNotUnderstood(text)
    if _VAGUE.fullmatch(words):
        raise DateVague(text)
    digits = with_digits(words)
    limit = (
        _in_words(words, context)
        or _recurring(digits, context)
        or _range(digits, context, rules)
        or _single(digits, context, rules)
    )
    if limit is None:
        raise DateNotUnderstood(text)
    return limit


def _plain(text: str) -> str:
    """Half-width, without spaces (one between a day and its time becomes T), bracketed 前 and final punctuation."""
    words = re.sub(r"(?<=\d)\s+(?=\d)", "T", unicodedata.normalize("NFKC", text).strip().strip("。;,"))
    words = re.sub(r"\s|\(含\)", "", words)
    return re.sub(r"^(?:截至|截止[到至]?|自|从)", "", re.sub(rf"\(({_BEFORE})\)", r"\1", words))


def _in_words(words: str, context: Context) -> Limit | None:
    if _ENDLESS.fullmatch(words):
        return Limit(is_endless=True)
    if _AT_ONCE.fullmatch(words):
        return Limit(due=context.work_days.add(context.today, AT_ONCE_WORK_DAYS).isoformat(), ask=True)
    festival = _FESTIVAL.fullmatch(words)
    return _before_festival(festival["name"], context) if festival else None


def _before_festival(name: str, context: Context) -> Limit:
    """The last work day before it: of the ledger's year where there is one, else the next that is not past."""
    years = range(context.year, context.year + 3)
    days = [context.work_days.on_or_before(festival_in(name, year) - timedelta(days=1)) for year in years]
    if context.ledger_year is None:
        on = next(day for day in days if day >= context.today)
    else:
        on = next(day for day in days if day.year == context.ledger_year)
    return Limit(due=on.isoformat(), ask=not context.today <= on <= context.today + _FAR_AHEAD)


def _recurring(digits: str, context: Context) -> Limit | None:
    match = _EVERY.fullmatch(digits)
    if match is None:
        return None
    today = context.today
    if match["weekday"]:
        weekday = "123456".find(match["weekday"]) if match["weekday"] in "123456" else 6
        on = today + timedelta(days=(weekday - today.weekday()) % 7)
        return Limit(due=on.isoformat(), every=f"week/{weekday + 1}")
    if match["quarter"]:
        return Limit(due=last_of_month(today.year, (today.month + 2) // 3 * 3).isoformat(), every="quarter/end")
    return _monthly(int(match["day"]) if match["day"] else None, today)


def _monthly(day: int | None, today: date) -> Limit | None:
    """The next such day; in a month that is too short, its last one."""
    if day is not None and not 1 <= day <= 31:  # noqa: PLR2004 - days of a month
        return None
    ends = (last_of_month(today.year, today.month + ahead) for ahead in (0, 1))
    on = next(on for end in ends if (on := end.replace(day=min(day or 31, end.day))) >= today)
    return Limit(due=on.isoformat(), every=f"month/{day or 'end'}")


def _range(digits: str, context: Context, rules: Rules) -> Limit | None:
    match = _RANGE.fullmatch(digits)
    if match is None:
        return None
    begin = day_of(match["begin"], context)
    if begin is not None and re.match(r"20\d\d", match["begin"]):
        return _ending_after(begin.on, match["end"], context, rules)
    limit = _single(match["end"], context, rules)
    if limit is None:
        return None
    end_on = date.fromisoformat(limit.due[:10])
    for year in (end_on.year, end_on.year - 1):
        begin = day_of(match["begin"], replace(context, ledger_year=year))
        if begin is not None and begin.on <= end_on:
            return replace(limit, start_on=begin.on)
    return None


def _ending_after(begin: date, end: str, context: Context, rules: Rules) -> Limit | None:
    """The limit of a range whose first day has its year: the first such day after it."""
    for year in (begin.year, begin.year + 1):
        limit = _single(end, replace(context, ledger_year=year), rules)
        if limit is not None and date.fromisoformat(limit.due[:10]) >= begin:
            return replace(limit, start_on=begin)
    return None


def _single(digits: str, context: Context, rules: Rules) -> Limit | None:
    match = _SINGLE.fullmatch(digits)
    day = day_of(match["day"], context) if match else None
    if match is None or day is None:
        return None
    if match["weekday"] and "123456日"[day.on.weekday()] != match["weekday"]:
        return None
    if match["off"]:
        return _timed(day, rules.closes_at)
    return _at_hour(day, match) if match["hour"] else Limit(due=day.on.isoformat(), ask=day.ask)


def _at_hour(day: Day, match: re.Match[str]) -> Limit | None:
    hour, minute = int(match["hour"]), int(match["minute"] or match["minutes"] or (30 if match["half"] else 0))
    if (hour, minute) == (_MIDNIGHT, 0) or (hour == minute == 0 and "T" in match[0]):
        return Limit(due=day.on.isoformat(), ask=day.ask)  # a workbook's bare day, or the end of the day
    if match["part"] in ("下午", "晚上") and hour < _NOON:
        hour += _NOON
    elif match["part"] is None and hour < _FIRST_PLAIN_HOUR:
        return None
    try:
        return _timed(day, time(hour, minute))
    except ValueError:
        return None


def _timed(day: Day, at: time) -> Limit:
    return Limit(due=datetime.combine(day.on, at).isoformat(timespec="minutes"), ask=day.ask)
