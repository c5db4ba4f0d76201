"""延长: asked for with a reason, decided by who is over the unit, taken back with the request put before them again."""

from functools import partial

from domain.actions import Action
from domain.errors import RequestOver
from domain.item import Item
from domain.limits import day_of
from domain.prolonging import (
    ask_prolonging,
    prolong,
    prolonged_due,
    prolonging_request,
    refuse_prolonging,
    require_prolongable,
)
from domain.requests import Decision, DecisionRequest, RequestKind, is_pending
from domain.roster import Person
from domain.statutory_errors import ProlongPending
from handlers.asking import item_asked_about, put_question
from handlers.deciding import (
    answered_requests,
    close_request,
    pressed_reason,
    pressed_request,
)
from handlers.decision_requests import ask
from handlers.plan_shift import propose_shift
from handlers.questions import PROLONG_REASON
from handlers.replies import answer
from handlers.request import Request, item_for, one_number_of
from handlers.telling import tell_concerned
from store.transaction import Transaction
from texts.prolonging import (
    render_ask_prolonging,
    render_prolonging_asked,
    render_prolonging_decided,
    render_prolonging_reopened,
    render_prolonging_told,
)


def handle_prolong(request: Request, tx: Transaction) -> None:
    """``/prolong 12 案情复杂``; without a reason it is asked for."""
    speaker = request.known()
    number, note = one_number_of(request, speaker, Action.PROLONG)
    _go_on(request, tx, speaker, _askable(request, speaker, number), note)


def press_prolong(request: Request, tx: Transaction) -> None:
    """[申请延长]: asks for the reason."""
    speaker = request.known()
    _go_on(request, tx, speaker, _askable(request, speaker, request.pressed().item), "")


def handle_prolong_words(request: Request, tx: Transaction) -> None:
    """The reason, as asked for."""
    speaker = request.known()
    for item in item_asked_about(request, tx, partial(_askable, request, speaker)):
        _go_on(request, tx, speaker, item, request.said.words)


def _askable(request: Request, speaker: Person, number: int) -> Item:
    item = item_for(request, speaker, number, Action.PROLONG)
    asked = request.ledger.request_of(RequestKind.PROLONG, number)
    require_prolongable(item, request.at, request.rules, is_office=request.roster.is_office(speaker))
    if asked is not None and is_pending(asked, item):
        raise ProlongPending(item.number, item.title, "", day_of(asked.wish))
    return item


def _go_on(request: Request, tx: Transaction, speaker: Person, item: Item, reason: str) -> None:
    rules, is_office = request.rules, request.roster.is_office(speaker)
    if not reason.strip():
        put_question(request, tx, PROLONG_REASON, item.number)
        clock = require_prolongable(item, request.at, rules, is_office=is_office)
        due = prolonged_due(item, clock, rules)
        answer(request, tx, render_ask_prolonging(item, due, rules, request.now, in_group=not request.is_private))
        return
    asked = tx.save_item(ask_prolonging(item, speaker.name, request.at, reason, rules, is_office=is_office))
    role = ask(request.office, tx, _petition_for(asked), asked, request.now, request.asker)
    answer(request, tx, render_prolonging_asked(asked, role, rules, request.now))


def _petition_for(item: Item) -> DecisionRequest:
    petition = prolonging_request(item)
    if petition is None:
        raise RequestOver(item.number, item.title)
    return petition


def press_grant_prolong(request: Request, tx: Transaction) -> None:
    """[同意延长]."""
    item, asked = pressed_request(request, RequestKind.PROLONG)
    granted = tx.save_item(prolong(item, request.known().name, request.at, asked.reason, request.rules))
    _close(request, tx, granted, asked, Decision.APPROVED)
    propose_shift(request, tx, granted)


def press_refuse_prolong(request: Request, tx: Transaction) -> None:
    """[不同意延长]: asks for the reason, or takes that of the button."""
    item, asked = pressed_request(request, RequestKind.PROLONG)
    if reason := pressed_reason(request, tx, item, asked):
        _refuse(request, tx, item, asked, reason)


def handle_prolong_refusal(request: Request, tx: Transaction) -> None:
    """The decider's own reason."""
    for item, asked in answered_requests(request, tx, RequestKind.PROLONG):
        _refuse(request, tx, item, asked, request.said.words)


def _refuse(request: Request, tx: Transaction, item: Item, asked: DecisionRequest, reason: str) -> None:
    refused = tx.save_item(refuse_prolonging(item, request.known().name, request.at, reason))
    _close(request, tx, refused, asked, Decision.SENT_BACK)


def _close(request: Request, tx: Transaction, item: Item, asked: DecisionRequest, decision: Decision) -> None:
    """Every copy reads what was decided, and owner, heads and who asked hear of it in private."""
    page = render_prolonging_decided(item, request.known(), request.rules, request.now)
    close_request(request, tx, RequestKind.PROLONG, item, decision, page)
    tell_concerned(request, tx, item, render_prolonging_told(item, request.rules, request.now), asked.asked_by)


def reopen_prolonging(request: Request, tx: Transaction, item: Item) -> None:
    """The decision was taken back: those who decide are asked again, and those who heard of it are told."""
    asked = _petition_for(item)
    ask(request.office, tx, asked, item, request.now, request.asker)
    tell_concerned(request, tx, item, render_prolonging_reopened(item, request.rules, request.now), asked.asked_by)
