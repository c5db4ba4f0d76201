"""A workbook of somebody who may have no more taken over than what the unit's items lack (待补表)."""

from collections.abc import Callable

from domain.gap_errors import NotOfGaps
from domain.gaps import Gap, gaps_of
from domain.imports.plan import ChangedItem, ImportPlan
from domain.item import Item
from domain.rules import Rules

#: Fields by the gap that they fill.
_FIELDS = {
    "due": Gap.LIMIT,
    "is_endless": Gap.LIMIT,
    "standard": Gap.STANDARD,
    "owner": Gap.OWNER,
    "measures": Gap.MEASURES,
}


def require_gaps_only(plan: ImportPlan, may_fill: Callable[[Item], bool], rules: Rules) -> None:
    """Raise ``NotOfGaps`` where the plan does more than fill gaps of items that may be filled."""
    beyond = tuple(each.before.number for each in plan.changed if not _fills(each, may_fill, rules))
    rows = len(plan.new) + len(plan.new_people) + len(plan.changed_people) + len(plan.new_units)
    if beyond or rows:
        raise NotOfGaps(beyond, rows)


def _fills(change: ChangedItem, may_fill: Callable[[Item], bool], rules: Rules) -> bool:
    lacking = gaps_of(change.before, rules)
    return may_fill(change.before) and all(_FIELDS.get(each.field) in lacking for each in change.changes)
