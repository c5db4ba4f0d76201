"""The month's check code: each inspector gets it by itself on the first work day, once; late, it is marked 补发.

It is the head of the journal's chain as the month ended: who keeps it can tell later whether anything was altered.
"""

from datetime import date, datetime, timedelta

from domain.letter import Urgency
from domain.limits import digest_on, local_day
from domain.roster import Role, of_people
from domain.rules import Rules, is_belated, is_push_day
from jobs.alerts import post_pages
from jobs.recipients import CLOCK
from store.ledger import Ledger
from texts.inspection import render_month_code

_DAY = timedelta(days=1)


def tell_month_codes(ledger: Ledger, rules: Rules, now: datetime) -> int:
    """Tell it to each inspector who was not told; asked on each day on which something may be pushed.

    Returns how many letters that made.
    """
    today = local_day(now, rules)
    first = today.replace(day=1)
    ended = first - _DAY
    roster = ledger.roster_at(now, rules.timezone)
    keys = {f"code|{ended:%Y-%m}|{each.key}": each for each in of_people(roster.of_role(Role.INSPECTOR))}
    owed = {key: each for key, each in keys.items() if not ledger.told(key)}
    if not owed or not is_push_day(rules, today):
        return 0
    place, moment = ledger.head_before(first), digest_on(rules, _first_push_day(rules, first))
    if not place.sequence or moment is None or moment > now:
        return 0
    page = render_month_code(ended.year, ended.month, place.sequence, place.head, is_belated=is_belated(moment, now))
    with ledger.transaction(at=now, by=CLOCK, did="check code") as tx:
        return sum(post_pages(tx, each, (page,), (key,), now, Urgency.NOTICE) for key, each in owed.items())


def _first_push_day(rules: Rules, first: date) -> date:
    """The month's first day on which the bot may speak."""
    day = first
    while not is_push_day(rules, day):
        day += _DAY
    return day
