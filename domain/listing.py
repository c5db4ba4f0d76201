"""A list of items in the order in which it is read. Its lines are made a page at a time; the rest is only counted."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import attrgetter

from msgspec import Struct

from domain.limits import local_day
from domain.outline import Outlined
from domain.rules import Rules
from domain.views import Light, Line, Standing, Tally, standing_by_limit, tally_of, with_pace

#: Which lines a page shows, made of their items.
Read = Callable[[Sequence[Outlined]], Sequence[Line]]
#: Most pressing first, as a list is read.
LIGHT_ORDER = tuple(
    dict.fromkeys((Light.LATE, Light.TODAY, Light.NEAR, Light.FAR_BEHIND, Light.BEHIND, *Light)),
)
_PLACE = attrgetter("place")
_LIGHT = attrgetter("standing.light")
_PLACES = {light: place for place, light in enumerate(LIGHT_ORDER)}
#: So near to its last day the hour may change an item's light, in whatever zone its limit is written.
_HOURS_COUNT = timedelta(days=2)
#: Other limits and kinds than so many are more than a ledger has.
_MOST_KEPT = 8192
#: So many people's lists are kept.
_MOST_LISTS = 64


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


class Stood(Struct, frozen=True, gc=False):
    """An item with the light and the last day that it has now, and its place among others."""

    item: Outlined
    standing: Standing
    place: str  # in the order of texts: by light, then as ``domain.views.by_limit`` has it


class Standings:
    """Lights of many items, asked for one moment after the other.

    A light that no hour of the day changes is worked out once a day, for all items that stand alike. What an item
    had is kept for as long as it has the same outline, and a list for as long as all of its items have.
    """

    def __init__(self) -> None:
        self._of: tuple[Rules | None, date] = None, date.min
        self._known: dict[tuple[object, ...], Standing] = {}
        self._kept: dict[int, Stood] = {}  # by the item's number
        self._lists: dict[str, tuple[Sequence[Outlined], Sequence[Stood]]] = {}  # by whoever asks

    def ordered(self, asker: str, items: Sequence[Outlined], rules: Rules, now: datetime) -> Sequence[Stood]:
        """The items in the order of ``by_light``; asked again by the same person, it sorts only what changed since.

        A list on which the hour may change a light is made anew each time.
        """
        self._begin_day(rules, local_day(now, rules))
        known = self._lists.get(asker)
        if known is not None and known[0] == items:  # the same objects, as a rule: their fields are not compared
            return known[1]
        stood = sorted(self.of(items, rules, now), key=_PLACE)
        if all(self._kept.get(each.item.number) is each for each in stood):
            if len(self._lists) >= _MOST_LISTS:
                self._lists.clear()
            self._lists[asker] = items, stood
        return stood

    def of(self, items: Iterable[Outlined], rules: Rules, now: datetime) -> Iterator[Stood]:
        """The items with their lights at that moment."""
        today = local_day(now, rules)
        self._begin_day(rules, today)
        kept = self._kept
        for item in items:
            stood = kept.get(item.number)
            if stood is None or stood.item is not item:
                stood = self._stand(item, rules, now, today)
            yield stood

    def _begin_day(self, rules: Rules, today: date) -> None:
        if self._of[0] is not rules or self._of[1] != today or len(self._known) > _MOST_KEPT:
            self._of, self._known, self._kept, self._lists = (rules, today), {}, {}, {}

    def _stand(self, item: Outlined, rules: Rules, now: datetime, today: date) -> Stood:
        key = (item.due, item.status, item.kind, item.is_endless, item.in_time_until, item.supplement_by)
        standing = self._known.get(key)
        if standing is None:
            standing = standing_by_limit(item, rules, now)
            day = standing.due_on
            is_of_the_day = day is None or not today - _HOURS_COUNT <= day <= today + _HOURS_COUNT
            if not is_of_the_day or item.supplement_by is not None:  # its history may count as well
                return stand(item, with_pace(item, standing, rules, today))
            self._known[key] = standing
        standing = with_pace(item, standing, rules, today)
        if len(self._kept) >= _MOST_KEPT:
            self._kept.clear()
        stood = self._kept[item.number] = stand(item, standing)
        return stood


def stand(item: Outlined, standing: Standing) -> Stood:
    """The item at its place."""
    day = standing.due_on or date.max
    place = f"{_PLACES[standing.light]:02}{not item.marks:d}{day.toordinal():07}{item.due}\0{item.number:012}"
    return Stood(item, standing, place)


def by_light(stood: Iterable[Stood], read: Read) -> Listing:
    """Most pressing light first, within a light by limit."""
    return counted(sorted(stood, key=_PLACE), read)


def counted(ordered: Sequence[Stood], read: Read) -> Listing:
    """A list of items that stand in their order already."""
    counts = Counter(map(_LIGHT, ordered))
    return Listing([stood.item for stood in ordered], tally_of(counts), read)


def in_order(items: Sequence[Outlined], read: Read) -> Listing:
    """The items as they are given, with no counts."""
    return Listing(items, Tally(), read)


def of_lines(lines: Sequence[Line], *, in_order: bool = False) -> Listing:
    """A list whose lines are there already; ``in_order`` keeps them in the order given."""
    made = {line.item.number: line for line in lines}

    def read(items: Sequence[Outlined]) -> Sequence[Line]:
        return [made[item.number] for item in items]

    listing = by_light((stand(line.item, Standing(line.light, line.due_on)) for line in lines), read)
    return Listing([line.item for line in lines], listing.tally, read) if in_order else listing
