"""Who hears what became of an item or of a request on it: the unit's groups, its owner, its heads, and who asked."""

from collections.abc import Iterable

from domain.item import Item
from domain.letter import Page
from domain.requests import told_of_decision
from domain.roster import Person, office_of
from domain.views import Rung
from handlers.announcing import settle_signing
from handlers.replies import write_to, write_to_each, write_to_unit
from handlers.request import Request
from store.transaction import Transaction


def tell_concerned(request: Request, tx: Transaction, item: Item, page: Page, asker: str = "") -> None:
    """In private, to owner, heads and ``asker``, but for who is at it."""
    for person in _concerned(request, item, asker):
        write_to(tx, person, page, request.now, request.asker)


def tell_unit(request: Request, tx: Transaction, item: Item, page: Page, asker: str = "") -> None:
    """To the unit's groups, and in private to owner and ``asker``; heads read it in the group where there is one.

    A sensitive item is spoken of in no group. What the clock would say of a new limit is said with that.
    """
    settle_signing(request, tx, item, frozenset({Rung.SET}))
    is_heard = _is_here(request, item) or (not item.is_sensitive and write_to_unit(request, tx, item.unit, page))
    for person in _concerned(request, item, asker):
        if not is_heard or person.name in (item.owner, asker):
            write_to(tx, person, page, request.now, request.asker)


def tell_deputies(request: Request, tx: Transaction, item: Item, page: Page) -> None:
    """In private, to the deputy leaders over the item's unit, but for who is at it."""
    _tell_but_the_speaker(request, tx, request.roster.deputies(item.unit), page)


def tell_others_of_office(request: Request, tx: Transaction, page: Page) -> None:
    """In private, to the office, but for who is at it."""
    _tell_but_the_speaker(request, tx, office_of(request.roster), page)


def _tell_but_the_speaker(request: Request, tx: Transaction, people: Iterable[Person], page: Page) -> None:
    others = (each for each in people if each.telegram_id != request.telegram_id)
    write_to_each(tx, others, page, request.now, request.asker)


def _concerned(request: Request, item: Item, asker: str) -> tuple[Person, ...]:
    named = request.roster.named(asker, item.unit) if asker else None
    people = (*told_of_decision(item, request.roster), *((named,) if named else ()))
    return tuple({each.number: each for each in people if each.telegram_id != request.telegram_id}.values())


def _is_here(request: Request, item: Item) -> bool:
    """Whether it was done in the unit's own group, which has read the answer."""
    here = request.binding
    return not request.is_private and here is not None and here.unit == item.unit
