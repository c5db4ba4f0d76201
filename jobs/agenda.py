"""The agenda: when to look at which item next. A heap in memory, rebuilt at every start; the ledger is the truth."""

import heapq
from collections.abc import Iterable, Iterator
from datetime import datetime

#: Looking at so many items takes about a millisecond, after which others get their turn.
SLICE = 20


class Agenda:
    """For each item at most one moment. Asking whether anything is due costs one comparison.

    Items share few moments (an office has two alert times a day), so they are kept by moment: a tenth of the memory
    that an entry of its own would take for each.
    """

    def __init__(self) -> None:
        self._waiting: dict[datetime, list[int]] = {}  # some of these wait elsewhere by now
        self._places: dict[int, list[int]] = {}  # for each item the list in which it really waits
        self._heap: list[datetime] = []

    def __len__(self) -> int:
        return len(self._places)

    def put(self, number: int, moment: datetime | None) -> None:
        """Look at the item at that moment, and not at the one set before; ``None``: not at all."""
        if moment is None:
            self._places.pop(number, None)
            return
        waiting = self._waiting.get(moment)
        if waiting is None:
            waiting = self._waiting[moment] = []
            heapq.heappush(self._heap, moment)
        if self._places.get(number) is not waiting:
            waiting.append(number)
            self._places[number] = waiting

    def put_all(self, numbers: Iterable[int], moment: datetime) -> None:
        """Look at all of these then."""
        for number in numbers:
            self.put(number, moment)

    def next_moment(self) -> datetime | None:
        """The earliest moment of all; ``None`` when nothing lies ahead."""
        while self._heap:
            waiting = self._waiting[self._heap[0]]
            while waiting and self._places.get(waiting[-1]) is not waiting:
                waiting.pop()  # overtaken by a later word on that item
            if waiting:
                return self._heap[0]
            del self._waiting[heapq.heappop(self._heap)]
        return None

    def take_due(self, now: datetime) -> Iterator[list[int]]:
        """The items whose moment has come, earliest first and a few at a time; they leave the agenda."""
        taken: list[int] = []
        turned: list[int] | None = None
        while (moment := self.next_moment()) is not None and moment <= now:
            waiting = self._waiting[moment]
            if waiting is not turned:
                waiting.sort(reverse=True)  # taken from its end
                turned = waiting
                continue
            number = waiting.pop()
            del self._places[number]
            taken.append(number)
            if len(taken) == SLICE:
                yield taken
                taken = []
        if taken:
            yield taken
