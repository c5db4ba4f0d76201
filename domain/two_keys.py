"""Two keys before 销号 (两道审核): the bureau's own check (初核), then the superior's confirmation with its paper."""

from collections.abc import Iterator
from datetime import datetime

from domain.errors import AlreadyClosed, ItemRefusal, NotSubmitted
from domain.item import Did, Item, ItemStatus, Step
from domain.limits import local_day
from domain.occasion import Appointment, instant
from domain.rules import Kind, Rules, alert_times
from domain.steps import checked_reason, take_reversible_step
from domain.views import Rung


class NotChecked(ItemRefusal):
    """The superior confirms only what the bureau itself has checked."""


class AlreadyChecked(ItemRefusal):
    """The first key was turned already: the superior's confirmation is waited for."""


def awaits_confirmation(item: Item) -> bool:
    """Whether the bureau has checked it and the superior has not confirmed: it is nobody's fault that it waits."""
    return item.status is ItemStatus.SUBMITTED and item.checked_at is not None


def wants_check(item: Item, kind: Kind) -> bool:
    """Whether 同意 is the first of two keys. Raises where that was turned already."""
    if awaits_confirmation(item):
        raise AlreadyChecked(item.number, item.title)
    return kind.two_keys


def check(item: Item, by: str, at: datetime) -> Item:
    """初核: the approver agrees; the item waits for the superior."""
    return take_reversible_step(item, Step(at, by, Did.CHECK), checked_at=at, checked_by=by)


def require_checked(item: Item) -> None:
    """Raise unless it waits for the superior's confirmation."""
    if item.status is ItemStatus.CLOSED:
        raise AlreadyClosed(item.number, item.title, item.closed_by, item.closed_at)
    if item.status is not ItemStatus.SUBMITTED:
        raise NotSubmitted(item.number, item.title)
    if not awaits_confirmation(item):
        raise NotChecked(item.number, item.title)


def confirm(item: Item, by: str, at: datetime, basis: str) -> Item:
    """上级确认, with its paper: the item is crossed off."""
    require_checked(item)
    words = checked_reason(basis, item)
    return take_reversible_step(
        item,
        Step(at, by, Did.CONFIRM, words),
        status=ItemStatus.CLOSED,
        closed_at=at,
        closed_by=by,
        before=None,
        confirmed_at=at,
        confirmed_by=by,
        confirmed_basis=words,
    )


def confirmations(item: Item, rules: Rules) -> Iterator[Appointment]:
    """待上级确认: the office is reminded once to ask the superior."""
    if item.status is not ItemStatus.SUBMITTED or item.checked_at is None:
        return
    day = local_day(item.checked_at, rules)
    moment = instant(rules.work_days.add(day, rules.approve_within), alert_times(rules)[0], rules)
    yield Appointment(item.number, day, Rung.CONFIRM, 1, moment)
