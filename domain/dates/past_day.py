"""A day that has come, by itself or at the beginning of other words: 3月2日 已书面告知.

Without a year it is the newest such day. One that is soon to come is no slip for last year's: it stays, and is refused.
"""

import re
from datetime import date, timedelta

from domain.dates.due_date import read_limit
from domain.dates.leading import is_another_day, refuse_unread_day
from domain.errors import DateNotUnderstood
from domain.limits import day_of
from domain.rules import Rules
from domain.text_forms import with_digits

_DAY = timedelta(days=1)
_NEAR = {"今天": 0, "今日": 0, "昨天": -1, "昨日": -1, "前天": -2, "明天": 1, "明日": 1, "后天": 2}
_NAMED = re.compile(rf"(?P<near>{'|'.join(_NEAR)})")
_WRITTEN = re.compile(
    r"(?:(?P<year>\d{4})\s*[年./-]\s*)?(?P<month>\d{1,2})\s*(?:月|[./-])\s*(?P<day>\d{1,2})(?:[日号]|(?![\d]))"
)
_AROUND = " \t\r\n,，;；:：。、"
#: A day further ahead than this in its own year was in the year before: 12月30日, written in January.
_HALF_A_YEAR = timedelta(days=183)


def is_of_year_before(day: date, today: date) -> bool:
    """Whether a past day that was written without its year, and read in this one's, lies too far ahead for it."""
    return day - today > _HALF_A_YEAR


def read_past_day(words: str, today: date, rules: Rules) -> date:
    """The one day, today at the latest, that the words name.

    Raises ``DateNotUnderstood`` for a day to come, for several days, for a rhythm and for what is counted (三日内).
    """
    day = _single_day(words, today, rules, today.year)
    if is_of_year_before(day, today):
        day = _single_day(words, today, rules, today.year - 1)
    if day > today:
        raise DateNotUnderstood(words)
    return day


def _single_day(words: str, today: date, rules: Rules, year: int) -> date:
    limit = read_limit(words, today, rules, ledger_year=year)
    if not limit.due or limit.every or limit.start_on or limit.is_relative:
        raise DateNotUnderstood(words)
    return day_of(limit.due)


def split_past_day(words: str, today: date) -> tuple[date | None, str]:
    """The day that the words begin with, and the rest; ``None`` where they begin with none.

    Raises ``DateNotUnderstood`` for something like a day that is none (2月30日). A day to come is returned as it is.
    """
    plain = words.strip(_AROUND)
    named = _NAMED.match(plain)
    if named is not None:
        return today + _NEAR[named["near"]] * _DAY, plain[named.end() :].strip(_AROUND)
    digits = with_digits(plain[:20])
    found = _WRITTEN.match(digits)
    if found is None:
        refuse_unread_day(plain)
        return None, plain
    behind = digits[found.end() :] + plain[20:]
    if is_another_day(behind):
        raise DateNotUnderstood(plain[:20])
    return _day_of(found, today), behind.strip(_AROUND)


def _day_of(found: re.Match[str], today: date) -> date:
    year = int(found["year"] or today.year)
    try:
        day = date(year, int(found["month"]), int(found["day"]))
    except ValueError as error:
        raise DateNotUnderstood(found[0]) from error
    return day.replace(year=year - 1) if found["year"] is None and is_of_year_before(day, today) else day
