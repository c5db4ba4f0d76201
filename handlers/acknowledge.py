"""``/ack 12`` (签收) and 收到: the assignment was received; a head signs for the unit."""

from functools import partial

from domain.closing import acknowledge
from domain.errors import DubanError
from domain.item import Item, ItemStatus
from domain.rights import Action
from domain.roster import Person
from handlers.asked import about_answered, item_for, numbers_of, pressed_item, sift
from handlers.card import refresh
from handlers.refusal import say_all
from handlers.renewal import renew
from handlers.reply import answer, toast
from handlers.request import Request
from store.transaction import Transaction
from texts.closing import render_acknowledged


def handle_ack(request: Request, tx: Transaction) -> None:
    """Signs each of the items named; in reply to a message all of its items, as there is nothing to tell apart."""
    speaker = request.known()
    refusals: list[DubanError] = []
    unsigned = _unsigned(request, speaker) if not request.said.words else ()
    if not unsigned:
        numbers = numbers_of(request, speaker, Action.ACKNOWLEDGE).numbers
        unsigned = sift(numbers, partial(item_for, request, speaker, action=Action.ACKNOWLEDGE), refusals)
    signed = sift(unsigned, partial(_sign, request, tx, speaker), refusals)
    if signed:
        answer(request, tx, render_acknowledged(signed, request.rules, request.now))
    say_all(request, tx, refusals)


def handle_receipt(request: Request, tx: Transaction) -> None:
    """收到 in reply to a message of the bot; said to anything else, or by anybody else, it is mere politeness."""
    speaker = request.speaker
    signed = [_sign(request, tx, speaker, item) for item in _unsigned(request, speaker)] if speaker else []
    if signed:
        answer(request, tx, render_acknowledged(tuple(signed), request.rules, request.now))


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
    signed = acknowledge(item, speaker.name, request.at)
    tx.save_item(signed)
    return signed
