"""Tells the office what is wrong with receiving (SURVIVE 10): sending still works then."""

from datetime import datetime

from domain.letter import Page, Urgency
from domain.rights import office_of
from jobs.post import CLOCK, post_pages
from jobs.readers import of_people
from store.ledger import Ledger


def report_to_office(ledger: Ledger, page: Page, now: datetime) -> None:
    """Queue the page for everybody in the office."""
    with ledger.transaction(at=now, by=CLOCK, did="report a fault in receiving") as tx:
        for reader in of_people(office_of(ledger.roster)):
            post_pages(tx, reader, (page,), (), now, Urgency.NOTICE)
