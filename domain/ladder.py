"""The ladder (提醒阶梯) of one item: when somebody is to be told of it, who, and under which key that is remembered.

The morning digest names the days before the limit (``rungs_on``). Everything else is an ``Occasion`` with a moment: it
is due when that is past, and alive until its day is over (on the day of the limit) or until the next one (催办).
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import chain

from msgspec import Struct

from domain.item import IN_HAND, Did, Item, ItemStatus
from domain.limits import due_at, lapses_on, local_day
from domain.quiet import alert_times, is_push_day, push_day_on_or_before
from domain.rules import Rules
from domain.views import Rung


class Audience(StrEnum):
    """Who hears of an occasion."""

    UNIT = "unit"  # the unit's group
    DEPUTY = "deputy"  # 抄送分管领导: the first 催办
    DIRECTOR = "director"  # the last 催办
    OFFICE = "office"  # every 催办, privately, to pass on by other messengers
    APPROVER = "approver"  # 待审提示


class Occasion(Struct, frozen=True, gc=False):
    """One reason to tell somebody of one item. ``about`` is the day it counts from: an extended item starts anew."""

    number: int
    about: date
    rung: Rung
    step: int  # of a 催办: its place in ``Rules.chase_after``, from 1; else 0
    moment: datetime
    count: int = 0  # of a 催办: how many it makes; those that were over before the ladder began are not counted

    def key(self, recipient: str) -> str:
        """What is remembered once it is told, such as ``12|2026-11-20|chase:1|-100123/0``."""
        return f"{self.number}|{self.about}|{self.rung}:{self.step}|{recipient}"


def rungs_on(item: Item, rules: Rules, day: date) -> tuple[int, ...]:
    """The rungs (15, 7, 3, 1, 0 days before the limit) that the digest of that day names, rest days ahead included."""
    limit = lapses_on(item, rules) if item.status in IN_HAND else None
    kind = rules.kind(item.kind)
    if limit is None or limit < day or not is_push_day(rules, day, kind):
        return ()
    waits_for_rest = rules.workdays_only and not kind.on_rest_days
    until = rules.work_days.add(day, 1) if waits_for_rest else day + timedelta(days=1)
    ahead, spans = (limit - day).days, (until - day).days  # the rest days that follow are spoken for as well
    return tuple(n for n in _lead_days(item, rules, limit) if ahead - spans < n <= ahead)


def is_rung_day(item: Item, rules: Rules, day: date) -> bool:
    """Whether the digest of that day names the item for one of its rungs."""
    return bool(rungs_on(item, rules, day))


def _lead_days(item: Item, rules: Rules, limit: date) -> tuple[int, ...]:
    begun_at = item.assigned_at or item.due_set_at
    start = item.start_on or (local_day(begun_at, rules) if begun_at else None)
    if start is not None and (limit - start).days < rules.short_item_days:
        return rules.short_lead_days
    return rules.kind(item.kind).lead_days


def had_word_on(item: Item, day: date, rules: Rules) -> bool:
    """Whether somebody reported on the item that day (反馈); 签收 alone is no report."""
    return any(step.did is Did.PROGRESS and local_day(step.at, rules) == day for step in item.history)


def hears(audience: Audience, occasion: Occasion, rules: Rules) -> bool:
    """Whether that audience is told of the occasion."""
    if audience is Audience.APPROVER or occasion.rung is Rung.WAIT:
        return audience is Audience.APPROVER and occasion.rung is Rung.WAIT
    if audience is Audience.UNIT:
        return True
    if occasion.rung is not Rung.CHASE:
        return False
    return (
        audience is Audience.OFFICE
        or (audience is Audience.DEPUTY and occasion.count == 1)
        or (audience is Audience.DIRECTOR and is_last_chase(occasion.step, rules))
    )


def is_last_chase(step: int, rules: Rules) -> bool:
    """Whether that 催办 is the last one, which goes to the director with a draft 通报."""
    return step == len(rules.chase_after)


def occasions(item: Item, rules: Rules) -> tuple[Occasion, ...]:
    """Every occasion of the item in its present state, past and to come, by moment."""
    return tuple(_occasions(item, rules))


def _occasions(item: Item, rules: Rules) -> Iterator[Occasion]:
    """The same one by one: who asks for the next one only does not pay for those after it."""
    if item.status is ItemStatus.SUBMITTED:
        yield from _wait(item, rules)
        return
    limit = lapses_on(item, rules) if item.status in IN_HAND else None
    if limit is None:
        return
    begun_at = _begun_at(item)
    for each in chain(_new(item, rules, limit), _due(item, rules, limit), _chases(item, rules, limit, begun_at)):
        if begun_at is None or each.moment > begun_at:
            yield each


def _begun_at(item: Item) -> datetime | None:
    """The ladder starts when the limit was set; what passed while an approver had the item is not made up for."""
    if item.due_set_at is None or item.returned_at is None:
        return item.due_set_at or item.returned_at
    return max(item.due_set_at, item.returned_at)


def _new(item: Item, rules: Rules, limit: date) -> Iterator[Occasion]:
    """Set after the day's digest, with a rung that day: told at the next alert time."""
    set_at = item.due_set_at and item.due_set_at.astimezone(rules.timezone)
    if set_at is None or set_at.time() <= rules.digest_at or not is_rung_day(item, rules, set_at.date()):
        return
    at = next((at for at in alert_times(rules) if at > set_at.time()), None)
    due = next(_due(item, rules, limit), None)
    if at is not None and (due is None or due.moment != _instant(set_at.date(), at, rules)):
        yield Occasion(item.number, limit, Rung.NEW, 0, _instant(set_at.date(), at, rules))


