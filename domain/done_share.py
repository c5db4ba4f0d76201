"""How much of an item is done, in whole per cent, where that can be counted: its quota, its plan, or its measures."""

from collections.abc import Sequence

from msgspec.structs import replace

from domain.item import Item, ItemStatus

#: All of it.
WHOLE = 100


def percent_of(item: Item) -> int | None:
    """What is done of the item's own quota, plan or measures, all of it once it is closed; ``None``: not counted.

    Never more than all of it, and all of it only when nothing is left.
    """
    counted = _counted_of(item)
    return WHOLE if counted is not None and item.status is ItemStatus.CLOSED else counted


def _counted_of(item: Item) -> int | None:
    if item.quota is not None and item.quota.target > 0:
        return in_percent(item.quota.reached, item.quota.target)
    if item.milestones:
        return _counted([each.done_at is not None for each in item.milestones])
    if not isinstance(item.measures, str):
        return _counted([each.done_at is not None for each in item.measures])
    return None


def _counted(done: Sequence[bool]) -> int | None:
    return in_percent(sum(done), len(done)) if done else None


def in_percent(reached: float, target: float) -> int:
    """How much of the target that is, never more than all of it."""
    return max(0, min(WHOLE, int(reached * WHOLE / target + 1e-9)))  # a third of 100 is 33, never 34


def with_percent(item: Item) -> Item:
    """The item with its share as it is now."""
    percent = percent_of(item)
    return item if item.percent == percent else replace(item, percent=percent)
