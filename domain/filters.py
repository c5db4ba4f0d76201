"""Which items a list shows (筛选): one value a facet, and a ledger year, all of them as one number in a button."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import IntEnum
from zlib import crc32

from msgspec import Struct
from msgspec.structs import replace

from domain.listing import LIGHT_ORDER, Stood


class Facet(IntEnum):
    """What is filtered by, in the order in which a filter is written: nothing is ever put in between."""

    UNIT = 0
    KIND = 1
    LIGHT = 2
    SOURCE = 3
    OWNER = 4


_VALUES: Mapping[Facet, Callable[[Stood], str]] = {
    Facet.UNIT: lambda stood: stood.item.unit,
    Facet.KIND: lambda stood: stood.item.kind,
    Facet.LIGHT: lambda stood: stood.standing.light.value,
    Facet.SOURCE: lambda stood: stood.item.source,
    Facet.OWNER: lambda stood: stood.item.owner,
}
#: A value is known by a number of so many: rows, names and kinds may change while a button waits, and its size may not.
_MARKS = 1_000_000
_YEARS = 10_000


def value_of(stood: Stood, facet: Facet) -> str:
    """The item's value; ``""`` where nothing is filled in."""
    return _VALUES[facet](stood)


def mark_of(value: str) -> int:
    """The value's number in a filter; never 0."""
    return crc32(value.encode()) % (_MARKS - 1) + 1


class Filter(Struct, frozen=True):
    """The mark wanted of each facet; 0: any. ``year`` is a closed ledger year; 0: what is open."""

    marks: tuple[int, ...] = (0,) * len(Facet)
    year: int = 0

    def with_mark(self, facet: Facet, mark: int) -> "Filter":
        """The filter with this mark of the facet instead; 0 takes it out."""
        return replace(self, marks=(*self.marks[:facet], mark, *self.marks[facet + 1 :]))

    def with_value(self, facet: Facet, value: str) -> "Filter":
        """The filter that wants this value of the facet."""
        return self.with_mark(facet, mark_of(value))

    def lets(self, stood: Stood, but: Facet | None = None) -> bool:
        """Whether the item has all that is wanted, ``but`` that facet."""
        return all(
            mark in (0, mark_of(value_of(stood, facet)))
            for facet, mark in zip(Facet, self.marks, strict=True)
            if mark and facet is not but
        )

    def pack(self) -> int:
        """The filter as a number, at most 34 digits: the year stands above the marks."""
        number = self.year
        for mark in self.marks:
            number = number * _MARKS + mark
        return number

    @classmethod
    def unpack(cls, number: int) -> "Filter":
        """The filter of a number; whatever it says, it is a filter."""
        marks = []
        for _ in Facet:
            number, mark = divmod(number, _MARKS)
            marks.append(mark)
        return cls(tuple(reversed(marks)), number % _YEARS)


class Counted(Struct, frozen=True):
    """A value of a facet, and how many items have it."""

    value: str
    count: int


def count_values(stood: Iterable[Stood], facet: Facet, units: Sequence[str]) -> tuple[Counted, ...]:
    """Each value that items have: units in the office's order, lights as a list has them, the others by their words."""
    found = Counter(value_of(each, facet) for each in stood)
    order = {Facet.UNIT: units, Facet.LIGHT: LIGHT_ORDER}.get(facet, ())
    places = {value: place for place, value in enumerate(order)}
    values = sorted(found, key=lambda value: (places.get(value, len(places)), value))
    return tuple(Counted(value, found[value]) for value in values)


def chosen_values(stood: Iterable[Stood], chosen: Filter) -> dict[Facet, str | None]:
    """What the filter wants, in words; ``None`` where no item has it any more."""
    wanted = {facet: mark for facet, mark in zip(Facet, chosen.marks, strict=True) if mark}
    found: dict[Facet, str | None] = dict.fromkeys(wanted)
    for each in stood:
        for facet, mark in wanted.items():
            if found[facet] is None and mark_of(value := value_of(each, facet)) == mark:
                found[facet] = value
    return found
