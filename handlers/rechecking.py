"""回头看: 巩固 and 反弹 by button and in words, the evidence for it, and its criterion, window and verifier."""

from functools import partial

from msgspec.structs import replace

from domain.actions import Action
from domain.errors import ButtonTooOld, StaleButton
from domain.extension import Wish, read_wish
from domain.item import Did, Item
from domain.limits import day_of, local_day
from domain.recheck_errors import VerdictUnclear
from domain.rechecking import (
    VerifyChoice,
    add_words,
    hold,
    relapse,
    require_closed,
    require_new_limit,
    require_no_verdict_since,
)
from domain.roster import Person
from domain.steps import checked, newest_step, stands_since, step_of
from handlers.asking import item_asked_about, put_question, take_question
from handlers.cards import shows_only
from handlers.evidence_review import send_pieces
from handlers.families import tell_reopened
from handlers.plan_shift import propose_shift
from handlers.questions import OBSERVING, RELAPSING, VERIFYING
from handlers.recheck_terms import keep_terms
from handlers.replies import answer, show
from handlers.request import Request, item_for, item_to_verify, one_number_of, pressed_item
from handlers.telling import tell_deputies, tell_unit
from handlers.undo import undo_newest
from store.transaction import Transaction
from texts.rechecking import (
    HOLDS,
    RELAPSED,
    render_ask_relapse,
    render_ask_relapse_reason,
    render_ask_terms,
    render_held,
    render_relapsed,
    render_verify,
    render_verify_taken_back,
    say_doubtful_day,
)


def handle_verify(request: Request, tx: Transaction) -> None:
    """回头看 12 巩固 …, 回头看 12 反弹 …; without a verdict it shows the buttons."""
    speaker = request.known()
    number, note = one_number_of(request, speaker, Action.VERIFY)
    item = item_to_verify(request, speaker, number)
    words = note.strip()
    if not words:
        require_closed(item)
        answer(request, tx, render_verify(item, request.rules, request.now))
    elif words.startswith(HOLDS):
        _hold(request, tx, speaker, item, words.removeprefix(HOLDS))
    elif words.startswith(RELAPSED):
        require_closed(item)
        _go_on(request, tx, speaker, item, _read(request, words.removeprefix(RELAPSED)))
    else:
        raise VerdictUnclear(item.number, item.title)


def press_verify(request: Request, tx: Transaction) -> None:
    """[巩固] [反弹] [查看佐证] [撤回]: a button of an earlier closing does nothing any more."""
    speaker, choice = request.known(), request.pressed().choice
    if choice == VerifyChoice.SET:
        _ask_terms(request, tx, pressed_item(request, speaker, Action.EDIT))
        return
    item = item_to_verify(request, speaker, request.pressed().item)
    if choice == VerifyChoice.TAKE_BACK:
        _take_back(request, tx, speaker, item)
        return
    _require_newest(request, item)
    if choice == VerifyChoice.SHOW:
        answer(request, tx, render_verify(item, request.rules, request.now))
    elif choice == VerifyChoice.HOLDS:
        _hold(request, tx, speaker, item, "")
    elif choice == VerifyChoice.RELAPSED:
        _require_relapsing(item, request.pressed().version)
        _ask(request, tx, item, Wish())
    elif choice == VerifyChoice.PIECES:
        send_pieces(tx, request.chat_id, item, request.rules, request.now, request.asker, with_return=False)
    else:
        raise ButtonTooOld


def _require_newest(request: Request, item: Item) -> None:
    version = request.pressed().version
    step = step_of(item, version)
    if version and item.closed_at is not None and (step is None or step.at < item.closed_at):
        raise StaleButton(item.number, item.title)


def _hold(request: Request, tx: Transaction, speaker: Person, item: Item, words: str) -> None:
    held = tx.save_item(hold(item, speaker.name, request.at, request.rules, words))
    if not held.rechecks[-1].words:
        put_question(request, tx, VERIFYING, held.number)
    page = render_held(held, request.rules, request.now)
    if request.is_press and shows_only(request, held):
        show(request, tx, page)
    else:
        answer(request, tx, page)


def handle_verdict_words(request: Request, tx: Transaction) -> None:
    """What was seen, after 巩固; a picture is filed as evidence."""
    speaker = request.known()
    question = take_question(request, tx)
    if question is None:
        return
    item = item_to_verify(request, speaker, question.number)
    said = tx.save_item(add_words(item, speaker.name, request.at, request.said.words))
    answer(request, tx, render_held(said, request.rules, request.now))


