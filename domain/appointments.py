"""Dates to remember of one item (提醒): what about, whose, when, and under which key it is remembered as told.

Limits, 催办, waiting approvers, assignments (交办), silence (久未反馈) and 回头看 are kinds of it, all in ``KINDS``
and ``OWED``; a new kind is one more function there. Each open request of the item is one as well. What is told when
follows from them alone.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import chain

from domain.chasing import chases, obstacle_stops
from domain.half_time import half_time
from domain.highlights import summaries
from domain.instructions import instruction_dates
from domain.item import IN_HAND, Item, ItemStatus
from domain.item_records import Milestone
from domain.limits import alert_after, due_at, lapses_on, local_day, wanted_on
from domain.milestones import is_step_day, milestone_dates, open_steps
from domain.obstacle import solved_at
from domain.occasion import CLIMBING, Appointment, instant, latest
from domain.progress import reports_of
from domain.rechecking import LATELY, named_rechecks, verifications
from domain.requests import DecisionRequest
from domain.rhythm import reports
from domain.rules import Rules, alert_times, is_belated, is_push_day, push_day_on_or_before
from domain.silence import reviews, silent, unanswered, unsigned
from domain.statutory import kinds_of_clocks
from domain.two_keys import confirmations
from domain.verdicts import verdict_dates
from domain.views import Audience, Rung

#: After this an assignment that could not be told is not made up for: the office's morning counts it as 未签收.
ALIVE_FOR = timedelta(days=10)
_DAY = timedelta(days=1)
#: So long these are worth telling: what was closed long before is past being asked about; a rhythm asks again.
_LAPSES = {Rung.SUM_UP: LATELY, Rung.VERIFY: LATELY, Rung.REPORT: _DAY}


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
    """Whether the digest of that day names the item for one of its rungs, or for a step of its plan."""
    return bool(rungs_on(item, rules, day)) or is_step_day(item, rules, day)


def _lead_days(item: Item, rules: Rules, limit: date) -> tuple[int, ...]:
    begun_at = item.assigned_at or item.due_set_at
    start = item.start_on or (local_day(begun_at, rules) if begun_at else None)
    if start is not None and (limit - start).days < rules.short_item_days:
        return rules.short_lead_days
    return rules.kind(item.kind).lead_days


def had_word_on(item: Item, day: date, rules: Rules) -> bool:
    """Whether somebody reported on the item that day (反馈); 签收 alone is no report."""
    return any(local_day(step.at, rules) == day for step in reports_of(item))


def appointments(item: Item, rules: Rules, requests: Sequence[DecisionRequest] = ()) -> tuple[Appointment, ...]:
    """Every appointment of the item in its present state, past and to come, kind by kind."""
    return tuple(chain.from_iterable(kind(item, rules) for kind in _kinds(item, rules, requests)))


def _waits(item: Item, rules: Rules) -> Iterator[Appointment]:
    """待审提示: the approver has been waited for."""
    if item.status is ItemStatus.SUBMITTED and item.submitted_at is not None and item.checked_at is None:
        asked = local_day(item.submitted_at, rules)
        moment = instant(rules.work_days.add(asked, rules.approve_within), alert_times(rules)[0], rules)
        yield Appointment(item.number, asked, Rung.WAIT, 0, moment)


def _limits(item: Item, rules: Rules) -> Iterator[Appointment]:
    """The limit, or after a 退回 the last day to supplement: set late in a day, due, and then 催办."""
    day = wanted_on(item, rules) if item.status in IN_HAND else None
    if day is None:
        return
    begun_at = latest(item.due_set_at, item.returned_at, item.moved_at)
    if obstacle_stops(item, rules):
        begun_at = latest(begun_at, solved_at(item))  # nor what passed while a difficulty kept 催办 off
    for each in chain(_set(item, rules, day), _due(item, rules, day), chases(item, rules, day)):
        if begun_at is None or each.moment > begun_at:  # what passed while an approver had the item is not made up for
            yield each


def _assignments(item: Item, rules: Rules) -> Iterator[Appointment]:
    """交办: the unit is asked to acknowledge (签收), once, at the next alert time, while nobody has."""
    if item.status is ItemStatus.ASSIGNED and item.assigned_at is not None:
        moment = alert_after(rules, item.assigned_at, rules.kind(item.kind))
        yield Appointment(item.number, local_day(item.assigned_at, rules), Rung.SIGN, 0, moment)


def _cooperations(item: Item, rules: Rules) -> Iterator[Appointment]:
    """配合任务: the cooperating units hear of the assignment when its unit does."""
    if item.status in IN_HAND and item.partners and not item.is_sensitive and item.assigned_at is not None:
        moment = alert_after(rules, item.assigned_at, rules.kind(item.kind))
        yield Appointment(item.number, local_day(item.assigned_at, rules), Rung.COOPERATE, 0, moment)


def _returns(item: Item, rules: Rules) -> Iterator[Appointment]:
    """挂账到期: the item comes back with the digest of its day, of a rest day with the next one."""
    if item.status is ItemStatus.SUSPENDED and item.suspended_until is not None:
        day = rules.work_days.on_or_after(item.suspended_until)
        yield Appointment(item.number, item.suspended_until, Rung.RESUME, 0, instant(day, rules.digest_at, rules))


#: A kind of date to remember.
Kind = Callable[[Item, Rules], Iterator[Appointment]]
#: An item's appointments of each kind, earliest first.
KINDS: tuple[Kind, ...] = (_waits, _limits, _assignments, _cooperations, named_rechecks, _returns)
#: Words that somebody owes; what nobody answers of the item's open requests is owed as well.
OWED: tuple[Kind, ...] = (unsigned, silent, summaries, reviews, verifications, confirmations, verdict_dates, reports)
_ALL = (*KINDS, *OWED)


def _kinds(item: Item, rules: Rules, requests: Sequence[DecisionRequest]) -> tuple[Kind, ...]:
    """All kinds, with open requests, half time, open steps of its plan and statutory clocks: most items have none."""
    all_kinds = (*_ALL, *_unanswered(requests)) if requests else _ALL
    return (*all_kinds, *_own(item, rules)) if _has_own(item, rules) else all_kinds


def _date_kinds(item: Item, rules: Rules) -> tuple[Kind, ...]:
    """``KINDS``, and half time, each open step of the item's plan and each of its statutory clocks as its own."""
    return (*KINDS, *_own(item, rules)) if _has_own(item, rules) else KINDS


