"""``/done 12`` (完成 12): 办结, or 申请销号 where the kind is verified; by number, as a reply, or by button."""

from collections.abc import Sequence
from functools import partial

from msgspec.structs import replace

from domain.actions import Action
from domain.closing import closed_together, finish
from domain.errors import DubanError, OneAtATime
from domain.item import IN_HAND, Item, ItemStatus
from domain.partners import missing_at_closing
from domain.repeats import find_repeat
from domain.roster import Person, is_owner
from handlers.asking import put_question, take_question
from handlers.cards import refresh, renew
from handlers.decision_requests import ask_to_close
from handlers.doubts import draft_of, handle_doubt, keep_draft
from handlers.evidence_review import pass_on_evidence
from handlers.families import require_closable, tell_parents
from handlers.questions import SUPPLEMENT
from handlers.refusals import say_all
from handlers.replies import answer, change, show, write_to
from handlers.request import Request, about_answered, count_owned_by, item_for, numbers_of, pressed_item, sift
from store.transaction import Transaction
from texts.closing import (
    render_ask_supplement,
    render_closed_for_you,
    render_done,
    render_submitted,
    render_supplemented,
)
from texts.partners import render_still_close

#: Where a question keeps the number of the letter that asked it.
_LETTER = "letter"


def handle_done(request: Request, tx: Transaction) -> None:
    """Closes each of the items named; those that cannot be closed are told apart.

    Words in reply to a message of several items wait until it is said which of them they close.
    """
    speaker, said = request.known(), request.said
    if said.note and not said.numbers and len(about_answered(request, speaker, Action.DONE)) > 1:
        handle_doubt(request, tx)
        return
    asked = numbers_of(request, speaker, Action.DONE)
    refusals: list[DubanError] = []
    items = sift(asked.numbers, partial(item_for, request, speaker, action=Action.DONE), refusals)
    together = closed_together(items, request.rules)
    if left := tuple(item.number for item in items if item not in together):
        refusals.append(OneAtATime(left))
    ready = tuple(item for item in together if not missing_at_closing(item, request.roster))
    closing = [item.number for item in ready]
    finished = sift(ready, lambda item: _finish(request, speaker, asked.note, item, closing), refusals)
    finished = _without_open_parts(request, finished, refusals)
    if finished:
        _record(request, tx, speaker, finished)
    _ask_despite(request, tx, tuple(item for item in together if item not in ready), asked.note, refusals)
    if refusals:
        say_all(request, tx, refusals)


def _ask_despite(
    request: Request, tx: Transaction, items: tuple[Item, ...], words: str, refusals: list[DubanError]
) -> None:
    """Asks once more where cooperating units have not ticked; what could not be closed at all is refused at once."""
    could = sift(items, partial(_finish, request, request.known(), words), refusals)
    asked = tuple(item for item in items if any(item.number == each.number for each in could))
    draft = keep_draft(request, tx, words, asked) if words and asked else 0
    for item in asked:
        left = missing_at_closing(item, request.roster)
        answer(request, tx, render_still_close(item, left, draft, request.rules))


def close_with_words(request: Request, tx: Transaction, number: int, words: str) -> Item | None:
    """Closes one item with the words that waited for the answer which item they close.

    ``None`` where cooperating units have not ticked: the same words wait on.
    """
    speaker = request.known()
    item = item_for(request, speaker, number, Action.DONE)
    finished = _finish(request, speaker, words, item)
    if left := missing_at_closing(item, request.roster):
        show(request, tx, render_still_close(item, left, request.pressed().version, request.rules))
        return None
    _record(request, tx, speaker, (finished,))
    return finished


def press_still_close(request: Request, tx: Transaction) -> None:
    """[仍申请]: closes the item, with the words that wait, although cooperating units have not ticked."""
    words = draft_of(request).data["words"] if request.pressed().version else ""
    speaker = request.known()
    finished = _finish(request, speaker, words, pressed_item(request, speaker, Action.DONE))
    _record(request, tx, speaker, (finished,))
    if not refresh(request, tx, speaker, finished):
        renew(request, tx)


