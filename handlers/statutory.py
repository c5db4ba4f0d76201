"""法定环节: ``/clock 12`` shows an item's steps; a step is marked by button, by command or in plain words."""

from datetime import date

from domain.actions import Action
from domain.dates.past_day import split_past_day
from domain.item import Item
from domain.limits import local_day
from domain.roster import Person
from domain.statutory import clock_named, is_of_supplement, mark, markable, place_of, require_clocks
from domain.statutory_errors import ClockUnknown
from handlers.cards import shows_only
from handlers.plan_shift import propose_shift
from handlers.replies import answer, show
from handlers.request import Request, one_item_of, pressed_item
from handlers.telling import tell_others_of_office
from store.transaction import Transaction
from texts.statutory import render_mark_told, render_marked, render_steps


def handle_clock(request: Request, tx: Transaction) -> None:
    """``/clock 12``, and ``/clock 12 告知受理 3月2日 已书面告知``."""
    speaker = request.known()
    item, note = one_item_of(request, speaker, Action.CLOCK)
    require_clocks(item, request.rules)
    if not note:
        answer(request, tx, render_steps(item, request.rules, request.now))
        return
    clock, words = clock_named(note, item, request.rules)
    _mark_in_words(request, tx, speaker, item, place_of(clock, item, request.rules), words)


def handle_accepted(request: Request, tx: Transaction) -> None:
    """已告知 12, 已受理 12 3月2日: the first step that is still to be taken, and is no mere right."""
    _mark_first(request, tx, Action.ACCEPTED, is_right=False)


def handle_not_ours(request: Request, tx: Transaction) -> None:
    """不属本单位 12 …: the right to object is used."""
    _mark_first(request, tx, Action.NOT_OURS, is_right=True)


def _mark_first(request: Request, tx: Transaction, action: Action, *, is_right: bool) -> None:
    speaker = request.known()
    item, note = one_item_of(request, speaker, action)
    clocks = require_clocks(item, request.rules)
    places = [
        place
        for place, each in enumerate(clocks[:-1], start=1)
        if each.optional is is_right and not is_of_supplement(each, item, request.rules)
    ]
    if not places:
        raise ClockUnknown(item.number, item.title, tuple(each.label for each in clocks[:-1]))
    open_places = [span.place for span in markable(item, request.rules, local_day(request.at, request.rules))]
    place = next((each for each in places if each in open_places), places[-1])
    _mark_in_words(request, tx, speaker, item, place, note)


def _mark_in_words(request: Request, tx: Transaction, speaker: Person, item: Item, place: int, words: str) -> None:
    day, note = split_past_day(words, local_day(request.at, request.rules))
    marked = _mark(request, tx, speaker, item, place, note, day)
    answer(request, tx, render_marked(marked, request.rules, request.now))
    propose_shift(request, tx, marked)


def press_clock(request: Request, tx: Transaction) -> None:
    """[法定环节]: the steps, in place of the card."""
    item = pressed_item(request, request.known(), Action.CLOCK)
    require_clocks(item, request.rules)
    page = render_steps(item, request.rules, request.now)
    (show if shows_only(request, item) else answer)(request, tx, page)


def press_mark(request: Request, tx: Transaction) -> None:
    """[已告知受理]: the step was taken today."""
    speaker = request.known()
    item = pressed_item(request, speaker, Action.MARK_CLOCK)
    marked = _mark(request, tx, speaker, item, request.pressed().choice, "", None)
    page = render_marked(marked, request.rules, request.now)
    (show if shows_only(request, item) else answer)(request, tx, page)
    propose_shift(request, tx, marked)


def _mark(
    request: Request, tx: Transaction, speaker: Person, item: Item, place: int, note: str, day: date | None
) -> Item:
    """Recorded; that a matter is not the bureau's is told to the office, which settles it."""
    marked = tx.save_item(mark(item, place, speaker.name, request.at, note, request.rules, day))
    clock = require_clocks(item, request.rules)[place - 1]
    if clock.optional and not is_of_supplement(clock, item, request.rules):
        tell_others_of_office(request, tx, render_mark_told(marked, request.rules, request.now))
    return marked
