"""举一反三 and 建章立制: answered by the buttons under 申请销号, or in words."""

from domain.actions import Action
from domain.errors import ButtonTooOld
from domain.item import Item, ItemStatus
from domain.lessons import Lesson, Reply, answer_lesson, ask_again
from domain.letter import Page
from domain.requests import RequestKind, role_asked
from domain.steps import checked_reason, require_open
from handlers.asking import put_question, take_question
from handlers.decision_requests import keep_true
from handlers.questions import LESSON
from handlers.replies import answer, show
from handlers.request import Request, item_for, pressed_item
from store.transaction import Transaction
from texts.closing import render_submitted
from texts.lessons import REPLIES, render_ask_lesson, render_lessons

#: Where the question in words keeps which of the two it is.
_WHICH = "lesson"


def press_lesson(request: Request, tx: Transaction) -> None:
    """[是], [不涉及], [另写]: an older button answers the question that it asked; the same twice changes nothing."""
    speaker = request.known()
    item = pressed_item(request, speaker, Action.LESSON)
    place, reply = divmod(request.pressed().choice, 10)
    if place not in tuple(Lesson) or reply not in tuple(Reply):
        raise ButtonTooOld
    if reply == Reply.OTHER:
        require_open(item)
        put_question(request, tx, LESSON, item.number, **{_WHICH: str(place)})
        answer(request, tx, render_ask_lesson(item, Lesson(place), in_group=not request.is_private))
    elif reply == Reply.AGAIN:
        _keep(request, tx, item, ask_again(item, speaker.name, request.at))
    else:
        words = REPLIES[Reply(reply)]
        _keep(request, tx, item, answer_lesson(item, Lesson(place), words, speaker.name, request.at))


def handle_lesson(request: Request, tx: Transaction) -> None:
    """The answer in words; what may not be kept is asked for again."""
    speaker = request.known()
    question = take_question(request, tx)
    if question is None:
        return
    item = item_for(request, speaker, question.number, Action.LESSON)
    words = checked_reason(request.said.words, item)
    _keep(request, tx, item, answer_lesson(item, Lesson(int(question.data[_WHICH])), words, speaker.name, request.at))


def _keep(request: Request, tx: Transaction, before: Item, item: Item) -> None:
    """The approver's request says it as well; the next question, or what was answered, is shown."""
    if item is not before:
        item = tx.save_item(item)
        keep_true(request.office, tx, item, request.now)
    show(request, tx, _page(request, item))


def _page(request: Request, item: Item) -> Page:
    asked = request.ledger.request_of(RequestKind.CLOSE, item.number)
    if item.status is not ItemStatus.SUBMITTED or asked is None:
        return render_lessons(item, request.rules)
    return render_submitted(item, request.rules, request.now, role_asked(asked, item, request.roster))
