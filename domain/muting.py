"""静音: copies and reminders of one item that somebody reads besides others are kept off for some days.

It moves no limit and keeps no 催办 from the unit; what somebody owes an answer to is not muted either.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from enum import IntEnum, StrEnum

from msgspec import Struct

from domain.dates.due_date import read_limit
from domain.errors import DateNotUnderstood, MuteUnclear
from domain.item import Item
from domain.limits import local_day
from domain.roster import Person, Role, Roster, in_place_of, is_owned_as
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
    SUMMARY = 12
    RHYTHM = 13


class _Told(StrEnum):
    """As what somebody was told."""

    OWNER = "owner"
    HEAD = "head"
    DEPUTY = "deputy"
    DIRECTOR = "director"
    OFFICE = "office"


_ABOVE = frozenset({_Told.HEAD, _Told.DEPUTY, _Told.DIRECTOR})
#: As what one is told for a cause; where nobody of these decides, the office does, in its own right.
_TOLD_AS: Mapping[Cause, frozenset[_Told]] = {
    Cause.COPY_TO_DEPUTY: frozenset({_Told.DEPUTY}),
    Cause.COPY_TO_DIRECTOR: frozenset({_Told.DIRECTOR}),
    Cause.COPY_TO_OFFICE: frozenset({_Told.OFFICE}),
    Cause.COPY_BELOW: frozenset({_Told.OWNER, _Told.HEAD}),
    Cause.OWN_SIGNATURE: frozenset({_Told.OWNER}),
    Cause.SIGNATURE_BELOW: _ABOVE,
    Cause.OWN_SILENCE: frozenset({_Told.OWNER}),
    Cause.SILENCE_BELOW: _ABOVE,
    Cause.OWN_DECISION: frozenset({_Told.DEPUTY, _Told.DIRECTOR}),
    Cause.DECISION_BELOW: _ABOVE,
    Cause.RHYTHM: frozenset({_Told.OWNER}),
    Cause.REVIEW: frozenset({_Told.OWNER, _Told.DEPUTY}),
    Cause.SUMMARY: frozenset({_Told.OWNER}),
}


def told_for(person: Person, cause: Cause, item: Item, roster: Roster) -> str:
    """Whose stand-in (代办人) the person was told as; "" where they are told in their own right as well."""
    wanted = _TOLD_AS[cause]
    posts = (post for post in roster.posts(person) if not wanted.isdisjoint(_told_as(post, item, roster)))
    places = [in_place_of(post) for post in posts]
    return "" if "" in places else next(iter(places), "")


def _told_as(post: Person, item: Item, roster: Roster) -> Iterator[_Told]:
    if is_owned_as(post, item, roster):
        yield _Told.OWNER
    if post.role is Role.HEAD and post.unit == item.unit:
        yield _Told.HEAD
    if post.role is Role.DEPUTY and item.unit in post.oversees:
        yield _Told.DEPUTY
    if post.role is Role.DIRECTOR:
        yield _Told.DIRECTOR
    if roster.is_office(post):
        yield _Told.OFFICE


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
