"""What the office changes of an item that was assigned: 调整, 撤销, 挂账 and 恢复办理. Each returns a new item."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import msgspec
from msgspec.structs import replace

from domain.amending_errors import DayMissing, DayPast, NothingToChange, NotSuspended, WhyMissing
from domain.closing import taken_over
from domain.item import Did, FormerLimit, Item, ItemStatus, Step
from domain.limits import local_day, wanted_on
from domain.partners import kept_ticks
from domain.rules import Rules
from domain.steps import checked, require_in_hand, require_open, take_reversible_step

#: Fields that no step changes by itself.
_OWN = frozenset({"number", "version", "history", "faults"})
#: A change of one of these clears up what was objected to.
_SETTLES = frozenset({"due", "is_endless", "unit", "owner", "standard", "measures", "title"})
#: The parts of a limit.
LIMIT = ("due", "is_endless")


def cancel(item: Item, by: str, at: datetime, reason: str) -> Item:
    """撤销: it was entered by mistake, or is not asked for any more. It never counts as 办结."""
    if item.status is not ItemStatus.SUSPENDED:
        require_open(item)
    step = Step(at, by, Did.CANCEL, _checked_why(reason, item, "cancel"))
    return take_reversible_step(item, step, status=ItemStatus.CANCELLED, suspended_until=None, doubt=None)


def suspend(item: Item, by: str, at: datetime, until: date | None, reason: str, rules: Rules) -> Item:
    """挂账: nothing is asked of the unit before that day, on which the item comes back; it answers an objection."""
    require_in_hand(item)
    if until is None:
        raise DayMissing(item.number, item.title)
    if until <= local_day(at, rules):
        raise DayPast(item.number, item.title, until)
    step = Step(at, by, Did.SUSPEND, _checked_why(reason, item, "suspend"), to=until.isoformat())
    return take_reversible_step(item, step, status=ItemStatus.SUSPENDED, suspended_until=until, doubt=None)


def resume(item: Item, by: str, at: datetime, rules: Rules, note: str = "") -> Item:
    """恢复办理: as before it was suspended. Where its limit has passed meanwhile, it is chased from now on only."""
    if item.status is not ItemStatus.SUSPENDED:
        require_open(item)
        raise NotSuspended(item.number, item.title)
    status = ItemStatus.ASSIGNED if item.acknowledged_at is None else ItemStatus.ACKNOWLEDGED
    changes: dict[str, Any] = {"status": status, "suspended_until": None}
    if has_lapsed(item, at, rules):
        changes |= {"due_set_at": at, "moved_at": at}
    return take_reversible_step(item, Step(at, by, Did.RESUME, checked(note)), **changes)


def has_lapsed(item: Item, at: datetime, rules: Rules) -> bool:
    """Whether the day for which it is asked has passed."""
    day = wanted_on(item, rules)
    return day is not None and day < local_day(at, rules)


def edit(item: Item, changes: Mapping[str, Any], by: str, at: datetime, reason: str = "", summary: str = "") -> Item:
    """调整: these fields changed; ``summary`` says of the history what was changed.

    A moved limit needs a reason and stays visible among the former ones; as the workbook wrote it, it is kept, so that
    importing it again moves nothing back. Another unit takes the item over. Who cooperates no more has no tick.
    """
    require_open(item)
    new = {name: value for name, value in changes.items() if getattr(item, name) != value}
    if not new:
        raise NothingToChange(item.number, item.title)
    for value in new.values():
        checked(value if isinstance(value, str) else "".join(value) if isinstance(value, tuple) else "")
    if moves_limit(new):
        why = _checked_why(reason, item, "edit")
        former = FormerLimit(due=item.due, moved_at=at, moved_by=by, reason=why)
        new |= {"due_set_at": at, "former_limits": (*item.former_limits, former)}
        new["due_written"] = item.due_written or item.due
    if item.doubt is not None and not _SETTLES.isdisjoint(new):
        new |= {"doubt": None, "assigned_at": at, "moved_at": at}  # to be signed, and chased, from now on
    if "partners" in new:
        new["ticks"] = kept_ticks(item, new["partners"])
    edited = replace(item, **new)
    after = taken_over(edited, at) if edited.unit != item.unit else edited
    note = "；".join(words for words in (summary, checked(reason)) if words)
    return take_reversible_step(item, Step(at, by, Did.EDIT, note), **_differing(item, after))


def moves_limit(changes: Mapping[str, Any]) -> bool:
    """Whether these changes set another limit."""
    return "due" in changes or "is_endless" in changes


def _differing(before: Item, after: Item) -> dict[str, Any]:
    """The fields of the second that are not as in the first."""
    names = (field.name for field in msgspec.structs.fields(Item) if field.name not in _OWN)
    return {name: getattr(after, name) for name in names if getattr(before, name) != getattr(after, name)}


def _checked_why(reason: str, item: Item, command: str) -> str:
    words = checked(reason)
    if not words:
        raise WhyMissing(item.number, item.title, command)
    return words
