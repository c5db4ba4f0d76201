"""延期 decided: 同意, 另定日期, 不同意; and a decision that is taken back (撤回) puts the request before them again."""

from collections.abc import Callable, Mapping

from msgspec.structs import replace

from domain.errors import ButtonTooOld, DateNotUnderstood
from domain.extension import extend, read_wish, refuse_extension
from domain.item import Did, Item
from domain.limits import local_day
from domain.requests import Decision, DecisionRequest, RequestKind, is_decider
from domain.views import line_of
from handlers.approvals import SAID_OF_REQUESTS
from handlers.cards import open_request
from handlers.deciding import (
    answered_requests,
    ask_decider,
    close_request,
    pressed_reason,
    pressed_request,
    request_to_decide,
)
from handlers.decision_requests import PAGES, ask
from handlers.doubts import draft_of, drop_draft
from handlers.extension import (
    FOR_ASKING,
    FOR_GRANTING,
    FOR_REVIEW,
    chosen_day,
    keep_days,
    petition_for,
    possible_limits,
    send_chosen,
)
from handlers.obstacle_answers import is_copy, review_chosen
from handlers.plan_shift import propose_shift
from handlers.questions import NEW_LIMIT
from handlers.replies import answer, show
from handlers.request import Request, numbers_answered
from handlers.telling import tell_concerned, tell_unit
from store.transaction import Transaction
from store.values import Dialogue
from texts.extension import (
    render_choose_day,
    render_extended,
    render_extension_decided,
    render_extension_dropped,
    render_extension_refused,
    render_extension_reopened,
    render_new_limit_question,
)


def press_grant(request: Request, tx: Transaction) -> None:
    """同意: the limit moves to the day that was asked for."""
    item, asked = pressed_request(request, RequestKind.EXTEND)
    _grant(request, tx, item, asked, asked.wish)


def press_move(request: Request, tx: Transaction) -> None:
    """另定日期: asks for the day."""
    item, asked = pressed_request(request, RequestKind.EXTEND)
    ask_decider(request, tx, NEW_LIMIT, asked)
    answer(request, tx, render_new_limit_question(item, request.rules))


def press_refuse(request: Request, tx: Transaction) -> None:
    """不同意: asks for the reason, or takes that of the button."""
    item, asked = pressed_request(request, RequestKind.EXTEND)
    if reason := pressed_reason(request, tx, item, asked):
        _refuse(request, tx, item, asked, reason)


def handle_new_limit(request: Request, tx: Transaction) -> None:
    """The day that the decider sets; a doubtful one is shown back. One that can't be taken is asked for again."""
    for item, asked in answered_requests(request, tx, RequestKind.EXTEND):
        wish = read_wish(request.said.words, local_day(request.at, request.rules), request.rules)
        if not wish.dues:
            raise DateNotUnderstood(request.said.words)
        dues = possible_limits(request, item, wish.dues)
        if wish.is_clear:
            _grant(request, tx, item, asked, dues[0], wish.reason)
        else:
            draft = keep_days(request, tx, item, wish, FOR_GRANTING)
            page = render_choose_day(item, dues, wish.written, draft, request.rules, request.now, verb="另定日期")
            answer(request, tx, page)


def handle_refusal(request: Request, tx: Transaction) -> None:
    """The decider's own reason for not granting it."""
    for item, asked in answered_requests(request, tx, RequestKind.EXTEND):
        _refuse(request, tx, item, asked, request.said.words)


def press_day(request: Request, tx: Transaction) -> None:
    """One of the days that were shown back."""
    draft = draft_of(request)
    choose = _PURPOSES.get(draft.data.get("purpose", ""))
    if choose is None:
        raise ButtonTooOld
    choose(request, tx, chosen_day(request, draft), draft)


def _grant_chosen(request: Request, tx: Transaction, due: str, draft: Dialogue) -> None:
    item, asked = request_to_decide(request, RequestKind.EXTEND, request.pressed().item)
    drop_draft(request, tx)
    if due:
        _grant(request, tx, item, asked, due, draft.data["words"])
    else:
        show(request, tx, render_extension_dropped(item, request.rules))


#: What a chosen day is for → what it does.
_PURPOSES: Mapping[str, Callable[[Request, Transaction, str, Dialogue], None]] = {
    FOR_ASKING: send_chosen,
    FOR_GRANTING: _grant_chosen,
    FOR_REVIEW: review_chosen,
}


def show_request_again(request: Request, tx: Transaction) -> bool:
    """Shows the request again where it is answered in words (同意): only its buttons decide; tells whether it did."""
    speaker = request.known()
    if not request.is_private or request.answered is None or request.said.sense not in SAID_OF_REQUESTS:
        return False
    for item in request.ledger.items(numbers_answered(request)):
        waiting = (open_request(request, kind, item) for kind in (RequestKind.EXTEND, RequestKind.PLAN))
        asked = next((each for each in waiting if each is not None and is_copy(request, each)), None)
        if asked is not None and is_decider(speaker, asked, item, request.roster):
            setting = request.setting
            page = PAGES[asked.kind].ask(asked, line_of(item, request.rules, request.now), setting)
            letter = answer(request, tx, page)
            if letter is not None:
                tx.save_request(replace(asked, messages=asked.messages | {letter: request.chat_id}))
            return True
    return False


def _grant(request: Request, tx: Transaction, item: Item, asked: DecisionRequest, due: str, note: str = "") -> None:
    by = request.known()
    extended = tx.save_item(extend(item, by.name, request.at, due, asked.reason, request.rules, note))
    decided = render_extension_decided(extended, by, request.rules, request.now)
    close_request(request, tx, RequestKind.EXTEND, extended, Decision.APPROVED, decided)
    page = render_extended(extended, asked.wish, request.rules, request.now)
    tell_unit(request, tx, extended, page, asked.asked_by)
    propose_shift(request, tx, extended)


def _refuse(request: Request, tx: Transaction, item: Item, asked: DecisionRequest, reason: str) -> None:
    by = request.known()
    refused = tx.save_item(refuse_extension(item, by.name, request.at, reason))
    decided = render_extension_decided(refused, by, request.rules, request.now)
    close_request(request, tx, RequestKind.EXTEND, refused, Decision.SENT_BACK, decided)
    page = render_extension_refused(refused, asked.wish, request.rules, request.now)
    tell_concerned(request, tx, refused, page, asked.asked_by)


def reopen_extension(request: Request, tx: Transaction, item: Item) -> None:
    """The decision was taken back: those who decide are asked again, and those who heard of it are told."""
    asked = petition_for(item)
    ask(request.office, tx, asked, item, request.now, request.asker)
    page = render_extension_reopened(item, request.rules, request.now)
    tell = tell_unit if item.history[-1].to == Did.EXTEND else tell_concerned
    tell(request, tx, item, page, asked.asked_by)
