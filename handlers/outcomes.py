"""Who hears what became of a request: owner, heads and whoever asked in private, and the unit's groups."""

from domain.item import Item
from domain.letter import Page
from domain.requests import told_of_decision
from domain.roster import Person
from handlers.replies import write_to, write_to_unit
from handlers.request import Request
from store.transaction import Transaction


def tell_concerned(request: Request, tx: Transaction, item: Item, asker: str, page: Page) -> None:
    """In private, to everybody whom it concerns but who is at it."""
    for person in _concerned(request, item, asker):
        write_to(tx, person, page, request.now, request.asker)


def tell_unit(request: Request, tx: Transaction, item: Item, asker: str, page: Page) -> None:
    """To the unit's groups, and in private to owner and asker; heads read it in the group where there is one.

    A sensitive item is spoken of in no group.
    """
    is_heard = not item.is_sensitive and write_to_unit(request, tx, item.unit, page)
    for person in _concerned(request, item, asker):
        if not is_heard or person.name in (item.owner, asker):
            write_to(tx, person, page, request.now, request.asker)


def _concerned(request: Request, item: Item, asker: str) -> tuple[Person, ...]:
    named = request.roster.named(asker, item.unit)
    people = (*told_of_decision(item, request.roster), *((named,) if named else ()))
    return tuple({each.number: each for each in people if each.telegram_id != request.telegram_id}.values())
