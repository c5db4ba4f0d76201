"""Asking for leave (请假): how it is written, who may enter it for whom, and what it is refused for.

``12月1日-12月5日 乙某 培训``: the days, who stands in (代办人), the reason; in front of it perhaps whose leave it is.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from difflib import get_close_matches
from enum import IntEnum

from msgspec import Struct

from domain.absence import Absence, running, to_come
from domain.actions import Action, Reach
from domain.dates.due_date import read_first_day, read_limit
from domain.errors import DateNotUnderstood, NoteTooLong
from domain.leave_errors import (
    LeaveBegun,
    LeaveNotUnderstood,
    LeaveNotYours,
    LeaveOverlaps,
    LeaveReversed,
    LeaveTooFar,
    LeaveTooLong,
    NameShared,
    NotOnLeave,
    StandInAway,
    StandInIsOneself,
    StandInUnknown,
    StandInUnreachable,
)
from domain.private_data import refuse_private
from domain.rights import reach_of_post
from domain.roster import Person, Role, Roster, in_place_of, is_reachable, own_id
from domain.rules import Rules
from domain.text_forms import with_digits

#: Longer ones are a matter of the personnel office; further ahead a past day was meant.
MOST_DAYS, MOST_AHEAD = 90, 180
REASON_LIMIT = 100
_DAY = timedelta(days=1)
_DUE = len("2026-12-01")


class LeaveChoice(IntEnum):
    """What a button does; codes stand in payloads and never change."""

    DROP = 0  # of a leave that is not entered yet, ``version`` being its draft
    CONFIRM = 1
    CHANGE = 2  # 改代办人: shows who might
    PICK = 3  # ``item`` is the row of who stands in
    NOBODY = 4  # 不设代办人
    CANCEL = 5  # of one that is entered: ``item`` is whose, ``version`` its first day
    SWAP = 6  # another stand-in
    DECLINE = 7  # 不接手, by who was to stand in
    SHOW = 8  # the presser's leaves, and how one is entered


class Wish(Struct, frozen=True, kw_only=True):
    """What somebody wrote. Names are as written, ``""`` for none; ``is_back``: 销假."""

    whom: str = ""
    first_on: date = date.min
    last_on: date = date.min
    stand_in: str = ""
    unit: str = ""  # of the stand-in, where it was written
    reason: str = ""
    is_back: bool = False


_BREAK = re.compile(r"[\s,，;；。、]+")
_BACK = re.compile(r"(?:提前|已|申请)*销假了?")
_FOR = re.compile(r"(?P<start>.+?)(?:起|开始)?(?:请假)?(?P<days>\d{1,3})天")
_COUNT = re.compile(r"\d+(?:个?工作日|天|日|周|个?月)?(?:内|以内|之内)?")
_SIDES = re.compile(r"(?<=[\d日号\u4e00-\u9fff])(?:至|到|~|-+|[\u2013\u2014\u2212]+)(?=[\d\u4e00-\u9fff])")
_ROLE_BEFORE, _ROLE_AFTER = re.compile(r"^(?:由|请|代办人?[:：]?)"), re.compile(r"(?:代为?办理?|代班|代理|代)$")
_NOBODY = frozenset({"无", "无代办人", "不设代办人", "没有"})
#: What stands where a stand-in might, and is a reason.
_REASON = re.compile(r"[假训会差习院检察校研调产婚丧游学事病亲]$|^因")
_NAME = re.compile(r"[\u3400-\u9fff\u00b7]{2,4}")
_CLOSE = 0.5
#: So many pieces of a text may be its days: 12月1日 至 12月5日.
_PIECES = 4


def read_wish(text: str, today: date, rules: Rules, names: Collection[str], units: Collection[str]) -> Wish:
    """The leave that the words ask for. Raises what is wrong with the days, or with the name of the stand-in."""
    pieces = [piece for piece in _BREAK.split(text.strip()) if piece]
    whom = pieces.pop(0) if pieces and pieces[0] in names else ""
    if pieces and _BACK.fullmatch(pieces[0]):
        return Wish(whom=whom, is_back=True)
    if len(pieces) == 2 and _BACK.fullmatch(pieces[1]):  # noqa: PLR2004 - 乙某 销假, where nobody is called so
        return Wish(whom=pieces[0], is_back=True)
    first_on, last_on, rest = _take_days(pieces, text, today, rules)
    stand_in, unit, rest = _take_stand_in(rest, names, units)
    reason = "，".join(rest)
    return Wish(whom=whom, first_on=first_on, last_on=last_on, stand_in=stand_in, unit=unit, reason=_checked(reason))


def _checked(reason: str) -> str:
    if len(reason) > REASON_LIMIT:
        raise NoteTooLong(len(reason), REASON_LIMIT)
    refuse_private(reason)
    return reason


def _take_days(pieces: list[str], text: str, today: date, rules: Rules) -> tuple[date, date, list[str]]:
    """The days, from as many pieces as make some, and the pieces left."""
    for count in range(min(_PIECES, len(pieces)), 0, -1):
        days = _read_days("".join(pieces[:count]), today, rules)
        if days is not None:
            return *_checked_days(*days, today), pieces[count:]
    raise LeaveNotUnderstood(text)


def _read_days(words: str, today: date, rules: Rules) -> tuple[date, date] | None:
    digits = with_digits(words)
    if _COUNT.fullmatch(digits):  # from which day on is not said
        return None
    counted = _FOR.fullmatch(digits)
    if counted and int(counted["days"]):
        days = _read_days(counted["start"], today, rules)
        return days and (days[0], days[0] + (int(counted["days"]) - 1) * _DAY)
    _refuse_reversed(words, today, rules)
    try:
        limit = read_limit(words, today, rules)
        first_on = read_first_day(words, today, rules)
    except DateNotUnderstood:
        return None
    return None if limit.every or not limit.due else (first_on, date.fromisoformat(limit.due[:_DUE]))


def _refuse_reversed(words: str, today: date, rules: Rules) -> None:
    """12月5日-12月1日 would else be a leave of a whole year."""
    sides = _SIDES.split(words)
    if len(sides) != 2:  # noqa: PLR2004 - the two sides of a range
        return
    try:
        first_on, last_on = (read_first_day(side, today, rules) for side in sides)
    except DateNotUnderstood:
        return
    if today <= last_on < first_on <= last_on + MOST_AHEAD * _DAY:
        raise LeaveReversed(first_on, last_on)


def _checked_days(first_on: date, last_on: date, today: date) -> tuple[date, date]:
    if first_on < today:
        raise LeaveBegun(first_on)
    if first_on > today + MOST_AHEAD * _DAY:
        raise LeaveTooFar(first_on)
    days = (last_on - first_on).days + 1
    if days > MOST_DAYS:
        raise LeaveTooLong(days, MOST_DAYS)
    return first_on, last_on


def _take_stand_in(pieces: list[str], names: Collection[str], units: Collection[str]) -> tuple[str, str, list[str]]:
    """The stand-in's name and unit, and the pieces left; what looks like a name and is nobody's is refused."""
    if not pieces or pieces[0] in _NOBODY:
        return "", "", pieces[1:]
    written = pieces[0]
    name = next((each for each in _bare_names(written) if each in names), "")
    if name:
        unit = pieces[1] if len(pieces) > 1 and pieces[1] in units else ""
        return name, unit, pieces[2:] if unit else pieces[1:]
    said = _bare_names(written)[-1]
    if said != written or (_NAME.fullmatch(written) and not _REASON.search(written)):
        raise StandInUnknown(said, near_names(said, names))
    return "", "", pieces


def _bare_names(written: str) -> tuple[str, ...]:
    """The piece, and what is left of 由戊某代办."""
    return written, _ROLE_AFTER.sub("", _ROLE_BEFORE.sub("", written))


def near_names(name: str, names: Iterable[str]) -> tuple[str, ...]:
    """Names much like it."""
    return tuple(get_close_matches(name, list(dict.fromkeys(names)), cutoff=_CLOSE))


def person_named(name: str, unit: str, roster: Roster, near: str = "") -> Person | None:
    """The person of that name, in that unit where one is given; of several the one in the unit ``near``.

    Raises ``NameShared`` where several people have it.
    """
    rows = [row for row in roster.people if row.name == name and (not unit or row.unit == unit)]
    people = {row.telegram_id or -row.number: row for row in reversed(rows)}
    if len(people) > 1:
        people = {key: row for key, row in people.items() if row.unit == near} or people
    if len(people) > 1:
        raise NameShared(name)
    return next(iter(people.values()), None)


def require_may_enter(speaker: Person, applicant: Person, roster: Roster) -> None:
    """One's own leave, a head that of the unit's staff, the office anybody's."""
    if not may_enter(speaker, applicant, roster):
        raise LeaveNotYours(applicant.name)


