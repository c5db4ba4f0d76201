"""A difficulty (难点) before the leader: 答复, by command, button or reply; 转局长, 与我无关, 转为长期事项."""

from datetime import date
from functools import partial

from msgspec.structs import replace

from domain.actions import Action
from domain.errors import DateNotUnderstood, LimitPast, NobodyToAsk, RequestOver
from domain.extension import read_wish
from domain.item import Item
from domain.limits import day_of, local_day
from domain.obstacle import answer_obstacle, make_long_term, require_obstacle
from domain.requests import (
    DECLINED,
    ESCALATED,
    Decision,
    DecisionRequest,
    RequestKind,
    asked_of,
    declined_by,
    is_decider,
    may_answer,
    require_decider,
)
from domain.roster import Person, Role, is_reachable
from handlers.asking import item_asked_about, put_question
from handlers.deciding import close_request, pressed_request, request_to_decide
from handlers.decision_requests import ask_again
from handlers.doubts import drop_draft
from handlers.extension import FOR_REVIEW, keep_days, names_nothing
from handlers.questions import ANSWER, REVIEW
from handlers.replies import answer, show, toast
from handlers.request import Named, Request, item_for, numbers_answered, numbers_of, only_number
from handlers.telling import tell_concerned, tell_unit
from handlers.words.references import Sense
from store.transaction import Transaction
from store.values import Dialogue
from texts.extension import render_choose_day
from texts.obstacles import (
    ESCALATED_NOW,
    PASSED_ON,
    render_ask_answer,
    render_ask_review,
    render_long_term,
    render_obstacle_answered,
    render_obstacle_decided,
    render_obstacle_dropped,
)

#: What may be an answer in reply to the report: words, be they doubtful; no receipt and no thanks.
_ANSWERS = frozenset({Sense.REPORT, Sense.ASK, Sense.UNKNOWN})


def handle_answer(request: Request, tx: Transaction) -> None:
    """``/answer 12 …``; without words it asks for them."""
    named = _named(request)
    item = _answerable(request, only_number(request, named))
    if named.note:
        _answer(request, tx, item, named.note)
    else:
        _ask_for_answer(request, tx, item)


def _named(request: Request) -> Named:
    """The item named or answered; without either, in private, what waits for the speaker's answer."""
    speaker = request.known()
    if names_nothing(request):
        waiting = request.ledger.items_asked(RequestKind.OBSTACLE)
        mine = tuple(item.number for item in waiting if _is_asked(request, speaker, item))
        if mine:
            return Named(mine, request.said.note)
    return numbers_of(request, speaker, Action.ANSWER_OBSTACLE)


def _is_asked(request: Request, speaker: Person, item: Item) -> bool:
    asked = request.ledger.request_of(RequestKind.OBSTACLE, item.number)
    return asked is not None and is_decider(speaker, asked, item, request.roster)


def press_answer(request: Request, tx: Transaction) -> None:
    """[答复]: asks for the words."""
    item, _ = pressed_request(request, RequestKind.OBSTACLE)
    _ask_for_answer(request, tx, item)


def _ask_for_answer(request: Request, tx: Transaction, item: Item) -> None:
    put_question(request, tx, ANSWER, item.number)
    answer(request, tx, render_ask_answer(item, request.rules, in_group=not request.is_private))


def handle_answer_words(request: Request, tx: Transaction) -> None:
    """The answer, as asked for."""
    for item in item_asked_about(request, tx, partial(_answerable, request)):
        _answer(request, tx, item, request.said.words)


def answer_in_reply(request: Request, tx: Transaction) -> bool:
    """A reply to the report, in private, is the answer; tells whether it was one."""
    if not request.is_private or request.answered is None or request.said.sense not in _ANSWERS:
        return False
    for number in numbers_answered(request):
        asked = request.ledger.request_of(RequestKind.OBSTACLE, number)
        if asked is not None and is_copy(request, asked):
            _answer(request, tx, _answerable(request, number), request.said.words)
            return True
    return False


def is_copy(request: Request, asked: DecisionRequest) -> bool:
    """Whether the answered message is one of those that show the request."""
    here = (letter for letter, chat in asked.messages.items() if chat == request.chat_id)
    return any(request.ledger.message_of(letter) == request.answered for letter in here)


