"""Who owes a word (有上文无下文): what nobody signed, spoke of, answered or decided, one step up at a time."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from itertools import takewhile

from domain.chasing import chases
from domain.item import IN_HAND, Did, Item, ItemStatus
from domain.limits import alert_after, local_day, wanted_on
from domain.occasion import Appointment, instant, latest
from domain.requests import DecisionRequest, RequestKind, is_pending
from domain.rules import Rules, alert_times
from domain.views import Rung

#: Steps after which a word is owed anew: those who work on an item spoke, or somebody answered them.
_BEGINS = frozenset(
    {
        Did.ASSIGN,
        Did.ACKNOWLEDGE,
        Did.PROGRESS,
        Did.EVIDENCE,
        Did.SUBMIT,
        Did.SEND_BACK,
        Did.ASK_EXTENSION,
        Did.ASK_PROLONG,
        Did.CLOCK,
        Did.OBSTACLE,
        Did.ANSWER,
        Did.DOUBT,
        Did.SETTLE,
        Did.RESUME,
        Did.TAKE_OVER,
        Did.TICK,
        Did.RELAPSE,
    }
)
#: Steps of who has an item in hand, signed or not.
_WORKED = frozenset({Did.PROGRESS, Did.EVIDENCE, Did.ASK_EXTENSION, Did.ASK_PROLONG, Did.CLOCK, Did.OBSTACLE})
#: How often a silence is told: to the owner, the head, the deputy leader.
_SILENT_STEPS = 3
#: What nobody answered, by the kind of the request.
RUNGS: Mapping[RequestKind, Rung] = {
    RequestKind.OBSTACLE: Rung.OBSTACLE,
    RequestKind.EXTEND: Rung.EXTENSION,
    RequestKind.PROLONG: Rung.PROLONG,
    RequestKind.PLAN: Rung.PLAN,
    RequestKind.DOUBT: Rung.DOUBT,
    RequestKind.HAND_OVER: Rung.HAND_OVER,
}


def silent_since(item: Item, rules: Rules) -> date | None:
    """The day from which on a word is owed: of the newest word, or of the last 催办 after it; ``None`` for none.

    Nothing is owed while an item waits for somebody else: submitted, in doubt, or with an obstacle unanswered.
    """
    begun_at = _begun_at(item)
    if begun_at is None or item.status not in IN_HAND or item.doubt is not None or _waits_for_an_answer(item):
        return None
    return local_day(begun_at, rules)


def _begun_at(item: Item) -> datetime | None:
    said = next((step.at for step in reversed(item.history) if step.did in _BEGINS), None)
    return latest(said, item.assigned_at, item.moved_at)


def _waits_for_an_answer(item: Item) -> bool:
    return item.obstacle is not None and item.obstacle.answered_at is None


def answer_overdue(item: Item, rules: Rules, today: date) -> int:
    """For how many work days an obstacle has waited for its answer, once that is too long; else 0."""
    if item.obstacle is None or item.obstacle.answered_at is not None:
        return 0
    waited = rules.work_days.between(local_day(item.obstacle.at, rules), today)
    return waited if waited > rules.answer_within else 0


def silent(item: Item, rules: Rules) -> Iterator[Appointment]:
    """久未反馈: owner, head and deputy leader in turn; while the item is chased, from its last 催办 on."""
    after = rules.kind(item.kind).silent_after
    since = silent_since(item, rules) if after else None
    if since is None:
        return
    chased = [day for day in _chase_days(item, rules) if day > since]
    yield from takewhile(lambda each: not chased or each.moment.date() < chased[0], _steps(item, rules, since, after))
    if chased:
        yield from _steps(item, rules, chased[-1], after)


def _chase_days(item: Item, rules: Rules) -> list[date]:
    day = wanted_on(item, rules)
    return [] if day is None else [each.moment.date() for each in chases(item, rules, day)]


def _steps(item: Item, rules: Rules, since: date, after: int) -> Iterator[Appointment]:
    for step in range(_SILENT_STEPS):
        day = rules.work_days.add(since, after + step * rules.silent_step)
        yield Appointment(item.number, since, Rung.SILENT, step + 1, instant(day, alert_times(rules)[0], rules))


def reviews(item: Item, rules: Rules) -> Iterator[Appointment]:
    """长期事项复核: on its day the owner says how it stands; the deputy leader, who decides, reads it a day later."""
    if not item.is_endless or item.review_on is None or item.status not in IN_HAND:
        return
    for step in (1, 2):
        day = rules.work_days.add(rules.work_days.on_or_after(item.review_on), step - 1)
        yield Appointment(item.number, item.review_on, Rung.REVIEW, step, instant(day, alert_times(rules)[0], rules))


def unsigned(item: Item, rules: Rules) -> Iterator[Appointment]:
    """未签收: so many work days after the unit was asked to sign, the owner; after as many again, who is above.

    Who has worked on it since is not asked: a report, a difficulty or a request for time says that it was received.
    """
    if item.status is not ItemStatus.ASSIGNED or item.assigned_at is None or item.doubt is not None:
        return
    if any(step.did in _WORKED and step.at > item.assigned_at for step in item.history):
        return
    asked = local_day(alert_after(rules, item.assigned_at, rules.kind(item.kind)), rules)
    for step in (1, 2) if rules.sign_within else ():
        day = rules.work_days.add(asked, step * rules.sign_within)
        moment = instant(day, alert_times(rules)[0], rules)
        yield Appointment(item.number, local_day(item.assigned_at, rules), Rung.UNSIGNED, step, moment)


def unanswered(request: DecisionRequest, item: Item, rules: Rules) -> Iterator[Appointment]:
    """A request that nobody decided: who owes the answer, then one step above them.

    An obstacle (难点) has a clock of its own: the director reads it the work day after the answer was due.
    """
    rung = RUNGS.get(request.kind)
    if rung is None or not is_pending(request, item):
        return
    asked = local_day(request.asked_at, rules)
    for step, after in enumerate(_answered_within(request, rules), start=1):
        moment = instant(rules.work_days.add(asked, after), alert_times(rules)[0], rules)
        yield Appointment(item.number, asked, rung, step, moment)


def _answered_within(request: DecisionRequest, rules: Rules) -> tuple[int, int]:
    if request.kind is RequestKind.OBSTACLE:
        return rules.answer_within, rules.answer_within + 1
    return rules.approve_within, 2 * rules.approve_within


def days_before(appointment: Appointment, rules: Rules) -> int:
    """How many work days lie between its step and the one before, so that nobody is passed over in a hurry."""
    if appointment.rung is Rung.SILENT:
        return rules.silent_step
    return rules.sign_within if appointment.rung is Rung.UNSIGNED else 1
