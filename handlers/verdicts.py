"""群众评价: ``/verdict 12 满意``, by button, or in words; 不满意 asks why and opens the item again."""

from functools import partial

from domain.actions import Action
from domain.errors import ButtonTooOld
from domain.item import Item
from domain.item_records import Verdict
from domain.roster import Person
from domain.verdicts import asks_verdict, read_verdict, record_verdict
from handlers.asking import item_asked_about, put_question
from handlers.cards import shows_only
from handlers.families import tell_reopened
from handlers.plan_shift import propose_shift
from handlers.questions import VERDICT_REASON
from handlers.replies import answer, show
from handlers.request import Request, item_for, one_item_of, pressed_item
from handlers.telling import tell_concerned, tell_deputies
from store.transaction import Transaction
from texts.verdicts import (
    VERDICTS,
    render_redo,
    render_verdict_choices,
    render_verdict_question,
    render_verdict_reopened,
    render_verdict_taken,
)

_IN_ORDER = tuple(VERDICTS)


def handle_verdict(request: Request, tx: Transaction) -> None:
    """``/verdict 12 不满意 原因``; without a word it is asked for by button."""
    speaker = request.known()
    item, note = one_item_of(request, speaker, Action.VERDICT)
    if not note and asks_verdict(item, request.rules):
        answer(request, tx, render_verdict_choices(item, request.rules))
        return
    verdict, words = read_verdict(note, item) if note else (Verdict.SATISFIED, "")
    _take(request, tx, item, verdict, words)


def press_verdict(request: Request, tx: Transaction) -> None:
    """[群众评价] shows the four; one of them is taken down, 不满意 once its reason was said."""
    speaker = request.known()
    item, choice = pressed_item(request, speaker, Action.VERDICT), request.pressed().choice
    if not 0 <= choice <= len(_IN_ORDER):
        raise ButtonTooOld
    if not asks_verdict(item, request.rules):
        record_verdict(item, Verdict.SATISFIED, speaker.name, request.at, "", request.rules)  # says why not
    if choice == 0:
        answer(request, tx, render_verdict_choices(item, request.rules))
    elif _IN_ORDER[choice - 1] is Verdict.DISSATISFIED:
        put_question(request, tx, VERDICT_REASON, item.number)
        answer(request, tx, render_verdict_question(item, request.rules, in_group=not request.is_private))
    else:
        _take(request, tx, item, _IN_ORDER[choice - 1], "", in_place=shows_only(request, item))


def handle_verdict_reason(request: Request, tx: Transaction) -> None:
    """Why the caller is not satisfied."""
    for item in item_asked_about(request, tx, partial(_judged, request, request.known())):
        _take(request, tx, item, Verdict.DISSATISFIED, request.said.words)


def _judged(request: Request, speaker: Person, number: int) -> Item:
    return item_for(request, speaker, number, Action.VERDICT)


def _take(
    request: Request, tx: Transaction, item: Item, verdict: Verdict, words: str, *, in_place: bool = False
) -> None:
    by = request.known()
    taken = tx.save_item(record_verdict(item, verdict, by.name, request.at, words, request.rules))
    (show if in_place else answer)(request, tx, render_verdict_taken(taken, request.rules, request.now))
    if verdict is Verdict.DISSATISFIED:
        tell_reopened(request, tx, item, taken)
        page = render_redo(taken, request.rules, request.now)
        tell_concerned(request, tx, taken, page)
        tell_deputies(request, tx, taken, page)
        propose_shift(request, tx, taken)


def tell_verdict_taken_back(request: Request, tx: Transaction, item: Item) -> None:
    """Those who heard of the 重办 hear that it is none."""
    page = render_verdict_reopened(item, request.rules)
    tell_concerned(request, tx, item, page)
    tell_deputies(request, tx, item, page)
