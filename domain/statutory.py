"""法定时限: the clocks of an item, from 收件 to the answer; a step is marked (告知受理), and then the next one runs."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from domain.chasing import A_CLOCK, THE_DAY, is_chase_stopped
from domain.dates.day_words import months_later
from domain.item import IN_HAND, Did, Item, Step
from domain.item_records import ClockMark
from domain.limits import lapses_on, local_day
from domain.occasion import Appointment, instant
from domain.rules import Rules, StatutoryClock, alert_times, push_day_on_or_before
from domain.statutory_errors import (
    ClockDayEarly,
    ClockDayFuture,
    ClockEndsWithClosing,
    ClockLapsed,
    ClockMarked,
    ClockNotBegun,
    ClockUnknown,
    NoClocks,
)
from domain.steps import checked, require_in_hand, take_reversible_step
from domain.views import Rung

_DAY = timedelta(days=1)


class Span(Struct, frozen=True):
    """One clock of an item: from when until when it runs, or when its step was taken."""

    clock: StatutoryClock
    place: int  # among the clocks of the kind, from 1
    begins: date | None  # ``None``: the step before it was not taken
    ends: date | None  # rolled off rest days
    mark: ClockMark | None = None
    is_last: bool = False  # the item's own limit
    is_assumed: bool = False  # counted from 收件 until the step before it is marked, or from the end of the 补正
    is_waiting: bool = False  # 补正 was asked for and did not come in
    is_over: bool = False  # a right that was not used: what came after it was done

    def is_running(self, today: date) -> bool:
        """Whether it can still be marked: a right only until it lapses, a 补正 that comes in late as well."""
        if self.mark is not None or self.begins is None or self.is_over:
            return False
        lapses = self.clock.optional and not self.clock.restarts
        return not (lapses and self.ends is not None and self.ends < today)


def received_on(item: Item, rules: Rules) -> date | None:
    """收件: the day as it was entered, else that of the assignment."""
    if item.received_on is not None or item.assigned_at is None:
        return item.received_on
    return local_day(item.assigned_at, rules)


def clocks_of(item: Item, rules: Rules) -> tuple[StatutoryClock, ...]:
    """The clocks of its kind, the last as long as the office gives to items that are so urgent (紧急程度)."""
    kind = rules.kind(item.kind)
    days = dict(kind.urgency).get(item.urgency)
    if days is None or not kind.clocks:
        return kind.clocks
    return (*kind.clocks[:-1], replace(kind.clocks[-1], days=days, months=0, work_days=True, basis=""))


def spans(item: Item, rules: Rules) -> tuple[Span, ...]:
    """The item's clocks in the order of the work; the last ends with the item's own limit, where it has one."""
    clocks = clocks_of(item, rules)
    marks = {mark.clock: mark for mark in item.clock_marks}
    return tuple(_span(item, rules, place, marks) for place in range(1, len(clocks) + 1))


def _span(item: Item, rules: Rules, place: int, marks: dict[str, ClockMark]) -> Span:
    clocks = clocks_of(item, rules)
    clock, is_last = clocks[place - 1], place == len(clocks)
    before = marks.get(clock.after)
    begins, is_waiting = (received_on(item, rules), False) if clock.optional else begun_on(item, rules)
    is_assumed = is_waiting
    if clock.after:
        is_assumed = is_last and before is None
        begins = local_day(before.at, rules) if before else begins if is_last else None
    ends = None
    if begins is not None:
        ends = _end_of(clock, begins, item, rules)
        ends = rules.work_days.on_or_after(ends)
    if is_last:
        ends = lapses_on(item, rules) or ends
    is_over = clock.optional and not clock.restarts and any(name != clock.name for name in marks)
    is_waiting = is_waiting and before is None
    return Span(clock, place, begins, ends, marks.get(clock.name), is_last, is_assumed, is_waiting, is_over)


def begun_on(item: Item, rules: Rules) -> tuple[date | None, bool]:
    """The day from which the clocks count that begin with 收件, and whether it is assumed.

    What has to be supplemented (补正) counts from the day on which that came in (政府信息公开条例 30). Until then it is
    counted as if it came in on the last day for it, so that nobody is chased while the applicant is waited for.
    """
    received, restart = received_on(item, rules), supplement_of(item, rules)
    marks = {mark.clock: local_day(mark.at, rules) for mark in item.clock_marks}
    if restart is None or restart.after not in marks:
        return received, False
    if restart.name in marks:
        return marks[restart.name], False
    last = counted(restart, marks[restart.after], restart.months or restart.days, rules)
    return rules.work_days.on_or_after(last), True


def supplement_of(item: Item, rules: Rules) -> StatutoryClock | None:
    """收到补正, where the item's kind has it."""
    return next((each for each in rules.kind(item.kind).clocks if each.restarts), None)


