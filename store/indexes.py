"""Answers to the hot questions (mine, my unit's, awaiting verification), kept up to date by every change of an item.

Each answer is an ascending list: as quick as a set at these sizes, and a tenth of its memory.
"""

from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import chain

import msgspec

from domain.item import OPEN, ItemStatus
from store.documents import KNOWN, ItemKey, coerced_key, item_key, plain_key

#: Numbers, ascending, by what they are looked up by.
Index = defaultdict[str, list[int]]

_OPEN = frozenset(status.value for status in OPEN)


class ItemIndexes:
    """Numbers of items by what is asked for. Every item is filed, also one of which some fields can't be read."""

    def __init__(self) -> None:
        self.by_status: Counter[str] = Counter()
        self.submitted: set[int] = set()
        self._by_owner: Index = defaultdict(list)
        self._by_unit: Index = defaultdict(list)
        self._by_closing_day: Index = defaultdict(list)

    def change(self, number: int, old: bytes | None, new: bytes | None) -> None:
        """The listener of the items' table."""
        if old is not None:
            self._remove(number, item_key(old))
        if new is not None:
            self.fill({number: new})

    def fill(self, rows: Mapping[int, bytes]) -> None:
        """Enter these items. One loop over everything, as most of the time of opening a ledger is spent in it."""
        for number, row in rows.items():
            try:
                key = plain_key(row)
            except (msgspec.MsgspecError, UnicodeDecodeError):
                key = coerced_key(row)
            if key.status not in KNOWN:
                key = coerced_key(row)
            self.by_status[key.status] += 1
            if key.status in _OPEN:
                _enter(self._by_owner[key.owner or ""], number)
                _enter(self._by_unit[key.unit or ""], number)
                if key.status == ItemStatus.SUBMITTED:
                    self.submitted.add(number)
            if key.closed_at:
                _enter(self._by_closing_day[key.closed_at[:10]], number)

    def exchange(self, gone: "ItemIndexes", come: "ItemIndexes") -> None:
        """Take out what some items were filed under and enter what they are filed under now, list by list."""
        self.by_status.subtract(gone.by_status)
        self.by_status.update(come.by_status)
        self.submitted -= gone.submitted
        self.submitted |= come.submitted
        for mine, out, into in zip(self.lists(), gone.lists(), come.lists(), strict=True):
            for key, numbers in out.items():
                mine[key] = sorted(set(mine[key]).difference(numbers))
            for key, numbers in into.items():
                _enter_all(mine[key], numbers)
            for key in out:
                if not mine[key]:
                    del mine[key]

    def lists(self) -> tuple[Index, ...]:
        """All that is looked up by a text."""
        return self._by_owner, self._by_unit, self._by_closing_day

    def open(self) -> list[int]:
        """All open items, ascending."""
        return sorted(chain.from_iterable(self._by_unit.values()))

    def of_owner(self, owner: str) -> list[int]:
        """Open items of everybody of that name, ascending."""
        return list(self._by_owner.get(owner, ()))

    def of_unit(self, unit: str) -> list[int]:
        """Open items of the unit, ascending."""
        return list(self._by_unit.get(unit, ()))

    def closed_on(self, first: date, last: date) -> Iterator[int]:
        """Items whose ``closed_at`` is written with one of these days, the first and the last included."""
        for past in range((last - first).days + 1):
            yield from list(self._by_closing_day.get((first + timedelta(past)).isoformat(), ()))

    def _remove(self, number: int, key: ItemKey) -> None:
        self.by_status[key.status] -= 1
        self.submitted.discard(number)
        _discard(self._by_owner, key.owner or "", number)
        _discard(self._by_unit, key.unit or "", number)
        if key.closed_at:
            _discard(self._by_closing_day, key.closed_at[:10], number)


def _enter(numbers: list[int], number: int) -> None:
    if not numbers or number > numbers[-1]:  # nearly always
        numbers.append(number)
    else:
        insort(numbers, number)


def _enter_all(numbers: list[int], new: list[int]) -> None:
    is_behind = not numbers or numbers[-1] < new[0]  # as new items are
    numbers += new
    if not is_behind:
        numbers.sort()


def _discard(index: Index, key: str, number: int) -> None:
    numbers = index.get(key, [])
    place = bisect_left(numbers, number)
    if place < len(numbers) and numbers[place] == number:
        del numbers[place]
        if not numbers:
            del index[key]
