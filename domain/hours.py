"""The office's day as the clock sees it: what was missed at night waits for its first moment, then goes out at once."""

from datetime import date, datetime, time, timedelta

from domain.limits import local_day
from domain.quiet import alert_times, is_push_day, is_quiet
from domain.rules import Kind, Rules

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
