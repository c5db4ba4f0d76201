"""批示 12 郑局长：… (领导批示) and 批示办理 12 …: recorded by the office or the leader, answered by the owner."""

from domain.actions import Action
from domain.instructions import answer as answered
from domain.instructions import instruct, read_given, waiting
from domain.item import Item
from domain.limits import local_day
from domain.roster import Person, Role
from handlers.asking import put_question, take_question
from handlers.questions import INSTRUCTION
from handlers.replies import answer, write_to
from handlers.request import Request, item_for, one_item_of, pressed_item
from handlers.telling import tell_unit
from store.transaction import Transaction
from texts.instructions import render_answered, render_ask_answer, render_instructed

_LEADING = (Role.DIRECTOR, Role.DEPUTY)


def handle_instruct(request: Request, tx: Transaction) -> None:
    """The words after the number, whose they are before a colon."""
    speaker = request.known()
    item, words = one_item_of(request, speaker, Action.INSTRUCT)
    leaders = [person for role in _LEADING for person in request.roster.of_role(role)]
    own = speaker.name if speaker.role in _LEADING else next((each.name for each in leaders), "")
    today = local_day(request.at, request.rules)
    given = read_given(words.strip(), own, tuple(each.name for each in leaders), today, request.rules)
    saved = tx.save_item(instruct(item, given, speaker.name, request.at, request.rules))
    answer(request, tx, render_instructed(saved, request.setting))
    tell_unit(request, tx, saved, render_instructed(saved, request.setting, to_unit=True))


def handle_instruction_answer(request: Request, tx: Transaction) -> None:
    """批示办理 12 已约谈责任人; without words it asks for them."""
    speaker = request.known()
    item, words = one_item_of(request, speaker, Action.ANSWER_INSTRUCTION)
    _answer(request, tx, speaker, item, words.strip())


def press_instruction_answer(request: Request, tx: Transaction) -> None:
    """[报批示办理情况]: asks for the words."""
    speaker = request.known()
    _answer(request, tx, speaker, pressed_item(request, speaker, Action.ANSWER_INSTRUCTION), "")


def handle_instruction_words(request: Request, tx: Transaction) -> None:
    """The words that were asked for."""
    speaker = request.known()
    question = take_question(request, tx)
    if question is not None:
        item = item_for(request, speaker, question.number, Action.ANSWER_INSTRUCTION)
        _answer(request, tx, speaker, item, request.said.words)


def _answer(request: Request, tx: Transaction, speaker: Person, item: Item, words: str) -> None:
    if not words.strip():
        answered(item, "-", speaker.name, request.at)  # what can't be answered is refused before anybody writes
        put_question(request, tx, INSTRUCTION, item.number)
        answer(request, tx, render_ask_answer(item, request.setting, in_group=not request.is_private))
        return
    leaders = dict.fromkeys(each.leader for each in waiting(item))
    saved = tx.save_item(answered(item, words, speaker.name, request.at))
    answer(request, tx, render_answered(saved, request.setting))
    page = render_answered(saved, request.setting, to_leader=True)
    for person in (each for name in leaders for each in request.roster.of_name(name)):
        if person.role in _LEADING and person.telegram_id != speaker.telegram_id:
            write_to(tx, person, page, request.now, request.asker)
