"""Families: which items are parts of which, and what each part comes to in its parent's share of what is done."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from domain.done_share import WHOLE, percent_of
from domain.families import rolled_up
from domain.item import Item, ItemStatus
from store.documents import ItemKey

#: What a closed part comes to, told apart from one of which all is done and that is open.
_CLOSED = WHOLE + 1


class Families:
    """Each parent's parts, and the items whose share has to be worked out again."""

    def __init__(self) -> None:
        self.parts: dict[int, dict[int, int | None]] = {}  # None: cancelled
        self._touched: set[int] = set()

    def enter(self, number: int, key: ItemKey) -> None:
        """The item is a part of what its key says; to be called where it names a parent."""
        parts = self.parts.setdefault(key.parent, {})
        parts[number] = _part_of(key)
        self._touched.add(key.parent)

    def leave(self, number: int, parent: int) -> None:
        """The item is no part of that parent any more."""
        parts = self.parts.get(parent, {})
        parts.pop(number, None)
        if not parts:
            self.parts.pop(parent, None)
        self._touched.add(parent)

    def exchange(self, gone: "Families", come: "Families") -> None:
        """Take out what some items were, and enter what they are now."""
        for parent, parts in gone.parts.items():
            for number in parts:
                self.leave(number, parent)
        for parent, parts in come.parts.items():
            self.parts.setdefault(parent, {}).update(parts)
            self._touched.add(parent)

    def touch(self, number: int) -> None:
        """The item was saved: where it has parts, its share follows from them."""
        if number in self.parts:
            self._touched.add(number)

    def touch_all(self, numbers: AbstractSet[int]) -> None:
        """The same of thousands of items."""
        self._touched |= self.parts.keys() & numbers

    def take_touched(self) -> tuple[int, ...]:
        """The items to be worked out again; from here on there are none."""
        if not self._touched:  # nearly always
            return ()
        taken, self._touched = tuple(sorted(self._touched)), set()
        return taken

    def parts_of(self, number: int) -> list[int]:
        """The numbers of the item's parts, ascending."""
        return sorted(self.parts.get(number, ()))

    def percent(self, item: Item) -> int | None:
        """How much of the item is done: what its parts say, or the item itself where it has none."""
        parts = self.parts.get(item.number)
        return rolled_up(item, _shares(parts)) if parts else percent_of(item)

    def counts(self, number: int) -> tuple[int, int]:
        """How many of the item's parts are closed, and how many there are besides cancelled ones."""
        parts = [part for part in self.parts.get(number, {}).values() if part is not None]
        return parts.count(_CLOSED), len(parts)


def _shares(parts: dict[int, int | None]) -> Iterator[int | None]:
    return (None if part is None else min(part, WHOLE) for part in parts.values())


def _part_of(key: ItemKey) -> int | None:
    if key.status == ItemStatus.CANCELLED:
        return None
    return _CLOSED if key.status == ItemStatus.CLOSED else key.percent or 0