def handle_relapse(request: Request, tx: Transaction) -> None:
    """Reason and new limit, as asked for; what can't be taken is asked for again.

    Where somebody gave a verdict since the question, that is said, and the question is over.
    """
    speaker = request.known()
    question = request.ledger.dialogue(request.chat_id, request.telegram_id)
    if question is None:
        return
    version = int(question.data.get("version", "0"))
    find = partial(_to_relapse, request, speaker, version)
    due, reason = question.data.get("due", ""), question.data.get("reason", "")
    for item in item_asked_about(request, tx, find):
        if due:
            wish = Wish((due,), request.said.words, "", is_clear=True)
        else:
            wish = _read(request, request.said.words)
            wish = replace(wish, reason="；".join(words for words in (reason, wish.reason) if words))
        _go_on(request, tx, speaker, item, wish)


def _to_relapse(request: Request, speaker: Person, version: int, number: int) -> Item:
    item = item_to_verify(request, speaker, number)
    _require_relapsing(item, version)
    return item


def _require_relapsing(item: Item, version: int) -> None:
    """Raise where it is not closed, or somebody gave a verdict since that version, 0 for any."""
    if version:
        require_no_verdict_since(item, version)
    require_closed(item)


def _read(request: Request, words: str) -> Wish:
    return read_wish(words, local_day(request.at, request.rules), request.rules)


def _ask(request: Request, tx: Transaction, item: Item, wish: Wish, doubt: str = "") -> None:
    reason = checked(wish.reason)
    due = wish.dues[0] if wish.dues and wish.is_clear else ""
    put_question(request, tx, RELAPSING, item.number, due=due, reason=reason, version=str(item.version))
    if due:
        answer(request, tx, render_ask_relapse_reason(item, request.rules, request.now, due))
    else:
        answer(request, tx, render_ask_relapse(item, request.rules, reason, doubt))


def _go_on(request: Request, tx: Transaction, speaker: Person, item: Item, wish: Wish) -> None:
    """Reopens the item, or asks for what is missing or doubtful: no day is guessed."""
    rules, now = request.rules, request.now
    for due in wish.dues[:1]:
        require_new_limit(item, due, request.at, rules)
    if wish.dues and not wish.is_clear:
        rest = next((due for due in wish.dues if not rules.work_days.is_work_day(day_of(due))), "")
        doubt = say_doubtful_day(rest or wish.dues[0], wish.written, rules, now, is_rest=bool(rest))
        _ask(request, tx, item, wish, doubt)
    elif not wish.dues or not wish.reason.strip():
        _ask(request, tx, item, wish)
    else:
        _reopen(request, tx, speaker, item, wish)


def _reopen(request: Request, tx: Transaction, speaker: Person, item: Item, wish: Wish) -> None:
    rules = request.rules
    again = tx.save_item(relapse(item, speaker.name, request.at, wish.dues[0], wish.reason, rules))
    answer(request, tx, render_relapsed(again, rules, request.now, to_verifier=True))
    tell_reopened(request, tx, item, again)
    page = render_relapsed(again, rules, request.now, to_verifier=False)
    tell_unit(request, tx, again, page)
    tell_deputies(request, tx, again, page)
    propose_shift(request, tx, again)


def _take_back(request: Request, tx: Transaction, speaker: Person, item: Item) -> None:
    """Only the verdict that the button was offered for, while nothing followed it."""
    step = newest_step(item)
    if step is None or step.did not in (Did.RECHECK, Did.RELAPSE) or not stands_since(item, request.pressed().version):
        raise StaleButton(item.number, item.title)
    restored = undo_newest(request, tx, speaker, item)
    show(request, tx, render_verify_taken_back(restored, request.rules))


def _ask_terms(request: Request, tx: Transaction, item: Item) -> None:
    put_question(request, tx, OBSERVING, item.number)
    answer(request, tx, render_ask_terms(item, request.rules))


def handle_terms(request: Request, tx: Transaction) -> None:
    """复查标准, 观察期 and 复查人, as asked for."""
    question = take_question(request, tx)
    if question is None:
        return
    item = item_for(request, request.known(), question.number, Action.EDIT)
    keep_terms(request, tx, item, request.said.words)
