"""How staff write a limit (完成时限): a small grammar that refuses what it does not know and never guesses.

A limit is a day (``day_words``, ``near_words``, ``festivals``) with an optional time of day and a tail (前完成),
a range of two days, a recurring day, or one of a few words. What could mean another day is to be asked about.
"""

import re
from datetime import date, time, timedelta
from functools import lru_cache

from msgspec import Struct, structs

from domain.dates import day_words, near_words
from domain.dates.day_words import Context, Day, read_row
from domain.dates.festivals import festival_day, lunar_limit
from domain.dates.phrasing import AT_ONCE, ENDLESS, VAGUE, Ending, Words, plain, read_range, take_apart
from domain.dates.rhythms import next_day, read_rhythm
from domain.dates.time_of_day import PATTERN, Moment, at_time
from domain.errors import DateNotUnderstood, DateVague
from domain.rules import Rules
from domain.text_forms import with_digits


class Limit(Struct, frozen=True, kw_only=True):
    """A limit as it was understood. ``due`` is as ``Item.due`` has it; ``ask``: echo it for confirmation.

    ``every`` says that it recurs (``domain.dates.rhythms``): ``month/25``, ``quarter/end``; ``due`` is the next one.
    """

    due: str = ""
    start_on: date | None = None
    is_endless: bool = False
    ask: bool = False
    every: str = ""
    other: str = ""  # what else it might mean
    goes_on: bool = False  # 并长期坚持: it is not over with the limit
    is_relative: bool = False  # counts from a day that the text does not name
    is_far: bool = False  # so many years away that it may be a slip of the pen


#: 立行立改, at once: so many work days, confirmed by a person.
AT_ONCE_WORK_DAYS = 3
#: Limits more years away than this are asked about.
MOST_YEARS_AWAY = 3
#: Longer texts are sentences, not limits.
_LONGEST = 40
#: 9月30日（延期至12月31日）, 原9月30日，现调整为12月31日.
_CHANGED = re.compile(
    r"原?(?:定)?(?P<old>.*?[\d月日号底末前])[,;(]?(?:现|已|经批准)?(?:延期|延长|顺延|推迟|延|调整|变更)[至到为](?P<new>[^()]+)\)?"
)
_WEEKDAYS = "123456日"
_DAY_LENGTH = len("2026-11-20")


def read_limit(
    text: str, today: date, rules: Rules, *, ledger_year: int | None = None, counts_from: date | None = None
) -> Limit:
    """The limit that the text states, seen from ``today``; dates without a year stay in ``ledger_year`` where given.

    What is relative (三日内) counts from ``counts_from``, else from today. Raises ``DateVague`` for 尽快 and its like,
    ``DateNotUnderstood`` for everything that the grammar does not know.
    """
    context = Context(today, rules.work_days, ledger_year, counts_from)
    words = plain(text)
    if len(words) > _LONGEST:
        raise DateNotUnderstood(text)
    if not words[:1].isdigit() and re.fullmatch(VAGUE, words) and not re.fullmatch(AT_ONCE, words):
        raise DateVague(text)
    limit = _read(words, context, rules.closes_at)
    if limit is None:
        raise DateNotUnderstood(text)
    return limit


def read_first_day(text: str, today: date, rules: Rules, *, ledger_year: int | None = None) -> date:
    """The first day of what the text names, as 2026年12月 begins on the first. Raises ``DateNotUnderstood``."""
    words, context = plain(text), Context(today, rules.work_days, ledger_year)
    if len(words) > _LONGEST:
        raise DateNotUnderstood(text)
    day = _day_of(take_apart(words), context)
    if day is not None:
        return day.first or day.on
    limit = _in_days(words, context, rules.closes_at)
    if limit is None:
        raise DateNotUnderstood(text)
    return limit.start_on or date.fromisoformat(limit.due[:_DAY_LENGTH])


_BY_WORK_DAYS = re.compile(rf"工作日|[节假]|{AT_ONCE}")


def counts_work_days(written: str) -> bool:
    """Whether the words count work days (5个工作日内, 节前, 立行立改): in a year without its notice they may move."""
    return _BY_WORK_DAYS.search(written) is not None


def is_far(due: str, year: int) -> bool:
    """Whether a limit lies so many years from that year that it may be a slip of the pen (2062 for 2026)."""
    return bool(due) and abs(int(due[:4]) - year) > MOST_YEARS_AWAY


@lru_cache(maxsize=4096)  # a ledger of ten thousand rows has a few hundred different limits
def _read(words: str, context: Context, closes_at: time) -> Limit | None:
    by_words = None if words[:1].isdigit() else _in_words(words, context, closes_at)
    return by_words or _in_days(words, context, closes_at) or _changed(words, context, closes_at)