def is_of_supplement(clock: StatutoryClock, item: Item, rules: Rules) -> bool:
    """Whether the step is 告知补正 or 收到补正."""
    restart = supplement_of(item, rules)
    return restart is not None and clock.name in (restart.name, restart.after)


def _end_of(clock: StatutoryClock, begins: date, item: Item, rules: Rules) -> date:
    """Its last day as it is counted, rest days and all."""
    more = sum(each.days for each in item.prolonged if each.clock == clock.name)
    return counted(clock, begins, (clock.months or clock.days) + more, rules)


def counted(clock: StatutoryClock, begins: date, units: int, rules: Rules) -> date:
    """So many of the clock's units after the day, which is not counted itself (自…之日起)."""
    if clock.months:
        return months_later(begins, units)
    return rules.work_days.add(begins, units) if clock.work_days else begins + units * _DAY


def statutory_due(item: Item, rules: Rules) -> str:
    """The limit that the last clock sets, as ``Item.due`` writes it; ``""`` where the kind has no clock."""
    clocks = clocks_of(item, rules)
    if not clocks:
        return ""
    last = clocks[-1]
    mark = next((mark for mark in item.clock_marks if mark.clock == last.after), None)
    begins = local_day(mark.at, rules) if mark is not None else begun_on(item, rules)[0]
    return "" if begins is None else _end_of(last, begins, item, rules).isoformat()


def with_first_limit(item: Item, today: date, rules: Rules) -> Item:
    """A new item that came in today, or on its 收件 day: without a limit of its own it has that of its last clock."""
    if not rules.kind(item.kind).clocks:
        return item
    known = item if item.received_on is not None else replace(item, received_on=today)
    if known.due or known.is_endless or known.status not in IN_HAND:
        return known
    return replace(known, due=statutory_due(known, rules))


def statutory_limit(item: Item, rules: Rules) -> date | None:
    """The last day that the law leaves, whatever limit the item was given."""
    due = statutory_due(item, rules)
    return rules.work_days.on_or_after(date.fromisoformat(due)) if due else None


def is_statutory(item: Item, rules: Rules) -> bool:
    """Whether the item's limit is the one that its last clock sets."""
    return bool(item.due) and item.due == statutory_due(item, rules)


def with_law(before: Item, changed: Item, rules: Rules) -> Item:
    """The changed item with the limit that the law sets now, where its limit was the law's and nobody set another.

    受理日期, 紧急程度 and the kind move it.
    """
    was_of_law = not before.due or is_statutory(before, rules)
    if not was_of_law or before.is_endless or changed.is_endless or changed.due != before.due:
        return changed
    due = statutory_due(changed, rules)
    return replace(changed, due=due) if due and changed.status in IN_HAND else changed


def clock_named(words: str, item: Item, rules: Rules) -> tuple[StatutoryClock, str]:
    """The clock by whose name or label the words begin, and the rest of them.

    Raises ``ClockUnknown``, and ``NoClocks`` where the kind has none.
    """
    clocks = require_clocks(item, rules)
    said = words.strip().removeprefix("已")
    names = [(name, each) for each in clocks for name in (each.label, each.name)]
    for name, each in sorted(names, key=lambda named: -len(named[0])):
        if said.startswith(name):
            return each, said[len(name) :].strip(" \t\u3000,，:：。")
    raise ClockUnknown(item.number, item.title, tuple(each.label for each in clocks[:-1]))


def place_of(clock: StatutoryClock, item: Item, rules: Rules) -> int:
    """The clock's place among those of the item's kind, from 1."""
    return rules.kind(item.kind).clocks.index(clock) + 1


def require_clocks(item: Item, rules: Rules) -> tuple[StatutoryClock, ...]:
    """The clocks of its kind; raises ``NoClocks``."""
    clocks = rules.kind(item.kind).clocks
    if not clocks:
        raise NoClocks(item.number, item.title)
    return clocks


def markable(item: Item, rules: Rules, today: date) -> tuple[Span, ...]:
    """The steps that may be marked now."""
    if item.status not in IN_HAND:
        return ()
    return tuple(span for span in spans(item, rules) if not span.is_last and span.is_running(today))