def may_enter(speaker: Person, applicant: Person, roster: Roster) -> bool:
    """The same as a question."""
    if any(post.number == applicant.number and not in_place_of(post) for post in roster.posts(speaker)):
        return True
    return any(_may_enter_as(post, applicant, roster) for post in roster.posts(speaker))


def _may_enter_as(post: Person, applicant: Person, roster: Roster) -> bool:
    reach = reach_of_post(post, Action.LEAVE, roster)
    is_of_unit = bool(post.unit) and applicant.unit == post.unit and applicant.role is Role.STAFF
    return reach is Reach.ALL or (reach is Reach.UNIT and is_of_unit)


def require_free(applicant: Person, first_on: date, last_on: date, replaced: Absence | None = None) -> None:
    """Nobody is on two leaves at once."""
    for other in applicant.away:
        if other != replaced and other.overlaps(first_on, last_on):
            raise LeaveOverlaps(applicant.name, other.first_on, other.last_on)


def require_stand_in(stand_in: Person, applicant: Person, first_on: date, last_on: date) -> None:
    """Somebody else, whom the bot can reach, and who is there on those days or has a stand-in of their own."""
    if own_id(stand_in) == own_id(applicant) and stand_in.name == applicant.name:
        raise StandInIsOneself(applicant.name)
    if not is_reachable(stand_in):
        raise StandInUnreachable(stand_in.name)
    for other in stand_in.away:
        if other.overlaps(first_on, last_on) and other.stand_in in ("", applicant.name):
            raise StandInAway(stand_in.name, other.first_on, other.last_on)


