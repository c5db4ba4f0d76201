"""A new assignment (交办): its unit is asked to acknowledge it (签收), once, at the next alert time.

So is another unit that takes the item over.
"""

from datetime import date, datetime, timedelta

from msgspec.structs import replace

from domain.hours import alert_after
from domain.item import IN_HAND, OPEN, Item, ItemStatus
from domain.ladder import Occasion
from domain.limits import local_day
from domain.rules import Rules
from domain.views import Rung

#: An assignment that could not be told for so long is old news: the office's morning counts it as 未签收.
ALIVE_FOR = timedelta(days=10)


def assignment_of(item: Item, rules: Rules) -> Occasion | None:
    """The occasion, past or to come, while nobody has acknowledged the item."""
    if item.status is not ItemStatus.ASSIGNED or item.assigned_at is None:
        return None
    day: date = local_day(item.assigned_at, rules)
    moment = alert_after(rules, item.assigned_at, rules.kind(item.kind))
    return Occasion(item.number, day, Rung.SIGN, 0, moment)


def due_assignment(item: Item, rules: Rules, now: datetime, since: datetime | None = None) -> Occasion | None:
    """The occasion if a chat that was reachable ``since`` then is to be told of it now."""
    found = assignment_of(item, rules)
    if found is None or not found.moment <= now <= found.moment + ALIVE_FOR:
        return None
    return found if since is None or since < found.moment else None


def taken_over(item: Item, at: datetime) -> Item:
    """The item as another unit takes it over: that unit signs it first, and is chased from then on only.

    What was submitted stays so; if that is taken back, it is still to be signed.
    """
    unsigned = replace(item, moved_at=at, acknowledged_at=None, acknowledged_by="")
    if item.status in IN_HAND:
        return replace(unsigned, status=ItemStatus.ASSIGNED, assigned_at=at)
    return replace(unsigned, assigned_at=at, before=ItemStatus.ASSIGNED) if item.status in OPEN else item
