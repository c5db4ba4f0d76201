"""群众评价: what the caller or petitioner says after 销号; 不满意 opens the item again (重办), with a new limit."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from domain.closing import is_closed_here
from domain.errors import NotInHand
from domain.item import Did, Item, ItemStatus, Step
from domain.item_records import CallerVerdict, Verdict
from domain.limits import local_day
from domain.occasion import Appointment, instant
from domain.reopening import opened_again
from domain.rules import Rules, alert_times
from domain.statutory import counted
from domain.statutory_errors import NotClosedYet, NoVerdictAsked, VerdictGiven, VerdictUnclear
from domain.steps import checked, checked_reason, take_reversible_step
from domain.views import Rung

#: How a verdict is written, the longer words first.
WORDS: tuple[tuple[str, Verdict], ...] = (
    ("基本满意", Verdict.FAIRLY),
    ("比较满意", Verdict.FAIRLY),
    ("非常满意", Verdict.SATISFIED),
    ("不太满意", Verdict.DISSATISFIED),
    ("未联系上", Verdict.UNREACHED),
    ("联系不上", Verdict.UNREACHED),
    ("不满意", Verdict.DISSATISFIED),
    ("很满意", Verdict.SATISFIED),
    ("满意", Verdict.SATISFIED),
)
#: Work days for a 重办 where nothing says more.
_REDO_DAYS = 10
_WORK_DAYS_A_MONTH = 21


def read_verdict(words: str, item: Item) -> tuple[Verdict, str]:
    """The verdict that the words begin with, and the rest. Raises ``VerdictUnclear``."""
    said = words.strip()
    for word, verdict in WORDS:
        if said.startswith(word):
            return verdict, said[len(word) :].strip(" \t\u3000,，:：;；。")
    raise VerdictUnclear(item.number, item.title)


def asks_verdict(item: Item, rules: Rules) -> bool:
    """Whether the caller's verdict is still to be taken down: who could not be reached is asked again."""
    if item.status is not ItemStatus.CLOSED or not rules.kind(item.kind).verdict_after:
        return False
    return not _is_given(item)


def _is_given(item: Item) -> bool:
    newest = item.verdicts[-1] if item.verdicts else None
    if newest is None or newest.verdict is Verdict.UNREACHED:
        return False
    return item.closed_at is None or newest.at >= item.closed_at


def rounds(item: Item) -> int:
    """How many times it is or was handled: once more for each 不满意."""
    return 1 + sum(each.verdict is Verdict.DISSATISFIED for each in item.verdicts)


def redo_due(item: Item, at: datetime, rules: Rules) -> str:
    """The limit of the next round: by the kind's figure, else half of its last clock."""
    kind, today = rules.kind(item.kind), local_day(at, rules)
    clock = kind.clocks[-1] if kind.clocks else None
    if kind.redo_days or clock is None:
        return rules.work_days.add(today, kind.redo_days or _REDO_DAYS).isoformat()
    if clock.months:
        return rules.work_days.add(today, -(-clock.months * _WORK_DAYS_A_MONTH // 2)).isoformat()
    return counted(clock, today, -(-clock.days // 2), rules).isoformat()


def record_verdict(item: Item, verdict: Verdict, by: str, at: datetime, words: str, rules: Rules) -> Item:
    """Taken down. 不满意 needs words, and opens the item again: in hand, with a new limit, the one before on record."""
    if not rules.kind(item.kind).verdict_after:
        raise NoVerdictAsked(item.number, item.title)
    if item.status is ItemStatus.CANCELLED:
        raise NotInHand(item.number, item.title, item.status)
    if item.status is not ItemStatus.CLOSED:
        raise NotClosedYet(item.number, item.title)
    if _is_given(item):
        raise VerdictGiven(item.number, item.title)
    note = checked_reason(words, item) if verdict is Verdict.DISSATISFIED else checked(words)
    changes: dict[str, object] = {
        "verdicts": (*item.verdicts, CallerVerdict(verdict=verdict, at=at, by=by, words=note))
    }
    if verdict is Verdict.DISSATISFIED:
        changes |= opened_again(item, by, at, redo_due(item, at, rules), note)
    return take_reversible_step(item, Step(at, by, Did.VERDICT, note, to=verdict), **changes)


def verdict_dates(item: Item, rules: Rules) -> Iterator[Appointment]:
    """The owner is asked for the verdict so many work days after 销号, or after nobody was reached."""
    after = rules.kind(item.kind).verdict_after
    if not after or item.closed_at is None or not asks_verdict(item, rules):
        return
    if not is_closed_here(item):
        return  # it came closed with a workbook
    tried = [each.at for each in item.verdicts if each.at >= item.closed_at]
    since = local_day(tried[-1] if tried else item.closed_at, rules)
    moment = instant(rules.work_days.add(since, after), alert_times(rules)[0], rules)
    yield Appointment(item.number, since, Rung.VERDICT, 0, moment)


def count_verdicts(item: Item, counts: Counter[Verdict]) -> None:
    """Add what was said of the item: of those who were not reached only the last."""
    for place, each in enumerate(item.verdicts, start=1):
        if each.verdict is not Verdict.UNREACHED or place == len(item.verdicts):
            counts[each.verdict] += 1
