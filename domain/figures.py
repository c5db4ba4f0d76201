"""Figures for the appraisal (考核): what is counted, of which kinds, and the sums by unit and by person.

Each figure is the number of rows behind it (``domain.figure_rows``). Nothing here judges: people read the figures, in
the office's fixed order of units.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from msgspec import Struct

from domain.item import Item
from domain.roster import Roster
from domain.rules import Figure


class Counted(Struct, frozen=True):
    """One that is counted: the row behind a figure. ``on`` is the day that brings it into the period."""

    figure: Figure
    item: Item
    unit: str
    owner: str
    on: date | None
    days: int = 0  # late
    by: str = ""  # who returned it, moved its limit, found it relapsed
    words: str = ""  # and why
    reached: float = 0  # of a quota
    target: float = 0


class Sums(Struct, frozen=True):
    """The figures of one unit, or of one person of it."""

    unit: str
    owner: str
    counts: Mapping[Figure, int]

    def score(self, weights: Mapping[Figure, float]) -> float:
        """What they weigh together."""
        return round(sum(weight * self.counts.get(figure, 0) for figure, weight in weights.items()), 4)


def sums_by_unit(rows: Iterable[Counted], roster: Roster) -> tuple[Sums, ...]:
    """Unit by unit in the office's order, whatever their figures; the bureau's own units all, others where counted."""
    counts: dict[str, Counter[Figure]] = {unit.name: Counter() for unit in roster.units}
    for row in rows:
        counts.setdefault(row.unit, Counter())[row.figure] += 1
    known = len(roster.units)
    names = list(counts)
    ordered = [*names[:known], *sorted(names[known:], key=lambda name: (not name, name))]
    return tuple(Sums(name, "", counts[name]) for name in ordered)


def sums_by_person(rows: Iterable[Counted], roster: Roster) -> tuple[Sums, ...]:
    """Person by person, in the order of units and of the roster."""
    counts: dict[tuple[str, str], Counter[Figure]] = {}
    for row in rows:
        if row.owner:
            counts.setdefault((row.unit, row.owner), Counter())[row.figure] += 1
    units = {unit.name: place for place, unit in enumerate(roster.units)}
    people = {(each.unit, each.name): place for place, each in reversed(list(enumerate(roster.people)))}

    def place_of(key: tuple[str, str]) -> tuple[int, int, str]:
        return units.get(key[0], len(units)), people.get(key, len(people)), key[1]

    return tuple(Sums(unit, owner, counts[unit, owner]) for unit, owner in sorted(counts, key=place_of))
