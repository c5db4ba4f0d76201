"""The morning digests (汇总): what each reader is told today, or ``None`` where there is nothing to say.

Nothing is said twice in one message: an item is in one place of its digest, and one whose 催办 has a message of its own
today is there by number only.
"""

from collections.abc import Iterable
from datetime import date

from msgspec.structs import replace

from domain.census import Census
from domain.limits import reminded_on
from domain.requests import deciders
from domain.rights import approvers
from domain.roster import Person, Role, Roster, is_owner
from domain.views import (
    LAGGING,
    PRESSING,
    Asked,
    DirectorDigest,
    LeaderDigest,
    Light,
    Line,
    PersonalDigest,
    UnitDigest,
    as_shown,
    by_limit,
)

_ORDER = (Light.LATE, Light.TODAY, Light.NEAR, Light.FAR_BEHIND, Light.BEHIND, Light.NORMAL)


def unit_digest(census: Census, unit: str, chased: frozenset[int] = frozenset()) -> UnitDigest | None:
    """The unit group's morning; ``chased`` are items whose 催办 is a message of its own in that group today."""
    lines = [_in_group(line) for line in census.of(unit).shown if line.light is not Light.WAITING]
    ahead, behind = _in_holiday(census, lines), _since_holiday(census, lines, chased)
    apart = _numbers((*ahead, *behind)) | chased
    plain = _ordered(line for line in lines if line.item.number not in apart and _is_news(line, census))
    this_week = _this_week(census, lines, apart | _numbers(plain))
    late_apart = _apart(lines, chased - _numbers(behind))
    lagging = _lagging(lines)
    bare = _bare(census, unit)
    weekly = census.is_week_begun and (lagging or bare)
    if not (plain or late_apart or ahead or behind or this_week or weekly):
        return None
    return UnitDigest(
        unit=unit,
        now=census.now,
        tally=census.tally_of(unit),
        lines=plain,
        chased_today=late_apart,
        in_holiday=ahead,
        since_holiday=behind,
        this_week=this_week,
        relapsed=census.of(unit).relapsed,
        this_quarter=census.of(unit).by_quarter_end if census.holiday else 0,
        provisional_year=_provisional_year((*plain, *ahead, *this_week)) if census.is_week_begun else None,
        lagging=lagging,
        without_measures=bare,
    )


def leader_digest(
    census: Census, person: Person, roster: Roster, chased: frozenset[int] = frozenset()
) -> LeaderDigest | None:
    """A deputy leader's morning; without needs only on the week's first work day."""
    lines = [line for unit in person.oversees for line in census.of(unit).lines] + _outside(census, person, roster)
    late = _with(lines, Light.LATE, apart=chased)
    today, before_rest = _with(lines, Light.TODAY), _before_rest(census, lines)
    to_approve, to_decide = _to_approve(census, person, roster), _to_decide(census, person, roster)
    late_apart = _apart(lines, chased)
    lagging = _lagging(_once(lines)) if census.is_week_begun else ()
    in_hand = sum(census.tally_of(unit).in_hand for unit in person.oversees)
    if not (late or today or before_rest or to_approve or to_decide or (census.is_week_begun and in_hand)):
        return None
    elsewhere = {
        line.item.number
        for line in (*lines, *to_approve)
        if line.item.unit not in person.oversees and line.light in (*PRESSING, Light.WAITING)
    }
    return LeaderDigest(
        person=person,
        now=census.now,
        in_hand=in_hand + len(elsewhere),
        secret=census.secret_in(person.oversees),
        late=late,
        today=today,
        to_approve=to_approve,
        to_decide=to_decide,
        before_rest=before_rest,
        lagging=lagging,
        chased_today=late_apart,
    )


def director_digest(census: Census, person: Person, roster: Roster) -> DirectorDigest | None:
    """The director's morning: what waits for them, and at the week's beginning what was escalated."""
    to_approve, to_decide = _to_approve(census, person, roster), _to_decide(census, person, roster)
    escalated = census.escalated if census.is_week_begun else []
    if not (escalated or to_approve or to_decide):
        return None
    order = {unit.name: place for place, unit in enumerate(roster.units)}
    by_unit = sorted(by_limit(escalated), key=lambda line: order.get(line.item.unit, len(order)))
    return DirectorDigest(
        now=census.now,
        tally=census.tally(),
        secret=census.secret_in(census.units),
        escalated=tuple(by_unit),
        to_approve=to_approve,
        to_decide=to_decide,
    )


