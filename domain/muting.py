"""静音: copies and reminders of one item that somebody reads besides others are kept off for some days.

It moves no limit and keeps no 催办 from the unit; what somebody owes an answer to is not muted either.
"""

import re
from datetime import date, datetime, timedelta
from enum import IntEnum

from msgspec import Struct

from domain.dates.due_date import read_limit
from domain.errors import DateNotUnderstood, MuteUnclear
from domain.item import Item
from domain.limits import local_day
from domain.rules import Rules
from domain.steps import require_open
from domain.text_forms import with_digits
from domain.views import Audience

#: Nobody looks away longer than this.
LONGEST = 30
#: Who may mute what they read: the owner's and head's reminders, and all copies.
MUTABLE = frozenset({Audience.OWNER, Audience.HEAD, Audience.DEPUTY, Audience.DIRECTOR, Audience.OFFICE})
_DAYS = re.compile(r"(?P<days>\d{1,4})\s*[天日]?内?")
_OFF = frozenset({"取消", "恢复", "解除", "0", "off"})


class Mute(Struct, frozen=True):
    """One person's: ``until`` is the last day on which they hear nothing of the item; ``None``: it was ended."""

    person: int  # Telegram id
    item: int
    until: date


class Cause(IntEnum):
    """Why somebody received a message ([为何收到]), as its button remembers it."""

    COPY_TO_DEPUTY = 1
    COPY_TO_DIRECTOR = 2
    COPY_TO_OFFICE = 3
    COPY_BELOW = 4  # owner and head, where the table says so
    OWN_SIGNATURE = 5
    SIGNATURE_BELOW = 6
    OWN_SILENCE = 7
    SILENCE_BELOW = 8
    OWN_DECISION = 9
    DECISION_BELOW = 10
    REVIEW = 11


def mute_until(item: Item, words: str, now: datetime, rules: Rules) -> date | None:
    """The last mute day that the words name (3天, 12月1日), ``None`` for 取消. Raises ``MuteUnclear``."""
    require_open(item)
    said = with_digits(words).strip().lstrip("至到").strip()
    today = local_day(now, rules)
    if said.lower() in _OFF:
        return None
    days = _DAYS.fullmatch(said)
    until = today + timedelta(days=int(days["days"])) if days else _day_in(said, today, rules)
    if until is None or not 1 <= (until - today).days <= LONGEST:
        raise MuteUnclear(item.number, item.title, LONGEST)
    return until


def _day_in(words: str, today: date, rules: Rules) -> date | None:
    try:
        due = read_limit(words, today, rules).due
    except DateNotUnderstood:
        return None
    return date.fromisoformat(due[: len("2026-11-20")]) if due else None
