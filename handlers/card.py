"""One item as a message that can be acted on: its text, and the buttons that fit its state and whoever asked."""

from collections.abc import Iterator

from domain.closing import undo
from domain.errors import DubanError
from domain.item import IN_HAND, Item, ItemStatus
from domain.letter import Page
from domain.lights import line_of
from domain.press import Act, Press
from domain.rights import Action, as_shown, may
from domain.roster import Person
from handlers.reply import show
from handlers.request import Request
from store.transaction import Transaction
from texts.items import render_item
from texts.keyboard import back_of, leaves_alone


def card_of(request: Request, speaker: Person, item: Item, back: Press | None = None) -> Page:
    """The item with the buttons that the speaker may press."""
    line = line_of(as_shown(item, is_private=request.is_private), request.rules, request.now)
    actions = tuple(_actions(request, speaker, item))
    return render_item(line, request.rules, request.now, actions=actions, back=back)


def refresh(request: Request, tx: Transaction, speaker: Person, item: Item) -> bool:
    """Brings the pressed message up to date, if it shows this item and nothing else; tells whether it does."""
    if not shows_only(request, item):
        return False
    back = back_of(request.press) if request.press and request.is_private else None
    show(request, tx, card_of(request, speaker, item, back))
    return True


def shows_only(request: Request, item: Item) -> bool:
    """Whether the pressed message shows this item and nothing else; a digest that names only one shows more."""
    if request.message_id is None or (request.press is not None and leaves_alone(request.press)):
        return False
    return request.ledger.about(request.chat_id, request.message_id) == (item.number,)


def may_decide(request: Request, speaker: Person, item: Item) -> bool:
    """Whether the item awaits a decision that is the speaker's, and this is the place for it."""
    waits = item.status is ItemStatus.SUBMITTED and request.is_private
    return waits and may(speaker, Action.APPROVE, item, request.roster)


def may_take_back(request: Request, speaker: Person, item: Item) -> bool:
    """Whether 撤回 would succeed now."""
    if not may(speaker, Action.UNDO, item, request.roster):
        return False
    try:
        undo(item, speaker.name, request.at, is_office=request.roster.is_office(speaker))
    except DubanError:
        return False
    return True


def _actions(request: Request, speaker: Person, item: Item) -> Iterator[Act]:
    roster = request.roster
    if item.status in IN_HAND and may(speaker, Action.DONE, item, roster):
        if item.status is ItemStatus.ASSIGNED:
            yield Act.ACKNOWLEDGE
        yield Act.DONE
    if may_decide(request, speaker, item):
        yield from (Act.APPROVE, Act.RETURN)
    if may_take_back(request, speaker, item):
        yield Act.UNDO
    yield Act.HISTORY
