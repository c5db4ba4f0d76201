"""What is set of a 回头看 before it comes: its criterion, its window, and who takes it."""

from domain.actions import Action
from domain.errors import ItemMissing
from domain.item import Item
from domain.rechecking import read_terms, set_terms
from domain.rights import may
from domain.steps import checked
from handlers.decision_requests import keep_true
from handlers.replies import answer
from handlers.request import Request, item_to_verify
from store.transaction import Transaction
from texts.rechecking import render_terms


def keep_terms(request: Request, tx: Transaction, item: Item, words: str) -> None:
    """The same by ``/edit 12 复查标准 …``; the request for 销号 shows it, where there is one."""
    speaker = request.known()
    if not may(speaker, Action.CANCEL, item, request.roster):  # a head does not say what the head is held to
        item_to_verify(request, speaker, item.number)
    terms = read_terms(words, item, request.at, request.roster, request.rules)
    if "repeats" in terms and (terms["repeats"] == item.number or not _is_seen(request, terms["repeats"])):
        raise ItemMissing(terms["repeats"])
    kept = tx.save_item(set_terms(item, terms, speaker.name, request.at, checked(words)))
    keep_true(request.office, tx, kept, request.now)
    answer(request, tx, render_terms(kept, request.rules, request.now))


def _is_seen(request: Request, number: int) -> bool:
    other = request.ledger.item(number)
    return other is not None and may(request.known(), Action.SEE, other, request.roster)
