"""例行: each series' next occurrence is entered when it is time, with the morning; each day's exactly once.

A series and its occurrence are saved in one transaction, so a kill leaves both or neither. After a standstill the
newest day gets its occurrence; those before it are counted, not made up for.
"""

from datetime import datetime

from domain.item import ItemStatus
from domain.limits import local_day
from domain.rules import Rules
from domain.series import Series, due_day, end, made, occurrence
from jobs.recipients import CLOCK
from store.ledger import Ledger


def begin_occurrences(ledger: Ledger, rules: Rules, now: datetime) -> int:
    """Enter what is due by now; returns how many items that made."""
    return sum(_begin(ledger, rules, series, now) for series in ledger.series_open())


def _begin(ledger: Ledger, rules: Rules, series: Series, now: datetime) -> int:
    if _was_mistaken(ledger, series):
        with ledger.transaction(at=now, by=CLOCK, did="series") as tx:
            tx.save_series(end(series, "", now))
        return 0
    day, _ = due_day(series, local_day(now, rules), rules)
    if day is None:
        return 0
    with ledger.transaction(at=now, by=CLOCK, did="series") as tx:
        tx.add_item(occurrence(series, day, now))
        tx.save_series(made(series, day))
    return 1


def _was_mistaken(ledger: Ledger, series: Series) -> bool:
    """Whether its only item was withdrawn (撤回、撤销): it was not meant."""
    first = ledger.item(series.number)
    return series.count == 1 and first is not None and first.status is ItemStatus.CANCELLED