def press_escalate(request: Request, tx: Transaction) -> None:
    """转局长: the director is asked as well; who was asked stays asked."""
    item, asked = pressed_request(request, RequestKind.OBSTACLE)
    if not any(is_reachable(each) for each in request.roster.of_role(Role.DIRECTOR)):
        raise NobodyToAsk(item.number, item.title)
    _ask_others(request, tx, item, replace(asked, data=asked.data | {ESCALATED: "1"}))
    toast(request, ESCALATED_NOW)


def press_pass_on(request: Request, tx: Transaction) -> None:
    """与我无关: the office is asked instead; the others stay asked."""
    item, asked = pressed_request(request, RequestKind.OBSTACLE)
    gone = ",".join(str(number) for number in sorted(declined_by(asked) | {request.telegram_id}))
    passed = replace(asked, data=asked.data | {DECLINED: gone})
    if not asked_of(passed, item, request.roster):
        raise NobodyToAsk(item.number, item.title)
    _ask_others(request, tx, item, passed)
    toast(request, PASSED_ON)


def _ask_others(request: Request, tx: Transaction, item: Item, asked: DecisionRequest) -> None:
    """Every copy reads whom else it went to, and these are asked."""
    ask_again(request.office, tx, item, replace(asked, version=0), request.now)


def press_long_term(request: Request, tx: Transaction) -> None:
    """转为长期事项: asks for the day on which it is looked at again."""
    item, _ = pressed_request(request, RequestKind.OBSTACLE)
    put_question(request, tx, REVIEW, item.number)
    answer(request, tx, render_ask_review(item, request.rules))


def handle_review(request: Request, tx: Transaction) -> None:
    """The day of the review; a doubtful one is shown back. One that can't be taken is asked for again."""
    for item in item_asked_about(request, tx, partial(_asked_about, request)):
        wish = read_wish(request.said.words, local_day(request.at, request.rules), request.rules)
        if not wish.dues:
            raise DateNotUnderstood(request.said.words)
        dues = tuple(due for due in wish.dues if day_of(due) > local_day(request.at, request.rules))
        if not dues:
            raise LimitPast(item.number, item.title, wish.dues[0])
        if wish.is_clear:
            _make_long_term(request, tx, item, day_of(dues[0]))
        else:
            draft = keep_days(request, tx, item, replace(wish, dues=dues), FOR_REVIEW)
            page = render_choose_day(item, dues, wish.written, draft, request.rules, request.now, verb="复核日期")
            answer(request, tx, page)


def review_chosen(request: Request, tx: Transaction, due: str, _draft: Dialogue) -> None:
    """The day of the review that was chosen."""
    item, _ = request_to_decide(request, RequestKind.OBSTACLE, request.pressed().item)
    drop_draft(request, tx)
    if due:
        _make_long_term(request, tx, item, day_of(due))
    else:
        show(request, tx, render_obstacle_dropped(item, request.rules))


def _asked_about(request: Request, number: int) -> Item:
    return request_to_decide(request, RequestKind.OBSTACLE, number)[0]


def _answerable(request: Request, number: int) -> Item:
    """The item, if its obstacle is the speaker's to answer, or was answered by them and is corrected now."""
    speaker = request.known()
    item = item_for(request, speaker, number, Action.SEE)
    obstacle = require_obstacle(item)
    asked = request.ledger.request_of(RequestKind.OBSTACLE, number)
    if asked is not None and not may_answer(speaker, asked, item, request.roster):
        require_decider(speaker, asked, item, request.roster)
    if asked is None and obstacle.answered_by != speaker.name:
        raise RequestOver(item.number, item.title)
    return item


def _answer(request: Request, tx: Transaction, item: Item, words: str) -> None:
    answered = answer_obstacle(item, request.known().name, request.at, words)
    asker = require_obstacle(item).by
    answered = tx.save_item(answered)
    _close(request, tx, answered)
    tell_concerned(request, tx, answered, render_obstacle_answered(answered, request.rules, request.now), asker)


def _make_long_term(request: Request, tx: Transaction, item: Item, on: date) -> None:
    changed = tx.save_item(make_long_term(item, request.known().name, request.at, on, request.rules))
    _close(request, tx, changed)
    tell_unit(request, tx, changed, render_long_term(changed, request.rules, request.now), require_obstacle(item).by)


def _close(request: Request, tx: Transaction, item: Item) -> None:
    """Every copy of the report now reads what was said; so does the message at hand, whichever it is."""
    page = render_obstacle_decided(item, request.known(), request.rules, request.now)
    close_request(request, tx, RequestKind.OBSTACLE, item, Decision.APPROVED, page)