def mark(item: Item, place: int, by: str, at: datetime, words: str, rules: Rules, on: date | None = None) -> Item:
    """The step was taken, today or ``on`` that day: the next clock counts from it, and a limit that the law sets.

    ``place`` counts the kind's clocks from 1.
    """
    require_in_hand(item)
    today, day = local_day(at, rules), on or local_day(at, rules)
    span = _span_at(item, place, rules)
    _require_running(span, item, today)
    if day > today:
        raise ClockDayFuture(item.number, item.title, span.clock.label, day)
    if span.begins is not None and day < span.begins:
        raise ClockDayEarly(item.number, item.title, span.clock.label, span.begins)
    when = at if day == today else instant(day, rules.closes_at, rules)
    note = checked(words)
    marked = ClockMark(clock=span.clock.name, at=when, by=by, words=note)
    changes: dict[str, object] = {"clock_marks": (*item.clock_marks, marked)}
    step = Step(at, by, Did.CLOCK, note, to=span.clock.label)
    taken = take_reversible_step(item, step, **changes)
    due = statutory_due(taken, rules)
    if item.due in ("", statutory_due(item, rules)) and due != item.due and not item.is_endless:
        changes |= {"due": due, "due_set_at": at}
        taken = take_reversible_step(item, step, **changes)
    return taken


def _span_at(item: Item, place: int, rules: Rules) -> Span:
    clocks = require_clocks(item, rules)
    if not 1 <= place <= len(clocks):
        raise ClockUnknown(item.number, item.title, tuple(each.label for each in clocks[:-1]))
    return spans(item, rules)[place - 1]


def _require_running(span: Span, item: Item, today: date) -> None:
    number, title, label = item.number, item.title, span.clock.label
    if span.is_last:
        raise ClockEndsWithClosing(number, title, label)
    if span.mark is not None:
        raise ClockMarked(number, title, label, span.mark.at, span.mark.by)
    if span.begins is None:
        raise ClockNotBegun(number, title, label)
    if not span.is_running(today):
        raise ClockLapsed(number, title, label, span.ends)


def kinds_of_clocks(item: Item, rules: Rules) -> Iterator[partial[Iterator[Appointment]]]:
    """A kind of dates to remember for each clock but the last, which is the item's limit and has its ladder."""
    return (partial(_dates, place) for place in range(1, len(rules.kind(item.kind).clocks)))


def _dates(place: int, item: Item, rules: Rules) -> Iterator[Appointment]:
    """The days before its end, its day, and 催办 after it, while the step is not taken; of a right no 催办."""
    if item.status not in IN_HAND:
        return
    span = spans(item, rules)[place - 1]
    if span.mark is not None or span.ends is None or span.is_over:
        return
    found = [*_before(span, rules)]
    if not span.clock.optional and not is_chase_stopped(item, rules):
        found += _after(span, item, rules)
    for step, moment in found:
        if item.assigned_at is None or moment > item.assigned_at:
            yield Appointment(item.number, span.ends, Rung.CLOCK, place * A_CLOCK + step, moment)


def _before(span: Span, rules: Rules) -> Iterator[tuple[int, datetime]]:
    """The rungs at the first alert time, of those on one day the nearest; the day itself at the last before closing."""
    if span.ends is None:
        return
    times = alert_times(rules)
    last = next((time for time in reversed(times) if time < rules.closes_at), times[0])
    days: dict[date, int] = {}
    for lead in sorted({*span.clock.lead_days, 0}, reverse=True):
        days[push_day_on_or_before(rules, span.ends - lead * _DAY)] = lead
    for day, lead in days.items():
        yield THE_DAY - lead, instant(day, times[0] if lead else last, rules)


def _after(span: Span, item: Item, rules: Rules) -> Iterator[tuple[int, datetime]]:
    for place, rise in enumerate(rules.escalation(item.kind).steps if span.ends else (), start=1):
        day = rules.work_days.add(span.ends or date.min, rise.after)
        yield THE_DAY + place, instant(day, alert_times(rules)[0], rules)


def span_of(step: int, item: Item, rules: Rules) -> Span | None:
    """The clock that the step of an appointment of ``Rung.CLOCK`` is about; ``None`` if the kind has it no more."""
    place = step // A_CLOCK
    return next((span for span in spans(item, rules) if span.place == place), None)


def is_clock_chase(step: int) -> bool:
    """Whether the step of such an appointment comes after the clock's end."""
    return step % A_CLOCK > THE_DAY
