"""A list of items in the order in which it is read. Its lines are made a page at a time; the rest is only counted."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from domain.limits import local_day
from domain.outline import Outlined
from domain.rules import Rules
from domain.views import Light, Line, Standing, Tally, standing_of, tally_of

#: Which lines a page shows, made of their items.
Read = Callable[[Sequence[Outlined]], Sequence[Line]]
#: Most pressing first, as a list is read.
LIGHT_ORDER = tuple(dict.fromkeys((Light.LATE, Light.TODAY, Light.NEAR, *Light)))
_PLACES = {light: place for place, light in enumerate(LIGHT_ORDER)}
#: So near to its last day the hour may change an item's light, in whatever zone its limit is written.
_HOURS_COUNT = timedelta(days=2)
#: Other limits and kinds than so many are more than a ledger has.
_MOST_KEPT = 8192


@dataclass(frozen=True, slots=True)
class Listing:
    """The items in the order shown, and the counts of all of them."""

    items: Sequence[Outlined]
    tally: Tally
    read: Read

    def __len__(self) -> int:
        return len(self.items)

    def lines(self, first: int, end: int) -> Sequence[Line]:
        """The lines of these places."""
        return self.read(self.items[max(first, 0) : end])


class Stood(NamedTuple):
    """An item with the light and the last day that it has now."""

    item: Outlined
    standing: Standing


class Standings:
    """Lights of many items, asked for one moment after the other.

    A light that no hour of the day changes is worked out once a day, for all items that stand alike.
    """

    def __init__(self) -> None:
        self._of: tuple[Rules | None, date] = None, date.min
        self._known: dict[tuple[object, ...], Standing] = {}

    def of(self, items: Iterable[Outlined], rules: Rules, now: datetime) -> Iterator[Stood]:
        """The items with their lights at that moment."""
        today = local_day(now, rules)
        if self._of[0] is not rules or self._of[1] != today or len(self._known) > _MOST_KEPT:
            self._of, self._known = (rules, today), {}
        known, first, last = self._known, today - _HOURS_COUNT, today + _HOURS_COUNT
        for item in items:
            key = (item.due, item.status, item.kind, item.is_endless, item.in_time_until, item.supplement_by)
            standing = known.get(key)
            if standing is None:
                standing = standing_of(item, rules, now)
                is_of_the_day = standing.due_on is None or not first <= standing.due_on <= last
                if is_of_the_day and item.supplement_by is None:  # else its history may count as well
                    known[key] = standing
            yield Stood(item, standing)


def by_light(stood: Iterable[Stood], read: Read) -> Listing:
    """Most pressing light first, within a light as ``domain.views.by_limit`` has it."""
    kept = list(stood)
    counts = Counter(each.standing.light for each in kept)
    return Listing([each.item for each in sorted(kept, key=_place)], tally_of(counts), read)


def _place(stood: Stood) -> tuple[int, bool, date, str, int]:
    item, standing = stood
    return _PLACES[standing.light], not item.marks, standing.due_on or date.max, item.due, item.number


def in_order(items: Sequence[Outlined], read: Read) -> Listing:
    """The items as they are given, with no counts."""
    return Listing(items, Tally(), read)


def of_lines(lines: Sequence[Line], *, in_order: bool = False) -> Listing:
    """A list whose lines are there already; ``in_order`` keeps them in the order given."""
    made = {line.item.number: line for line in lines}

    def read(items: Sequence[Outlined]) -> Sequence[Line]:
        return [made[item.number] for item in items]

    listing = by_light((Stood(line.item, Standing(line.light, line.due_on)) for line in lines), read)
    return Listing([line.item for line in lines], listing.tally, read) if in_order else listing
