"""A limit at the beginning of other words: 3月31日 等待省级系统升级, 7月底前完成低保核查."""

import re
from datetime import date

from msgspec import Struct

from domain.dates.due_date import Limit, read_limit
from domain.errors import DateNotUnderstood, DateVague
from domain.rules import Rules

#: Where a limit may end: before a space or punctuation, behind 前, or behind the last sign of a day.
_ENDS = re.compile(r"(?=[\s,\uff0c;\uff1b\u3002])|(?<=前)|(?<=[日号底末止内天])(?![前内之以后])|$")
#: The same where the rest may be the title of something: 12月1日艾滋病日 is no limit.
_WHOLE_ENDS = re.compile(r"(?=[\s,\uff0c;\uff1b\u3002])|(?<=[前内止])(?![前内之以后])|$")
#: A limit with what stands around it is no longer.
_LONGEST = 30
_BREAK = " \t\r\n\u3000,\uff0c;\uff1b\u3002:\uff1a"


#: The beginning of something that is meant as a day, whatever the calendar says of it.
_LIKE_A_DAY = re.compile(
    r"[0-9０-９一二三四五六七八九十两〇]+\s*(?:年|月|日|号|天|周|个?工作日|个月|[./-]\s*[0-9０-９])|[本下这]+个?(?:周|月|季)|[年月季]底"
)
_DAY = (
    r"(?:(?:[0-9]{2,4}[年./-])?[0-9]{1,2}(?:月(?:[0-9]{1,2}[日号]?)?|[/-][0-9]{1,2})|[0-9]{1,2}日)(?:之前|以前|前|底)?"
)
#: 每两周周五, 隔周周三, 每天, 每月初.
_RHYTHM = (
    r"[每隔](?:[两二三四五六七八九十0-9]{1,2}|[单双])?个?(?:天|日|周|星期|礼拜|旬|月|季度?|半?年)"
    r"(?:的?(?:周|星期|礼拜)?[一二三四五六日天]|[初底末]|[0-9]{1,2}[日号])?(?:之前|以前|前)?(?:一次|1次)?"
)
#: A whole day or rhythm by its form, between breaks: 每天巡查 is a deed.
_DAY_APART = re.compile(rf"(?:^|(?<=[\s,\uff0c;\uff1b\u3002]))(?:{_DAY}|{_RHYTHM})(?=$|[\s,\uff0c;\uff1b\u3002])")


#: A second day right behind the first, by the same right: 6月30日、9月30日前.
_AND_ANOTHER = re.compile(rf"\s*(?:[\u3001/\uff0f和与及或]|以及)\s*(?:{_LIKE_A_DAY.pattern})")


class Leading(Struct, frozen=True):
    """The limit, as it was written, and the words behind it."""

    limit: Limit
    written: str
    rest: str


def refuse_unread_day(words: str) -> None:
    """Raise ``DateNotUnderstood`` where words in which no limit was found begin like one: 2月30日 等系统."""
    said = words.strip(_BREAK)
    if _LIKE_A_DAY.match(said):
        raise DateNotUnderstood(_first_part(said))


def _first_part(words: str) -> str:
    return re.split(r"[\s,\uff0c;\uff1b\u3002]", words, maxsplit=1)[0]


def is_another_day(behind: str) -> bool:
    """Whether what stands behind a day is a second one by the same right: 、9月30日前."""
    return _AND_ANOTHER.match(behind) is not None


def find_unread_day(words: str) -> re.Match[str] | None:
    """What has the form of a day or a rhythm, anywhere between breaks, in words in which no limit was found."""
    return _DAY_APART.search(words)


def split_limit(words: str, today: date, rules: Rules, *, whole: bool = False) -> Leading | None:
    """The beginning of the words that states a limit, with all that makes it another one; ``None`` where none does.

    ``whole``: it ends before a space or punctuation, or in 前, so that no title loses its beginning.

    Raises ``DateVague`` where they begin with 尽快 and its like, and ``DateNotUnderstood`` for two limits at once.
    """
    plain = words.strip(_BREAK)
    ends = {
        found.start() for found in (_WHOLE_ENDS if whole else _ENDS).finditer(plain, 1, min(len(plain), _LONGEST) + 1)
    }
    found: Leading | None = None
    for end in sorted(ends):
        try:
            limit = read_limit(plain[:end], today, rules)
        except DateVague:
            if found is None:
                raise
        except DateNotUnderstood:
            continue
        else:
            if found is None or found.limit.due != limit.due:
                found = Leading(limit, plain[:end].strip(_BREAK), plain[end:].strip(_BREAK))
    if found is not None and is_another_day(found.rest):
        raise DateNotUnderstood(_first_part(plain))
    return found
