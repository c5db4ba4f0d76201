"""缺项补填: what an item lacks is filled in, one gap after another; 调整 changes what is there already."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from msgspec import Struct

from domain.amending_errors import DayPast
from domain.assigning import people_in
from domain.dates.leading import refuse_unread_day, split_limit
from domain.gap_errors import GapClosed, GapDayUnclear, NothingFilled
from domain.gaps import Gap, gaps_of
from domain.item import Item, Step
from domain.joining_errors import PersonUnknown
from domain.limits import day_of, local_day, written_limit
from domain.roster import Roster
from domain.rules import Rules
from domain.steps import checked, require_open, take_reversible_step
from domain.text_forms import empties

#: In the order in which they are asked for, and counted by buttons.
GAPS = tuple(Gap)


class Place(Struct, frozen=True, order=True):
    """One gap of one item; gaps are asked for in this order."""

    number: int
    gap: int  # its place in ``GAPS``

    @property
    def kind(self) -> Gap:
        """Which part of the item is lacking."""
        return GAPS[self.gap]


def places_of(items: Iterable[Item], rules: Rules) -> list[Place]:
    """Every gap of these items, in order."""
    return sorted(Place(item.number, GAPS.index(gap)) for item in items for gap in gaps_of(item, rules))


def next_place(places: Sequence[Place], after: Place | None) -> tuple[Place | None, int]:
    """The first gap behind that one (``None``: of all), and how many there are from there on."""
    left = [place for place in places if after is None or place > after]
    return (left[0] if left else None), len(left)


def require_gap(item: Item, gap: Gap, rules: Rules) -> None:
    """Raise where the item is not open, or does not lack this any more."""
    require_open(item)
    if gap not in gaps_of(item, rules):
        raise GapClosed(item.number, item.title, gap)


def days_meant(words: str, at: datetime, rules: Rules) -> tuple[str, ...]:
    """The limits that words such as 8月前 may mean, best first; none where they say one day surely, or no day ahead."""
    today = local_day(at, rules)
    found = split_limit(" ".join(words.split()), today, rules)
    if found is None or found.rest or found.limit.every or not found.limit.ask:
        return ()
    return tuple(due for due in (found.limit.due, found.limit.other) if due and day_of(due) >= today)


def fill_limit(item: Item, due: str, step: Step, rules: Rules) -> Item:
    """The item with the limit that was chosen among ``days_meant``."""
    require_gap(item, Gap.LIMIT, rules)
    if day_of(due) < local_day(step.at, rules):
        raise DayPast(item.number, item.title, day_of(due))
    return take_reversible_step(item, step, due=due, is_endless=False, due_set_at=step.at)


def fill(item: Item, gap: Gap, words: str, step: Step, roster: Roster, rules: Rules) -> Item:
    """The item with the gap filled by these words; 撤回 takes the step back.

    Raises for an unknown person, for a day that is past, recurs or may mean another one, and for no words at all.
    """
    require_gap(item, gap, rules)
    said = " ".join(words.split())
    if empties(said):
        raise NothingFilled(item.number, item.title, gap)
    changes: dict[str, Any] = {}
    if gap is Gap.LIMIT:
        changes = _limit(item, said, step.at, rules)
    elif gap is Gap.OWNER:
        changes = {"owner": _owner(item, said, roster)}
    else:
        changes = {"standard" if gap is Gap.STANDARD else "measures": checked(said)}
    return take_reversible_step(item, step, **changes)


def _owner(item: Item, said: str, roster: Roster) -> str:
    near = tuple(person.name for person in people_in(item.unit, roster))
    if said not in near:
        raise PersonUnknown(said, near)
    return said


def _limit(item: Item, said: str, at: datetime, rules: Rules) -> dict[str, Any]:
    today = local_day(at, rules)
    found = split_limit(said, today, rules)
    if found is None:
        refuse_unread_day(said)
    if found is None or found.rest:
        raise GapDayUnclear(item.number, item.title, said)
    limit = written_limit(found.limit.due)
    day: date | None = limit.date() if isinstance(limit, datetime) else limit
    if found.limit.ask or found.limit.every or (day is None and not found.limit.is_endless):
        raise GapDayUnclear(item.number, item.title, found.written)
    if day is not None and day < today:
        raise DayPast(item.number, item.title, day)
    return {"due": found.limit.due, "is_endless": found.limit.is_endless, "due_set_at": at}
