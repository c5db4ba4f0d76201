"""延期 decided: 同意, 另定日期, 不同意; and a decision that is taken back (撤回) puts the request before them again."""

from collections.abc import Callable, Mapping

from msgspec.structs import replace

from domain.actions import Action
from domain.errors import ButtonTooOld, DateNotUnderstood, RequestOver
from domain.extension import extend, read_wish, refuse_extension
from domain.item import Did, Item
from domain.limits import local_day
from domain.requests import Decision, DecisionRequest, RequestKind, is_decider, require_current, require_decider
from domain.views import line_of
from handlers.approvals import SAID_OF_REQUESTS
from handlers.asking import item_asked_about, put_question
from handlers.cards import open_request
from handlers.decision_requests import PAGES, ask, end_request
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
from handlers.questions import NEW_LIMIT, REFUSAL
from handlers.replies import answer, show
from handlers.request import Request, item_for, numbers_answered
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
    render_refusal_question,
    render_refusal_reasons,
)
from texts.glossary import OWN_WORDS, REFUSAL_REASONS


def press_grant(request: Request, tx: Transaction) -> None:
    """同意: the limit moves to the day that was asked for."""
    item, asked = _pressed(request)
    _grant(request, tx, item, asked, asked.wish)


def press_move(request: Request, tx: Transaction) -> None:
    """另定日期: asks for the day."""
    item, asked = _pressed(request)
    put_question(request, tx, NEW_LIMIT, asked.item, asked=asked.asked_at.isoformat())
    answer(request, tx, render_new_limit_question(item, request.rules))


def press_refuse(request: Request, tx: Transaction) -> None:
    """不同意: asks for the reason, or takes that of the button."""
    item, asked = _pressed(request)
    choice = request.pressed().choice
    if choice == 0:
        show(request, tx, render_refusal_reasons(item, request.rules))
    elif choice == OWN_WORDS:
        put_question(request, tx, REFUSAL, asked.item, asked=asked.asked_at.isoformat())
        answer(request, tx, render_refusal_question(item, request.rules))
    elif 0 < choice <= len(REFUSAL_REASONS):
        _refuse(request, tx, item, asked, REFUSAL_REASONS[choice - 1])
    else:
        raise ButtonTooOld


def handle_new_limit(request: Request, tx: Transaction) -> None:
    """The day that the decider sets; a doubtful one is shown back. One that can't be taken is asked for again."""
    for item, asked in _answered(request, tx):
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
    for item, asked in _answered(request, tx):
        _refuse(request, tx, item, asked, request.said.words)


def press_day(request: Request, tx: Transaction) -> None:
    """One of the days that were shown back."""
    draft = draft_of(request)
    choose = _PURPOSES.get(draft.data.get("purpose", ""))
    if choose is None:
        raise ButtonTooOld
    choose(request, tx, chosen_day(request, draft), draft)


def _grant_chosen(request: Request, tx: Transaction, due: str, draft: Dialogue) -> None:
    item, asked = _open_request(request, request.pressed().item)
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


def _pressed(request: Request) -> tuple[Item, DecisionRequest]:
    press = request.pressed()
    return _open_request(request, press.item, press.version)


def _open_request(request: Request, number: int, version: int = 0) -> tuple[Item, DecisionRequest]:
    """The item and its open request, if the speaker is among those who decide it."""
    speaker = request.known()
    item = item_for(request, speaker, number, Action.SEE)
    asked = request.ledger.request_of(RequestKind.EXTEND, number)
    if asked is None:
        raise RequestOver(item.number, item.title)
    require_decider(speaker, asked, item, request.roster)
    require_current(asked, item, version)
    return item, asked


def _answered(request: Request, tx: Transaction) -> tuple[tuple[Item, DecisionRequest], ...]:
    """What the open question was about, if the same request still stands."""
    question = request.ledger.dialogue(request.chat_id, request.telegram_id)
    items = item_asked_about(request, tx, lambda number: _still_asked(request, number, question))
    return tuple(_open_request(request, item.number) for item in items)


def _still_asked(request: Request, number: int, question: Dialogue | None) -> Item:
    item, asked = _open_request(request, number)
    if question is None or asked.asked_at.isoformat() != question.data.get("asked"):
        raise RequestOver(item.number, item.title)
    return item


def _grant(request: Request, tx: Transaction, item: Item, asked: DecisionRequest, due: str, note: str = "") -> None:
    by = request.known()
    extended = tx.save_item(extend(item, by.name, request.at, due, asked.reason, request.rules, note))
    _close(request, tx, extended, Decision.APPROVED)
    page = render_extended(extended, asked.wish, request.rules, request.now)
    tell_unit(request, tx, extended, page, asked.asked_by)
    propose_shift(request, tx, extended)


def _refuse(request: Request, tx: Transaction, item: Item, asked: DecisionRequest, reason: str) -> None:
    by = request.known()
    refused = tx.save_item(refuse_extension(item, by.name, request.at, reason))
    _close(request, tx, refused, Decision.SENT_BACK)
    page = render_extension_refused(refused, asked.wish, request.rules, request.now)
    tell_concerned(request, tx, refused, page, asked.asked_by)


def _close(request: Request, tx: Transaction, item: Item, decision: Decision) -> None:
    """Every copy of the request now reads what was decided; so does the message at hand, whichever it is."""
    page = render_extension_decided(item, request.known(), request.rules, request.now)
    changed = end_request(request, tx, RequestKind.EXTEND, item.number, decision, page)
    if (request.chat_id, request.message_id) not in changed:
        show(request, tx, page)


def reopen_extension(request: Request, tx: Transaction, item: Item) -> None:
    """The decision was taken back: those who decide are asked again, and those who heard of it are told."""
    asked = petition_for(item)
    ask(request.office, tx, asked, item, request.now, request.asker)
    page = render_extension_reopened(item, request.rules, request.now)
    tell = tell_unit if item.history[-1].to == Did.EXTEND else tell_concerned
    tell(request, tx, item, page, asked.asked_by)
