"""One step of an item: a new value, one version further, with a line of history; and how a step is taken back."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

import msgspec
from msgspec.structs import replace

from domain.errors import (
    AlreadyClosed,
    AlreadySubmitted,
    ClosedByAnother,
    NotDoneYet,
    NoteTooLong,
    NotInHand,
    ReasonMissing,
    UndoTooLate,
)
from domain.item import IN_HAND, OPEN, Did, Item, ItemStatus, Step
from domain.private_data import refuse_private

#: Characters of a note that an item keeps.
NOTE_LIMIT = 1000
#: How long a step of one's own may be taken back.
UNDO_WITHIN = timedelta(hours=24)
#: Steps after which what came before them can still be taken back: imports, 结转, and what a cooperating unit says.
_PASSED_OVER = frozenset({Did.AMEND, Did.CARRY, Did.TICK})


def take_step(item: Item, step: Step, **changes: Any) -> Item:
    """The item with these fields changed, one version and one line of history further."""
    return replace(item, version=item.version + 1, history=(*item.history, step), **changes)


def take_reversible_step(item: Item, step: Step, **changes: Any) -> Item:
    """The same; the step keeps what it changed, so that 撤回 can restore it."""
    was = {name: msgspec.to_builtins(getattr(item, name)) for name in changes}
    return take_step(item, replace(step, was=was), **changes)


def take_back(item: Item, by: str, at: datetime, *, is_office: bool) -> Item:
    """The item as it was before its newest step, taken back within ``UNDO_WITHIN`` (``require_theirs``).

    Raises ``NotDoneYet`` where the newest step is none that can be taken back.
    """
    last = newest_step(item)
    if last is None or not last.was:
        raise NotDoneYet(item.number, item.title)
    require_theirs(item, last, by, is_office=is_office)
    if at - last.at > UNDO_WITHIN:
        raise UndoTooLate(item.number, item.title)
    step = Step(at, by, Did.UNDO, to=last.did)
    return replace(restored(item, last), version=item.version + 1, history=(*item.history, step))


def newest_step(item: Item) -> Step | None:
    """The newest step that somebody took, apart from imports and the ticks of cooperating units."""
    return next((step for step in reversed(item.history) if not _is_passed_over(step)), None)


def newest_change(item: Item) -> Step | None:
    """The newest step that changed what anybody reads: 结转 does not."""
    return next((step for step in reversed(item.history) if step.did is not Did.CARRY), None)


def stands_since(item: Item, version: int) -> bool:
    """Whether the item is as that version showed it: 结转 changes nothing that anybody decides on."""
    newer = item.version - version
    if newer <= 0:
        return newer == 0
    since = item.history[-newer:]
    return len(since) == newer and all(step.did is Did.CARRY for step in since)


def standing(item: Item, dids: Collection[Did]) -> tuple[int, ...]:
    """The places in the history of such steps that were not taken back, oldest first.

    What took one back names its place (``Step.answers``); else it was the newest of its kind.
    """
    places: list[int] = []
    for place, step in enumerate(item.history):
        if step.did in dids:
            places.append(place)
        elif step.did is Did.UNDO and step.to in dids:
            same = (each for each in reversed(places) if item.history[each].did == step.to)
            gone = int(step.answers) if step.answers.isdecimal() else next(same, None)
            places = [each for each in places if each != gone]
    return tuple(places)


def newest_standing(item: Item, dids: Collection[Did]) -> Step | None:
    """The newest of such steps that was not taken back."""
    places = standing(item, dids)
    return item.history[places[-1]] if places else None


def step_of(item: Item, version: int) -> Step | None:
    """The step that made this version of the item."""
    place = len(item.history) - 1 - (item.version - version)
    return item.history[place] if 0 <= place < len(item.history) else None


def _is_passed_over(step: Step) -> bool:
    return step.did in _PASSED_OVER or (step.did is Did.UNDO and step.to == Did.TICK)


def require_theirs(item: Item, step: Step, by: str, *, is_office: bool) -> None:
    """Raise unless they may take the step back: who took it, in whose place (代) it was taken, and the office."""
    if by not in (step.by, step.on_behalf) and not is_office:
        raise ClosedByAnother(item.number, item.title, step.by)


def restored(item: Item, step: Step) -> Item:
    """The item with the fields that the step changed as they were before."""
    fields = {field.name: getattr(item, field.name) for field in msgspec.structs.fields(Item)}
    before = msgspec.convert(_needed(item) | step.was, type=Item)
    changed = {name: getattr(before, name) for name in step.was}
    if "ticks" in changed:  # those that the step dropped come back; units may have ticked since
        dropped = (tick for tick in before.ticks if tick.unit not in item.partners)
        changed["ticks"] = (*item.ticks, *dropped)
    return Item(**(fields | changed))


def _needed(item: Item) -> dict[str, Any]:
    """The fields that no document does without."""
    names = ("number", "kind", "title", "unit", "owner", "due", "status", "version")
    return {name: msgspec.to_builtins(getattr(item, name)) for name in names}


def checked(note: str) -> str:
    """The note as it is kept. Raises ``NoteTooLong``, and ``PrivateData`` for an ID or telephone number."""
    words = note.strip()
    if len(words) > NOTE_LIMIT:
        raise NoteTooLong(len(words), NOTE_LIMIT)
    refuse_private(words)
    return words


def checked_reason(note: str, item: Item) -> str:
    """The same for words that must be there."""
    words = checked(note)
    if not words:
        raise ReasonMissing(item.number, item.title)
    return words


def require_in_hand(item: Item) -> None:
    """Raise unless the unit still has to act on it."""
    if item.status in IN_HAND:
        return
    if item.status is ItemStatus.SUBMITTED:
        raise AlreadySubmitted(item.number, item.title)
    require_open(item)


def require_open(item: Item) -> None:
    """Raise unless it is 在办, awaiting approval included."""
    if item.status is ItemStatus.CLOSED:
        raise AlreadyClosed(item.number, item.title, item.closed_by, item.closed_at)
    if item.status not in OPEN:
        raise NotInHand(item.number, item.title, item.status)