def press_done(request: Request, tx: Transaction) -> None:
    """Closes the button's item. An older button does: what it asks for is still what it says.

    After a 退回 it asks for the supplement first. In a group it does not: no 退回 is spoken of there.
    """
    item = pressed_item(request, request.known(), Action.DONE)
    if request.is_private and item.returned_at is not None and item.status in IN_HAND:
        _ask_supplement(request, tx, item)
    elif missing_at_closing(item, request.roster):
        refusals: list[DubanError] = []
        _ask_despite(request, tx, (item,), "", refusals)
        say_all(request, tx, refusals)
    else:
        press_submit(request, tx)


def press_submit(request: Request, tx: Transaction) -> None:
    """Closes the button's item as it is."""
    speaker = request.known()
    item = pressed_item(request, speaker, Action.DONE)
    finished = _finish(request, speaker, "", item)
    _record(request, tx, speaker, (finished,))
    if not refresh(request, tx, speaker, finished):
        renew(request, tx)


def _ask_supplement(request: Request, tx: Transaction, item: Item) -> None:
    letter = answer(request, tx, render_ask_supplement(item))
    put_question(request, tx, SUPPLEMENT, item.number, **{_LETTER: str(letter)})


def handle_supplement(request: Request, tx: Transaction) -> None:
    """What is new since the 退回: 申请销号 once more. Words that may not be kept are asked for again."""
    speaker = request.known()
    question = take_question(request, tx)
    if question is None:
        return
    refusals: list[DubanError] = []
    items = sift((question.number,), partial(item_for, request, speaker, action=Action.DONE), refusals)
    finished = sift(items, partial(_finish, request, speaker, request.said.words), refusals)
    if finished:
        _record(request, tx, speaker, finished)
        message = request.ledger.message_of(int(question.data[_LETTER]))
        if message is not None:
            change(tx, request.chat_id, message, render_supplemented(finished[0]), request.now)
    if refusals:
        say_all(request, tx, refusals)


def _without_open_parts(request: Request, finished: tuple[Item, ...], refusals: list[DubanError]) -> tuple[Item, ...]:
    """Those whose parts are closed, or are closed along with them."""
    closing = [item.number for item in finished if item.status is ItemStatus.CLOSED]

    def checked(item: Item) -> Item:
        require_closable(request, item, closing)
        return item

    left = sift(finished, checked, refusals)
    return left if len(left) == len(finished) else _without_open_parts(request, left, refusals)


def _finish(request: Request, speaker: Person, note: str, item: Item, closing: Sequence[int] = ()) -> Item:
    """The item closed, or its closing asked for; ``closing`` are those closed along with it."""
    require_closable(request, item, closing)
    kind = request.rules.kind(item.kind)
    finished = finish(item, kind, speaker.name, request.at, note)
    if finished.status is not ItemStatus.SUBMITTED or not kind.asks_lessons or finished.repeats:
        return finished
    return replace(finished, repeats=find_repeat(item, request.at, request.ledger.search_closed))


def _record(request: Request, tx: Transaction, speaker: Person, finished: tuple[Item, ...]) -> None:
    for item in finished:
        tx.save_item(item)
    first, rules = finished[0], request.rules
    if first.status is ItemStatus.SUBMITTED:
        role = ask_to_close(request.office, tx, first, request.now, request.asker)
        pass_on_evidence(request, tx, first)
        answer(request, tx, render_submitted(first, rules, request.now, role))
    else:
        left = count_left(request, speaker, finished)
        answer(request, tx, render_done(finished, rules, request.now, left))
    _tell_owners(request, tx, speaker, finished)
    tell_parents(request, tx, finished)


def _tell_owners(request: Request, tx: Transaction, speaker: Person, finished: tuple[Item, ...]) -> None:
    """Whose items somebody else closed is told so, each owner once."""
    owned: dict[int, tuple[Person, list[Item]]] = {}
    for item in finished:
        owner = request.roster.named(item.owner, item.unit)
        if owner is not None and not is_owner(speaker, item, request.roster):
            owned.setdefault(owner.number, (owner, []))[1].append(item)
    for owner, items in owned.values():
        page = render_closed_for_you(items, speaker, request.rules, request.now)
        write_to(tx, owner, page, request.now, request.asker)


def count_left(request: Request, speaker: Person, finished: tuple[Item, ...]) -> int:
    """How many items the speaker still has in hand after these."""
    return count_owned_by(request, speaker, {item.number for item in finished})
