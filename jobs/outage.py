"""Tells the office what is wrong with the line to Telegram, where it can still be told."""

from datetime import datetime

from domain.letter import Urgency
from domain.rights import office_of
from jobs.post import CLOCK, post_pages
from jobs.readers import of_people
from store.ledger import Ledger
from texts.notices import render_conflict


def report_conflict(ledger: Ledger, now: datetime) -> None:
    """Another process receives with the same token (SURVIVE 10): sending still works, so the office hears of it."""
    page = render_conflict()
    with ledger.transaction(at=now, by=CLOCK, did="report a conflict") as tx:
        for reader in of_people(office_of(ledger.roster)):
            post_pages(tx, reader, (page,), (), now, Urgency.NOTICE)
