"""When to look at which item again: numbers by the moment of their next occasion."""

import heapq
from array import array
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby, islice

from jobs.recipients import SLICE

#: So many numbers are packed together.
_PACKED = 256


class Agenda:
    """Never too late; now and then too early: a word on an item does not cross out the words before.

    To look once in vain costs less than to remember for each item where it waits. Items share few moments (an office
    has two alert times a day), so they wait in one place. Asking whether anything is due is one comparison.
    """

    def __init__(self) -> None:
        self._waiting: dict[datetime, _Numbers] = {}  # what is empty goes when its turn comes
        self._heap: list[datetime] = []

    def put(self, number: int, moment: datetime | None) -> None:
        """Look at the item at that moment too; ``None``: there is none to be added."""
        if moment is not None:
            self._at(moment).add(number)

    def put_all(self, numbers: Iterable[int], moment: datetime) -> None:
        """Look at all of these then."""
        waiting = self._at(moment)
        for number in numbers:
            waiting.add(number)

    def _at(self, moment: datetime) -> "_Numbers":
        waiting = self._waiting.get(moment)
        if waiting is None:
            waiting = self._waiting[moment] = _Numbers()
            heapq.heappush(self._heap, moment)
        return waiting

    def next_moment(self) -> datetime | None:
        """The earliest moment of all; ``None`` when nothing lies ahead."""
        while self._heap:
            if self._waiting[self._heap[0]]:
                return self._heap[0]
            del self._waiting[heapq.heappop(self._heap)]
        return None

    def take_due(self, now: datetime) -> Iterator[list[int]]:
        """The items whose moment has come, earliest first and a few at a time; they leave the agenda."""
        while (moment := self.next_moment()) is not None and moment <= now:
            yield self._waiting[moment].take(SLICE)


class _Numbers:
    """What waits for one moment. It comes in ascending order, each number once.

    A hundred thousand may: the garbage collector would visit each of them in a list, but not in arrays and tuples; and
    to sort all of them at once would hold everybody up.
    """

    def __init__(self) -> None:
        self._packed: list[Sequence[int]] = []
        self._loose: list[int] = []
        self._ordered: Iterator[int] = iter(())
        self._next: int | None = None

    def __bool__(self) -> bool:
        return self._next is not None or bool(self._loose) or bool(self._packed)

    def add(self, number: int) -> None:
        self._loose.append(number)
        if len(self._loose) == _PACKED:
            self._packed.append(_packed(self._loose))
            self._loose.clear()

    def take(self, most: int) -> list[int]:
        """So many of the numbers at most; what was added since the first were taken comes last. There are some."""
        if self._next is None:
            in_order = heapq.merge(*map(sorted, self._packed), sorted(self._loose))
            self._packed, self._loose = [], []
            self._ordered = (number for number, _ in groupby(in_order))
            self._next = next(self._ordered)
        taken = [self._next, *islice(self._ordered, most - 1)]
        self._next = next(self._ordered, None)
        return taken


def _packed(numbers: list[int]) -> Sequence[int]:
    """In half the room; as a tuple where somebody chose the number of an item by hand, and chose a huge one."""
    try:
        return array("I", numbers)
    except OverflowError:
        return tuple(numbers)
