"""反馈进展 in plain words (12 已报局办): echoed, and recorded as the item's newest word once it is confirmed."""

from collections.abc import Callable, Mapping
from functools import partial

from domain.actions import Action
from domain.errors import ButtonTooOld, DubanError
from domain.item import Item
from domain.letter import DraftChoice
from domain.progress import report
from domain.roster import Person
from handlers.asking import put_question, take_question
from handlers.done import close_with_words
from handlers.doubts import draft_of, drop_draft, handle_unknown, keep_draft, narrow_draft, numbers_in
from handlers.progress import counted_in, record
from handlers.questions import REWORD
from handlers.refusals import say_all
from handlers.replies import answer, show
from handlers.request import Request, about_answered, item_for, numbers_answered, sift
from store.transaction import Transaction
from store.values import Dialogue
from texts.feedback import (
    render_ask_words,
    render_closing_words,
    render_dropped,
    render_echo,
    render_not_meant,
    render_which,
)


def handle_report(request: Request, tx: Transaction) -> None:
    """Words on the items named, or on those of the answered message; of several of these one is chosen."""
    speaker, said = request.known(), request.said
    refusals: list[DubanError] = []
    if said.numbers:
        items = sift(said.numbers, partial(item_for, request, speaker, action=Action.NOTE), refusals)
        _echo(request, tx, speaker, items, refusals)
        return
    items = about_answered(request, speaker, Action.NOTE)
    if len(items) > 1:
        report(items[0], speaker.name, request.at, said.note)  # words that can't be kept are refused at once
        answer(request, tx, render_which(items, said.note, keep_draft(request, tx, said.note, items)))
        return
    if not items:
        items = sift(_about(request), partial(item_for, request, speaker, action=Action.NOTE), refusals)
    if not items and not refusals:
        handle_unknown(request, tx)
        return
    _echo(request, tx, speaker, items, refusals)


def _about(request: Request) -> tuple[int, ...]:
    """The item of the answered message, if it is one; of several nobody could say which was meant."""
    about = numbers_answered(request)
    return about if len(about) == 1 else ()


def _echo(
    request: Request,
    tx: Transaction,
    speaker: Person,
    items: tuple[Item, ...],
    refusals: list[DubanError],
    answered: str = "",
) -> None:
    """Shows what would be recorded; words that can't be kept are refused before anything waits."""
    words = request.said.note
    fitting = sift(items, partial(_reported, request, speaker, words), refusals)
    if fitting:
        draft = keep_draft(request, tx, words, fitting, answered)
        echo = render_echo(fitting, words, speaker.name, request.at, draft, request.rules, with_count=True)
        answer(request, tx, echo)
    say_all(request, tx, refusals)


def _reported(request: Request, speaker: Person, words: str, item: Item) -> Item:
    """The item as it would be; a figure that can't be counted is refused now."""
    return report(item, speaker.name, request.at, words, counted=counted_in(request, item, words))


def press_draft(request: Request, tx: Transaction) -> None:
    """确认, 改一改, 取消, or the item that the words are about."""
    choice = request.pressed().choice
    decide = _DECISIONS.get(choice)
    if decide is None:
        raise ButtonTooOld
    decide(request, tx, draft_of(request))


def press_not_meant(request: Request, tx: Transaction) -> None:
    """不是: what the bot asked about was not meant."""
    request.known()
    show(request, tx, render_not_meant())


def _drop(request: Request, tx: Transaction, _draft: Dialogue) -> None:
    drop_draft(request, tx)
    show(request, tx, render_dropped())


def _keep(request: Request, tx: Transaction, draft: Dialogue) -> None:
    """Recorded as of when it was said."""
    speaker = request.known()
    refusals: list[DubanError] = []
    items = sift(numbers_in(draft), partial(item_for, request, speaker, action=Action.NOTE), refusals)
    words = draft.data["words"]
    answered = int(draft.data.get("answered", "0"))
    message = request.pressed().version
    drop_draft(request, tx)
    record(request, tx, items, words, refusals, at=draft.begun_at, answered=answered, message=message, say=show)
    say_all(request, tx, refusals)


def _choose(request: Request, tx: Transaction, draft: Dialogue) -> None:
    speaker = request.known()
    item = item_for(request, speaker, request.pressed().item, Action.NOTE)
    narrow_draft(request, tx, draft, item)
    words, number = draft.data["words"], request.pressed().version
    reported = _reported(request, speaker, words, item)
    page = render_echo((reported,), words, speaker.name, draft.begun_at, number, request.rules, with_count=True)
    show(request, tx, page)


def _close(request: Request, tx: Transaction, draft: Dialogue) -> None:
    words = draft.data["words"]
    item = close_with_words(request, tx, request.pressed().item, words)
    if item is None:
        return
    drop_draft(request, tx)
    show(request, tx, render_closing_words(item, words, request.rules))


def _reword(request: Request, tx: Transaction, draft: Dialogue) -> None:
    items = tuple(request.ledger.items(numbers_in(draft)))
    put_question(request, tx, REWORD, 0, items=draft.data["items"], answered=draft.data.get("answered", "0"))
    drop_draft(request, tx)
    show(request, tx, render_ask_words(items, in_group=not request.is_private))


_DECISIONS: Mapping[int, Callable[[Request, Transaction, Dialogue], None]] = {
    DraftChoice.DROP: _drop,
    DraftChoice.KEEP: _keep,
    DraftChoice.REWORD: _reword,
    DraftChoice.CHOOSE: _choose,
    DraftChoice.CLOSE: _close,
}


def handle_reword(request: Request, tx: Transaction) -> None:
    """The words that replace those before 改一改."""
    speaker = request.known()
    question = take_question(request, tx)
    numbers = numbers_in(question) if question else ()
    refusals: list[DubanError] = []
    items = sift(numbers, partial(item_for, request, speaker, action=Action.NOTE), refusals)
    _echo(request, tx, speaker, items, refusals, question.data.get("answered", "") if question else "")
