"""An item's plan (时间表): dated steps (节点) counted back from its limit, set by line, done one by one.

Each step is a date to remember like the limit: named ahead by the digest, told on its day, chased after it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from domain.chasing import STEP_CHASED_AFTER, is_chase_stopped
from domain.dates.due_date import Limit
from domain.dates.leading import Leading, split_limit
from domain.errors import DateNotUnderstood
from domain.item import IN_HAND, Did, Item, Step
from domain.item_records import Milestone
from domain.limits import day_of, due_on, lapses_on, local_day
from domain.milestone_errors import (
    NoLimitToPlan,
    NoSuchStep,
    NothingToPropose,
    StepBeyondLimit,
    StepDone,
    StepPast,
    StepTooLong,
    StepUnclear,
    StepWithoutDay,
    StepWithoutWords,
    TooManySteps,
)
from domain.occasion import Appointment, instant, latest
from domain.private_data import refuse_private
from domain.rules import PlanStep, Rules, alert_times, push_day_on_or_before
from domain.steps import require_in_hand, take_reversible_step
from domain.views import Rung

#: Steps of one plan, and characters of one.
MOST, LONGEST = 20, 60
#: A kind without steps of its own is divided into so many parts.
PARTS = 3
#: Steps are named at most so many days ahead, whatever the kind says of the limit.
FARTHEST_AHEAD = 7
#: ``Appointment.step`` of a step: ten times its number, and which 催办 it is.
_TEN = 10


class Proposed(Struct, frozen=True):
    """A step that is not set yet; ``written`` is its day as somebody wrote it, and ``ask``: it is to be confirmed."""

    words: str
    due: date
    written: str = ""
    ask: bool = False


def open_steps(item: Item) -> tuple[Milestone, ...]:
    """The steps that are not done, by day."""
    return tuple(each for each in item.milestones if each.done_at is None)


def next_step(item: Item) -> Milestone | None:
    """The step that is to be done next, be it late."""
    return next(iter(open_steps(item)), None) if item.status in IN_HAND else None


def propose(item: Item, at: datetime, rules: Rules) -> tuple[Proposed, ...]:
    """倒排工期: the kind's steps counted back from the limit over work days, or equal parts of the time that is left.

    Where less time is left than the kind's steps take, they are drawn together.
    """
    require_in_hand(item)
    limit, today = due_on(item), local_day(at, rules)
    if limit is None:
        raise NoLimitToPlan(item.number, item.title)
    left = rules.work_days.between(today, limit)
    steps = rules.kind(item.kind).steps or _parts(left)
    if left <= len(steps):
        raise NothingToPropose(item.number, item.title)
    longest = max(step.before for step in steps)
    scale = min(1.0, (left - 1) / (longest + 1))
    days: list[Proposed] = []
    for place, step in enumerate(steps):
        wanted = rules.work_days.add(today, max(place + 1, left - round(step.before * scale)))
        days.append(Proposed(step.words, min(wanted, limit)))
    return tuple(sorted(days, key=lambda each: each.due))


def _parts(left: int) -> tuple[PlanStep, ...]:
    words = ("摸底并明确任务", "全面推进", "自查收尾")
    return tuple(PlanStep(each, round(left * (PARTS - n) / PARTS) - 1) for n, each in enumerate(words, 1))


def adopt(item: Item, steps: Sequence[Proposed], by: str, at: datetime, rules: Rules) -> Item:
    """The item with these steps added; what is done stays."""
    require_in_hand(item)
    number = max((each.number for each in item.milestones), default=0)
    known = {(each.words, each.due) for each in item.milestones}
    new: list[Milestone] = []
    for step in steps:
        words = _checked(item, step.words)
        _require_day(item, step.due, at, rules)
        if (words, step.due) not in known:
            number += 1
            new.append(Milestone(number=number, words=words, due=step.due, set_at=at))
    plan = by_day((*item.milestones, *new))
    if len(plan) > MOST:
        raise TooManySteps(item.number, item.title, MOST)
    note = "；".join(f"{each.words}" for each in new)
    return take_reversible_step(item, Step(at, by, Did.PLAN, note[:_NOTE]), **planned_fields(item, plan))


_NOTE = 200


def move(item: Item, place: int, day: date, by: str, at: datetime, rules: Rules) -> Item:
    """The step at that place (from 1) gets another day; its ladder starts anew."""
    step = _open_at(item, place)
    _require_day(item, day, at, rules)
    return _with_plan(item, replace(step, due=day, set_at=at), by, at)


def rename(item: Item, place: int, words: str, by: str, at: datetime) -> Item:
    """The step at that place says something else; its day stays."""
    return _with_plan(item, replace(_open_at(item, place), words=_checked(item, words)), by, at)


def remove(item: Item, place: int, by: str, at: datetime) -> Item:
    """The step at that place goes."""
    require_in_hand(item)
    gone = _at(item, place)
    plan = tuple(each for each in item.milestones if each.number != gone.number)
    return take_reversible_step(item, Step(at, by, Did.PLAN, gone.words, to="-"), **planned_fields(item, plan))


def complete(item: Item, number: int, by: str, at: datetime) -> Item:
    """节点完成, by the step's own number."""
    require_in_hand(item)
    step = next((each for each in item.milestones if each.number == number), None)
    if step is None:
        raise NoSuchStep(item.number, item.title, len(item.milestones))
    if step.done_at is not None:
        raise StepDone(item.number, item.title, step.words)
    done = replace(step, done_at=at, done_by=by)
    plan = tuple(done if each.number == number else each for each in item.milestones)
    return take_reversible_step(item, Step(at, by, Did.MILESTONE, step.words, to=str(number)), milestones=plan)


