"""The rows behind each figure (考核): what is counted of an item in a period, for whom, and from which day.

What happened counts for who had the item when it happened; what stands at the end, for who has it then. 按期 goes by
when closing was asked for, once that was approved. Time in which an item was suspended (挂账) is left out. Moved limits
are counted apart, and a limit counts as it was moved.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from domain.changes import Change, ChangeKind, Period, changes_of
from domain.figures import Counted
from domain.item import IN_HAND, Did, Item, ItemStatus, Step
from domain.item_records import Verdict
from domain.limits import due_on, lapses_at, local_day, settled_at
from domain.quota import expected_by
from domain.reporting import Reporting
from domain.rules import Figure, Rules
from domain.steps import restored, standing


class _Closing(Struct, frozen=True):
    """That closing was asked for and granted. ``opened_at``: the item relapsed, or its caller was not satisfied."""

    asked_at: datetime
    lapse: datetime | None
    opened_at: datetime | None = None


#: A limit that these set is a new one, and none that was put off.
_OPENS = frozenset({Did.RELAPSE, Did.VERDICT})
_STEPS = frozenset(Did) - {Did.UNDO}
_UNSETTLED = IN_HAND | {ItemStatus.SUSPENDED}
#: Since when an item was suspended that a workbook brought as such.
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def rows_of(items: Iterable[Item], period: Reporting, rules: Rules, now: datetime) -> Iterator[Counted]:
    """Everything that is counted of these items. What was cancelled (撤销) counts for nothing."""
    wanted, kinds = frozenset(rules.figures.counted), rules.figures.kinds
    for item in items:
        if item.status is ItemStatus.CANCELLED or (kinds and item.kind not in kinds):
            continue
        yield from (row for row in _rows(item, period, rules, now) if row.figure in wanted)


def _rows(item: Item, period: Reporting, rules: Rules, now: datetime) -> Iterator[Counted]:
    end = min(now, period.ends_at(rules))
    steps = _standing(item)
    yield from _assigned(item, period, rules, end)
    yield from _settled(item, steps, period, rules)
    yield from _overdue(item, period, rules, end)
    yield from _moved(item, period, rules, now)
    for figure, did in ((Figure.RETURNED, Did.SEND_BACK), (Figure.RELAPSED, Did.RELAPSE)):
        for step in steps:
            if step.did is did and (day := local_day(step.at, rules)) in period:
                yield _row(figure, item, step.at, day, by=step.by, words=step.note)
    yield from _quotas(item, period, rules)


def _row(figure: Figure, item: Item, at: datetime, on: date | None, **more: Any) -> Counted:
    unit, owner = holder_at(item, at)
    return Counted(figure, item, unit, owner, on, **more)


def _standing(item: Item) -> list[Step]:
    """The steps that nobody took back."""
    return [item.history[place] for place in standing(item, _STEPS)]


def holder_at(item: Item, at: datetime) -> tuple[str, str]:
    """The unit and the owner who had the item at that instant, as far as its history tells."""
    unit, owner = item.unit, item.owner
    for step in reversed(item.history):
        if step.at <= at:
            break
        unit, owner = step.was.get("unit", unit), step.was.get("owner", owner)
    return unit, owner


def first_assigned_at(item: Item) -> datetime | None:
    """When it was assigned first: whoever takes an item over in another unit, is assigned it anew."""
    steps = (step.at for step in item.history if step.did is Did.ASSIGN)
    former = (step.was.get("assigned_at") for step in item.history)
    known = (item.assigned_at, *steps, *(msgspec.convert(each, datetime) for each in former if each))
    return min((each for each in known if each is not None), default=None)


def _assigned(item: Item, period: Reporting, rules: Rules, end: datetime) -> Iterator[Counted]:
    """By the first assignment, whoever took the item over since."""
    at = first_assigned_at(item)
    if at is not None and (day := local_day(at, rules)) in period:
        yield _row(Figure.ASSIGNED, item, max(at, end), day)


def _settled(item: Item, steps: Sequence[Step], period: Reporting, rules: Rules) -> Iterator[Counted]:
    """办结, by the day on which closing was asked for; one that was opened again within the period did not stand."""
    for closing in _closings(item, steps, rules):
        day = local_day(closing.asked_at, rules)
        is_opened = closing.opened_at is not None and closing.opened_at < period.ends_at(rules)
        if day not in period or is_opened:
            continue
        late = closing.lapse is not None and closing.asked_at >= closing.lapse
        days = _days_late(item, closing.lapse, closing.asked_at, rules) if late else 0
        yield _row(Figure.SETTLED, item, closing.asked_at, day, days=days)
        yield _row(Figure.LATE if late else Figure.ON_TIME, item, closing.asked_at, day, days=days)


def _closings(item: Item, steps: Sequence[Step], rules: Rules) -> Iterator[_Closing]:
    """The item's own, and those before it was opened again, each held against the limit of its time."""
    asked = settled_at(item)
    if item.status is ItemStatus.CLOSED and asked is not None:
        yield _Closing(asked, lapse_of(item, rules, asked))
    for step in steps:
        if not _opens(step):
            continue
        place = next(n for n, each in enumerate(item.history) if each is step)
        before = replace(restored(item, step), history=item.history[:place])
        asked = settled_at(before)
        if asked is not None:
            yield _Closing(asked, lapse_of(before, rules, asked), step.at)