def _has_own(item: Item, rules: Rules) -> bool:
    return item.percent is not None or bool(item.milestones or item.instructions or rules.kind(item.kind).clocks)


def _own(item: Item, rules: Rules) -> Iterator[Kind]:
    if item.percent is not None:
        yield half_time
    yield from (partial(_instruction, place) for place in range(len(item.instructions)))
    yield from (partial(_milestone, each) for each in open_steps(item))
    yield from kinds_of_clocks(item, rules)


def _instruction(place: int, item: Item, rules: Rules) -> Iterator[Appointment]:
    return instruction_dates(item, place, rules)


def _milestone(step: Milestone, item: Item, rules: Rules) -> Iterator[Appointment]:
    return milestone_dates(item, step, rules)


def _unanswered(requests: Sequence[DecisionRequest]) -> Iterator[Kind]:
    return (partial(unanswered, each) for each in requests)


def owed(item: Item, rules: Rules, now: datetime, requests: Sequence[DecisionRequest] = ()) -> tuple[Appointment, ...]:
    """The words that are owed by now, of each kind the newest for each audience."""
    found: dict[tuple[Rung, Audience], Appointment] = {}
    for kind in (*OWED, *_unanswered(requests)):
        for each in kind(item, rules):
            if each.moment <= now and _is_alive(each, item, rules, now):
                found[each.rung, each.audience] = each
    return tuple(found.values())


def _set(item: Item, rules: Rules, limit: date) -> Iterator[Appointment]:
    """A limit that was set after the day's digest, on a day with a rung: told at the next alert time."""
    set_at = item.due_set_at and item.due_set_at.astimezone(rules.timezone)
    if set_at is None or set_at.time() <= rules.digest_at or not rungs_on(item, rules, set_at.date()):
        return
    at = next((at for at in alert_times(rules) if at > set_at.time()), None)
    due = next(_due(item, rules, limit), None)
    if at is not None and (due is None or due.moment != instant(set_at.date(), at, rules)):
        yield Appointment(item.number, limit, Rung.SET, 0, instant(set_at.date(), at, rules))


