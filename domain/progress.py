"""Words, figures and evidence on an item (反馈进展、补充佐证): its state stays as it is."""

from datetime import datetime
from typing import Any

from msgspec.structs import replace

from domain.errors import EvidenceFull, EvidenceGone, NotInHand, UndoTooLate
from domain.item import Did, Evidence, EvidenceKind, Item, ItemStatus, Stage, Step
from domain.quota import Counted, standing_reports, without_figure
from domain.rules import Kind
from domain.steps import checked, checked_reason, newest_change, take_reversible_step, take_step

#: So many pieces of evidence an item keeps.
EVIDENCE_LIMIT = 60


def report(
    item: Item,
    by: str,
    at: datetime,
    note: str,
    *,
    stage: Stage | None = None,
    counted: Counted | None = None,
    answers: str = "",
    on_behalf: str = "",
) -> Item:
    """反馈进展: a word on the item, how far it has come, or what was reached of its quota (``domain.quota.count``).

    A closed item may still be supplemented. A figure alone is no newest word.
    """
    _require_reportable(item)
    words = checked(note)
    changes: dict[str, Any] = {}
    if words and not (counted and counted.is_all):
        changes["progress"] = words
    if stage is not None:
        changes["stage"] = stage
    if counted is not None:
        changes["quota"] = counted.quota
    to = "" if stage is None else stage.value
    step = Step(at, by, Did.PROGRESS, words, to=to, answers=answers, on_behalf=on_behalf)
    if counted is not None:
        step = replace(step, added=counted.added, share=counted.share)
    return take_reversible_step(item, step, **(changes or {"progress": item.progress}))


def hand_in(item: Item, by: str, at: datetime, pieces: tuple[Evidence, ...], on_behalf: str = "") -> Item:
    """补充佐证: these pieces; a file that the item has already is kept once. Raises ``EvidenceFull``."""
    _require_reportable(item)
    known = {piece.unique_id for piece in item.evidence if piece.unique_id and piece.returned_at is None}
    fresh = (piece for piece in pieces if piece.unique_id not in known)
    new = tuple(replace(piece, words=checked(piece.words), by=by, at=at) for piece in fresh)
    if len(item.evidence) + len(new) > EVIDENCE_LIMIT:
        raise EvidenceFull(item.number, item.title, EVIDENCE_LIMIT)
    if not new:
        return item
    note = next((piece.words for piece in new if piece.words), "")
    step = Step(at, by, Did.EVIDENCE, note, to=str(len(new)), on_behalf=on_behalf)
    return take_reversible_step(item, step, evidence=item.evidence + new)


def return_evidence(item: Item, place: int, by: str, at: datetime, reason: str) -> Item:
    """退回一件佐证: the piece at that place counts no more; the item goes on waiting for its approver."""
    words = checked_reason(reason, item)
    if not 0 <= place < len(item.evidence) or item.evidence[place].returned_at is not None:
        raise EvidenceGone(item.number, item.title)
    piece = replace(item.evidence[place], returned_at=at, returned_by=by, returned_reason=words)
    evidence = (*item.evidence[:place], piece, *item.evidence[place + 1 :])
    return take_reversible_step(item, Step(at, by, Did.RETURN_EVIDENCE, words, to=str(place + 1)), evidence=evidence)


def evidence_of(item: Item) -> tuple[Evidence, ...]:
    """The pieces that count: those that were not returned."""
    return tuple(piece for piece in item.evidence if piece.returned_at is None)


def lacks_evidence(item: Item, kind: Kind) -> bool:
    """Whether its kind wants evidence before 申请销号, and it has none."""
    return kind.verify and kind.needs_evidence and not evidence_of(item)


def has_file(piece: Evidence) -> bool:
    """Whether it can be shown again: a file that Telegram has, or a place."""
    return bool(piece.file_id) or piece.kind is EvidenceKind.LOCATION


def take_figure_back(item: Item, place: int, by: str, at: datetime) -> Item:
    """撤回反馈: what the report at that place of the history added is taken off; what came since stays.

    Its words are taken back as well where nothing came since. Raises ``FigureBelowZero``, and ``UndoTooLate`` where
    its share is no more.
    """
    step = item.history[place]
    quota = without_figure(item, step)
    if quota is None:
        raise UndoTooLate(item.number, item.title)
    changes: dict[str, Any] = {"quota": quota}
    if step is newest_change(item) and "progress" in step.was:
        changes["progress"] = step.was["progress"]
    undone = Step(at, by, Did.UNDO, to=Did.PROGRESS, answers=str(place), added=-step.added, share=step.share)
    return take_step(item, undone, **changes)


def reports_of(item: Item) -> tuple[Step, ...]:
    """Its reports that were not taken back, oldest first."""
    return tuple(item.history[place] for place in standing_reports(item))


def newest_word(item: Item) -> Step | None:
    """The newest report with words in it, as a list or a leader reads it."""
    return next((step for step in reversed(reports_of(item)) if step.note), None)


def _require_reportable(item: Item) -> None:
    if item.status in (ItemStatus.CANCELLED, ItemStatus.SUSPENDED):
        raise NotInHand(item.number, item.title, item.status)
