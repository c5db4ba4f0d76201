"""A limit at the beginning of other words: 3月31日 等待省级系统升级, 7月底前完成低保核查."""

import re
from datetime import date

from msgspec import Struct

from domain.dates.due_date import Limit, read_limit
from domain.errors import DateNotUnderstood, DateVague
from domain.rules import Rules

#: Where a limit may end: before a space or punctuation, behind 前, or behind the last sign of a day.
_ENDS = re.compile(r"(?=[\s,\uff0c;\uff1b\u3002])|(?<=前)|(?<=[日号底末止内天])(?![前内之以后])|$")
#: A limit with what stands around it is no longer.
_LONGEST = 30
_BREAK = " \t\r\n\u3000,\uff0c;\uff1b\u3002:\uff1a"


class Leading(Struct, frozen=True):
    """The limit, as it was written, and the words behind it."""

    limit: Limit
    written: str
    rest: str


def split_limit(words: str, today: date, rules: Rules) -> Leading | None:
    """The longest beginning of the words that states a limit; ``None`` where none does.

    Raises ``DateVague`` where they begin with 尽快 and its like.
    """
    plain = words.strip(_BREAK)
    ends = {found.start() for found in _ENDS.finditer(plain, 1, min(len(plain), _LONGEST) + 1)}
    vague: DateVague | None = None
    for end in sorted(ends, reverse=True):
        try:
            limit = read_limit(plain[:end], today, rules)
        except DateVague as fault:
            vague = fault
        except DateNotUnderstood:
            continue
        else:
            return Leading(limit, plain[:end].strip(_BREAK), plain[end:].strip(_BREAK))
    if vague is not None:
        raise vague
    return None
