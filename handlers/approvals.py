"""销号 decided: asking the approvers, 同意 and 退回, with a prepared reason or in the approver's own words."""

from functools import partial

from domain.actions import Action
from domain.closing import approve, require_decidable, send_back
from domain.errors import ButtonTooOld, DubanError, StaleButton
from domain.item import Item
from domain.letter import Page
from domain.rechecking import promised
from domain.repeats import lacks_measure
from domain.requests import Decision, RequestKind, told_of_decision
from domain.rights import may
from domain.roster import Person
from domain.steps import stands_since
from domain.two_keys import check, wants_check
from domain.views import line_of
from handlers.asking import put_question, take_question
from handlers.cards import may_decide
from handlers.decision_requests import end_request
from handlers.families import require_closable, tell_parents
from handlers.questions import REASON
from handlers.refusals import say_all
from handlers.replies import answer, show, write_to_each, write_to_unit
from handlers.request import Request, item_for, numbers_answered, pressed_item, sift
from handlers.two_keys import tell_office
from handlers.words.references import Sense
from store.transaction import Transaction
from texts.closing import (
    render_approval_request,
    render_ask_reason,
    render_decided,
    render_result,
    render_return_reasons,
    render_returned,
)
from texts.glossary import OWN_REASON, RETURN_REASONS
from texts.repeats import render_ask_measure

#: What an approver may say of a request in words of their own: 同意, 可以, 15同意销号, 材料不全.
SAID_OF_REQUESTS = frozenset({Sense.REPORT, Sense.ASK, Sense.RECEIPT})


def ask_to_decide(request: Request, tx: Transaction) -> bool:
    """Shows the request again where its approver answers it in words: only its buttons decide; tells whether it did."""
    speaker, said = request.known(), request.said
    about = numbers_answered(request)
    items = request.ledger.items(said.numbers or about)
    if said.sense not in SAID_OF_REQUESTS or len(items) != 1 or not may_decide(request, speaker, items[0]):
        return False
    if said.sense is Sense.REPORT and may(speaker, Action.NOTE, items[0], request.roster):
        return False
    line = line_of(items[0], request.rules, request.now)
    answer(request, tx, render_approval_request(line, request.rules, request.now))
    return True


def press_approve(request: Request, tx: Transaction) -> None:
    """同意销号; a problem that came up again without a systemic measure is asked about first."""
    item = pressed_item(request, request.known(), Action.APPROVE, strict=True)
    if lacks_measure(item, request.rules.kind(item.kind), request.at):
        require_decidable(item, request.known().name)
        answer(request, tx, render_ask_measure(item, request.rules, request.now))
    else:
        _agree(request, tx, request.known(), item)


def press_insist(request: Request, tx: Transaction) -> None:
    """[仍同意销号]."""
    speaker = request.known()
    _agree(request, tx, speaker, pressed_item(request, speaker, Action.INSIST, strict=True))


def _agree(request: Request, tx: Transaction, speaker: Person, item: Item) -> None:
    require_closable(request, item)
    if wants_check(item, request.rules.kind(item.kind)):
        require_decidable(item, speaker.name)
        checked = tx.save_item(check(item, speaker.name, request.at))
        _decide(request, tx, speaker, checked, approved=True)
        tell_office(request, tx, checked)
        return
    closed = tx.save_item(promised(approve(item, speaker.name, request.at), request.rules))
    _decide(request, tx, speaker, closed, approved=True)
    result = render_result(closed, request.rules, request.now)
    if closed.is_sensitive or not write_to_unit(request, tx, closed.unit, result):
        _write_to_owners(request, tx, closed, result)
    tell_parents(request, tx, (closed,))


def press_return(request: Request, tx: Transaction) -> None:
    """退回: asks for the reason."""
    item = pressed_item(request, request.known(), Action.SEND_BACK, strict=True)
    show(request, tx, render_return_reasons(item, request.pressed().back))


def press_reason(request: Request, tx: Transaction) -> None:
    """退回 with the reason of the button, or the question for another one."""
    speaker = request.known()
    item = pressed_item(request, speaker, Action.SEND_BACK, strict=True)
    choice = request.pressed().choice
    if choice == OWN_REASON:
        put_question(request, tx, REASON, item.number, version=str(item.version))
        answer(request, tx, render_ask_reason(item))
    elif 0 <= choice < len(RETURN_REASONS):
        _send_back(request, tx, speaker, item, RETURN_REASONS[choice])
    else:
        raise ButtonTooOld


def handle_reason(request: Request, tx: Transaction) -> None:
    """The approver's own words, after 另写原因."""
    speaker = request.known()
    question = take_question(request, tx)
    if question is None:
        return
    refusals: list[DubanError] = []  # said, not raised: whatever becomes of it, the question is over
    for item in sift((question.number,), partial(item_for, request, speaker, action=Action.SEND_BACK), refusals):
        if stands_since(item, int(question.data["version"])):
            _send_back(request, tx, speaker, item, request.said.words)
        else:
            refusals.append(StaleButton(item.number, item.title))
    say_all(request, tx, refusals)


def _send_back(request: Request, tx: Transaction, speaker: Person, item: Item, reason: str) -> None:
    returned = tx.save_item(send_back(item, speaker.name, request.at, reason, request.rules))
    _decide(request, tx, speaker, returned, approved=False)
    _write_to_owners(request, tx, returned, render_returned(returned, request.rules, request.now))


def _decide(request: Request, tx: Transaction, speaker: Person, item: Item, *, approved: bool) -> None:
    """Every approver's request now reads what was decided; so does the message at hand, whichever it is."""
    decided = partial(render_decided, item, speaker, approved, request.now, request.rules)
    decision = Decision.APPROVED if approved else Decision.SENT_BACK
    changed = end_request(request, tx, RequestKind.CLOSE, item.number, decision, decided())
    if (request.chat_id, request.message_id) not in changed:
        show(request, tx, decided(request.press.list_before if request.press else None))


def _write_to_owners(request: Request, tx: Transaction, item: Item, page: Page) -> None:
    """To those who hear of the decision in private."""
    write_to_each(tx, told_of_decision(item, request.roster), page, request.now, request.asker)