def _opens(step: Step) -> bool:
    """Whether a closed item was in hand again by it: 反弹, or a caller who was not satisfied (重办)."""
    if step.was.get("status") != ItemStatus.CLOSED.value:
        return False
    return step.did is Did.RELAPSE or (step.did is Did.VERDICT and step.to == Verdict.DISSATISFIED)


def lapse_of(item: Item, rules: Rules, at: datetime) -> datetime | None:
    """The first instant that is late, with the days left out for which the item was suspended before ``at``."""
    lapse = lapses_at(item, rules)
    if lapse is None:
        return None
    moved = max((each.moved_at for each in item.former_limits if each.moved_at <= at), default=None)
    for begun, ended in suspensions(item):
        if begun < lapse and begun < at and (moved is None or begun >= moved):
            lapse += local_day(min(ended or at, at), rules) - local_day(begun, rules)
    return lapse


def suspensions(item: Item) -> Iterator[tuple[datetime, datetime | None]]:
    """From when until when it was suspended; ``None``: it still is."""
    begun: datetime | None = None
    for step in _standing(item):
        if step.did is Did.SUSPEND:
            begun = step.at
        elif step.did is Did.RESUME and begun is not None:
            yield begun, step.at
            begun = None
    if item.status is ItemStatus.SUSPENDED:
        yield begun or item.assigned_at or _LONG_AGO, None


def _days_late(item: Item, lapse: datetime | None, at: datetime, rules: Rules) -> int:
    """Calendar days past the last day in time, without those for which it was suspended since."""
    if lapse is None:
        return 0
    left_out = sum(
        (local_day(min(ended or at, at), rules) - local_day(begun, rules)).days
        for begun, ended in suspensions(item)
        if lapse <= begun < at
    )
    return max(0, (local_day(at, rules) - local_day(lapse - timedelta(minutes=1), rules)).days - left_out)


def _overdue(item: Item, period: Reporting, rules: Rules, end: datetime) -> Iterator[Counted]:
    """In hand at the end of the period, or now, and late; what waits for its approver is not."""
    done = settled_at(item)
    is_open = item.status in _UNSETTLED if done is None else done >= end
    has_begun = end > datetime.combine(period.first, time(), rules.timezone)
    assigned_at = first_assigned_at(item)
    is_later = assigned_at is not None and assigned_at > end
    if not is_open or not has_begun or is_later or _is_suspended(item, end):
        return
    lapse = lapse_of(item, rules, end)
    if lapse is not None and lapse <= end:
        days = _days_late(item, lapse, end - timedelta(minutes=1), rules)
        yield _row(Figure.OVERDUE, item, end, due_on(item), days=days)


def _is_suspended(item: Item, at: datetime) -> bool:
    return any(begun <= at and (ended is None or at < ended) for begun, ended in suspensions(item))


def _moved(item: Item, period: Reporting, rules: Rules, now: datetime) -> Iterator[Counted]:
    """Limits that were put off, by whoever and by whichever way; one that was set anew after 反弹 was not."""
    for year in range(period.first.year, period.last.year + 1):
        for change in changes_of(item, Period(year), rules, now):
            if is_put_off(change) and change.on in period and change.at is not None:
                yield _row(Figure.EXTENDED, item, change.at, change.on, by=change.by, words=change.why)


def is_put_off(change: Change) -> bool:
    """Whether the change put the limit off (期限调整), by whichever way."""
    return change.kind is ChangeKind.LIMIT and change.did not in _OPENS and _is_later(change.before, change.after)


def _is_later(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    if after.get("is_endless"):
        return True
    return bool(before.get("due")) and str(after.get("due", "")) > str(before["due"])


def _quotas(item: Item, period: Reporting, rules: Rules) -> Iterator[Counted]:
    """Counted targets that stand in the period, by unit; met where what was to be reached by its end is reached."""
    quota = item.quota
    assigned_at = first_assigned_at(item)
    if quota is None or not quota.target or (assigned_at and local_day(assigned_at, rules) > period.last):
        return
    if (done := settled_at(item)) is not None and local_day(done, rules) < period.first:
        return
    expected = expected_by(quota, period.last)
    share_due = 1.0 if expected is None else expected / quota.target
    parts = [(s.unit, "", s.reached, s.target) for s in quota.shares]
    for unit, owner, reached, target in parts or [(item.unit, item.owner, quota.reached, quota.target)]:
        due = round(target * share_due, 4)
        row = Counted(Figure.QUOTAS, item, unit, owner, None, reached=reached, target=due)
        yield row
        if reached >= due:
            yield replace(row, figure=Figure.QUOTAS_MET)