def complete_at(item: Item, place: int, by: str, at: datetime) -> Item:
    """The same by its place in the plan."""
    return complete(item, _at(item, place).number, by, at)


def _with_plan(item: Item, step: Milestone, by: str, at: datetime) -> Item:
    require_in_hand(item)
    plan = by_day(step if each.number == step.number else each for each in item.milestones)
    return take_reversible_step(
        item, Step(at, by, Did.PLAN, step.words, to=step.due.isoformat()), **planned_fields(item, plan)
    )


def planned_fields(item: Item, plan: tuple[Milestone, ...]) -> dict[str, Any]:
    """The item's new plan: another one than was approved is to be approved again (``domain.plan_approval``)."""
    again = {"plan_approved_at": None, "plan_approved_by": ""} if item.plan_approved_at is not None else {}
    return {"milestones": plan, **again}


def by_day(steps: Iterable[Milestone]) -> tuple[Milestone, ...]:
    """In the order of their days: whatever was changed first, the plan is the same."""
    return tuple(sorted(steps, key=lambda each: (each.due, each.number)))


def _at(item: Item, place: int) -> Milestone:
    if not 1 <= place <= len(item.milestones):
        raise NoSuchStep(item.number, item.title, len(item.milestones))
    return item.milestones[place - 1]


def _open_at(item: Item, place: int) -> Milestone:
    step = _at(item, place)
    if step.done_at is not None:
        raise StepDone(item.number, item.title, step.words)
    return step


def _checked(item: Item, words: str) -> str:
    plain = " ".join(words.split())
    if not plain:
        raise StepWithoutWords(item.number, item.title)
    if len(plain) > LONGEST:
        raise StepTooLong(item.number, item.title, plain, LONGEST)
    refuse_private(plain)
    return plain


def _require_day(item: Item, day: date, at: datetime, rules: Rules) -> None:
    if day < local_day(at, rules):
        raise StepPast(item.number, item.title, day)
    last = lapses_on(item, rules)
    if last is not None and day > last:
        raise StepBeyondLimit(item.number, item.title, day, last)


_BETWEEN_STEPS = re.compile(r"[\n;；]+")
_AROUND = " \t\u3000,，。、:：-—"
_LEADING_COUNT = re.compile(r"^\s*(?:[(（]?\d{1,2}(?:[)）、．]|\.(?!\d))|[①-⑳])\s*")
#: Where a day at the end of a step may begin.
_LAST_DAY = re.compile(r"[\s,，:：(（](?=\S+$)")


