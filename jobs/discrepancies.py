"""Tells the office what became of the ledger file in other hands, once for each thing that was found."""

import logging
from datetime import datetime

from domain.letter import Urgency
from domain.rights import office_of
from jobs.post import CLOCK, post_pages
from jobs.readers import of_people
from store.ledger import Ledger
from texts.discrepancies import render_discrepancy, say_discrepancy

_log = logging.getLogger(__name__)


def office_chats(ledger: Ledger) -> tuple[int, ...]:
    """The private chats of the office, for what can't be recorded."""
    return tuple(reader.chat_id for reader in of_people(office_of(ledger.roster)))


def report_discrepancies(ledger: Ledger, now: datetime) -> None:
    """One message each, in the transaction that ticks it off; what nobody can be told yet waits, and is in the log."""
    found = ledger.discrepancies()
    readers = of_people(office_of(ledger.roster)) if found else ()
    if not readers:
        return
    with ledger.transaction(at=now, by=CLOCK, did="report the ledger file") as tx:
        for number, discrepancy in found:
            _log.warning("ledger file: %s", say_discrepancy(discrepancy))
            for reader in readers:
                post_pages(tx, reader, (render_discrepancy(discrepancy),), (), now, Urgency.NOTICE)
            tx.tick_off(number)
