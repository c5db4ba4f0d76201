"""``/ack 12`` (签收) and 收到: the assignment was received; a head signs for the unit."""

from functools import partial

from domain.actions import Action
from domain.closing import acknowledge
from domain.errors import DubanError
from domain.item import Item, ItemStatus
from domain.rights import may
from domain.roster import Person
from handlers.cards import refresh, renew
from handlers.objections import end_when_signed
from handlers.refusals import say_all
from handlers.replies import answer, toast
from handlers.request import Request, about_answered, item_for, numbers_of, owned_by, pressed_item, sift
from store.transaction import Transaction
from texts.closing import render_acknowledged
from texts.feedback import render_ask, render_nothing_to_sign


def handle_ack(request: Request, tx: Transaction) -> None:
    """Signs each of the items named; in reply to a message all of its items, as there is nothing to tell apart."""
    speaker = request.known()
    refusals: list[DubanError] = []
    unsigned = _unsigned(request, speaker) if not request.said.numbers else ()
    if not unsigned:
        numbers = numbers_of(request, speaker, Action.ACKNOWLEDGE).numbers
        unsigned = sift(numbers, partial(item_for, request, speaker, action=Action.ACKNOWLEDGE), refusals)
    signed = sift(unsigned, partial(_sign, request, tx, speaker), refusals)
    if signed:
        answer(request, tx, render_acknowledged(signed, request.rules, request.now))
    say_all(request, tx, refusals)


def handle_receipt(request: Request, tx: Transaction) -> None:
    """收到: signs what the answered message assigned, in private what the newest did; else it is politeness."""
    speaker = request.known()
    told = _unsigned(request, speaker) if request.answered else _newest_unsigned(request, speaker)
    signed = tuple(_sign(request, tx, speaker, item) for item in told)
    if signed:
        answer(request, tx, render_acknowledged(signed, request.rules, request.now))
    elif request.is_private:
        _ask_which(request, tx, speaker)


def handle_reaction(request: Request, tx: Transaction) -> None:
    """👍 on an assignment is 收到: signed without one message more. On anything else it means nothing to the bot."""
    if request.speaker is not None:
        for item in _unsigned(request, request.speaker):
            _sign(request, tx, request.speaker, item)


def _newest_unsigned(request: Request, speaker: Person) -> tuple[Item, ...]:
    """The items of the newest message in the private chat, if all of them wait for the speaker's signature."""
    items = request.ledger.items(request.ledger.newest_about(request.chat_id)) if request.is_private else []
    waits = (i.status is ItemStatus.ASSIGNED and may(speaker, Action.ACKNOWLEDGE, i, request.roster) for i in items)
    return tuple(items) if all(waits) else ()


def _ask_which(request: Request, tx: Transaction, speaker: Person) -> None:
    """Offers the speaker's own items that wait for a signature: which of them was received is not known."""
    unsigned = [item for item in owned_by(request, speaker) if item.status is ItemStatus.ASSIGNED]
    if unsigned:
        answer(request, tx, render_ask(Action.ACKNOWLEDGE, unsigned, "", 0, request.rules))
    else:
        answer(request, tx, render_nothing_to_sign())


def press_ack(request: Request, tx: Transaction) -> None:
    """Signs the button's item."""
    speaker = request.known()
    item = pressed_item(request, speaker, Action.ACKNOWLEDGE)
    signed = _sign(request, tx, speaker, item)
    page = render_acknowledged((signed,), request.rules, request.now)
    if refresh(request, tx, speaker, signed):
        toast(request, page.html)
    else:
        answer(request, tx, page)
        renew(request, tx)


def _unsigned(request: Request, speaker: Person) -> tuple[Item, ...]:
    """The items of the answered message that wait for the speaker's signature."""
    about = about_answered(request, speaker, Action.ACKNOWLEDGE)
    return tuple(item for item in about if item.status is ItemStatus.ASSIGNED)


def _sign(request: Request, tx: Transaction, speaker: Person, item: Item) -> Item:
    signed = tx.save_item(acknowledge(item, speaker.name, request.at))
    end_when_signed(request, tx, signed)
    return signed
