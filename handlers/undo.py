"""``/undo`` (撤回): takes back the speaker's 办结, or their 申请销号 until it is decided."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from functools import partial

from domain.actions import Action
from domain.closing import undo
from domain.errors import DubanError, NothingToUndo
from domain.item import Did, Item, ItemStatus, Step
from domain.partners import take_tick_back, ticks_to_take_back
from domain.progress import take_figure_back
from domain.quota import figures_to_take_back
from domain.requests import RequestKind
from domain.rights import may
from domain.roster import Person
from domain.steps import UNDO_WITHIN, step_of
from handlers.announcing import is_announced
from handlers.cards import refresh, renew, shows_only
from handlers.decision_requests import ask_for_check, ask_to_close, withdraw_request
from handlers.extension_decisions import reopen_extension
from handlers.families import tell_reopened
from handlers.objections import ask_again
from handlers.obstacles import reopen_obstacle
from handlers.partners import tell_tick_taken_back
from handlers.plan_approval import reopen_plan
from handlers.prolonging import reopen_prolonging
from handlers.refusals import say_all
from handlers.replies import answer, show, toast
from handlers.request import Request, item_for, numbers_of, pressed_item, sift
from handlers.telling import tell_unit
from handlers.verdicts import tell_verdict_taken_back
from store.transaction import Transaction
from texts.amending import render_taken_back
from texts.assigning import render_never_mind
from texts.closing import render_undone
from texts.editing import render_moved_away

#: The step that asked for something → what it asked for, which is withdrawn with it.
_ASKED_BY: Mapping[str, RequestKind] = {
    Did.ASK_EXTENSION: RequestKind.EXTEND,
    Did.OBSTACLE: RequestKind.OBSTACLE,
    Did.DOUBT: RequestKind.DOUBT,
    Did.OFFER: RequestKind.HAND_OVER,
    Did.ASK_PROLONG: RequestKind.PROLONG,
    Did.ASK_PLAN: RequestKind.PLAN,
}
#: The decision that is taken back → what puts its request before the deciders again.
_REOPENED: Mapping[str, Callable[[Request, Transaction, Item], None]] = {
    Did.EXTEND: reopen_extension,
    Did.REFUSE_EXTENSION: reopen_extension,
    Did.VERDICT: tell_verdict_taken_back,
    Did.PROLONG: reopen_prolonging,
    Did.REFUSE_PROLONG: reopen_prolonging,
    Did.APPROVE_PLAN: reopen_plan,
    Did.REFUSE_PLAN: reopen_plan,
    Did.ANSWER: reopen_obstacle,
    Did.SOLVE: reopen_obstacle,
    Did.CHECK: ask_for_check,
}
#: Steps of which unit and owner were told, and so are told that they were taken back.
_TOLD = frozenset({Did.TAKE_OVER, Did.CANCEL, Did.SUSPEND, Did.RESUME, Did.EDIT, Did.SETTLE, Did.RELAPSE})
#: ``closed_between`` leaves its end out; what was closed this very moment counts.
_MOMENT = timedelta(seconds=1)


def handle_undo(request: Request, tx: Transaction) -> None:
    """Takes back each item named, or the one answered, else what the speaker did last."""
    speaker = request.known()
    if request.said.numbers or request.answered is not None:
        numbers = numbers_of(request, speaker, Action.UNDO).numbers
    else:
        numbers = (_last_closed(request, speaker).number,)
    refusals: list[DubanError] = []
    items = sift(numbers, partial(item_for, request, speaker, action=Action.UNDO), refusals)
    for restored in sift(items, partial(undo_newest, request, tx, speaker), refusals):
        answer(request, tx, render_undone(restored, request.rules, request.now))
    say_all(request, tx, refusals)


def press_undo(request: Request, tx: Transaction) -> None:
    """Takes back what this very button was offered for, and nothing that came later.

    It is said in place of the 办结 that the button hung on, which is no longer true; a card from a list stays a card.
    """
    speaker = request.known()
    restored = _take_pressed_back(request, tx, speaker)
    page = render_undone(restored, request.rules, request.now)
    if request.pressed().list_before is not None and refresh(request, tx, speaker, restored):
        toast(request, page.html)
    elif shows_only(request, restored):
        show(request, tx, page)
    else:
        answer(request, tx, page)
        renew(request, tx)


def _take_pressed_back(request: Request, tx: Transaction, speaker: Person) -> Item:
    """A tick and a figure whatever happened to the item since; anything else only as its newest step."""
    item, is_office = pressed_item(request, speaker, Action.UNDO), request.roster.is_office(speaker)
    step = step_of(item, request.pressed().version)
    place = next((place for place, each in _figures_of(item, request, speaker) if each is step), None)
    if place is not None:
        return tx.save_item(take_figure_back(item, place, speaker.name, request.at))
    if step is None or step not in ticks_to_take_back(item, speaker.name, request.at, is_office=is_office):
        return undo_newest(request, tx, speaker, pressed_item(request, speaker, Action.UNDO, strict=True))
    restored = tx.save_item(take_tick_back(item, step, speaker.name, request.at))
    tell_tick_taken_back(request, tx, restored, step.to)
    return restored


def _figures_of(item: Item, request: Request, speaker: Person) -> Iterator[tuple[int, Step]]:
    """The figures that the speaker may take back now, by their places in the history."""
    theirs = figures_to_take_back(item, speaker.name, is_office=request.roster.is_office(speaker))
    return ((place, step) for place, step in theirs if request.at - step.at <= UNDO_WITHIN)


def undo_newest(request: Request, tx: Transaction, speaker: Person, item: Item) -> Item:
    """撤回 of the newest step; whoever was told of it is told."""
    restored = tx.save_item(undo(item, speaker.name, request.at, is_office=request.roster.is_office(speaker)))
    tell_reopened(request, tx, item, restored)
    if restored.history[-1].to == Did.TICK:
        lost = next(tick.unit for tick in item.ticks if tick not in restored.ticks)
        tell_tick_taken_back(request, tx, restored, lost)
        return restored
    kind = RequestKind.CLOSE if _withdraws_closing(item, restored) else _ASKED_BY.get(restored.history[-1].to)
    if kind is not None:
        withdraw_request(request, tx, kind, restored)
    elif (reopen := _REOPENED.get(restored.history[-1].to)) is not None:
        reopen(request, tx, restored)
    if restored.history[-1].to in _TOLD:
        setting = request.setting
        tell_unit(request, tx, restored, render_taken_back(restored, setting))
        if restored.unit != item.unit:
            tell_unit(request, tx, item, render_moved_away(restored, setting))
        _ask_again(request, tx, restored)
    if restored.history[-1].to == Did.ASSIGN and is_announced(request, item):
        setting = request.setting
        tell_unit(request, tx, restored, render_never_mind(restored, setting))
    return restored


def _withdraws_closing(item: Item, restored: Item) -> bool:
    """Whether closing was asked for, and is not any more."""
    return item.status is ItemStatus.SUBMITTED and restored.status is not ItemStatus.SUBMITTED


def _ask_again(request: Request, tx: Transaction, restored: Item) -> None:
    """What the change had ended is asked once more."""
    ask_again(request, tx, restored)
    is_asked = request.ledger.request_of(RequestKind.CLOSE, restored.number) is not None
    if restored.status is ItemStatus.SUBMITTED and restored.checked_at is None and not is_asked:
        ask_to_close(request.office, tx, restored, request.now, request.asker)


def _last_closed(request: Request, speaker: Person) -> Item:
    """What the speaker closed, or asked to have closed, last. A namesake's deeds are in another unit."""
    recent = request.ledger.closed_between(request.at - UNDO_WITHIN, request.at + _MOMENT)
    mine = [(item.closed_at, item) for item in recent if item.closed_by == speaker.name]
    mine += [(item.submitted_at, item) for item in request.ledger.awaiting() if item.submitted_by == speaker.name]
    ours = ((at, item) for at, item in mine if may(speaker, Action.UNDO, item, request.roster))
    dated = [(at, item.number, item) for at, item in ours if at is not None]
    if not dated:
        raise NothingToUndo
    return max(dated, key=lambda closed: closed[:2])[2]
