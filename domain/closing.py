"""How an item moves: 签收, 办结, 申请销号, 核销, 退回, 撤回. Each returns a new item, one step further."""

from datetime import datetime
from typing import Any

from msgspec.structs import replace

from domain.errors import (
    AlreadyAcknowledged,
    AlreadyClosed,
    ClosedByAnother,
    EvidenceMissing,
    NotDoneYet,
    NotSubmitted,
    NotYourOwn,
    UndoTooLate,
)
from domain.item import IN_HAND, OPEN, Did, Item, ItemStatus, Step
from domain.limits import after_return
from domain.partners import take_tick_back, ticks_to_take_back
from domain.progress import lacks_evidence, take_figure_back
from domain.quota import figures_to_take_back
from domain.reopening import NOT_CLOSED, NOT_SUBMITTED
from domain.rules import Kind, Rules
from domain.steps import (
    UNDO_WITHIN,
    checked,
    checked_reason,
    newest_change,
    newest_step,
    require_in_hand,
    require_theirs,
    take_back,
    take_step,
)

#: Steps that change the state; others do not stand in the way of taking back a closing.
_MOVES = frozenset(
    {
        Did.ASSIGN,
        Did.ACKNOWLEDGE,
        Did.CLOSE_OUT,
        Did.SUBMIT,
        Did.APPROVE,
        Did.SEND_BACK,
        Did.UNDO,
        Did.CANCEL,
        Did.SUSPEND,
        Did.RESUME,
        Did.TAKE_OVER,
        Did.RELAPSE,
        Did.CONFIRM,
    }
)
#: Steps by which an approver, or the superior as the second key, crosses an item off.
GRANTS = frozenset({Did.APPROVE, Did.CONFIRM})
#: Steps that are taken back by themselves, in whatever state the item is.
_BY_ITSELF = frozenset({Did.RECHECK, Did.SUM_UP, Did.VERDICT, Did.CHECK, Did.CONFIRM})
#: Steps by which closing is asked for and taken back: what stood before them stands again after 撤回.
_ASKING = frozenset({Did.SUBMIT, Did.CLOSE_OUT, Did.UNDO})


def acknowledge(item: Item, by: str, at: datetime) -> Item:
    """签收: the assignment was received."""
    require_in_hand(item)
    if item.status is ItemStatus.ACKNOWLEDGED:
        raise AlreadyAcknowledged(item.number, item.title)
    return take_step(
        item,
        Step(at, by, Did.ACKNOWLEDGE),
        status=ItemStatus.ACKNOWLEDGED,
        acknowledged_at=at,
        acknowledged_by=by,
        doubt=None,
    )


def finish(item: Item, kind: Kind, by: str, at: datetime, note: str = "") -> Item:
    """``/done``: 办结, or 申请销号 where the kind verifies. It acknowledges as well, and answers a 退回."""
    require_in_hand(item)
    words = checked(note)
    if lacks_evidence(item, kind):
        raise EvidenceMissing(item.number, item.title)
    changes: dict[str, Any] = {"before": item.status, "returned_at": None, "returned_reason": "", "doubt": None}
    if item.acknowledged_at is None:
        changes |= {"acknowledged_at": at, "acknowledged_by": by}
    if words:
        changes["progress"] = words
    if kind.verify:
        changes |= {"status": ItemStatus.SUBMITTED, "submitted_at": at, "submitted_by": by}
        return take_step(item, Step(at, by, Did.SUBMIT, words), **changes)
    changes |= {"status": ItemStatus.CLOSED, "closed_at": at, "closed_by": by}
    return take_step(item, Step(at, by, Did.CLOSE_OUT, words), **changes)


def approve(item: Item, by: str, at: datetime) -> Item:
    """核销: closing is granted. When it was asked for (``submitted_at``) stays, as that is what counts."""
    require_decidable(item, by)
    return take_step(item, Step(at, by, Did.APPROVE), status=ItemStatus.CLOSED, closed_at=at, closed_by=by, before=None)


def send_back(item: Item, by: str, at: datetime, reason: str, rules: Rules) -> Item:
    """退回: back to the unit with a reason, to be answered within ``Rules.supplement_days`` work days."""
    require_decidable(item, by)
    words = checked_reason(reason, item)
    supplement_by, in_time_until = after_return(item, at, rules)
    return take_step(
        item,
        Step(at, by, Did.SEND_BACK, words),
        status=ItemStatus.ACKNOWLEDGED,
        returned_at=at,
        returned_reason=words,
        supplement_by=supplement_by,
        in_time_until=in_time_until,
        **NOT_SUBMITTED,
    )


