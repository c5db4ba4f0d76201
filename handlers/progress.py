"""``/progress 12 …`` and [反馈进展]: a word on an item, its stage by button, and what follows an edited message.

A report in reply to a 催办 is the answer to it: those who read a copy of that 催办 are told.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from domain.actions import Action
from domain.chasing import chase_in
from domain.errors import ButtonTooOld, DubanError, NotYourWords
from domain.item import Item, Stage
from domain.progress import figure_in, report
from domain.roster import Person, Role
from domain.views import line_of
from handlers.questions import PROGRESS
from handlers.refusals import say_all
from handlers.replies import answer, nod, show, write_to
from handlers.request import Request, item_for, numbers_of, pressed_item, sift
from store.transaction import Transaction
from store.values import Dialogue
from texts.progress import (
    STAGES,
    render_ask_progress,
    render_chase_answered,
    render_corrected,
    render_correction,
    render_left_as_it_was,
    render_recorded,
)

#: A dialogue under the message whose words were recorded: if its writer edits it, they are asked.
_RECORDED = "recorded"
#: Whose copy of a 催办 is followed by its answer.
_COPIED = frozenset({Role.OFFICE, Role.DIRECTOR, Role.DEPUTY})


def handle_progress(request: Request, tx: Transaction) -> None:
    """Records the words on the items named; without words it asks for them."""
    speaker = request.known()
    named = numbers_of(request, speaker, Action.PROGRESS)
    refusals: list[DubanError] = []
    items = sift(named.numbers, partial(item_for, request, speaker, action=Action.PROGRESS), refusals)
    if not named.note and items:
        _ask(request, tx, items[0], request.answered)
    else:
        record(request, tx, items, named.note, refusals, at=request.at, answered=request.answered)
    say_all(request, tx, refusals)


def press_progress(request: Request, tx: Transaction) -> None:
    """[反馈进展]: asks how the button's item stands."""
    item = pressed_item(request, request.known(), Action.PROGRESS)
    report(item, "", request.at, "")  # what can't be reported on is refused before anybody writes
    _ask(request, tx, item, request.message_id)


def _ask(request: Request, tx: Transaction, item: Item, answered: int | None) -> None:
    answer(request, tx, render_ask_progress(item, request.rules, in_group=not request.is_private))
    data = {"answered": str(answered or 0)}
    question = Dialogue(kind=PROGRESS, number=item.number, data=data, begun_at=request.now)
    tx.set_dialogue(request.chat_id, request.telegram_id, question)


def handle_progress_words(request: Request, tx: Transaction) -> None:
    """The words that answer the question."""
    speaker = request.known()
    question = request.ledger.dialogue(request.chat_id, request.telegram_id)
    tx.set_dialogue(request.chat_id, request.telegram_id, None)
    if question is None:
        return
    refusals: list[DubanError] = []
    items = sift((question.number,), partial(item_for, request, speaker, action=Action.PROGRESS), refusals)
    answered = int(question.data.get("answered", "0"))
    record(request, tx, items, request.said.words, refusals, at=request.at, answered=answered)
    say_all(request, tx, refusals)


def press_stage(request: Request, tx: Transaction) -> None:
    """未启动, 推进中 or 基本完成, in place of the question."""
    stage = dict(enumerate(STAGES)).get(request.pressed().choice)
    if stage is None:
        raise ButtonTooOld
    item = pressed_item(request, request.known(), Action.STAGE, strict=True)
    question = request.ledger.dialogue(request.chat_id, request.telegram_id)
    answered = int(question.data.get("answered", "0")) if question and question.number == item.number else 0
    reported = _report(request, tx, item, "", request.at, answered, stage)
    show(request, tx, render_recorded([line_of(reported, request.rules, request.now)], request.rules, request.now))


def record(
    request: Request,
    tx: Transaction,
    items: Sequence[Item],
    words: str,
    refusals: list[DubanError],
    *,
    at: datetime,
    answered: int | None = None,
    message: int | None = None,
    say: Callable[..., object] = answer,
) -> None:
    """The words as progress of each item, as of ``at``; those that can't be reported on join the refusals.

    ``answered`` is the message that they reply to, ``message`` the one that they were written in.
    """
    recorded = sift(items, lambda item: _report(request, tx, item, words, at, answered or 0), refusals)
    if not recorded:
        return
    lines = [line_of(item, request.rules, request.now) for item in recorded]
    if not request.is_private and say is answer:
        nod(request, tx, tuple(item.number for item in recorded))
    else:
        say(request, tx, render_recorded(lines, request.rules, request.now))
    _remember(request, tx, recorded, words, message or request.message_id or 0)


