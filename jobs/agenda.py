"""The agenda: when to look at which item next. A heap in memory, rebuilt at every start; the ledger is the truth."""

import heapq
from collections.abc import Iterable, Iterator
from datetime import datetime

#: Looking at so many items takes about a millisecond, after which others get their turn.
SLICE = 20


class Agenda:
    """For each item at most one moment. Asking whether anything is due costs one comparison."""

    def __init__(self) -> None:
        self._moments: dict[int, datetime] = {}
        self._heap: list[tuple[datetime, int]] = []

    def __len__(self) -> int:
        return len(self._moments)

    def put(self, number: int, moment: datetime | None) -> None:
        """Look at the item at that moment, and not at the one set before; ``None``: not at all."""
        if moment is None:
            self._moments.pop(number, None)
        elif self._moments.get(number) != moment:
            self._moments[number] = moment
            heapq.heappush(self._heap, (moment, number))

    def put_all(self, numbers: Iterable[int], moment: datetime) -> None:
        """Look at all of these then."""
        for number in numbers:
            self.put(number, moment)

    def next_moment(self) -> datetime | None:
        """The earliest moment of all; ``None`` when nothing lies ahead."""
        heap, moments = self._heap, self._moments
        while heap and moments.get(heap[0][1]) != heap[0][0]:
            heapq.heappop(heap)  # overtaken by a later word on that item
        return heap[0][0] if heap else None

    def take_due(self, now: datetime) -> Iterator[list[int]]:
        """The items whose moment has come, earliest first and a few at a time; they leave the agenda."""
        taken: list[int] = []
        while (moment := self.next_moment()) is not None and moment <= now:
            _, number = heapq.heappop(self._heap)
            del self._moments[number]
            taken.append(number)
            if len(taken) == SLICE:
                yield taken
                taken = []
        if taken:
            yield taken
