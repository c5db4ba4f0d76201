"""清单梳理: a round in which each unit goes through its list by a day, fills in what lacks, and returns it.

A unit with nothing lacking returns 零报告. The variant is about the measures that exist (再研究、再敲定).
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from domain.gap_errors import GapsLeft, NotInRound
from domain.gaps import gaps_of
from domain.item import Instant, Item
from domain.measures import words_of_measures
from domain.roster import Recipient, Roster, groups_of, of_people
from domain.rules import Rules


class RoundKind(StrEnum):
    """What is gone through."""

    GAPS = "gaps"  # 缺项
    MEASURES = "measures"  # 措施再研究、再敲定


class Stage(StrEnum):
    """What the clock tells of a round, each once."""

    BEFORE = "before"  # the work day before the day, to who has not returned
    DAY = "day"  # on the day, to them
    AFTER = "after"  # the work day after it, to the office: who has, who has not


class Returned(Struct, frozen=True, omit_defaults=True, gc=False):
    """A unit has gone through its list; ``left`` is how many items still lack something."""

    unit: str
    by: str
    at: Instant
    left: int = 0
    is_zero: bool = False  # 零报告


class Round(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One round. ``by`` is its day; ``units`` are those that were asked."""

    number: int = 0
    kind: RoundKind = RoundKind.GAPS
    by: date
    units: tuple[str, ...]
    begun_at: Instant
    begun_by: str
    returns: tuple[Returned, ...] = ()
    told: tuple[str, ...] = ()  # of ``Stage``
    prompted_on: date | None = None  # 催一下: once a day
    ended_at: Instant | None = None


def units_asked(roster: Roster) -> tuple[str, ...]:
    """The units that somebody answers for: those with a head or a group."""
    return tuple(unit.name for unit in roster.units if roster.heads(unit.name) or groups_of(unit.name, roster))


def readers_in(unit: str, roster: Roster) -> tuple[Recipient, ...]:
    """Who is asked for the unit: its heads in private; where none can be reached, its groups."""
    return of_people(roster.heads(unit)) or groups_of(unit, roster)


def concerned(kind: RoundKind, items: Iterable[Item], rules: Rules) -> tuple[Item, ...]:
    """The items that the unit has to go through: those that lack something, or those with measures."""
    if kind is RoundKind.GAPS:
        return tuple(item for item in items if gaps_of(item, rules))
    return tuple(item for item in items if words_of_measures(item).strip())


def missing(found: Round) -> tuple[str, ...]:
    """The units that have not returned."""
    back = {each.unit for each in found.returns}
    return tuple(unit for unit in found.units if unit not in back)


def return_list(found: Round, returned: Returned) -> Round:
    """The round with the unit's return, its newest in place of an earlier one; once all are back it is over.

    Raises for a unit that was not asked, and for 零报告 although something is left.
    """
    if returned.unit not in found.units:
        raise NotInRound
    if returned.is_zero and returned.left:
        raise GapsLeft(returned.unit, returned.left)
    others = tuple(each for each in found.returns if each.unit != returned.unit)
    back = replace(found, returns=(*others, returned))
    return back if missing(back) else replace(back, ended_at=returned.at)


def take_return_back(found: Round, unit: str) -> Round:
    """The unit has not returned after all; the round goes on."""
    return replace(found, returns=tuple(each for each in found.returns if each.unit != unit), ended_at=None)


def return_of(found: Round, unit: str) -> Returned | None:
    """What the unit returned."""
    return next((each for each in found.returns if each.unit == unit), None)


def stage_on(found: Round, today: date, rules: Rules) -> Stage | None:
    """What is to be told by now and was not: after a standstill the newest alone."""
    last = rules.work_days.on_or_before(found.by)
    before = rules.work_days.on_or_before(date.fromordinal(last.toordinal() - 1))
    days = {Stage.BEFORE: before, Stage.DAY: last, Stage.AFTER: rules.work_days.add(found.by, 1)}
    come = [stage for stage, day in days.items() if day <= today]
    if not come or found.ended_at is not None or come[-1] in found.told:
        return None
    begun_on = found.begun_at.astimezone(rules.timezone).date()
    return come[-1] if begun_on < days[come[-1]] else None  # who was asked today needs no reminder today


def told(found: Round, stage: Stage) -> Round:
    """The round once that was told."""
    return replace(found, told=(*found.told, stage))


def is_running(found: Round | None) -> bool:
    """Whether it keeps another one from beginning: until its day is over and the office has heard."""
    return found is not None and found.ended_at is None and Stage.AFTER not in found.told
