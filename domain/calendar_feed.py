"""The calendar feed (日历订阅): which dates of an item a calendar shows, and which items are whose.

An event's ``uid`` stays the same for ever and its ``sequence`` rises with every change of its item, so that a client
moves what moved. What was cancelled says so for a while, then it is gone.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct

from domain.actions import Action
from domain.instructions import waiting
from domain.item import IN_HAND, Did, Item, ItemStatus
from domain.limits import due_at, lapses_on, local_day, written_limit
from domain.milestones import open_steps
from domain.outline import Outlined
from domain.rechecking import recheck_on
from domain.rights import is_liaison, may_list
from domain.roster import Person, Roster
from domain.rules import Rules
from domain.statutory import spans

#: For so long a cancelled item says that it is.
CANCELLED_FOR = timedelta(days=30)
#: 回头看 are shown so far ahead.
AHEAD = timedelta(days=400)


class EventKind(StrEnum):
    """What falls due; the codes stand in events' ids and never change."""

    LIMIT = "limit"  # 完成时限, 整改期限
    STEP = "step"  # 节点
    ANSWER = "answer"  # 批示办理情况
    CLOCK = "clock"  # 法定环节
    RECHECK = "recheck"  # 回头看


class CalendarEvent(Struct, frozen=True, kw_only=True):
    """One date of an item. ``begins`` is a day, or an instant on the office's clock where the limit has an hour."""

    uid: str
    kind: EventKind
    item: Item
    begins: date | datetime
    words: str = ""  # of the step, the instruction or the clock
    sequence: int
    changed_at: datetime
    is_cancelled: bool = False


class EventWords(NamedTuple):
    """What a calendar shows of an event."""

    summary: str
    description: str
    category: str


def is_owners(person: Person, item: Outlined, roster: Roster) -> bool:
    """Whether the person's feed has the item: what their private lists have as theirs, or as their leaders'."""
    return may_list(person, Action.SUMMARY, item, roster) or is_liaison(person, item, roster)


def is_units(unit: str, item: Outlined) -> bool:
    """Whether the unit's feed has the item: what its group's list shows, nothing sensitive."""
    return item.unit == unit and not item.is_sensitive


def is_shown(item: Outlined) -> bool:
    """Whether the item may have an event as far as its outline tells; of a closed one ``recheck_on`` tells."""
    return item.status in IN_HAND or item.status in (ItemStatus.SUBMITTED, ItemStatus.CANCELLED)


def events_of(items: Iterable[Item], rules: Rules, now: datetime) -> Iterator[CalendarEvent]:
    """Every event of the items."""
    for item in items:
        if item.status is ItemStatus.CANCELLED:
            if _was_cancelled_lately(item, now):
                yield from _dates(item, rules, is_cancelled=True)
        elif item.status is ItemStatus.CLOSED:
            yield from _recheck(item, rules)
        elif item.status is not ItemStatus.SUSPENDED:
            yield from _dates(item, rules)


def _was_cancelled_lately(item: Item, now: datetime) -> bool:
    steps = (step.at for step in reversed(item.history) if step.did is Did.CANCEL)
    at = next(steps, None)
    return at is not None and now - at < CANCELLED_FOR


def _dates(item: Item, rules: Rules, *, is_cancelled: bool = False) -> Iterator[CalendarEvent]:
    make = _maker(item, is_cancelled=is_cancelled)
    limit = _limit(item, rules)
    if limit is not None:
        yield make(EventKind.LIMIT, "", limit)
    if item.status not in IN_HAND and not is_cancelled:  # 待销号: what is left to be done is the approver's
        return
    for step in open_steps(item):
        yield make(EventKind.STEP, str(step.number), step.due, step.words)
    for place, instruction in enumerate(item.instructions, start=1):
        if instruction in waiting(item) and instruction.answer_by is not None:
            yield make(EventKind.ANSWER, str(place), instruction.answer_by, instruction.leader)
    for span in spans(item, rules):
        if span.ends is not None and span.mark is None and not span.is_last and not span.is_over:
            yield make(EventKind.CLOCK, span.clock.name, span.ends, span.clock.label)


def _limit(item: Item, rules: Rules) -> date | datetime | None:
    """The last day in time; the instant of a limit with an hour, unless a 退回 has given another day."""
    day, at = lapses_on(item, rules), due_at(item, rules)
    if at is not None and isinstance(written_limit(item.due), datetime) and local_day(at, rules) == day:
        return at.astimezone(rules.timezone)
    return day


def _recheck(item: Item, rules: Rules) -> Iterator[CalendarEvent]:
    day = recheck_on(item, rules)
    if day is not None:
        yield _maker(item)(EventKind.RECHECK, "", day)


def _maker(item: Item, *, is_cancelled: bool = False) -> Callable[..., CalendarEvent]:
    changed = [step.at for step in item.history[-1:]] + [at for at in (item.assigned_at, item.due_set_at) if at]

    def make(kind: EventKind, which: str, begins: date | datetime, words: str = "") -> CalendarEvent:
        return CalendarEvent(
            uid="-".join(part for part in (str(item.number), kind.value, which) if part),
            kind=kind,
            item=item,
            begins=begins,
            words=words,
            sequence=item.version,
            changed_at=max(changed, default=_NEVER),
            is_cancelled=is_cancelled,
        )

    return make


#: When an item changed that says nothing of it.
_NEVER = datetime.fromisoformat("2000-01-01T00:00:00+00:00")
