"""Writes a row into an item: a new one with its number, or a known one with what the row may change."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from domain.changes import was_of
from domain.closing import taken_over
from domain.imports.findings import Notice
from domain.imports.item_rows import RowDraft
from domain.imports.matching import written_number
from domain.imports.plan_fields import is_figure, tells_another_figure
from domain.imports.row_limits import RowLimit
from domain.imports.sheet import ItemSheet
from domain.instructions import marked
from domain.item import OPEN, Did, Evidence, Item, ItemStatus, Quota, Step
from domain.partners import kept_ticks
from domain.quota_setting import partners_with
from domain.series import as_first
from domain.text_forms import bare_name, plain_number


def assigned(item: Item, by: str, at: datetime) -> Item:
    """交办: the new item, its ladder starting now."""
    return replace(item, assigned_at=at, due_set_at=at, history=(Step(at, by, Did.ASSIGN),))


def amended_by(before: Item, after: Item, by: str, at: datetime, note: str) -> Item:
    """台账更新: the changed item, one version on, with both limits kept in words.

    A moved limit starts a new ladder, and so does a move to another unit, which signs first.
    """
    has_moved = (before.due, before.is_endless) != (after.due, after.is_endless)
    to = before.due if moves_plan(before, after) else ""
    was = was_of(before, after)
    if before.report_every != after.report_every:
        was["report_every"] = before.report_every  # the rhythm begins today
    was |= {name: "" for name in _FILLED if getattr(after, name) and not getattr(before, name)}
    return replace(
        taken_over(after, at) if before.unit != after.unit else after,
        version=before.version + 1,
        due_set_at=at if has_moved else before.due_set_at,
        history=(*before.history, Step(at, by, Did.AMEND, note, to=to, was=was)),
    )


#: Fields that are not watched, of which the history keeps that they were lacking (``domain.imports.changed_since``).
_FILLED = ("standard", "measures")


def moves_plan(before: Item, after: Item) -> bool:
    """Whether the limit of an item with a plan moved: its steps may have to (``domain.plan_shift``)."""
    return bool(before.milestones) and before.due != after.due and not after.is_endless


class Numbering(Struct, frozen=True):
    """A new item's number; ``ledger_number`` is the 序号 where that is another."""

    number: int
    ledger_number: str = ""


def give_numbers(drafts: Iterable[RowDraft], taken: Iterable[int]) -> list[Numbering]:
    """A number for each draft, none of them taken and none twice."""
    drafts, used = list(drafts), set(taken)
    wanted: dict[int, int] = {}  # number -> index of the draft that takes it
    for index, draft in enumerate(drafts):
        number = draft.own_number or plain_number(draft.number)
        if number and number not in used:
            wanted[number] = index
            used.add(number)
    own = {index: number for number, index in wanted.items()}
    following = max(used, default=0) + 1
    numbered: list[Numbering] = []
    for index, draft in enumerate(drafts):
        number = own.get(index)
        if number is None:
            number, following = following, following + 1
        numbered.append(Numbering(number, "" if draft.number == str(number) else draft.number))
    return numbered


_TEXTS = ("leader", "source", "reference", "measures", "standard", "remark")


class Row(Struct, frozen=True, gc=False):
    """A draft, the sheet it stands in, its limit and its start: all that an item takes from a workbook."""

    draft: RowDraft
    sheet: ItemSheet
    limit: RowLimit
    start_on: date | None = None
    start_notice: Notice | None = None
    alike: Item | None = None  # an open item that a person may have meant
    fields: dict[str, Any] = {}


def fresh_item(row: Row, numbering: Numbering) -> Item:
    """The new item, without instants and history."""
    draft, limit = row.draft, row.limit
    item = Item(
        number=numbering.number,
        ledger_number=numbering.ledger_number,
        sheet=draft.place.sheet,
        kind=draft.kind.name,
        title=draft.title,
        unit=draft.unit,
        owner=draft.owner,
        status=draft.status,
        version=1,
        due=limit.due,
        due_written=limit.due_written,
        is_endless=limit.is_endless,
        start_on=row.start_on or limit.start_on,
        partners=draft.partners,
        marks=draft.marks,
        is_sensitive=draft.kind.sensitive if draft.is_sensitive is None else draft.is_sensitive,
        progress=_progress(draft),
        evidence=(Evidence(words=draft.row.evidence),) if draft.row.evidence else (),
    )
    item = marked(_shared(replace(item, **(_texts(draft) | row.fields))))
    return as_first(item) if limit.every and item.status in OPEN else item


def amended(item: Item, row: Row) -> Item:
    """The known item as the row would have it; its version and history are not yet counted on."""
    draft, limit, headings = row.draft, row.limit, row.sheet.headings
    changes: dict[str, Any] = {field: text for field, text in _texts(draft).items() if field in headings}
    changes |= {"title": draft.title, "unit": draft.unit}
    if not draft.is_owner_assumed or draft.unit != item.unit:
        changes["owner"] = draft.owner
    changes |= {"due": limit.due, "due_written": limit.due_written, "is_endless": limit.is_endless}
    changes["start_on"] = row.start_on or limit.start_on
    if not draft.is_kind_assumed:
        changes["kind"] = draft.kind.name
    if "partners" in headings or draft.is_unit_split or draft.is_owner_split:
        changes |= {"partners": draft.partners, "ticks": kept_ticks(item, draft.partners)}
    if "marks" in headings:
        changes["marks"] = draft.marks
    changes["is_sensitive"] = _is_sensitive(item, draft)
    if draft.number and draft.number != written_number(item):
        changes["ledger_number"] = "" if draft.number == str(item.number) else draft.number
    if draft.own_number != item.number:
        changes["sheet"] = draft.place.sheet
    return marked(_shared(replace(item, **(changes | row.fields)), item.quota))


def _shared(item: Item, before: Quota | None = None) -> Item:
    """The item whose units with a new share of its quota cooperate on it."""
    quota = item.quota
    if quota is None or quota == before or not quota.shares:
        return item
    return replace(item, partners=partners_with(item, quota))


def _is_sensitive(item: Item, draft: RowDraft) -> bool:
    """What the row says; where it says nothing the item stays as it is, unless it becomes one of a sensitive kind."""
    if draft.is_sensitive is not None:
        return draft.is_sensitive
    has_become = not draft.is_kind_assumed and draft.kind.name != item.kind and draft.kind.sensitive
    return item.is_sensitive or has_become


def reports_otherwise(item: Item, draft: RowDraft) -> bool:
    """Whether the row tells another progress, another 已完成数, or that the item is done or not.

    None of it is taken from a workbook.
    """
    tells_progress = bool(_progress(draft)) and _progress(draft) != item.progress
    tells_state = bool(draft.row.state or draft.row.crossed_off)
    is_closed = item.status is ItemStatus.CLOSED
    return (
        tells_progress
        or tells_another_figure(draft.row, item)
        or (tells_state and (draft.status is ItemStatus.CLOSED) != is_closed)
    )


def _progress(draft: RowDraft) -> str:
    """What the row says of how far it is: 进展, and a state that is none of ours (部分销号), so that it is not lost."""
    return "\n".join(filter(None, (draft.row.progress, draft.unknown_state)))


def _texts(draft: RowDraft) -> dict[str, str]:
    texts = {field: getattr(draft.row, field) for field in _TEXTS}
    if not is_figure(draft.row.score):  # 每项扣0.5分 says how it is counted
        texts["standard"] = "\n".join(filter(None, (texts["standard"], draft.row.score)))
    return texts | {"leader": bare_name(draft.row.leader)}
