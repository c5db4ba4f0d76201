"""``/plan 24`` (时间表): the item's steps shown, proposed, set by line, moved, and done."""

import re
from collections.abc import Sequence
from datetime import date

import msgspec

from domain.actions import Action
from domain.dates.leading import refuse_unread_day, split_limit
from domain.errors import ButtonTooOld, NotYourWords
from domain.item import Item
from domain.letter import Page, PlanChoice, Press
from domain.limits import day_of, local_day
from domain.milestone_errors import StepWithoutDay
from domain.milestones import (
    Proposed,
    adopt,
    complete,
    complete_at,
    move,
    propose,
    read_steps,
    remove,
    rename,
)
from domain.plan_shift import require_current
from domain.rights import may
from domain.roster import Person
from domain.steps import require_in_hand
from handlers.plan_approval import put_before
from handlers.plan_shift import press_shift
from handlers.replies import answer, show
from handlers.request import Request, item_for, one_number_of, pressed_item
from handlers.words.places import PLACE, place_in, second_place
from store.transaction import Transaction
from store.values import Dialogue
from texts.amending import render_over
from texts.milestones import render_plan, render_proposed

#: Steps that wait for a yes are kept under this kind.
_DRAFT = "plan"
_PLACE = rf"(?:(?:节点|第)?\s*{PLACE}\s*[个项步]?(?:节点)?)"
_DONE = re.compile(rf"(?:(?:完成|办结|已完成)\s*(?:节点)?{_PLACE}|{second_place(_PLACE)}\s*(?:已完成|完成了?|办结))")
_GONE = re.compile(rf"(?:删除|删掉|删|去掉|取消)\s*(?:节点)?{_PLACE}|{second_place(_PLACE)}\s*(?:删除|删掉|取消)")
_MOVED = re.compile(rf"{_PLACE}\s*(?:改到|改至|改期至?|移到|调整到|调整至|推迟到|提前到|延到)\s*(?P<day>.+)", re.DOTALL)
_MOVED_FIRST = re.compile(rf"(?:改|调整|移|推迟|提前)\s*{_PLACE}\s*(?:到|至)\s*(?P<day>.+)", re.DOTALL)
_RENAMED = re.compile(rf"{_PLACE}\s*(?:改为|改成|更名为)\s*(?P<words>.+)", re.DOTALL)
_PROPOSE = frozenset({"倒排", "倒排工期", "自动", "建议", "生成", "自动倒排"})


def handle_plan(request: Request, tx: Transaction) -> None:
    """Without words the plan; with words what is to be changed of it."""
    speaker = request.known()
    number, note = one_number_of(request, speaker, Action.PLAN)
    words = note.strip()
    if not words:
        answer(request, tx, _page(request, speaker, item_for(request, speaker, number, Action.PLAN)))
    elif done := _DONE.fullmatch(words):
        item = item_for(request, speaker, number, Action.MILESTONE)
        _save(request, tx, complete_at(item, place_in(done), speaker.name, request.at))
    else:
        _change(request, tx, item_for(request, speaker, number, Action.SET_PLAN), words)


def _change(request: Request, tx: Transaction, item: Item, words: str) -> None:
    """What the words say of the plan."""
    speaker = request.known()
    if words in _PROPOSE:
        _ask(request, tx, item, propose(item, request.at, request.rules))
    elif gone := _GONE.fullmatch(words):
        _save(request, tx, remove(item, place_in(gone), speaker.name, request.at))
    elif moved := (_MOVED.fullmatch(words) or _MOVED_FIRST.fullmatch(words)):
        day = _day_in(request, item, moved["day"])
        _save(request, tx, move(item, place_in(moved), day, speaker.name, request.at, request.rules))
    elif renamed := _RENAMED.fullmatch(words):
        _rename_or_move(request, tx, item, place_in(renamed), renamed["words"])
    else:
        _add(request, tx, item, read_steps(words, item, local_day(request.at, request.rules), request.rules))


def _rename_or_move(request: Request, tx: Transaction, item: Item, place: int, words: str) -> None:
    """2 改为3月20日 means the day, 2 改为完成招标 the words."""
    speaker, today = request.known(), local_day(request.at, request.rules)
    found = split_limit(words, today, request.rules)
    if found is not None and found.limit.due and not found.rest:
        day = day_of(found.limit.due)
        _save(request, tx, move(item, place, day, speaker.name, request.at, request.rules))
    else:
        _save(request, tx, rename(item, place, words, speaker.name, request.at))


