"""A limit that moved moves the steps of the item's plan with it, where somebody says so (按比例顺延)."""

from datetime import date, datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from domain.errors import StaleButton
from domain.item import IN_HAND, Did, Item, Step
from domain.item_records import Milestone
from domain.limits import due_on, lapses_on, local_day, written_limit
from domain.milestones import by_day, planned_fields
from domain.pace import start_of
from domain.rules import Rules
from domain.steps import require_in_hand, step_of, take_reversible_step

#: Steps that put a closed item in hand again (反弹, 重办): its time begins anew, and nothing is late in it yet.
_REOPENS = frozenset({Did.RELAPSE, Did.VERDICT})
#: Steps that move a limit.
_MOVES = _REOPENS | {Did.EXTEND, Did.PROLONG, Did.CLOCK, Did.EDIT, Did.AMEND}
#: After one of these, or with another limit, the days that were proposed are no longer what they were counted from.
_OVERTAKES = frozenset({Did.PLAN, Did.UNDO})


class Shifted(Struct, frozen=True):
    """A step, and the day that it would move to."""

    step: Milestone
    due: date


def limit_before(item: Item, version: int) -> date | None:
    """The limit that the change to this version of the item moved; ``None`` where it moved none."""
    step = step_of(item, version)
    if step is None or step.did not in _MOVES:
        return None
    written = step.to if step.did is Did.AMEND else str(step.was.get("due", ""))
    before = written_limit(written) if written else None
    return before.date() if isinstance(before, datetime) else before


def shifted(item: Item, version: int, at: datetime, rules: Rules) -> tuple[Shifted, ...]:
    """The open steps whose day would change, with the day: as far through the item's time as it was before.

    A day on a rest day is moved to the work day before it; none lies beyond the new limit or before today. A step that
    is late already, and would be, stays as it is. The time of an item in hand again is that from its reopening on: each
    of its open steps has a day there.
    """
    before, after = limit_before(item, version), due_on(item)
    if before is None or after is None or before == after or item.status not in IN_HAND:
        return ()
    today = local_day(at, rules)
    start = _start(item, rules)
    if start is None or start >= min(before, after):
        start = min(today, before, after) - timedelta(days=1)
    again = _reopened_on(item, version, rules)
    begins = again or start
    found: list[Shifted] = []
    for step in item.milestones:
        far = (step.due - start).days * (after - begins).days / (before - start).days
        due = min(rules.work_days.on_or_before(begins + timedelta(days=round(far))), lapses_on(item, rules) or after)
        if due < today:
            is_late = step.due < today and again is None
            due = step.due if is_late else min(rules.work_days.on_or_after(today), after)
        if step.done_at is None and due != step.due:
            found.append(Shifted(step, due))
    return tuple(found)


def _start(item: Item, rules: Rules) -> date | None:
    begun = start_of(item, rules)
    if begun is not None:
        return begun
    return min((local_day(each.set_at, rules) for each in item.milestones if each.set_at), default=None)


def _reopened_on(item: Item, version: int, rules: Rules) -> date | None:
    """The day on which the change to this version put the item in hand again; ``None`` where it was in hand."""
    step = step_of(item, version)
    return local_day(step.at, rules) if step is not None and step.did in _REOPENS else None


def shift(item: Item, version: int, by: str, at: datetime, rules: Rules) -> Item:
    """按比例顺延: each moved step begins its ladder anew.

    Raises ``StaleButton`` where limit or plan has changed since, or nothing is left to move.
    """
    require_in_hand(item)
    require_current(item, version)
    days = {each.step.number: each.due for each in shifted(item, version, at, rules)}
    if not days:
        raise StaleButton(item.number, item.title)
    plan = by_day(
        replace(each, due=days[each.number], set_at=at) if each.number in days else each for each in item.milestones
    )
    return take_reversible_step(item, Step(at, by, Did.PLAN, to=item.due[:10]), **planned_fields(item, plan))


def require_current(item: Item, version: int) -> None:
    """Raise ``StaleButton`` where limit or plan has changed since that version; a word of progress changes neither."""
    newer = item.version - version
    since = item.history[-newer:] if newer > 0 else ()
    due, is_endless = item.due, item.is_endless
    for step in reversed(since):
        due, is_endless = step.was.get("due", due), step.was.get("is_endless", is_endless)
    is_limit_same = (due, is_endless) == (item.due, item.is_endless)
    if version <= 0 or not is_limit_same or any(step.did in _OVERTAKES for step in since):
        raise StaleButton(item.number, item.title)
