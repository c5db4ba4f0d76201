"""延长: the time of a statutory clock is prolonged once, by the days that the law allows; somebody else decides."""

from datetime import date, datetime

from msgspec.structs import replace

from domain.item import Did, FormerLimit, Item, Step
from domain.item_records import Prolongation
from domain.limits import day_of, due_on, is_on_time, lapses_on
from domain.requests import SINCE, DecisionRequest, RequestKind
from domain.rules import Rules, StatutoryClock
from domain.statutory import counted, is_statutory, spans, statutory_due
from domain.statutory_errors import ClockNotBegun, NotProlongable, ProlongedAlready, ProlongInstead, ProlongTooLate
from domain.steps import checked_reason, newest_standing, require_in_hand, take_reversible_step


def prolongable_clock(item: Item, rules: Rules) -> StatutoryClock | None:
    """The item's last clock, if the law lets it be prolonged and that was not done; ``None`` otherwise."""
    clocks = rules.kind(item.kind).clocks
    if not clocks or not clocks[-1].prolong or due_on(item) is None:
        return None
    return None if any(each.clock == clocks[-1].name for each in item.prolonged) else clocks[-1]


def require_prolongable(item: Item, at: datetime, rules: Rules, *, is_office: bool) -> StatutoryClock:
    """The clock; raises unless it may be asked for now: after the limit by the office alone, and once."""
    require_in_hand(item)
    clocks = rules.kind(item.kind).clocks
    label = clocks[-1].label if clocks else ""
    clock = prolongable_clock(item, rules)
    if clock is None:
        if any(each.clock == clocks[-1].name for each in item.prolonged if clocks):
            raise ProlongedAlready(item.number, item.title, label, lapses_on(item, rules))
        raise NotProlongable(item.number, item.title, label)
    last = spans(item, rules)[-1]
    if last.is_assumed:
        raise ClockNotBegun(item.number, item.title, label)
    if not is_office and not is_on_time(item, rules, at):
        raise ProlongTooLate(item.number, item.title, label, lapses_on(item, rules))
    return clock


def is_of_the_law(item: Item, rules: Rules) -> bool:
    """Whether the limit is that of the law, and prolonged rather than extended: 延期 has no place there, 延长 has."""
    clocks = rules.kind(item.kind).clocks
    return bool(clocks) and clocks[-1].prolong > 0 and is_statutory(item, rules)


def require_no_prolonging(item: Item, rules: Rules) -> None:
    """Raise where the limit is that of the law, also once it was prolonged."""
    if not is_of_the_law(item, rules):
        return
    label = rules.kind(item.kind).clocks[-1].label
    if prolongable_clock(item, rules) is None:
        raise ProlongedAlready(item.number, item.title, label, lapses_on(item, rules))
    raise ProlongInstead(item.number, item.title, label)


def prolonged_due(item: Item, clock: StatutoryClock, rules: Rules) -> str:
    """The limit after it, as ``Item.due`` writes it; a limit of the item's own keeps its hour."""
    if is_statutory(item, rules):
        more = Prolongation(clock=clock.name, days=clock.prolong, at=_NEVER, by="")
        return statutory_due(replace(item, prolonged=(*item.prolonged, more)), rules)
    return counted(clock, day_of(item.due), clock.prolong, rules).isoformat() + item.due[len("2026-11-20") :]


_NEVER = datetime.fromisoformat("2000-01-01T00:00+00:00")


def ask_prolonging(item: Item, by: str, at: datetime, reason: str, rules: Rules, *, is_office: bool) -> Item:
    """申请延长: recorded, with the limit asked for; the limit stays."""
    clock = require_prolongable(item, at, rules, is_office=is_office)
    words = checked_reason(reason, item)
    return take_reversible_step(
        item, Step(at, by, Did.ASK_PROLONG, words, to=prolonged_due(item, clock, rules)), due=item.due
    )


def prolong(item: Item, by: str, at: datetime, reason: str, rules: Rules) -> Item:
    """同意延长: the limit moves by the clock's own days, and the one before stays on record."""
    clock = require_prolongable(item, at, rules, is_office=True)
    due = prolonged_due(item, clock, rules)
    more = Prolongation(clock=clock.name, days=clock.prolong, at=at, by=by, reason=reason)
    former = FormerLimit(due=item.due, moved_at=at, moved_by=by, reason=reason)
    written = item.due_written if is_statutory(item, rules) else item.due_written or item.due
    return take_reversible_step(
        item,
        Step(at, by, Did.PROLONG, to=due),
        due=due,
        due_written=written,
        due_set_at=at,
        prolonged=(*item.prolonged, more),
        former_limits=(*item.former_limits, former),
    )


def refuse_prolonging(item: Item, by: str, at: datetime, reason: str) -> Item:
    """不同意延长, with a reason: the limit stands."""
    words = checked_reason(reason, item)
    return take_reversible_step(item, Step(at, by, Did.REFUSE_PROLONG, words, to=item.due), due=item.due)


def newest_wish(item: Item) -> Step | None:
    """The newest request that was not withdrawn."""
    return newest_standing(item, {Did.ASK_PROLONG})


def prolonging_request(item: Item) -> DecisionRequest | None:
    """The request that the item's newest 申请延长 makes."""
    step = newest_wish(item)
    if step is None:
        return None
    return DecisionRequest(
        kind=RequestKind.PROLONG,
        item=item.number,
        asked_by=step.by,
        asked_at=step.at,
        wish=step.to,
        reason=step.note,
        data={"due": item.due, SINCE: str(item.version)},
    )


def last_day(due: str, rules: Rules, item: Item) -> date:
    """The day of such a limit, rolled where the kind's limits roll."""
    day = day_of(due)
    return rules.work_days.on_or_after(day) if rules.kind(item.kind).statutory else day
