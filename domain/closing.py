"""How an item moves: 签收, 办结, 申请销号, 核销, 退回, 撤回. Each returns a new item, one step further."""

import re
import unicodedata
from datetime import datetime, timedelta
from typing import Any

from msgspec.structs import replace

from domain.errors import (
    AlreadyAcknowledged,
    AlreadyClosed,
    AlreadySubmitted,
    ClosedByAnother,
    NotDoneYet,
    NoteTooLong,
    NotInHand,
    NotSubmitted,
    NotYourOwn,
    PrivateData,
    ReasonMissing,
    UndoTooLate,
)
from domain.item import IN_HAND, OPEN, Did, Item, ItemStatus, Step
from domain.limits import after_return
from domain.rules import Kind, Rules

_GAP = r"[ \-]?"
_BIRTHDAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
#: Region, birthday, serial; the newer form has the century and a check digit.
_ID_NUMBER = re.compile(
    rf"(?<!\d)[1-9]\d{{5}}{_GAP}(?:(?:18|19|20)\d{{2}}{_BIRTHDAY}{_GAP}\d{{3}}[\dXx]|\d{{2}}{_BIRTHDAY}{_GAP}\d{{3}})(?!\d)"
)
_MOBILE = re.compile(rf"(?<!\d)(?:\+?(?:00)?86{_GAP})?1[3-9]\d{_GAP}\d{{4}}{_GAP}\d{{4}}(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)\(?0(?:10|2\d|[3-9]\d{2})\)?[ \-]{0,3}[2-9]\d{6,7}(?!\d)")
_NAMED_NUMBER = re.compile(r"(?:电话|手机|座机)\D{0,4}[2-9]\d{2,3}[ \-]?\d{4}(?!\d)")


def is_private(text: str) -> bool:
    """Whether the text holds something like an ID number, a mobile number or a landline."""
    plain = unicodedata.normalize("NFKC", text)
    plain = "".join(letter for letter in plain if unicodedata.category(letter) != "Cf")
    return any(shape.search(plain) for shape in (_ID_NUMBER, _MOBILE, _LANDLINE, _NAMED_NUMBER))


def refuse_private(text: str) -> None:
    """Raise ``PrivateData`` for a text that ``is_private``."""
    if is_private(text):
        raise PrivateData


#: Characters of a note that an item keeps.
NOTE_LIMIT = 1000
#: How long one's own 办结 or 申请销号 may be taken back.
UNDO_WITHIN = timedelta(hours=24)

#: Steps that leave the state as it is, and so do not stand in the way of taking back.
_STATELESS = frozenset({Did.PROGRESS, Did.AMEND})
#: Steps by which closing is asked for and taken back: what stood before them stands again after 撤回.
_ASKING = frozenset({Did.SUBMIT, Did.CLOSE_OUT, Did.UNDO})


def acknowledge(item: Item, by: str, at: datetime) -> Item:
    """签收: the assignment was received."""
    _require_in_hand(item)
    if item.status is ItemStatus.ACKNOWLEDGED:
        raise AlreadyAcknowledged(item.number, item.title)
    return _moved(
        item, Step(at, by, Did.ACKNOWLEDGE), status=ItemStatus.ACKNOWLEDGED, acknowledged_at=at, acknowledged_by=by
    )


def finish(item: Item, kind: Kind, by: str, at: datetime, note: str = "") -> Item:
    """``/done``: 办结, or 申请销号 where the kind verifies. It acknowledges as well, and answers a 退回."""
    _require_in_hand(item)
    words = _checked(note)
    changes: dict[str, Any] = {"before": item.status, "returned_at": None, "returned_reason": ""}
    if item.acknowledged_at is None:
        changes |= {"acknowledged_at": at, "acknowledged_by": by}
    if words:
        changes["progress"] = words
    if kind.verify:
        changes |= {"status": ItemStatus.SUBMITTED, "submitted_at": at, "submitted_by": by}
        return _moved(item, Step(at, by, Did.SUBMIT, words), **changes)
    changes |= {"status": ItemStatus.CLOSED, "closed_at": at, "closed_by": by}
    return _moved(item, Step(at, by, Did.CLOSE_OUT, words), **changes)


def approve(item: Item, by: str, at: datetime) -> Item:
    """核销: closing is granted. When it was asked for (``submitted_at``) stays, as that is what counts."""
    _require_decidable(item, by)
    return _moved(item, Step(at, by, Did.APPROVE), status=ItemStatus.CLOSED, closed_at=at, closed_by=by, before=None)


