"""The agenda: when to look at which item next. A heap in memory, rebuilt at every start; the ledger is the truth."""

import heapq
from collections.abc import Iterable, Iterator
from datetime import datetime

#: Looking at so many items takes about a millisecond, after which others get their turn.
SLICE = 20


class Agenda:
    """Never too late; now and then too early: a word on an item does not cross out the words before.

    To look once in vain costs less than to remember for each item where it waits. Items share few moments (an office
    has two alert times a day), so a moment holds its items in a list. Asking whether anything is due is one comparison.
    """

    def __init__(self) -> None:
        self._waiting: dict[datetime, list[int]] = {}  # empty lists go when their turn comes
        self._heap: list[datetime] = []

    def put(self, number: int, moment: datetime | None) -> None:
        """Look at the item at that moment too; ``None``: there is none to be added."""
        if moment is not None:
            self._list_of(moment).append(number)

    def put_all(self, numbers: Iterable[int], moment: datetime) -> None:
        """Look at all of these then."""
        self._list_of(moment).extend(numbers)

    def _list_of(self, moment: datetime) -> list[int]:
        waiting = self._waiting.get(moment)
        if waiting is None:
            waiting = self._waiting[moment] = []
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
            waiting = self._waiting[moment]
            waiting[:] = sorted(set(waiting), reverse=True)  # taken from its end
            while waiting and moment == self.next_moment():  # something earlier may have come up between two slices
                taken = waiting[: -SLICE - 1 : -1]
                del waiting[-SLICE:]
                yield taken
