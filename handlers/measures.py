"""措施 12: an item's measures one by one, ticked off by button or word, each with an owner and a limit of its own."""

import re
from datetime import date

from domain.actions import Action
from domain.dates.leading import refuse_unread_day, split_limit
from domain.item import Item
from domain.letter import Page
from domain.limits import day_of, local_day
from domain.measure_steps import MeasureDayUnclear, MeasureUnclear, finish, own
from domain.measures import measures_of
from domain.rights import may
from domain.roster import Person
from handlers.replies import answer, show
from handlers.request import Request, item_for, one_number_of, pressed_item
from handlers.words.places import PLACE, place_in, second_place
from store.transaction import Transaction
from texts.plan_values import render_measures

_PLACE = rf"(?:措施|第)?\s*{PLACE}\s*[条个项]?"
_DONE = re.compile(rf"(?:完成|已完成)\s*{_PLACE}|{second_place(_PLACE)}\s*(?:已完成|完成了?)")
_SIGNS = r"[=:\uff1a]"
_BREAK = r"[\s,;\uff0c\uff1b]"
_OWNER = rf"(?:责任人\s*{_SIGNS}?\s*(?P<owner>[^\s,;\uff0c\uff1b]+))?"
_DUE = rf"(?:(?:时限|期限)\s*{_SIGNS}?\s*(?P<due>.+))?"
_OWN = re.compile(rf"{_PLACE}\s*{_OWNER}{_BREAK}*{_DUE}", re.DOTALL)


def handle_measures(request: Request, tx: Transaction) -> None:
    """Without words the measures; with words which one is done, or whose it is and by when."""
    speaker = request.known()
    number, note = one_number_of(request, speaker, Action.MEASURES)
    words = note.strip()
    if not words:
        answer(request, tx, _page(request, speaker, item_for(request, speaker, number, Action.MEASURES)))
        return
    item = item_for(request, speaker, number, Action.TICK_MEASURE)
    if done := _DONE.fullmatch(words):
        changed = finish(item, place_in(done), speaker.name, request.at)
    elif (said := _OWN.fullmatch(words)) and (said["owner"] or said["due"]):
        due = _day(request, item, said["due"]) if said["due"] else None
        changed = own(item, place_in(said), said["owner"] or "", due, speaker.name, request.at)
    else:
        raise MeasureUnclear(item.number, item.title, len(measures_of(item)))
    answer(request, tx, _page(request, speaker, tx.save_item(changed), undo=True))


def _day(request: Request, item: Item, words: str) -> date:
    """One day and nothing behind it: of two limits neither is taken."""
    found = split_limit(words, local_day(request.at, request.rules), request.rules)
    if found is None:
        refuse_unread_day(words)
    if found is None or not found.limit.due or found.rest or found.limit.every:
        raise MeasureDayUnclear(item.number, item.title, words)
    return day_of(found.limit.due)


def press_measures(request: Request, tx: Transaction) -> None:
    """[措施]: a message of its own."""
    speaker = request.known()
    answer(request, tx, _page(request, speaker, pressed_item(request, speaker, Action.MEASURES)))


def press_tick_measure(request: Request, tx: Transaction) -> None:
    """[完成措施1]: in place."""
    speaker = request.known()
    item = pressed_item(request, speaker, Action.TICK_MEASURE, strict=True)
    done = tx.save_item(finish(item, request.pressed().choice, speaker.name, request.at))
    show(request, tx, _page(request, speaker, done, undo=True))


def _page(request: Request, speaker: Person, item: Item, *, undo: bool = False) -> Page:
    may_tick = may(speaker, Action.TICK_MEASURE, item, request.roster)
    return render_measures(item, request.setting, may_tick=may_tick, undo=undo)