def personal_digest(
    census: Census,
    person: Person,
    roster: Roster,
    chased: frozenset[int] = frozenset(),
    *,
    speaks: bool = False,
    said: frozenset[int] = frozenset(),
) -> PersonalDigest | None:
    """What somebody needs today of their own; a head also hears of what the unit's group can't show.

    ``speaks`` says that the unit has no group in use, so that its head hears all of it. ``said`` are items that the
    same message speaks of already, as the person is a leader as well.
    """
    lines = [line for line in census.owned_by(person.name) if is_owner(person, line.item, roster)]
    unit = census.of(person.unit).lines if person.role is Role.HEAD else []
    lines = _once(lines + [line for line in unit if speaks or line.item.is_sensitive])
    returned = _returned(_once(lines + unit))
    apart = chased | said | _numbers(returned)
    late, today = _with(lines, Light.LATE, apart=apart), _with(lines, Light.TODAY, apart=apart)
    before_rest = _before_rest(census, lines, apart)
    to_approve, to_decide = _to_approve(census, person, roster), _to_decide(census, person, roster)
    lagging = _lagging(lines, apart) if census.is_week_begun else ()
    bare = _bare(census, person.unit) if speaks and person.role is Role.HEAD else ()
    if not (late or today or before_rest or returned or to_approve or to_decide or lagging or bare):
        return None
    return PersonalDigest(
        person=person,
        now=census.now,
        late=late,
        today=today,
        returned=returned,
        to_approve=to_approve,
        to_decide=to_decide,
        before_rest=before_rest,
        lagging=lagging,
        without_measures=bare,
        chased_today=_apart(lines, chased - said - _numbers(returned)),
    )


def _bare(census: Census, unit: str) -> tuple[int, ...]:
    """未定措施, by number: once a week."""
    return tuple(sorted(census.of(unit).without_measures)) if census.is_week_begun else ()


def _in_group(line: Line) -> Line:
    return replace(line, item=as_shown(line.item, is_private=False))


def _numbers(lines: Iterable[Line]) -> frozenset[int]:
    return frozenset(line.item.number for line in lines)


def _apart(lines: Iterable[Line], chased: frozenset[int]) -> tuple[int, ...]:
    """Those of the lines that are chased today, in the order of their numbers."""
    return tuple(sorted(_numbers(lines) & chased))


def _is_news(line: Line, census: Census) -> bool:
    """Whether the unit's morning names the item of itself; what is only due this week is for the first day back."""
    return line.light in PRESSING or line.item.number in census.rungs


def _ordered(lines: Iterable[Line]) -> tuple[Line, ...]:
    kept = list(lines)
    return tuple(line for light in _ORDER for line in _with(kept, light))


def _with(lines: Iterable[Line], light: Light, apart: frozenset[int] = frozenset()) -> tuple[Line, ...]:
    return by_limit(line for line in lines if line.light is light and line.item.number not in apart)


def _before_rest(census: Census, lines: Iterable[Line], apart: frozenset[int] = frozenset()) -> tuple[Line, ...]:
    """What falls due on a rest day on which nobody is told of it, so that today is the day for it."""
    near = _with(lines, Light.NEAR, apart)
    return tuple(line for line in near if reminded_on(line.item, census.rules) == census.today)


def _lagging(lines: Iterable[Line], apart: frozenset[int] = frozenset()) -> tuple[Line, ...]:
    """What does not keep pace, by number: never by how far it is behind."""
    found = (line for line in lines if line.light in LAGGING and line.item.number not in apart)
    return tuple(sorted(found, key=lambda line: line.item.number))


def _once(lines: list[Line]) -> list[Line]:
    return list({line.item.number: line for line in lines}.values())


def _in_holiday(census: Census, lines: list[Line]) -> tuple[Line, ...]:
    return _within(lines, census.rules.work_days.holiday_after(census.today))


def _since_holiday(census: Census, lines: list[Line], chased: frozenset[int]) -> tuple[Line, ...]:
    """What fell due in the holiday and is chased today, by number; what no 催办 speaks of stays among the lines."""
    return _within((line for line in lines if line.item.number in chased), census.holiday)


def _within(lines: Iterable[Line], span: tuple[date, date] | None) -> tuple[Line, ...]:
    if span is None:
        return ()
    return by_limit(line for line in lines if line.due_on is not None and span[0] <= line.due_on <= span[1])


def _this_week(census: Census, lines: list[Line], apart: frozenset[int]) -> tuple[Line, ...]:
    if census.holiday is None:
        return ()
    return by_limit(line for line in lines if census.is_this_week(line) and line.item.number not in apart)


def _provisional_year(lines: Iterable[Line]) -> int | None:
    return next((line.due_on.year for line in lines if line.is_provisional and line.due_on), None)


def _outside(census: Census, person: Person, roster: Roster) -> list[Line]:
    """A leader's own items in units that they do not oversee."""
    own = (line for line in census.owned_by(person.name) if line.item.unit not in person.oversees)
    return [line for line in own if is_owner(person, line.item, roster)]


def _to_approve(census: Census, person: Person, roster: Roster) -> tuple[Line, ...]:
    return by_limit(line for line in census.waiting if person in approvers(line.item, roster))


def _to_decide(census: Census, person: Person, roster: Roster) -> Asked:
    """Requests that wait for this very person, by kind and number."""
    found = (
        (asked.kind, item.number) for asked, item in census.named_requests() if person in deciders(asked, item, roster)
    )
    return tuple(sorted(found))


def _returned(lines: list[Line]) -> tuple[Line, ...]:
    """What was returned and not answered: a 退回 is told to owner and head, never in a group."""
    return by_limit(line for line in lines if line.item.returned_at is not None and line.light is not Light.WAITING)