def _due(item: Item, rules: Rules, limit: date) -> Iterator[Occasion]:
    """The day itself, at the last alert time that leaves time to act."""
    day, asked = push_day_on_or_before(rules, limit, rules.kind(item.kind)), due_at(item, rules)
    before = asked.time() if asked is not None and day == asked.date() == limit else time.max
    at = next((at for at in reversed(alert_times(rules)) if at < before), None)
    if at is not None:
        yield Occasion(item.number, limit, Rung.DUE, 0, _instant(day, at, rules))


def _chases(item: Item, rules: Rules, limit: date, begun_at: datetime | None) -> Iterator[Occasion]:
    at = alert_times(rules)[0]
    over = 0
    for step, after in enumerate(rules.chase_after, start=1):
        moment = _instant(rules.work_days.add(limit, after), at, rules)
        over += begun_at is not None and moment <= begun_at
        yield Occasion(item.number, limit, Rung.CHASE, step, moment, step - over)


def _wait(item: Item, rules: Rules) -> Iterator[Occasion]:
    if item.submitted_at is not None:
        asked = local_day(item.submitted_at, rules)
        moment = _instant(rules.work_days.add(asked, rules.approve_within), alert_times(rules)[0], rules)
        yield Occasion(item.number, asked, Rung.WAIT, 0, moment)


def _instant(day: date, at: time, rules: Rules) -> datetime:
    return datetime.combine(day, at, rules.timezone)


def next_moment(item: Item, rules: Rules, after: datetime) -> datetime | None:
    """The earliest moment after ``after`` at which somebody may have to be told of the item; ``None`` for no more."""
    local = after.astimezone(rules.timezone)
    return next((each.moment for each in _occasions(item, rules) if each.moment > local), None)


def due_occasions(
    item: Item, rules: Rules, audience: Audience, now: datetime, since: datetime | None = None
) -> tuple[Occasion, ...]:
    """What that audience (reachable ``since`` then, ``None``: ever) is to be told now: of several missed the newest.

    The caller asks the ledger whether its key was told before, and ``domain.quiet`` whether now is a time to speak.
    """
    past = [
        each
        for each in _occasions(item, rules)
        if each.moment <= now and (since is None or each.moment > since) and hears(audience, each, rules)
    ]
    newest = max(past, key=lambda each: each.moment, default=None)
    return (newest,) if newest is not None and _is_alive(newest, item, rules, now) else ()


def _is_alive(occasion: Occasion, item: Item, rules: Rules, now: datetime) -> bool:
    if occasion.rung in (Rung.CHASE, Rung.WAIT):
        return True
    today = local_day(now, rules)
    return occasion.moment.date() == today and not had_word_on(item, today, rules)