def read_steps(words: str, item: Item, today: date, rules: Rules) -> tuple[Proposed, ...]:
    """3月15日 完成选址；主体完工 4月30日前: one step a line, its day before or behind it.

    Raises ``StepWithoutDay`` and ``StepWithoutWords``, and ``DateNotUnderstood`` for what looks like a day and is none.
    """
    parts = (_LEADING_COUNT.sub("", part).strip(_AROUND) for part in _BETWEEN_STEPS.split(words))
    lines = [part for part in parts if part]
    if len(lines) > MOST:
        raise TooManySteps(item.number, item.title, MOST)
    if not lines:
        raise StepUnclear(item.number, item.title, words)
    return tuple(_read_step(line, item, today, rules) for line in lines)


def _read_step(line: str, item: Item, today: date, rules: Rules) -> Proposed:
    found = split_limit(line, today, rules) or _day_last(line, today, rules)
    if found is None or not found.limit.due or found.limit.every:
        raise StepWithoutDay(item.number, item.title, line)
    words = found.rest.strip(_AROUND)
    if not words:
        raise StepWithoutWords(item.number, item.title, line)
    day = day_of(found.limit.due)
    return Proposed(words, day, found.written, _is_unclear(found.limit, day, lapses_on(item, rules), today))


def _is_unclear(limit: Limit, day: date, last: date | None, today: date) -> bool:
    """Whether somebody has to confirm the day: where the item's limit leaves one that can be meant, nobody has."""
    if last is None or day > last:
        return limit.ask or bool(limit.other) or limit.is_far
    return bool(limit.other) and today <= day_of(limit.other) <= last


def _day_last(line: str, today: date, rules: Rules) -> Leading | None:
    for cut in _LAST_DAY.finditer(line):
        try:
            found = split_limit(line[cut.end() :].rstrip("）)"), today, rules)
        except DateNotUnderstood:
            continue
        if found is not None and found.limit.due and not found.rest:
            return replace(found, rest=line[: cut.start()])
    return None


def milestone_dates(item: Item, step: Milestone, rules: Rules) -> Iterator[Appointment]:
    """The dates of one open step: its day at the last alert time that leaves time to act, and then 催办."""
    if item.status not in IN_HAND or step.done_at is not None:
        return
    since = latest(step.set_at, item.moved_at, item.assigned_at)
    for each in _dates(item, step, rules):
        if since is None or each.moment > since:
            yield each


def _dates(item: Item, step: Milestone, rules: Rules) -> Iterator[Appointment]:
    day = push_day_on_or_before(rules, step.due, rules.kind(item.kind))
    before = rules.closes_at if day == step.due else time.max
    at = next((at for at in reversed(alert_times(rules)) if at < before), None)
    if at is not None:
        yield Appointment(item.number, step.due, Rung.MILESTONE, step.number * _TEN, instant(day, at, rules))
    for place, after in enumerate(() if is_chase_stopped(item, rules) else STEP_CHASED_AFTER, 1):
        moment = instant(rules.work_days.add(step.due, after), alert_times(rules)[0], rules)
        yield Appointment(item.number, step.due, Rung.MILESTONE_LATE, step.number * _TEN + place, moment)


def is_step_day(item: Item, rules: Rules, day: date) -> bool:
    """Whether the digest of that day names one of the item's steps ahead; rest days ahead are spoken for as well."""
    if not item.milestones or item.status not in IN_HAND:
        return False
    kind = rules.kind(item.kind)
    until = rules.work_days.add(day, 1) if rules.workdays_only and not kind.on_rest_days else day + timedelta(days=1)
    spans = (until - day).days
    leads = [n for n in kind.lead_days if n <= FARTHEST_AHEAD]
    for step in open_steps(item):
        ahead = (step.due - day).days
        if ahead >= 0 and any(ahead - spans < n <= ahead for n in leads):
            return True
    return False


def is_step_late(step: Milestone, today: date) -> bool:
    """Whether its day has passed and it is not done."""
    return step.done_at is None and step.due < today


def step_told(item: Item, appointment: Appointment) -> Milestone | None:
    """The step that the appointment is about; ``None`` for another kind of date."""
    if appointment.rung not in (Rung.MILESTONE, Rung.MILESTONE_LATE):
        return None
    number = appointment.step // _TEN
    return next((each for each in item.milestones if each.number == number), None)
