"""整改方案: put before who is over the unit whenever it changes; 同意, 退回, and 撤回 of either."""

from domain.actions import Action
from domain.errors import RequestOver, StaleButton
from domain.item import Item
from domain.plan_approval import (
    PlanState,
    approve_plan,
    ask_plan,
    has_changed_since,
    newest_of_plan,
    plan_request,
    plan_state,
    refuse_plan,
)
from domain.requests import (
    Decision,
    DecisionRequest,
    RequestKind,
    is_decider,
    is_pending,
    role_asked,
)
from handlers.deciding import (
    answered_requests,
    close_request,
    pressed_reason,
    pressed_request,
)
from handlers.decision_requests import ask, end_request
from handlers.replies import answer
from handlers.request import Request, pressed_item
from handlers.telling import tell_concerned
from store.transaction import Transaction
from texts.plan_approval import (
    render_plan_asked,
    render_plan_decided,
    render_plan_outcome,
    render_plan_reopened,
    say_plan_sent,
)


def put_before(request: Request, tx: Transaction, item: Item) -> tuple[Item, str]:
    """The saved item with a plan that changed, and what is said of its approval; "" where its kind asks for none.

    Who would decide on it has decided with the change. A request that is open shows the plan as it is.
    """
    if plan_state(item, request.rules) is not PlanState.WAITING:
        return item, ""
    speaker, rules = request.known(), request.rules
    asked = request.ledger.request_of(RequestKind.PLAN, item.number)
    is_open = asked is not None and is_pending(asked, item)
    if is_decider(speaker, plan_request(item, item.owner, request.at), item, request.roster):
        approved = tx.save_item(approve_plan(item, speaker.name, request.at))
        if is_open:
            page = render_plan_decided(approved, speaker, rules, request.now)
            end_request(request, tx, RequestKind.PLAN, item.number, Decision.APPROVED, page)
        return approved, say_plan_sent(None, rules, is_approved=True)
    if asked is not None and is_open:
        return item, say_plan_sent(role_asked(asked, item, request.roster), rules, is_approved=False)
    petition = plan_request(item, speaker.name, request.at)
    role = ask(request.office, tx, petition, item, request.now, request.asker)
    return item, say_plan_sent(role, rules, is_approved=False)


def press_ask_plan(request: Request, tx: Transaction) -> None:
    """[报审方案]: of a plan that came back, as it is."""
    speaker = request.known()
    item = pressed_item(request, speaker, Action.ASK_PLAN)
    if plan_state(item, request.rules) is not PlanState.RETURNED:
        raise RequestOver(item.number, item.title)
    again = tx.save_item(ask_plan(item, speaker.name, request.at))
    petition = plan_request(again, speaker.name, request.at)
    role = ask(request.office, tx, petition, again, request.now, request.asker)
    answer(request, tx, render_plan_asked(again, role, request.rules, is_approved=False))


def press_approve_plan(request: Request, tx: Transaction) -> None:
    """[同意方案]: the plan as the button's message shows it."""
    item, asked = pressed_request(request, RequestKind.PLAN)
    version = request.pressed().version
    if version and has_changed_since(item, version):
        raise StaleButton(item.number, item.title)
    approved = tx.save_item(approve_plan(item, request.known().name, request.at))
    _close(request, tx, approved, asked, Decision.APPROVED)


def press_refuse_plan(request: Request, tx: Transaction) -> None:
    """[退回方案]: asks for the reason, or takes that of the button."""
    item, asked = pressed_request(request, RequestKind.PLAN)
    if reason := pressed_reason(request, tx, item, asked):
        _refuse(request, tx, item, asked, reason)


def handle_plan_reason(request: Request, tx: Transaction) -> None:
    """The decider's own reason."""
    for item, asked in answered_requests(request, tx, RequestKind.PLAN):
        _refuse(request, tx, item, asked, request.said.words)


def _refuse(request: Request, tx: Transaction, item: Item, asked: DecisionRequest, reason: str) -> None:
    refused = tx.save_item(refuse_plan(item, request.known().name, request.at, reason))
    _close(request, tx, refused, asked, Decision.SENT_BACK)


def _close(request: Request, tx: Transaction, item: Item, asked: DecisionRequest, decision: Decision) -> None:
    """Every copy reads what was decided, and owner, heads and who asked hear of it in private."""
    page = render_plan_decided(item, request.known(), request.rules, request.now)
    close_request(request, tx, RequestKind.PLAN, item, decision, page)
    tell_concerned(request, tx, item, render_plan_outcome(item, request.rules, request.now), asked.asked_by)


def reopen_plan(request: Request, tx: Transaction, item: Item) -> None:
    """A decision was taken back: those who decide are asked again, and those who heard of it are told."""
    if plan_state(item, request.rules) is not PlanState.WAITING:
        return
    step = newest_of_plan(item)
    asked = plan_request(item, step.by if step else item.owner, request.at)
    ask(request.office, tx, asked, item, request.now, request.asker)
    tell_concerned(request, tx, item, render_plan_reopened(item, request.rules, request.now))
