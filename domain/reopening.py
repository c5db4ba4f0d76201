"""What is empty of an item once its closing is not asked for, or not done, any more; its limit where it opens again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from domain.item import FormerLimit, Item, ItemStatus

#: Closing is not asked for any more.
NOT_SUBMITTED: Mapping[str, Any] = {
    "before": None,
    "submitted_at": None,
    "submitted_by": "",
    "checked_at": None,
    "checked_by": "",
}
#: Nor is it closed.
NOT_CLOSED: Mapping[str, Any] = {**NOT_SUBMITTED, "closed_at": None, "closed_by": ""}
_NOT_DECIDED: Mapping[str, Any] = {
    "returned_at": None,
    "returned_reason": "",
    "supplement_by": None,
    "in_time_until": None,
    "observe_until": None,
    "confirmed_at": None,
    "confirmed_by": "",
    "confirmed_basis": "",
}


def opened_again(item: Item, by: str, at: datetime, due: str, reason: str) -> dict[str, Any]:
    """What changes where a closed item is in hand again (反弹, 重办): a new limit, and the former one on record."""
    former = FormerLimit(due=item.due, moved_at=at, moved_by=by, reason=reason)
    return {
        **NOT_CLOSED,
        **_NOT_DECIDED,
        "status": ItemStatus.ACKNOWLEDGED,
        "due": due,
        "due_written": item.due_written or item.due,
        "due_set_at": at,
        "former_limits": (*item.former_limits, former),
    }