def undo(item: Item, by: str, at: datetime, *, is_office: bool = False) -> Item:
    """撤回: takes back one's own 办结 (within ``UNDO_WITHIN``) or 申请销号 (until decided); the office, anybody's.

    Of an item that is neither closed nor submitted, the newest step that can be taken back (``steps.take_back``). A
    tick, and a figure that was counted, are taken back whatever else happened to the item: where they are the newest,
    or nothing else is the speaker's.
    """
    tick = next(ticks_to_take_back(item, by, at, is_office=is_office), None)
    if tick is not None and tick == newest_change(item):
        return take_tick_back(item, tick, by, at)
    place = newest_figure(item, by, at, is_office=is_office)
    if place is not None and item.history[place] is newest_step(item):
        return take_figure_back(item, place, by, at)
    try:
        return _take_back(item, by, at, is_office=is_office)
    except (NotDoneYet, ClosedByAnother, UndoTooLate):
        if place is not None:
            return take_figure_back(item, place, by, at)
        if tick is None:
            raise
        return take_tick_back(item, tick, by, at)


def newest_figure(item: Item, by: str, at: datetime, *, is_office: bool) -> int | None:
    """The place in the history of the newest figure that they may take back now."""
    theirs = figures_to_take_back(item, by, is_office=is_office)
    return next((place for place, step in theirs if at - step.at <= UNDO_WITHIN), None)


def _take_back(item: Item, by: str, at: datetime, *, is_office: bool) -> Item:
    newest = newest_step(item)
    is_apart = newest is not None and newest.did in _BY_ITSELF
    if item.status not in (ItemStatus.CLOSED, ItemStatus.SUBMITTED) or is_apart:
        return take_back(item, by, at, is_office=is_office)
    moves = _moves(item)
    last = moves[-1] if moves else None  # none: it was closed before it was imported
    if last is None or last.did not in (Did.CLOSE_OUT, Did.SUBMIT):
        raise UndoTooLate(item.number, item.title)
    require_theirs(item, last, by, is_office=is_office)
    if last.did is Did.CLOSE_OUT and at - last.at > UNDO_WITHIN:
        raise UndoTooLate(item.number, item.title)
    return take_step(item, Step(at, by, Did.UNDO), **_before_closing(item, moves))


def _moves(item: Item) -> list[Step]:
    """The steps that changed the state, apart from those that were taken back by name."""
    moves: list[Step] = []
    for step in item.history:
        if step.did is Did.UNDO and step.to:
            if moves and moves[-1].did == step.to:
                moves.pop()
        elif step.did in _MOVES:
            moves.append(step)
    return moves


def _before_closing(item: Item, moves: list[Step]) -> dict[str, Any]:
    """The fields as they stood before the newest move, which asked for closing."""
    restored: dict[str, Any] = {**NOT_CLOSED, "status": item.before or ItemStatus.ACKNOWLEDGED}
    if item.acknowledged_at == moves[-1].at:  # closing acknowledged it as well
        restored |= {"acknowledged_at": None, "acknowledged_by": ""}
    earlier = next((step for step in reversed(moves) if step.did not in _ASKING), None)
    if earlier is not None and earlier.did is Did.SEND_BACK:
        restored |= {"returned_at": earlier.at, "returned_reason": earlier.note}
    return restored


def is_granted(item: Item) -> bool:
    """Whether somebody approved its closing here, with one key or two; not so of what came closed with a workbook."""
    return _closed_by_one_of(GRANTS, item)


def is_closed_here(item: Item) -> bool:
    """The same, or that its unit closed it where its kind asks nobody."""
    return _closed_by_one_of(GRANTS | {Did.CLOSE_OUT}, item)


def _closed_by_one_of(steps: frozenset[Did], item: Item) -> bool:
    return any(step.did in steps and step.at == item.closed_at for step in item.history)


def closed_together(items: tuple[Item, ...], rules: Rules) -> tuple[Item, ...]:
    """逐一销号: of several items at once, those that need no approver. The others are asked for one by one."""
    return items if len(items) == 1 else tuple(item for item in items if not rules.kind(item.kind).verify)


def require_decidable(item: Item, by: str) -> None:
    """Raise unless closing was asked for, by somebody else, and not decided."""
    if item.status is ItemStatus.CLOSED:
        raise AlreadyClosed(item.number, item.title, item.closed_by, item.closed_at)
    if item.status is not ItemStatus.SUBMITTED:
        raise NotSubmitted(item.number, item.title)
    if item.submitted_by == by:
        raise NotYourOwn(item.number, item.title)


def taken_over(item: Item, at: datetime) -> Item:
    """The item as another unit takes it over: that unit signs it first, and is chased from then on only.

    What was submitted stays so; if that is taken back, it is still to be signed.
    """
    unsigned = replace(item, moved_at=at, acknowledged_at=None, acknowledged_by="", doubt=None)
    if item.status in IN_HAND:
        return replace(unsigned, status=ItemStatus.ASSIGNED, assigned_at=at)
    return replace(unsigned, assigned_at=at, before=ItemStatus.ASSIGNED) if item.status in OPEN else item