def _due(item: Item, rules: Rules, limit: date) -> Iterator[Appointment]:
    """The day itself, at the last alert time that leaves time to act."""
    day, asked = push_day_on_or_before(rules, limit, rules.kind(item.kind)), due_at(item, rules)
    before = time.max
    if day == limit:
        before = asked.time() if asked is not None and asked.date() == limit else rules.closes_at
    at = next((at for at in reversed(alert_times(rules)) if at < before), None)
    if at is not None:
        yield Appointment(item.number, limit, Rung.DUE, 0, instant(day, at, rules))


def next_moment(item: Item, rules: Rules, after: datetime, requests: Sequence[DecisionRequest] = ()) -> datetime | None:
    """The earliest moment after ``after`` at which somebody may have to be told of the item; ``None`` for no more."""
    local = after.astimezone(rules.timezone)
    kinds = _kinds(item, rules, requests)
    return min(filter(None, (_next_of(kind, item, rules, local) for kind in kinds)), default=None)


def _next_of(kind: Kind, item: Item, rules: Rules, after: datetime) -> datetime | None:
    return next((each.moment for each in kind(item, rules) if each.moment > after), None)


def due(
    item: Item, rules: Rules, audience: Audience, now: datetime, since: datetime | None = None
) -> tuple[Appointment, ...]:
    """What the unit, its partners or the approver is to be told now: the newest of a kind.

    They are reachable ``since`` then, ``None``: ever.

    One that was missed is left out where the next of its kind follows today. The caller asks the ledger whether a key
    was told, and ``domain.rules`` whether now is a time to speak.
    """
    return tuple(
        newest
        for kind in _date_kinds(item, rules)
        for newest in _newest(kind, item, rules, audience, now, since)
        if not (is_belated(newest.moment, now) and _is_overtaken(kind, item, rules, now))
    )


def newest(
    item: Item, rules: Rules, audience: Audience, now: datetime, since: datetime | None = None
) -> tuple[Appointment, ...]:
    """Of each kind the newest appointment that is still worth telling."""
    kinds = _date_kinds(item, rules)
    return tuple(chain.from_iterable(_newest(kind, item, rules, audience, now, since) for kind in kinds))


def _newest(
    kind: Kind, item: Item, rules: Rules, audience: Audience, now: datetime, since: datetime | None
) -> Iterator[Appointment]:
    heard = (each for each in kind(item, rules) if each.audience is audience)
    past = (each for each in heard if _is_past(each, now, since))
    found = max(past, key=lambda each: each.moment, default=None)
    if found is not None and _is_alive(found, item, rules, now):
        yield found


def _is_past(appointment: Appointment, now: datetime, since: datetime | None) -> bool:
    return appointment.moment <= now and (since is None or appointment.moment > since)


def _is_alive(appointment: Appointment, item: Item, rules: Rules, now: datetime) -> bool:
    """Whether it is still worth telling. The digest tells 回头看 of its day; what comes back is no alert."""
    if appointment.rung in _LAPSES:
        return now <= appointment.moment + _LAPSES[appointment.rung]
    if appointment.rung in CLIMBING - {Rung.UNSIGNED}:
        return True
    match appointment.rung:
        case Rung.CHASE | Rung.WAIT | Rung.MILESTONE_LATE | Rung.INSTRUCTION_LATE:
            return True
        case Rung.SIGN | Rung.COOPERATE | Rung.UNSIGNED | Rung.HALF | Rung.CLOCK | Rung.VERDICT:
            return now <= appointment.moment + ALIVE_FOR
        case Rung.RECHECK | Rung.RESUME:
            return False
    today = local_day(now, rules)
    return appointment.moment.date() == today and not had_word_on(item, today, rules)


def _is_overtaken(kind: Kind, item: Item, rules: Rules, now: datetime) -> bool:
    """Whether what was missed is not worth making up for: the next one of its kind follows later today."""
    today = local_day(now, rules)
    return any(now < each.moment and each.moment.date() == today for each in kind(item, rules))
