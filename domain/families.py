"""Families (上下级事项): an item and its parts: stations by township, the five sides of a pilot.

A part names its parent. What is done of a parent is the mean of its parts; it closes once they are closed or cancelled.
"""

from collections.abc import Callable, Iterable, Sequence

from domain.done_share import WHOLE, percent_of
from domain.errors import ItemRefusal
from domain.item import OPEN, Item, ItemStatus

#: So many items stand above one another at most, the lowest included.
DEPTH = 3
#: States in which nothing of a part is left to do.
_OVER = frozenset({ItemStatus.CLOSED, ItemStatus.CANCELLED})


class ParentRefused(ItemRefusal):
    """An item can't be a part of that one; ``parent`` is its number."""

    def __init__(self, number: int, title: str, parent: int) -> None:
        super().__init__(number, title)
        self.parent = parent


class ParentUnknown(ParentRefused):
    """There is no such item, or the speaker may not see it."""


class ParentsSeveral(ParentRefused):
    """Several are named, of which the first is ``parent``: an item is a part of one."""


class ParentOver(ParentRefused):
    """It is closed or cancelled."""


class FamilyCircle(ParentRefused):
    """The parent is the item itself, or a part of it."""


class FamilyTooDeep(ParentRefused):
    """More than ``DEPTH`` items would stand above one another."""


class PartsOpen(ItemRefusal):
    """A parent can't be closed before its parts; ``parts`` are those open, as number and owner."""

    def __init__(self, number: int, title: str, parts: tuple[tuple[int, str], ...]) -> None:
        super().__init__(number, title)
        self.parts = parts


def rolled_up(parent: Item, shares: Iterable[int | None]) -> int | None:
    """What is done of a parent, in whole per cent: the mean of its parts, of which ``None`` are cancelled.

    Never all of it before all parts are; where every part is cancelled, what is done of the parent itself.
    """
    counted = [share for share in shares if share is not None]
    if not counted:
        return percent_of(parent)
    return WHOLE if parent.status is ItemStatus.CLOSED else sum(counted) // len(counted)


def share_of_part(part: Item) -> int | None:
    """What a part comes to in its parent's mean: closed all, uncounted nothing; ``None``: it is left out."""
    if part.status is ItemStatus.CANCELLED:
        return None
    return WHOLE if part.status is ItemStatus.CLOSED else part.percent or 0


def open_parts(parts: Iterable[Item], closing: Iterable[int] = ()) -> tuple[Item, ...]:
    """Those of the parts that are neither closed nor cancelled; ``closing`` are closed with their parent."""
    together = frozenset(closing)
    return tuple(part for part in parts if part.status not in _OVER and part.number not in together)


def require_parts_over(item: Item, parts: Iterable[Item], closing: Iterable[int] = ()) -> None:
    """Raise ``PartsOpen`` unless all parts are closed or cancelled."""
    if left := open_parts(parts, closing):
        raise PartsOpen(item.number, item.title, tuple((part.number, part.owner) for part in left))


def can_close_now(parent: Item, parts: Sequence[Item]) -> bool:
    """Whether an open parent waits for nothing but its own closing."""
    return parent.status in OPEN and parent.status is not ItemStatus.SUBMITTED and bool(parts) and not open_parts(parts)


def closed_above(before: Item, part: Item, find: Callable[[int], Item | None]) -> tuple[Item, ...]:
    """The closed items above a part that is reopened now; none where it is not. They stay closed."""
    if before.status not in _OVER or part.status in _OVER:
        return ()
    found = (find(number) for number in _above(part, find)[1:])
    return tuple(each for each in found if each is not None and each.status is ItemStatus.CLOSED)


def require_parent(
    item: Item,
    parent: int,
    find: Callable[[int], Item | None],
    parts_of: Callable[[int], Iterable[int]] = lambda _: (),
) -> None:
    """Raise a ``ParentRefused`` unless the item may become a part of that one. A new item has the number 0.

    ``find`` gives the item of a number, where the speaker may see it. What is over may be a part of what is over.
    """
    if not parent:
        return
    found = find(parent)
    if found is None:
        raise ParentUnknown(item.number, item.title, parent)
    above = _above(found, find)
    if item.number and item.number in above:
        raise FamilyCircle(item.number, item.title, parent)
    if found.status in _OVER and item.status not in _OVER:
        raise ParentOver(item.number, item.title, parent)
    if len(above) + _height(item.number, parts_of) > DEPTH:
        raise FamilyTooDeep(item.number, item.title, parent)


def _above(item: Item, find: Callable[[int], Item | None]) -> tuple[int, ...]:
    """The item and all above it, by their numbers; a circle that another program made ends where it began."""
    chain: list[int] = []
    at: Item | None = item
    while at is not None and at.number not in chain:
        chain.append(at.number)
        at = find(at.parent) if at.parent else None
    return tuple(chain)


def _height(number: int, parts_of: Callable[[int], Iterable[int]], most: int = DEPTH) -> int:
    """How many items stand above one another from the lowest part up to this one."""
    if not number or not most:
        return 1
    return 1 + max((_height(part, parts_of, most - 1) for part in parts_of(number)), default=0)