def _report(
    request: Request,
    tx: Transaction,
    item: Item,
    words: str,
    at: datetime,
    answered: int,
    stage: Stage | None = None,
) -> Item:
    speaker = request.known()
    told = request.ledger.told_by(request.chat_id, answered) if answered else ()
    chase = chase_in(told, item.number)
    reached = figure_in(words, item)
    reported = tx.save_item(report(item, speaker.name, at, words, stage=stage, reached=reached, answers=chase))
    if chase:
        _tell_readers(request, tx, reported, chase, speaker)
    return reported


def _tell_readers(request: Request, tx: Transaction, item: Item, chase: str, speaker: Person) -> None:
    """To each leader, and to the office, who read a copy of the 催办; silently, as it asks nothing of them."""
    page = render_chase_answered(item, request.rules, request.now)
    for recipient in dict.fromkeys(request.ledger.readers_of(item.number, chase)):
        person = request.roster.who(int(recipient.removeprefix("person:"))) if recipient.startswith("person:") else None
        if person and person.telegram_id != speaker.telegram_id and request.roster.acting_role(person) in _COPIED:
            write_to(tx, person, page, request.now, request.asker, silent=True)


def _remember(request: Request, tx: Transaction, items: Sequence[Item], words: str, message: int) -> None:
    if not message:
        return
    data = {"words": words, "who": str(request.telegram_id), "by": request.known().name}
    data["items"] = ",".join(str(item.number) for item in items)
    tx.set_dialogue(request.chat_id, -message, Dialogue(kind=_RECORDED, data=data, begun_at=request.at))


def handle_edit(request: Request, tx: Transaction) -> None:
    """A message that was edited never acts; of words that were recorded its writer is asked whether to correct them."""
    kept = request.ledger.dialogue(request.chat_id, -(request.message_id or 0))
    words = (request.said.note or request.said.words).strip()
    if kept is None or kept.kind != _RECORDED or kept.data["who"] != str(request.telegram_id) or not words:
        return
    if words == kept.data["words"] or words == kept.data.get("new"):
        return
    items = request.ledger.items(_numbers(kept))
    refusals: list[DubanError] = []
    fitting = sift(items, lambda item: report(item, kept.data["by"], request.at, words), refusals)
    if fitting:
        message = request.message_id or 0
        changed = Dialogue(kind=_RECORDED, data=kept.data | {"new": words}, begun_at=kept.begun_at)
        tx.set_dialogue(request.chat_id, -message, changed)
        answer(request, tx, render_correction(items, kept.data["words"], words, message))
    say_all(request, tx, refusals)


def press_correct(request: Request, tx: Transaction) -> None:
    """更正: the edited words are the newest; those before stay in the history. 不更正: nothing changes."""
    message = request.pressed().version
    kept = request.ledger.dialogue(request.chat_id, -message)
    if kept is None or kept.kind != _RECORDED or "new" not in kept.data:
        raise ButtonTooOld
    if kept.data["who"] != str(request.telegram_id):
        raise NotYourWords(kept.data["by"])
    words = kept.data["new"]
    data = {key: value for key, value in kept.data.items() if key != "new"}
    if request.pressed().choice == 1:
        data["words"] = words
        _correct(request, tx, _numbers(kept), words)
    else:
        show(request, tx, render_left_as_it_was())
    tx.set_dialogue(request.chat_id, -message, Dialogue(kind=_RECORDED, data=data, begun_at=kept.begun_at))


def _correct(request: Request, tx: Transaction, numbers: Sequence[int], words: str) -> None:
    refusals: list[DubanError] = []
    speaker = request.known()
    items = sift(numbers, partial(item_for, request, speaker, action=Action.PROGRESS), refusals)
    corrected = sift(items, lambda item: _report(request, tx, item, words, request.at, 0), refusals)
    if corrected:
        show(request, tx, render_corrected(corrected, words))
    say_all(request, tx, refusals)


def _numbers(kept: Dialogue) -> tuple[int, ...]:
    return tuple(int(number) for number in kept.data["items"].split(",") if number)