def send_back(item: Item, by: str, at: datetime, reason: str, rules: Rules) -> Item:
    """退回: back to the unit with a reason, to be answered within ``Rules.supplement_days`` work days."""
    _require_decidable(item, by)
    words = _checked(reason)
    if not words:
        raise ReasonMissing(item.number, item.title)
    supplement_by, in_time_until = after_return(item, at, rules)
    return _moved(
        item,
        Step(at, by, Did.SEND_BACK, words),
        status=ItemStatus.ACKNOWLEDGED,
        submitted_at=None,
        submitted_by="",
        returned_at=at,
        returned_reason=words,
        supplement_by=supplement_by,
        in_time_until=in_time_until,
        before=None,
    )


def undo(item: Item, by: str, at: datetime, *, is_office: bool = False) -> Item:
    """撤回: takes back one's own 办结 (within ``UNDO_WITHIN``) or 申请销号 (until decided); the office, anybody's."""
    moves = [step for step in item.history if step.did not in _STATELESS]
    if item.status not in (ItemStatus.CLOSED, ItemStatus.SUBMITTED) or not moves:
        raise NotDoneYet(item.number, item.title)
    last = moves[-1]
    if last.did not in (Did.CLOSE_OUT, Did.SUBMIT):
        raise UndoTooLate(item.number, item.title)
    if last.by != by and not is_office:
        raise ClosedByAnother(item.number, item.title, last.by)
    if last.did is Did.CLOSE_OUT and at - last.at > UNDO_WITHIN:
        raise UndoTooLate(item.number, item.title)
    return _moved(item, Step(at, by, Did.UNDO), **_before_closing(item, moves))


def _before_closing(item: Item, moves: list[Step]) -> dict[str, Any]:
    """The fields as they stood before the newest move, which asked for closing."""
    restored: dict[str, Any] = {
        "status": item.before or ItemStatus.ACKNOWLEDGED,
        "before": None,
        "submitted_at": None,
        "submitted_by": "",
        "closed_at": None,
        "closed_by": "",
    }
    if item.acknowledged_at == moves[-1].at:  # closing acknowledged it as well
        restored |= {"acknowledged_at": None, "acknowledged_by": ""}
    earlier = next((step for step in reversed(moves) if step.did not in _ASKING), None)
    if earlier is not None and earlier.did is Did.SEND_BACK:
        restored |= {"returned_at": earlier.at, "returned_reason": earlier.note}
    return restored


def report(item: Item, by: str, at: datetime, note: str, *, evidence: tuple[str, ...] = ()) -> Item:
    """反馈进展 or 补充佐证: a word on the item, its state unchanged. A closed one may still be supplemented."""
    if item.status in (ItemStatus.CANCELLED, ItemStatus.SUSPENDED):
        raise NotInHand(item.number, item.title, item.status)
    words = _checked(note)
    changes: dict[str, Any] = {"evidence": item.evidence + evidence}
    if words:
        changes["progress"] = words
    return _moved(item, Step(at, by, Did.PROGRESS, words), **changes)


def closed_together(items: tuple[Item, ...], rules: Rules) -> tuple[Item, ...]:
    """逐一销号: of several items at once, those that need no approver. The others are asked for one by one."""
    return items if len(items) == 1 else tuple(item for item in items if not rules.kind(item.kind).verify)


def _moved(item: Item, step: Step, **changes: Any) -> Item:
    return replace(item, version=item.version + 1, history=(*item.history, step), **changes)


def _checked(note: str) -> str:
    words = note.strip()
    if len(words) > NOTE_LIMIT:
        raise NoteTooLong(len(words), NOTE_LIMIT)
    refuse_private(words)
    return words


def _require_in_hand(item: Item) -> None:
    if item.status in IN_HAND:
        return
    if item.status is ItemStatus.CLOSED:
        raise AlreadyClosed(item.number, item.title, item.closed_by, item.closed_at)
    if item.status is ItemStatus.SUBMITTED:
        raise AlreadySubmitted(item.number, item.title)
    raise NotInHand(item.number, item.title, item.status)


def _require_decidable(item: Item, by: str) -> None:
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
    unsigned = replace(item, moved_at=at, acknowledged_at=None, acknowledged_by="")
    if item.status in IN_HAND:
        return replace(unsigned, status=ItemStatus.ASSIGNED, assigned_at=at)
    return replace(unsigned, assigned_at=at, before=ItemStatus.ASSIGNED) if item.status in OPEN else item
