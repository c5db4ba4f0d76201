"""``/status`` (运行情况): how the bot itself is, for the office in private."""

from collections import Counter
from datetime import timedelta

from domain.actions import Action
from domain.condition import Condition, concerns
from handlers.inspection import require_overseer
from handlers.replies import answer
from handlers.request import Request
from store.journal.footprint import footprint_of
from store.transaction import Transaction
from texts.status import render_status


def show_status(request: Request, tx: Transaction) -> None:
    """Since when it runs, what waits, and how the ledger is kept."""
    require_overseer(request, Action.STATUS)
    found = _condition(request)
    answer(request, tx, render_status(found, concerns(found, request.now), request.rules, request.now))


def _condition(request: Request) -> Condition:
    ledger, office = request.ledger, request.office
    taken, ago = footprint_of(ledger.path), office.heard_ago()
    return Condition(
        started_at=office.started_at,
        heard_ago=None if ago is None else timedelta(seconds=ago),
        is_ours=ledger.is_ours,
        outbox=Counter(letter.urgency for letter in ledger.waiting_letters()),
        inbox=sum(waiting.update_id != request.update_id for waiting in ledger.waiting_updates()),
        undelivered=len(ledger.undelivered()),
        items=sum(ledger.count_by_status().values()),
        lines=ledger.sequence,
        head=ledger.head(),
        file_bytes=taken.file_bytes,
        journal_bytes=taken.journal_bytes if ledger.term is None else None,
        written_at=taken.written_at,
        backed_up_at=taken.backed_up_at,
        free_bytes=taken.free_bytes,
    )
