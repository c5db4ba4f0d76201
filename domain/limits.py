"""An item's limit (完成时限, 整改期限) as days and instants, and the hours of the office that reminders keep to."""

from datetime import date, datetime, time, timedelta

from domain.errors import DateNotUnderstood
from domain.item import Did, Item, ItemStatus
from domain.outline import Outlined
from domain.rules import Kind, Rules, alert_times, is_push_day, is_quiet, push_day_on_or_before

#: Years outside these are slips of the pen; such an item counts as having no limit and shows among the gaps.
FIRST_YEAR, LAST_YEAR = 2000, 2099


def written_limit(due: str) -> date | datetime | None:
    """A stored ``due`` as a value: a day, an instant, or ``None`` for none (and for what cannot be a limit)."""
    try:
        limit = date.fromisoformat(due) if len(due) == len("2026-11-20") else datetime.fromisoformat(due)
    except ValueError:
        return None
    return limit if FIRST_YEAR <= limit.year <= LAST_YEAR else None


def day_of(due: str) -> date:
    """The day of a limit as ``Item.due`` writes it. Raises ``DateNotUnderstood`` for none."""
    limit = written_limit(due)
    if limit is None:
        raise DateNotUnderstood(due)
    return limit.date() if isinstance(limit, datetime) else limit


def due_on(item: Outlined) -> date | None:
    """The day of the limit as written; ``None`` for none, and for endless items (长期坚持)."""
    limit = None if item.is_endless else written_limit(item.due)
    return limit.date() if isinstance(limit, datetime) else limit


def due_at(item: Outlined, rules: Rules) -> datetime | None:
    """The instant by which it is asked for: the written time, or the end of the office's day.

    A limit with an hour that rolls to the next work day keeps its hour there.
    """
    limit = None if item.is_endless else written_limit(item.due)
    day = _limit_on(item, rules)
    if limit is None or day is None:
        return None
    if not isinstance(limit, datetime):
        return datetime.combine(day, rules.closes_at, rules.timezone)
    rolled = datetime.combine(day, limit.timetz())
    return rolled.replace(tzinfo=rules.timezone) if rolled.tzinfo is None else rolled.astimezone(rules.timezone)


def lapses_on(item: Outlined, rules: Rules) -> date | None:
    """The last day that is in time: the limit, rolled off rest days where it is statutory (民法典 203).

    One that was submitted in time and then returned (退回) has until the day to supplement it: the days that the
    approver took are not the owner's.
    """
    day = _limit_on(item, rules)
    if day is None or item.in_time_until is not None:
        return day and max(day, item.in_time_until or day)
    if item.supplement_by is not None and item.supplement_by > day and _was_returned_in_time(item, day, rules):
        return item.supplement_by
    return day


def _limit_on(item: Outlined, rules: Rules) -> date | None:
    """The limit as written, rolled where it is statutory."""
    day = due_on(item)
    return rules.work_days.on_or_after(day) if day is not None and rules.kind(item.kind).statutory else day


def _was_returned_in_time(item: Outlined, day: date, rules: Rules) -> bool:
    """Whether a 退回 answered a submission in time; one taken back or not decided yet counts for nothing.

    Asked of items that were returned before ``in_time_until`` was kept.
    """
    asked: list[datetime] = []
    for step in item.history:
        if step.did in (Did.SUBMIT, Did.CLOSE_OUT):
            asked.append(step.at)
        elif step.did is Did.UNDO and asked:
            asked.pop()
    if item.status in (ItemStatus.SUBMITTED, ItemStatus.CLOSED):
        asked = asked[:-1]
    return any(at < _lapse_of(item, rules, day) for at in asked)


def after_return(item: Item, at: datetime, rules: Rules) -> tuple[date, date | None]:
    """For a submitted item that is returned ``at``: by when to supplement it, and the last day then that is in time.

    A submission that was late gives no new days, ``None``: the limit stays what it was.
    """
    supplement_by = rules.work_days.add(local_day(at, rules), rules.supplement_days)
    if item.submitted_at is not None and is_on_time(item, rules, item.submitted_at):
        return supplement_by, supplement_by
    last, limit = lapses_on(item, rules), _limit_on(item, rules)
    return supplement_by, None if last == limit else last


def wanted_on(item: Item, rules: Rules) -> date | None:
    """The day for which the item is asked now: the last day in time, or after a late 退回 the day to supplement it."""
    day = lapses_on(item, rules)
    if day is None or item.supplement_by is None or item.returned_at is None:
        return day
    return max(day, item.supplement_by)


