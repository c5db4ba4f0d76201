"""``/fill`` (补填缺项): what items lack is asked for, one gap after another; any of it may be skipped or left.

Where somebody is stands in the button and in the open question: a restart loses nothing, and a pause costs nothing.
"""

from collections.abc import Iterator

from domain.actions import Action, Reach
from domain.errors import ButtonTooOld
from domain.gap_errors import NoGaps
from domain.gap_filling import GAPS, Place, days_meant, fill, fill_limit, next_place, places_of
from domain.gaps import Gap, gaps_of
from domain.item import Did, Item, Step
from domain.letter import FILL_GAP, FILL_ROW, FillChoice
from domain.limits import local_day
from domain.rights import may, reach_of
from domain.roster import Person
from handlers.amending import NEVER_MIND
from handlers.asking import put_question, take_question
from handlers.lists import require_private, within_reach
from handlers.questions import GAP
from handlers.replies import answer, show, toast, write_to
from handlers.request import Request, item_for
from store.transaction import Transaction
from texts.gap_filling import (
    ENDLESS,
    FILL_STEPS,
    render_gap,
    render_gap_day,
    render_gaps_over,
    render_now_yours,
    say_already,
    say_step_note,
)

_STOPS = NEVER_MIND | {"停", "停止", "暂停", "先到这里"}
_SKIPS = frozenset({"跳过", "下一个", "下一项", "略过", "先跳过"})


def handle_fill(request: Request, tx: Transaction) -> None:
    """``/fill``: the first gap that the speaker may fill."""
    require_private(request, Action.FILL_GAPS)
    _go_on(request, tx, None, 0)


