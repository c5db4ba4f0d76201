"""``/sumup 12`` and [已总结上报]: the last step of a highlight."""

from functools import partial

from domain.actions import Action
from domain.errors import DubanError
from domain.highlights import sum_up
from handlers.cards import refresh, renew
from handlers.refusals import say_all
from handlers.replies import answer, toast
from handlers.request import Request, item_for, numbers_of, pressed_item, sift
from store.transaction import Transaction
from texts.highlights import render_summed_up


def handle_sum_up(request: Request, tx: Transaction) -> None:
    """Each of the items named; those that can't be are told apart."""
    speaker = request.known()
    named = numbers_of(request, speaker, Action.SUM_UP)
    refusals: list[DubanError] = []
    items = sift(named.numbers, partial(item_for, request, speaker, action=Action.SUM_UP), refusals)
    for item in sift(items, lambda each: sum_up(each, speaker.name, request.at, named.note), refusals):
        answer(request, tx, render_summed_up(tx.save_item(item), request.rules, request.now))
    say_all(request, tx, refusals)


def press_sum_up(request: Request, tx: Transaction) -> None:
    """The same by button: a card is brought up to date, anything else is answered below."""
    speaker = request.known()
    item = tx.save_item(sum_up(pressed_item(request, speaker, Action.SUM_UP), speaker.name, request.at))
    page = render_summed_up(item, request.rules, request.now)
    if request.pressed().list_before is not None and refresh(request, tx, speaker, item):
        toast(request, page.html)
    else:
        answer(request, tx, page)
        renew(request, tx)