def _day_in(request: Request, item: Item, words: str) -> date:
    found = split_limit(words, local_day(request.at, request.rules), request.rules)
    if found is None:
        refuse_unread_day(words)
    if found is None or not found.limit.due or found.rest or found.limit.every:
        raise StepWithoutDay(item.number, item.title, words)
    return day_of(found.limit.due)


def _add(request: Request, tx: Transaction, item: Item, steps: Sequence[Proposed]) -> None:
    """Sets them at once, and shows them; days that may mean another one wait for a yes."""
    planned = adopt(item, steps, request.known().name, request.at, request.rules)
    if any(each.ask for each in steps):
        _ask(request, tx, item, steps)
    else:
        _save(request, tx, planned)


def _ask(request: Request, tx: Transaction, item: Item, steps: Sequence[Proposed]) -> None:
    draft = request.message_id or 0
    kept = {
        "steps": msgspec.json.encode(tuple(steps)).decode(),
        "who": str(request.telegram_id),
        "by": request.known().name,
        "version": str(item.version),
    }
    tx.set_dialogue(request.chat_id, -draft, Dialogue(kind=_DRAFT, number=item.number, data=kept, begun_at=request.at))
    answer(request, tx, render_proposed(item, steps, draft, request.setting))


def _save(request: Request, tx: Transaction, item: Item) -> None:
    saved, said = put_before(request, tx, tx.save_item(item))
    answer(request, tx, _page(request, request.known(), saved, undo=True, said=said))


def _page(request: Request, speaker: Person, item: Item, *, undo: bool = False, said: str = "") -> Page:
    roster = request.roster
    return render_plan(
        item,
        request.setting,
        may_set=may(speaker, Action.SET_PLAN, item, roster),
        may_do=may(speaker, Action.MILESTONE, item, roster),
        undo=undo,
        said=said,
    )


def press_plan(request: Request, tx: Transaction) -> None:
    """[时间表]: a message of its own, so that the card stays."""
    speaker = request.known()
    answer(request, tx, _page(request, speaker, pressed_item(request, speaker, Action.PLAN)))


def press_set_plan(request: Request, tx: Transaction) -> None:
    """[倒排工期], and [采用] or [取消] of what it proposes."""
    speaker, press = request.known(), request.pressed()
    if press.choice == PlanChoice.PROPOSE:
        item = pressed_item(request, speaker, Action.SET_PLAN)
        _ask(request, tx, item, propose(item, request.at, request.rules))
        return
    if press.choice in (PlanChoice.SHIFT, PlanChoice.KEEP):
        shifted = press_shift(request, tx, pressed_item(request, speaker, Action.SET_PLAN))
        if shifted is not None:
            show(request, tx, _page(request, speaker, shifted[0], undo=True, said=shifted[1]))
        return
    kept = request.ledger.dialogue(request.chat_id, -press.version)
    if kept is None or kept.kind != _DRAFT or press.choice not in (PlanChoice.DROP, PlanChoice.ADOPT):
        raise ButtonTooOld
    if kept.data["who"] != str(request.telegram_id):
        raise NotYourWords(kept.data["by"])
    item = item_for(request, speaker, kept.number, Action.SET_PLAN)
    tx.set_dialogue(request.chat_id, -press.version, None)
    if press.choice == PlanChoice.DROP:
        show(request, tx, render_over(item, request.rules, request.now))
        return
    require_in_hand(item)
    require_current(item, int(kept.data["version"]))
    steps = msgspec.json.decode(kept.data["steps"], type=tuple[Proposed, ...])
    planned = tx.save_item(adopt(item, steps, speaker.name, request.at, request.rules))
    saved, said = put_before(request, tx, planned)
    show(request, tx, _page(request, speaker, saved, undo=True, said=said))


def press_milestone(request: Request, tx: Transaction) -> None:
    """[完成节点]: the plan as it is then."""
    speaker = request.known()
    item = pressed_item(request, speaker, Action.MILESTONE)
    saved = tx.save_item(complete(item, request.pressed().choice, speaker.name, request.at))
    say = show if _shows_plan(request) else answer
    say(request, tx, _page(request, speaker, saved, undo=True))


def _shows_plan(request: Request) -> bool:
    """Whether the pressed message is the plan itself, and no alert about a step."""
    rows = request.shown.rows if request.shown else ()
    presses = [Press.decode(each.data) for row in rows for each in row]
    return bool(presses) and all(press is not None and press.action in _ON_PLANS for press in presses)


#: The buttons of a plan.
_ON_PLANS = frozenset({Action.MILESTONE, Action.SET_PLAN, Action.UNDO})
