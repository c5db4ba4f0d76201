"""``/item 12`` (事项): one item, opened by number or by button, and its history (办理过程)."""

from domain.lights import line_of
from domain.rights import Action, as_shown
from handlers.asked import item_for, numbers_of, pressed_item
from handlers.card import card_of, may_decide, shows_only
from handlers.reply import answer, show
from handlers.request import Request
from store.transaction import Transaction
from texts.closing import render_approval_request
from texts.items import render_history
from texts.keyboard import ON_REQUEST, back_of, came_from, leaves_alone


def handle_item(request: Request, tx: Transaction) -> None:
    """One item with what may be done to it."""
    speaker = request.known()
    numbers = numbers_of(request, speaker, Action.SEE).numbers
    item = item_for(request, speaker, numbers[0], Action.SEE)
    answer(request, tx, card_of(request, speaker, item))


def press_open(request: Request, tx: Transaction) -> None:
    """Opens an item in place of the list or question that it was pressed in; beside a digest or a group's list."""
    speaker, press = request.known(), request.pressed()
    item = pressed_item(request, speaker, Action.SEE)
    if leaves_alone(press) or not (request.is_private or shows_only(request, item)):
        answer(request, tx, card_of(request, speaker, item))
    elif came_from(press) == ON_REQUEST and may_decide(request, speaker, item):
        line = line_of(item, request.rules, request.now)
        show(request, tx, render_approval_request(line, request.rules, request.roster, request.now))
    else:
        show(request, tx, card_of(request, speaker, item, back_of(press) if request.is_private else None))


def press_history(request: Request, tx: Transaction) -> None:
    """Everything that was done to the item."""
    item = as_shown(pressed_item(request, request.known(), Action.SEE), is_private=request.is_private)
    press = request.pressed()
    page = render_history(item, request.rules, request.now, came_from(press))
    (answer if leaves_alone(press) else show)(request, tx, page)
