"""Two keys before 销号: the office enters the superior's confirmation, with its paper."""

from domain.actions import Action
from domain.item import Item
from domain.rechecking import promised
from domain.requests import told_of_decision
from domain.two_keys import confirm, require_checked
from handlers.asking import put_question, take_question
from handlers.families import require_closable, tell_parents
from handlers.questions import CONFIRMING
from handlers.replies import answer, write_to_each, write_to_unit
from handlers.request import Request, item_for, one_item_of, pressed_item
from handlers.telling import tell_others_of_office
from store.transaction import Transaction
from texts.closing import render_result
from texts.two_keys import render_ask_basis, render_checked


def tell_office(request: Request, tx: Transaction, item: Item) -> None:
    """The first key was turned: the office asks the superior."""
    tell_others_of_office(request, tx, render_checked(item, request.rules, request.now))


def handle_confirm(request: Request, tx: Transaction) -> None:
    """``/confirm 12 市民政局销号函〔2026〕8号``; without a basis it asks for one."""
    speaker = request.known()
    item, note = one_item_of(request, speaker, Action.CONFIRM)
    if note.strip():
        _confirm(request, tx, item, note)
    else:
        _ask(request, tx, item)


def press_confirm(request: Request, tx: Transaction) -> None:
    """[登记上级确认]: asks for the basis."""
    _ask(request, tx, pressed_item(request, request.known(), Action.CONFIRM))


def _ask(request: Request, tx: Transaction, item: Item) -> None:
    require_checked(item)
    put_question(request, tx, CONFIRMING, item.number)
    answer(request, tx, render_ask_basis(item, request.rules))


def handle_basis(request: Request, tx: Transaction) -> None:
    """The basis, as asked for."""
    question = take_question(request, tx)
    if question is not None:
        item = item_for(request, request.known(), question.number, Action.CONFIRM)
        _confirm(request, tx, item, request.said.words)


def _confirm(request: Request, tx: Transaction, item: Item, basis: str) -> None:
    require_closable(request, item)
    closed = confirm(item, request.known().name, request.at, basis)
    closed = tx.save_item(promised(closed, request.rules))
    result = render_result(closed, request.rules, request.now)
    answer(request, tx, result)
    if closed.is_sensitive or not write_to_unit(request, tx, closed.unit, result):
        write_to_each(tx, told_of_decision(closed, request.roster), result, request.now, request.asker)
    tell_parents(request, tx, (closed,))
