"""报告周期: an item of which a word is asked for regularly (每周五报进展); off unless somebody sets it.

A day of the rhythm asks nothing where there was a word since the day before it.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice

from domain.dates.rhythms import next_day
from domain.item import IN_HAND, Did, Item
from domain.limits import local_day
from domain.occasion import Appointment, instant
from domain.rules import Rules, WorkDays, push_day_on_or_before
from domain.views import Rung

#: So many days without a word are asked about; then only 久未反馈 is left to say so.
_MOST = 60
_DAY = timedelta(days=1)
#: What counts as a word.
_WORDS = frozenset({Did.PROGRESS, Did.EVIDENCE, Did.OBSTACLE, Did.ASK_EXTENSION, Did.SUBMIT})


def reports(item: Item, rules: Rules) -> Iterator[Appointment]:
    """The days on which the owner is asked, as far as nobody said a word: the last push day on or before each."""
    began = _began(item)
    if not item.report_every or item.status not in IN_HAND or item.doubt is not None or began is None:
        return
    set_on, said_at = local_day(began, rules), _newest_word_at(item)
    after = set_on
    if said_at is not None and local_day(said_at, rules) >= set_on:  # the next day of the rhythm had its word
        after = next_day(item.report_every, local_day(said_at, rules) - _DAY, rules.work_days)
    kind = rules.kind(item.kind)
    for day in islice(_days(item.report_every, after, rules.work_days), _MOST):
        moment = instant(push_day_on_or_before(rules, day, kind), rules.digest_at, rules)
        yield Appointment(item.number, day, Rung.REPORT, 1, moment)


def _days(every: str, after: date, work_days: WorkDays) -> Iterator[date]:
    day = after
    while True:
        day = next_day(every, day, work_days)
        yield day


def _began(item: Item) -> datetime | None:
    """When the rhythm was set; of what came with a workbook, when the item was assigned."""
    set_at = (step.at for step in reversed(item.history) if "report_every" in step.was)
    return next(set_at, item.assigned_at)


def _newest_word_at(item: Item) -> datetime | None:
    return max((step.at for step in item.history if step.did in _WORDS), default=None)
