"""The occasion of a new assignment (交办): its unit is asked to acknowledge it (签收), once, at the next alert time."""

from datetime import date, datetime, timedelta

from domain.hours import alert_after
from domain.item import Item, ItemStatus
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
    return Occasion(item.number, day, Rung.NEW, 0, moment)


def due_assignment(item: Item, rules: Rules, now: datetime, since: datetime | None = None) -> Occasion | None:
    """The occasion if a chat that was reachable ``since`` then is to be told of it now."""
    found = assignment_of(item, rules)
    if found is None or not found.moment <= now <= found.moment + ALIVE_FOR:
        return None
    return found if since is None or since < found.moment else None