def press_fill(request: Request, tx: Transaction) -> None:
    """[逐项补填], and the buttons of a question: a person, 长期坚持, 跳过, 暂停."""
    speaker, press = request.known(), request.pressed()
    require_private(request, Action.FILL_GAPS)
    rest, choice = divmod(press.choice, FILL_GAP)
    row, gap = divmod(rest, FILL_ROW // FILL_GAP)
    if press.choice < 0 or choice not in tuple(FillChoice) or gap >= len(GAPS):
        raise ButtonTooOld
    place, step = Place(press.item, gap), press.version
    if choice == FillChoice.BEGIN:
        _go_on(request, tx, None, 0)
    elif choice == FillChoice.STOP:
        _stop(request, tx, speaker)
    elif choice == FillChoice.SKIP:
        _go_on(request, tx, place, step)
    elif choice == FillChoice.ENDLESS:
        _fill(request, tx, place, step, ENDLESS)
    elif choice == FillChoice.DAY:
        _fill_day(request, tx, place, step, row)
    else:
        person = next((each for each in request.roster.people if each.number == row), None)
        if person is None or place.kind is not Gap.OWNER:
            raise ButtonTooOld
        _fill(request, tx, place, step, person.name)


def handle_gap_words(request: Request, tx: Transaction) -> None:
    """The words that were asked for; what can't be read is refused, and the question stays open."""
    question = take_question(request, tx)
    if question is None:
        return
    place, step = Place(question.number, int(question.data["gap"])), int(question.data["step"])
    words = request.said.words.strip()
    if words in _STOPS:
        _stop(request, tx, request.known())
    elif words in _SKIPS:
        _go_on(request, tx, place, step)
    elif place.kind is Gap.LIMIT and (days := days_meant(words, request.at, request.rules)):
        _ask_day(request, tx, place, step, words, days)
    else:
        _fill(request, tx, place, step, words)


def _ask_day(request: Request, tx: Transaction, place: Place, step: int, words: str, days: tuple[str, ...]) -> None:
    """Which day was meant; other words may be sent as well."""
    item = item_for(request, request.known(), place.number, Action.FILL_GAPS)
    put_question(request, tx, GAP, place.number, gap=str(place.gap), step=str(step), days=" ".join(days))
    answer(request, tx, render_gap_day(item, place, step, words, days, request.rules, request.now))


def _fill_day(request: Request, tx: Transaction, place: Place, step: int, row: int) -> None:
    """The day of a button: of the question that is open, and of no earlier one."""
    question = request.ledger.dialogue(request.chat_id, request.telegram_id)
    asked = question.data if question and (question.kind, question.number) == (GAP, place.number) else {}
    due = dict(enumerate(asked.get("days", "").split(), start=1)).get(row)
    if due is None or place.kind is not Gap.LIMIT:
        raise ButtonTooOld
    _fill(request, tx, place, step, due, due=due)


def _fill(request: Request, tx: Transaction, place: Place, step: int, words: str, *, due: str = "") -> None:
    speaker = request.known()
    item = item_for(request, speaker, place.number, Action.FILL_GAPS)
    if place.kind not in gaps_of(item, request.rules):  # somebody else was faster: nothing is written over
        toast(request, say_already(item, place.kind))
        _go_on(request, tx, place, step)
        return
    done = Step(request.at, speaker.name, Did.EDIT, say_step_note(place.kind, words))
    if due:
        filled = fill_limit(item, due, done, request.rules)
    else:
        filled = fill(item, place.kind, words, done, request.roster, request.rules)
    saved = tx.save_item(filled)
    if place.kind is Gap.OWNER:
        _tell_owner(request, tx, saved)
    _go_on(request, tx, place, step, saved)


def _tell_owner(request: Request, tx: Transaction, item: Item) -> None:
    """Whose it is now hears so, unless they said it themselves."""
    owner = request.roster.named(item.owner, item.unit)
    if owner is not None and owner.telegram_id != request.telegram_id:
        write_to(tx, owner, render_now_yours(item, request.rules, request.now), request.now, request.asker)


def _go_on(request: Request, tx: Transaction, after: Place | None, step: int, filled: Item | None = None) -> None:
    """Asks for the gap behind that one, or says that it was the last."""
    speaker, rules = request.known(), request.rules
    if reach_of(speaker, Action.FILL_GAPS, request.roster) is Reach.NONE:
        raise NoGaps
    done = (filled, after.kind) if filled and after else None
    if after is None:
        places = places_of(_candidates(request, speaker, 0), rules)
        found, total = next_place(places, None)
        if found is None:
            raise NoGaps
    else:
        found, total = _next(request, speaker, after), step % FILL_STEPS
    item = request.ledger.item(found.number) if found else None
    if found is None or item is None:
        _stop(request, tx, speaker, done, is_last=True)
        return
    here = step // FILL_STEPS + 1
    total = max(total, here)
    kept = min(here, FILL_STEPS - 1) * FILL_STEPS + min(total, FILL_STEPS - 1)
    put_question(request, tx, GAP, found.number, gap=str(found.gap), step=str(kept))
    page = render_gap(item, found, kept, request.roster, rules, request.now, done)
    (show if request.is_press and after is not None else answer)(request, tx, page)


def _stop(
    request: Request,
    tx: Transaction,
    speaker: Person,
    done: tuple[Item, Gap] | None = None,
    *,
    is_last: bool = False,
) -> None:
    """What is still lacking; the question, if one is open, is over."""
    tx.set_dialogue(request.chat_id, request.telegram_id, None)
    left = len(places_of(_candidates(request, speaker, 0), request.rules))
    page = render_gaps_over(left, done, local_day(request.now, request.rules), is_last=is_last)
    show(request, tx, page)


def _next(request: Request, speaker: Person, after: Place) -> Place | None:
    """The gap behind that one: of a large ledger no more is read than that takes."""
    for item in _candidates(request, speaker, after.number):
        places = places_of((item,), request.rules) if gaps_of(item, request.rules) else []
        found, _ = next_place(places, after)
        if found is not None:
            return found
    return None


def _candidates(request: Request, speaker: Person, first: int) -> Iterator[Item]:
    """The open items, from that number on, whose gaps the speaker may fill."""
    ledger, roster = request.ledger, request.roster
    if reach_of(speaker, Action.FILL_GAPS, roster) is Reach.ALL:
        numbers = ledger.open_numbers()
    else:
        numbers = sorted(each.number for each in within_reach(request, speaker, Action.FILL_GAPS))
    for number in numbers:
        item = ledger.item(number) if number >= first else None
        if item is not None and may(speaker, Action.FILL_GAPS, item, roster):
            yield item
