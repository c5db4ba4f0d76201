"""A preview of pushes (推送预览): what the clock would have the bot say on a day to come, played on a ledger's copy.

Every moment on the way is played as well: a clock that jumped there would mark the letters 补发, and of several missed
occasions tell only the newest. Nothing is sent; the copy is thrown away.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from domain.letter import Letter
from domain.limits import local_day
from domain.rules import Rules, alert_times, told_times
from jobs.lookout import Lookout
from store.ledger import Ledger

_DAY = timedelta(days=1)


def play_day(ledger: Ledger, rules: Rules, bot: str, now: datetime, day: date) -> list[Letter]:
    """The letters of that day in the order in which they would go out, if nobody did anything until then.

    ``ledger`` is a copy that belongs to the caller alone. Of today, only what is still to come after ``now``.
    """
    lookout = Lookout(ledger, rules, bot)
    lookout.look(now)
    known = {letter.number for letter in ledger.waiting_letters()}
    for moment in _moments(rules, now, day):
        lookout.look(moment)
    return [
        letter
        for letter in ledger.waiting_letters()
        if letter.number not in known and local_day(letter.queued_at, rules) == day
    ]


def _moments(rules: Rules, now: datetime, day: date) -> Iterator[datetime]:
    """Every moment after ``now`` at which the bot may speak unasked, to the end of that day."""
    times = sorted({*told_times(rules), *alert_times(rules)})
    today = local_day(now, rules)
    for each in (today + n * _DAY for n in range((day - today).days + 1)):
        for at in times:
            if (moment := datetime.combine(each, at, rules.timezone)) > now:
                yield moment
