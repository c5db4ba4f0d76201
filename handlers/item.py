"""``/item 12`` (事项): one item, opened by number or by button, and its history (办理过程)."""

from domain.rights import Action, as_shown
from handlers.asked import item_for, numbers_of, pressed_item
from handlers.card import card_of
from handlers.reply import answer, show
from handlers.request import Request
from store.transaction import Transaction
from texts.items import render_history
from texts.keyboard import back_of, leaves_alone


def handle_item(request: Request, tx: Transaction) -> None:
    """One item with what may be done to it."""
    speaker = request.known()
    numbers = numbers_of(request, speaker, Action.SEE).numbers
    item = item_for(request, speaker, numbers[0], Action.SEE)
    answer(request, tx, card_of(request, speaker, item))


def press_open(request: Request, tx: Transaction) -> None:
    """Opens an item in place of the list it was pressed in; beside a digest, and in a group, where others read on."""
    speaker = request.known()
    item = pressed_item(request, speaker, Action.SEE)
    if request.is_private and not leaves_alone(request.pressed()):
        show(request, tx, card_of(request, speaker, item, back_of(request.pressed())))
    else:
        answer(request, tx, card_of(request, speaker, item))


def press_history(request: Request, tx: Transaction) -> None:
    """Everything that was done to the item."""
    item = as_shown(pressed_item(request, request.known(), Action.SEE), is_private=request.is_private)
    back = back_of(request.pressed())
    show(request, tx, render_history(item, request.rules, request.now, back))