def lapses_at(item: Outlined, rules: Rules) -> datetime | None:
    """The first instant that is late: midnight after the last day, or the minute after a written time."""
    day = lapses_on(item, rules)
    return None if day is None else _lapse_of(item, rules, day)


def _lapse_of(item: Outlined, rules: Rules, day: date) -> datetime:
    """The first late instant if that day is the last in time."""
    at = due_at(item, rules)
    if isinstance(written_limit(item.due), datetime) and at is not None and day == _limit_on(item, rules):
        return at + timedelta(minutes=1)
    return datetime.combine(day + timedelta(days=1), time(), rules.timezone)


def reminded_on(item: Item, rules: Rules) -> date | None:
    """The day on which the limit is spoken of as due: where nothing is pushed on rest days, the work day before it."""
    day = lapses_on(item, rules)
    return day and push_day_on_or_before(rules, day, rules.kind(item.kind))


def is_on_time(item: Outlined, rules: Rules, at: datetime) -> bool:
    """Whether closing that is asked for at ``at`` is 按期; always, where there is no limit."""
    lapse = lapses_at(item, rules)
    return lapse is None or at < lapse


def settled_at(item: Item) -> datetime | None:
    """When closing was asked for (提交时间), or done; ``None`` while the item is in hand."""
    if item.status is ItemStatus.SUBMITTED:
        return item.submitted_at
    return (item.submitted_at or item.closed_at) if item.status is ItemStatus.CLOSED else None


def is_late(item: Item, rules: Rules, now: datetime) -> bool:
    """Whether the item is, or was closed, late (逾期)."""
    return not is_on_time(item, rules, settled_at(item) or now)


def days_late(item: Item, rules: Rules, now: datetime) -> int:
    """Calendar days past the limit; 0 when in time, and on the very day of a limit with a time of day."""
    day = lapses_on(item, rules)
    return 0 if day is None else max(0, (local_day(settled_at(item) or now, rules) - day).days)


def local_day(at: datetime, rules: Rules) -> date:
    """The calendar day of an instant at the office."""
    return at.astimezone(rules.timezone).date()


_DAY = timedelta(days=1)
#: How far ahead a day is looked for; no office rests longer, and a configuration that does is asked again later.
_HORIZON = 40


def opens_at(rules: Rules) -> time:
    """The first moment of a day, at which the bot begins to speak."""
    return min(rules.digest_at, alert_times(rules)[0])


def is_open(rules: Rules, now: datetime) -> bool:
    """Whether the hour allows to speak unasked: after the day's first moment, outside the quiet hours."""
    moment = now.astimezone(rules.timezone).time()
    return moment >= opens_at(rules) and not is_quiet(rules, moment)


def next_day_for(rules: Rules, now: datetime, kind: Kind | None = None) -> datetime:
    """The first moment of the next day on which such a kind may be pushed."""
    return _first(rules, now, (opens_at(rules),), kind, from_today=False) or now + _DAY


def day_after(rules: Rules, now: datetime) -> datetime:
    """The first instant of the office's next calendar day."""
    return datetime.combine(local_day(now, rules) + _DAY, time(), rules.timezone)


def digest_on(rules: Rules, day: date) -> datetime | None:
    """The digest's moment of that day; ``None`` on a rest day, unless some kind does not rest."""
    if not any(is_push_day(rules, day, kind) for kind in (None, *rules.kinds.values())):
        return None
    return datetime.combine(day, rules.digest_at, rules.timezone)


def digest_after(rules: Rules, now: datetime) -> datetime:
    """The next digest's moment after ``now``."""
    today = local_day(now, rules)
    moments = (digest_on(rules, today + n * _DAY) for n in range(_HORIZON))
    return next((moment for moment in moments if moment is not None and moment > now), now + _DAY)


def alert_after(rules: Rules, now: datetime, kind: Kind | None = None) -> datetime:
    """The next alert time after ``now``, on a day on which such a kind may be pushed."""
    return _first(rules, now, alert_times(rules), kind) or now + _DAY


def _first(
    rules: Rules, after: datetime, moments: tuple[time, ...], kind: Kind | None, *, from_today: bool = True
) -> datetime | None:
    today = local_day(after, rules)
    for day in (today + n * _DAY for n in range(0 if from_today else 1, _HORIZON)):
        if is_push_day(rules, day, kind):
            instants = (datetime.combine(day, moment, rules.timezone) for moment in moments)
            if (found := min((at for at in instants if at > after), default=None)) is not None:
                return found
    return None
