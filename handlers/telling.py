"""Tells those whose item it is what somebody above them changed: the unit in its group, the owner in private."""

from domain.item import Item
from domain.letter import Page
from domain.requests import told_of_decision
from domain.roster import Person
from handlers.replies import write_to, write_to_unit
from handlers.request import Request
from store.transaction import Transaction


def tell_unit(request: Request, tx: Transaction, item: Item, page: Page) -> None:
    """To the unit's groups and the owner; where there is no group, or the item is sensitive, owner and heads alone."""
    is_heard = _is_here(request, item) or (not item.is_sensitive and write_to_unit(request, tx, item.unit, page))
    owner = request.roster.named(item.owner, item.unit)
    alone: tuple[Person, ...] = (owner,) if owner else ()
    for person in alone if is_heard else told_of_decision(item, request.roster):
        if person.telegram_id != request.telegram_id:
            write_to(tx, person, page, request.now, request.asker)


def _is_here(request: Request, item: Item) -> bool:
    """Whether it was done in the unit's own group, which has read the answer."""
    here = request.binding
    return not request.is_private and here is not None and here.unit == item.unit
