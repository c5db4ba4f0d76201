"""Turns what a plan holds into what the ledger keeps: instants, history, the next version."""

from datetime import datetime

from msgspec.structs import replace

from domain.assigning import taken_over
from domain.item import Did, Item, Step


def assigned(item: Item, by: str, at: datetime) -> Item:
    """交办: the new item, its ladder starting now."""
    return replace(item, assigned_at=at, due_set_at=at, history=(Step(at, by, Did.ASSIGN),))


def amended_by(before: Item, after: Item, by: str, at: datetime, note: str) -> Item:
    """台账更新: the changed item, one version on, with both limits kept in words.

    A moved limit starts a new ladder, and so does a move to another unit, which signs first.
    """
    has_moved = (before.due, before.is_endless) != (after.due, after.is_endless)
    return replace(
        taken_over(after, at) if before.unit != after.unit else after,
        version=before.version + 1,
        due_set_at=at if has_moved else before.due_set_at,
        history=(*before.history, Step(at, by, Did.AMEND, note)),
    )
