"""Who is asked decides: by a button of the request, or in words that were asked for; then every copy reads so."""

from collections.abc import Mapping

from domain.actions import Action
from domain.errors import ButtonTooOld, RequestOver
from domain.item import Item
from domain.letter import Page
from domain.requests import Decision, DecisionRequest, RequestKind, require_current, require_decider
from handlers.asking import item_asked_about, put_question
from handlers.decision_requests import end_request
from handlers.questions import PLAN_REASON, PROLONG_REFUSAL, REFUSAL
from handlers.replies import answer, show
from handlers.request import Request, item_for
from store.transaction import Transaction
from store.values import Dialogue
from texts.decisions import REFUSED, render_reason_question, render_reasons
from texts.glossary import OWN_WORDS

#: In the data of a question: when the request was made that it belongs to.
_ASKED = "asked"


#: The question for a reason in the decider's own words.
_QUESTIONS: Mapping[RequestKind, str] = {
    RequestKind.EXTEND: REFUSAL,
    RequestKind.PROLONG: PROLONG_REFUSAL,
    RequestKind.PLAN: PLAN_REASON,
}


def request_to_decide(
    request: Request, kind: RequestKind, number: int, version: int = 0
) -> tuple[Item, DecisionRequest]:
    """The item and its open request, if the speaker is among those who decide it; ``version`` is that of the button."""
    speaker = request.known()
    item = item_for(request, speaker, number, Action.SEE)
    asked = request.ledger.request_of(kind, number)
    if asked is None:
        raise RequestOver(item.number, item.title)
    require_decider(speaker, asked, item, request.roster)
    require_current(asked, item, version)
    return item, asked


def pressed_request(request: Request, kind: RequestKind) -> tuple[Item, DecisionRequest]:
    """The same, of the pressed button."""
    press = request.pressed()
    return request_to_decide(request, kind, press.item, press.version)


def ask_decider(request: Request, tx: Transaction, question: str, asked: DecisionRequest) -> None:
    """The decider's next words here decide on this request, and on no later one."""
    put_question(request, tx, question, asked.item, **{_ASKED: asked.asked_at.isoformat()})


def pressed_reason(request: Request, tx: Transaction, item: Item, asked: DecisionRequest) -> str:
    """The reason of the pressed button; "" where they are only shown, or the decider's own is asked for."""
    choice, kind, reasons = request.pressed().choice, asked.kind, REFUSED[asked.kind].reasons
    if choice == 0:
        show(request, tx, render_reasons(kind, item, request.rules))
    elif choice == OWN_WORDS:
        ask_decider(request, tx, _QUESTIONS[kind], asked)
        answer(request, tx, render_reason_question(kind, item, request.rules))
    elif 0 < choice <= len(reasons):
        return reasons[choice - 1]
    else:
        raise ButtonTooOld
    return ""


def answered_requests(request: Request, tx: Transaction, kind: RequestKind) -> tuple[tuple[Item, DecisionRequest], ...]:
    """What the open question was about, if the same request still stands; why not is said."""
    question = request.ledger.dialogue(request.chat_id, request.telegram_id)
    items = item_asked_about(request, tx, lambda number: _still_asked(request, kind, number, question))
    return tuple(request_to_decide(request, kind, item.number) for item in items)


def _still_asked(request: Request, kind: RequestKind, number: int, question: Dialogue | None) -> Item:
    item, asked = request_to_decide(request, kind, number)
    if question is None or asked.asked_at.isoformat() != question.data.get(_ASKED):
        raise RequestOver(item.number, item.title)
    return item


def close_request(
    request: Request, tx: Transaction, kind: RequestKind, item: Item, decision: Decision, page: Page
) -> None:
    """Every copy of the request now reads what was decided; so does the message at hand, whichever it is."""
    changed = end_request(request, tx, kind, item.number, decision, page)
    if (request.chat_id, request.message_id) not in changed:
        show(request, tx, page)
