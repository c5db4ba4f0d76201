"""Tells the office what became of the ledger file in other hands, once for each thing that was found."""

import asyncio
import logging
from datetime import datetime

from domain.coercion import Discrepancy, DiscrepancyKind, Spot
from domain.letter import Urgency
from domain.roster import of_people, office_of
from jobs.alerts import post_pages
from jobs.recipients import CLOCK
from store.documents import ITEMS
from store.ledger import Ledger
from store.misread import misread_rows
from texts.discrepancies import render_discrepancy, say_discrepancy, say_spot

_log = logging.getLogger(__name__)


def office_chats(ledger: Ledger) -> tuple[int, ...]:
    """The private chats of the office, for what can't be recorded."""
    return tuple(recipient.chat_id for recipient in of_people(office_of(ledger.roster)))


def report_discrepancies(ledger: Ledger, now: datetime) -> None:
    """One message each, in the transaction that ticks it off; what nobody can be told yet waits, and is in the log."""
    found = ledger.discrepancies()
    readers = of_people(office_of(ledger.roster)) if found else ()
    if not readers:
        return
    with ledger.transaction(at=now, by=CLOCK, did="report the ledger file") as tx:
        for number, discrepancy in found:
            _log.warning("ledger file: %s", say_discrepancy(discrepancy))
            for recipient in readers:
                post_pages(tx, recipient, (render_discrepancy(discrepancy),), (), now, Urgency.NOTICE)
            tx.tick_off(number)


async def look_for_misread(ledger: Ledger, now: datetime) -> None:
    """Look through all rows in a thread; of each that can't be read, wholly or in part, the office hears once."""
    rows = ledger.snapshot()
    spots = await asyncio.to_thread(lambda: list(misread_rows(rows)))
    for spot in spots:
        _log.warning("ledger: %s can't be read and stays as it is: %s", f"{spot.table} {spot.number}", say_spot(spot))
    new = {key: spot for spot in spots if not ledger.told(key := _key_of(spot))}
    if not new:
        return
    faulty = tuple(spot for spot in new.values() if spot.table == ITEMS)
    others = tuple(spot for spot in new.values() if spot.table != ITEMS)
    with ledger.transaction(at=now, by=CLOCK, did="note the ledger file") as tx:
        if faulty:
            tx.note(Discrepancy(DiscrepancyKind.FAULTY, faulty))
        if others:
            tx.note(Discrepancy(DiscrepancyKind.UNREADABLE, others))
        for key in new:
            tx.tell(key, now)


def _key_of(spot: Spot) -> str:
    said = "".join(map("{}={};".format, spot.fields, spot.written))
    return f"misread|{spot.table}|{spot.number}|{said}"