def leave_of(person: Person, key: int) -> Absence | None:
    """The leave that a button speaks of, unless it is over."""
    return next((each for each in person.away if each.ended_at is None and key_of(each) == key), None)


def key_of(leave: Absence) -> int:
    """A leave among those of its person, as a button names it: 20261201."""
    return int(leave.first_on.strftime("%Y%m%d"))


def leave_to_end(person: Person, today: date) -> Absence:
    """The leave that 销假 ends; raises ``NotOnLeave`` where the person is not away."""
    found = running(person.away, today)
    if found is None:
        raise NotOnLeave(person.name)
    return found


def leaves_of(person: Person, today: date) -> tuple[Absence, ...]:
    """The person's leaves that are not over, the earliest first."""
    return to_come(person.away, today)


def might_stand_in(applicant: Person, roster: Roster, first_on: date, last_on: date) -> tuple[Person, ...]:
    """Whom to offer: those of the unit whom the bot can reach and who are there, the head first; a leader's peers."""
    return tuple(dict.fromkeys(_near(applicant, roster, first_on, last_on)))


def _near(applicant: Person, roster: Roster, first_on: date, last_on: date) -> Iterator[Person]:
    leads = applicant.role in (Role.DEPUTY, Role.DIRECTOR)
    peers = [row for row in roster.people if (row.role is Role.DEPUTY if leads else row.unit == applicant.unit)]
    for row in sorted(peers, key=lambda each: each.role is not Role.HEAD):
        is_there = not any(each.overlaps(first_on, last_on) for each in row.away)
        if row.name != applicant.name and is_reachable(row) and is_there:
            yield row