def _changed(words: str, context: Context, closes_at: time) -> Limit | None:
    """A limit with the later one that took its place, which is confirmed; its year is the first one's or the next."""
    match = _CHANGED.fullmatch(words)
    of_year = structs.replace(context, ledger_year=context.year)  # the first one may be past
    old = _in_days(match["old"], of_year, closes_at) if match else None
    if match is None or old is None:
        return None
    for year in (int(old.due[:4]), int(old.due[:4]) + 1):
        new = _in_days(match["new"], structs.replace(context, ledger_year=year), closes_at)
        if new and new.due > old.due:
            return structs.replace(new, ask=True, other=old.due)
    return None


def _in_words(words: str, context: Context, closes_at: time) -> Limit | None:
    """长期坚持, 立行立改, 每月25日前."""
    if re.fullmatch(ENDLESS, words):
        return Limit(is_endless=True)
    if re.fullmatch(AT_ONCE, words):
        due = context.work_days.add(context.base, AT_ONCE_WORK_DAYS).isoformat()
        return Limit(due=due, ask=True, is_relative=True)
    day = re.sub(r"((?:周|星期|礼拜)[一二三四五六])(?=\d)", r"\1T", take_apart(words).day)  # 周五17:00 is no 517:00
    return _recurring(with_digits(day), context, closes_at)


def _in_days(words: str, context: Context, closes_at: time) -> Limit | None:
    """A day, or a range of two."""
    parts = take_apart(words)
    ending = None if re.search("(?<![冬夏])至|[到~\u2014]", parts.day) else _ending(parts, context, closes_at)
    if ending is not None:
        return _limit(ending, None, parts, context)
    found = read_range(
        with_digits(parts.day),
        context,
        lambda side, seen: _day_of(take_apart(side), seen),
        lambda side, seen: _ending(take_apart(side), seen, closes_at),
    )
    return _limit(found.end, found.start_on, parts, context) if found else None


def _limit(ending: Ending, start_on: date | None, parts: Words, context: Context) -> Limit:
    far = is_far(ending.due, context.ledger_year or context.today.year)
    return Limit(
        due=ending.due,
        start_on=start_on,
        ask=ending.ask or parts.ask or far,
        other=ending.other,
        goes_on=parts.goes_on,
        is_relative=ending.is_relative or parts.is_relative,
        is_far=far,
    )


def _ending(parts: Words, context: Context, closes_at: time) -> Ending | None:
    """The day with its time of day, if it has one; only a single day can."""
    day = _day_of(parts, context)
    if day is not None:
        return _at_day(day, is_before=parts.is_before, base=context.base)
    digits = with_digits(parts.day)
    match = re.search(PATTERN, digits)
    day = _day_of(Words(digits[: match.start()]), context) if match else None
    if match is None or day is None or day.first:
        return None
    moment = at_time(day.on, match, closes_at)
    return _at_moment(moment, day) if moment else None


def _at_moment(moment: Moment, day: Day) -> Ending:
    other = moment.other or (day.other.isoformat() if day.other else "")
    return Ending(moment.due, moment.ask or day.ask, other, day.is_relative)


def _at_day(day: Day, *, is_before: bool, base: date) -> Ending:
    """8月前 may mean by the end of July, or of August: where a whole period has 前, both are to be asked about."""
    if is_before and day.first:
        earlier, later = day.first - timedelta(days=1), day.on
        due, other = (later, earlier) if earlier < base <= later else (earlier, later)
        return Ending(due.isoformat(), ask=True, other=other.isoformat(), is_relative=day.is_relative)
    return Ending(day.on.isoformat(), day.ask, day.other.isoformat() if day.other else "", day.is_relative)


def _day_of(parts: Words, context: Context) -> Day | None:
    """The day that the words name; a weekday behind it must be its own."""
    festival = festival_day(parts.with_before, context)
    if festival is not None:
        return festival
    digits = with_digits(parts.day)
    day = _known_day(digits, context)
    if day is None:
        named = re.fullmatch(r"(?P<day>.+?\D)\(?(?:周|星期|礼拜)(?P<weekday>[1-6日天])\)?", digits)
        day = _known_day(named["day"], context) if named else None
        if named and day and _WEEKDAYS[day.on.weekday()] != named["weekday"].replace("天", "日"):
            return None
    return day


def _known_day(digits: str, context: Context) -> Day | None:
    return (
        read_row(day_words.TABLE, digits, context)
        or read_row(near_words.TABLE, digits, context)
        or lunar_limit(digits, context)
    )


def _recurring(digits: str, context: Context, closes_at: time) -> Limit | None:
    """A rhythm, perhaps with an hour (每周五下班前, 每月25日17:00前); the next of its days is the limit."""
    every, hour = read_rhythm(digits, context), None
    if not every and (hour := re.search(PATTERN, digits)):
        every = read_rhythm(digits[: hour.start()], context)
    if not every:
        return None
    day = next_day(every, context.base - timedelta(days=1), context.work_days)
    if hour is None or hour["off"]:  # a limit without an hour ends with the office's day
        return Limit(due=day.isoformat(), every=every)
    moment = at_time(day, hour, closes_at)
    return Limit(due=moment.due, every=every) if moment and not moment.ask else None
