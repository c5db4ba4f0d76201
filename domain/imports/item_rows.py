"""Judges one row of an item sheet by itself: a draft of an item, and what is wrong in it. Its limit is read later.

The order of the questions is the order in which an office would want to hear of them: a cell that can't be read comes
before what is missing, and private data before anything is quoted.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from domain.imports.cells import read_sensitivity
from domain.imports.changed_since import asks_for_gaps
from domain.imports.findings import Place, Reason, Refusal, quotable
from domain.imports.item_names import Names
from domain.imports.sheet import BadCell, CellFault, ItemRow, ItemSheet
from domain.item import Item, ItemStatus
from domain.private_data import is_private
from domain.rules import Kind, Rules
from domain.text_forms import (
    bare_name,
    is_everybody,
    is_unit_like,
    one_line,
    plain_number,
    says_nothing,
    split_names,
    written_form,
)

#: Columns without which a sheet promises nothing. One that names no owner is offered the units' heads.
REQUIRED = ("title", "unit", "due")
#: Characters that a field may have; other texts are bounded by what a cell may hold.
LENGTHS: Mapping[str, int] = dict(
    {
        "title": 500,
        "unit": 200,
        "owner": 200,
        "leader": 100,
        "partners": 500,
        "source": 500,
        "reference": 200,
        "marks": 200,
        "rules_made": 500,
        "instruction": 500,
        "parent": 500,
        "criterion": 500,
        "shares": 500,
        "quarters": 100,
        "verifier": 100,
        "urgency": 40,
    },
    **dict.fromkeys(
        ("due", "start_on", "instruction_day", "instruction_limit", "score", "observe_until", "report_every"), 60
    ),
    **dict.fromkeys(("quota_target", "quota_reached", "amount", "amount_put_right", "highlight", "counted_in"), 40),
    instruction_leader=40,
    **dict.fromkeys(("number", "kind", "state", "crossed_off", "sensitive"), 40),
)
_OF_FAULTS = {
    CellFault.HOLLOW_FORMULA: Reason.HOLLOW_FORMULA,
    CellFault.ERROR: Reason.CELL_ERROR,
    CellFault.TOO_LONG: Reason.TEXT_TOO_LONG,
}
_CELL_LIMIT = 5_000
_TEXTS = tuple(
    name
    for name in ItemRow.__struct_fields__
    if name not in {"row", "own_number", "due", "due_heading", "other_dues", "given_on", "start_on", "bad"}
)

_PROBLEM = "问题"
#: Headings of what people have complained of: sensitive, unless the office says otherwise.
_COMPLAINT = re.compile("诉求|投诉|反映")
#: 整改类, 信访件 and 12345工单 say no more than the label does.
_KIND_ENDING = re.compile(r"(类|类事项|事项|件|工单|热线)$")
_YES = frozenset({"是", "√", "✓", "1", "y", "yes", "有"})
_NO = frozenset({"否", "×", "✗", "x", "0", "n", "no", "无", "未", "没有"})
_DONE = frozenset(
    {"已完成", "完成", "办结", "已办结", "已销号", "销号", "已整改", "整改完成", "已整改到位", "整改到位", "全部完成"}
)
_DROPPED = frozenset({"已撤销", "撤销", "已取消", "取消"})
_PAUSED = frozenset({"已中止", "中止", "暂停"})
_GOING = frozenset(
    {
        "",
        "推进中",
        "持续推进",
        "未启动",
        "办理中",
        "正在办理",
        "正在推进",
        "进行中",
        "未完成",
        "未办结",
        "未销号",
        "未整改",
    }
    | {
        "整改中",
        "正在整改",
        "已交办",
        "交办",
        "未签收",
        "已签收",
        "在办",
        "待销号",
        "已申请销号",
        "长期坚持",
        "正常推进",
    }
)


class RowDraft(Struct, frozen=True, kw_only=True, gc=False):
    """A row that may become an item, its words put in order, its limit as written.

    In a row with something wrong unit and owner may be empty, and a kind that is unknown is the plain task.
    """

    place: Place
    row: ItemRow
    number: str  # 序号
    own_number: int | None
    kind: Kind
    is_kind_assumed: bool
    title: str
    unit: str
    partners: tuple[str, ...]
    is_unit_split: bool
    owner: str  # "" for an item that nobody owns yet
    is_owner_assumed: bool  # the sheet names nobody: the unit's head
    is_owner_split: bool  # of several the first
    status: ItemStatus
    unknown_state: str  # words of 办理状态 or 是否销号 that say neither that it is done nor that it is not
    marks: tuple[str, ...]
    is_sensitive: bool | None  # ``None``: the row says nothing


def judge_sheet(sheet: ItemSheet) -> Refusal | None:
    """The refusal of a sheet that lacks a required column."""
    missing = tuple(field for field in REQUIRED if field not in sheet.headings)
    if not missing:
        return None
    return Refusal(place=Place(sheet.name), reason=Reason.COLUMNS_MISSING, known=missing)


#: What a row at the foot of a sheet begins with: who filled it in, who checked it, a total, a note.
_FOOT = re.compile(
    r"(?:填[表报制]|制表|审[核批]|复核|报送|签[字发章]|主要负责|单位负责|分管领导|联系)(?:人|单位|日期|时间|电话)?"
    r"(?:\(?签[字名章]\)?)?\s*[::\uff1a]|(?:注|备注|说明|填表说明)\s*\d?\s*[::\uff1a]|(?:合|总|小|共)\s*计(?:[::\uff1a].*)?$"
)


def is_beside_the_point(row: ItemRow) -> bool:
    """Whether the row is no item at all: a section's title, a total, a signature."""
    is_whole = bool(row.title and row.unit and row.due)
    if not is_whole and any(_FOOT.match(one_line(cell)) for cell in (row.number, row.number or row.title)):
        return True
    is_titled = bool(row.title) and plain_number(row.number) is not None
    return not (row.unit or row.owner or row.due or row.bad or is_titled)


#: Columns that may be empty: 无 in one of them is no source, no measure and no 领导批示 that waits for an answer.
_OPTIONAL = (
    *("start_on", "given_on", "leader", "source", "reference", "measures", "standard", "progress", "evidence"),
    *("remark", "score", "parent", "quota_target", "quota_reached", "counted_in", "amount", "amount_put_right"),
    *("rules_made", "instruction", "instruction_leader", "instruction_day", "instruction_limit", "shares"),
    *("quarters", "report_every", "urgency", "criterion", "observe_until", "verifier"),
)


def without_nothing(row: ItemRow, known: Item | None) -> ItemRow:
    """The row with nothing in the cells that say so (无, /), unless the item that it is about has that very word."""
    said = ((field, text) for field in _OPTIONAL if (text := getattr(row, field)) and says_nothing(text))
    empty = [field for field, text in said if known is None or getattr(known, field, None) != text]
    return replace(row, **dict.fromkeys(empty, "")) if empty else row


def number_of(row: ItemRow) -> str:
    """The row's 序号: a number as such (一 too), anything else as written."""
    return written_form(one_line(row.number))


def names_nobody(sheet: ItemSheet) -> bool:
    """Whether the sheet has no owner in any row."""
    return "owner" not in sheet.headings or not any(row.owner for row in sheet.rows)


def judge_row(
    row: ItemRow, sheet: ItemSheet, names: Names, rules: Rules, *, by_heads: bool = False
) -> tuple[RowDraft, tuple[Refusal, ...]]:
    """The row's draft, and what is wrong in it: a row that has any of it is refused."""
    place = Place(sheet.name, row.row)
    units = tuple(dict.fromkeys(names.unit_names.read(name) for name in split_names(row.unit, names.units)))
    leaves_open = names.known if asks_for_gaps(place) else names.ownerless
    is_open = not row.owner and plain_number(row.own_number) in leaves_open
    by_heads = by_heads and not is_open
    owners = tuple(filter(None, (names.heads.get(unit) for unit in units[:1])))
    owners = ("",) if is_open else owners if by_heads else split_names(row.owner, names.people)
    kind, is_assumed = _kind(row, sheet, rules)
    faults = (*_unreadable(row, place, sheet), *_nobody(row, place, sheet, names, units, owners, by_heads=by_heads))
    if kind is None:
        labels = tuple(each.label for each in rules.kinds.values())
        faults = (*faults, refuse_cell(Reason.KIND_UNKNOWN, "kind", row, place, sheet, known=labels))
    others = map(names.unit_names.read, split_names(row.partners, names.units))
    partners = (*units[1:], *others, *owners[1:])
    unit, owner = next(iter(units), ""), next(iter(owners), "")
    draft = RowDraft(
        place=place,
        row=row,
        number=number_of(row),
        own_number=plain_number(row.own_number),
        kind=kind or rules.kind("task"),
        is_kind_assumed=is_assumed,
        title=one_line(row.title),
        unit=unit,
        partners=tuple(name for name in dict.fromkeys(partners) if name != unit),
        is_unit_split=len(units) > 1,
        owner=owner,
        is_owner_assumed=by_heads,
        is_owner_split=len(owners) > 1,
        status=_status(row),
        unknown_state=_unknown_state(row),
        marks=split_names(row.marks),
        is_sensitive=read_sensitivity(row.sensitive),
    )
    return draft, faults


def _unreadable(row: ItemRow, place: Place, sheet: ItemSheet) -> Iterator[Refusal]:
    for bad in row.bad:
        yield refuse_bad(bad, place)
    texts = {field: text for field in _TEXTS if (text := getattr(row, field))}
    for field in texts if is_private("\n".join(texts.values())) else ():  # most rows are asked once
        if is_private(texts[field]):
            yield Refusal(place=place, reason=Reason.PRIVATE_DATA, heading=sheet.headings.get(field, ""))
    for field, limit in LENGTHS.items():
        if len(getattr(row, field)) > limit:
            yield refuse_cell(Reason.TEXT_TOO_LONG, field, row, place, sheet, limit=limit)


def _nobody(
    row: ItemRow,
    place: Place,
    sheet: ItemSheet,
    names: Names,
    units: Sequence[str],
    owners: Sequence[str],
    *,
    by_heads: bool,
) -> Iterator[Refusal]:
    """What has no title, or nobody who answers for it."""
    questions = (
        (not one_line(row.title), Reason.NO_TITLE, "title"),
        (not units, Reason.NO_UNIT, "unit"),
        (any(is_everybody(unit) for unit in units), Reason.UNIT_IS_EVERYBODY, "unit"),
        (not owners, Reason.NO_HEAD if by_heads else Reason.NO_OWNER, "unit" if by_heads else "owner"),
        (any(_is_no_person(owner, names) for owner in owners[:1]), Reason.OWNER_IS_EVERYBODY, "owner"),
    )
    for holds, reason, field in questions:
        if holds:
            yield refuse_cell(reason, field, row, place, sheet)


def _is_no_person(name: str, names: Names) -> bool:
    return bool(name) and name not in names.people and (name in names.units or is_everybody(name) or is_unit_like(name))


def refuse_bad(bad: BadCell, place: Place) -> Refusal:
    """The refusal of a row, or of somebody's, for a cell that nobody can read."""
    limit = _CELL_LIMIT if bad.fault is CellFault.TOO_LONG else 0
    return Refusal(place=place, reason=_OF_FAULTS[bad.fault], heading=bad.heading, limit=limit)


def refuse_cell(reason: Reason, field: str, row: ItemRow, place: Place, sheet: ItemSheet, **more: Any) -> Refusal:
    """The refusal of a row for one of its cells, by the heading above it."""
    heading = row.due_heading if field == "due" else ""
    heading, cell = heading or sheet.headings.get(field, ""), quotable(getattr(row, field))
    return Refusal(place=place, reason=reason, heading=heading, cell=cell, **more)


def refuse_fields(draft: RowDraft, sheet: ItemSheet, fields: Sequence[str]) -> tuple[Refusal, ...]:
    """The refusals of a row in which fields of the plan can't be read."""
    row, place = draft.row, draft.place
    return tuple(refuse_cell(Reason.FIELD_UNCLEAR, field, row, place, sheet, known=(field,)) for field in fields)


def _kind(row: ItemRow, sheet: ItemSheet, rules: Rules) -> tuple[Kind | None, bool]:
    """The kind by its label, and whether it was assumed for want of a 类别."""
    written = bare_name(row.kind)
    kinds = tuple(rules.kinds.values())
    if written:
        words = {written, _KIND_ENDING.sub("", written)}
        return next((kind for kind in kinds if words & {kind.label, kind.name}), None), False
    return _assumed_kind(sheet, rules), True


def _assumed_kind(sheet: ItemSheet, rules: Rules) -> Kind:
    """整改任务台账 is a ledger of 整改: the plain task is what is left when nothing more particular is said."""
    plain = rules.kind("task")
    others = [kind for kind in rules.kinds.values() if kind.name != plain.name]
    limits = "".join(sheet.limit_headings) or sheet.headings["due"]
    for text in (sheet.name, sheet.headings["title"] + limits):
        for kind in others:
            if kind.label in text:
                return kind
        if text != sheet.name and _COMPLAINT.search(text) and "petition" in rules.kinds:
            return rules.kinds["petition"]
        if _PROBLEM in text and "rectification" in rules.kinds:
            return rules.kinds["rectification"]
    return plain


def _status(row: ItemRow) -> ItemStatus:
    """是否销号 decides whether it is closed, where it is filled in; 部分销号 is not."""
    state, crossed_off = _state_words(row.state), _state_words(row.crossed_off)
    if (crossed_off in _YES or crossed_off in _DONE) if crossed_off else state in _DONE:
        return ItemStatus.CLOSED
    if state in _DROPPED:
        return ItemStatus.CANCELLED
    return ItemStatus.SUSPENDED if state in _PAUSED else ItemStatus.ASSIGNED


def is_done(state: str) -> bool:
    """Whether the words of 办理状态 say that it is done."""
    return _state_words(state) in _DONE


def _state_words(cell: str) -> str:
    return one_line(cell).casefold().rstrip("。.,;；")


def _unknown_state(row: ItemRow) -> str:
    """办理状态 or 是否销号 as written, where it is none that is known: 部分销号, 等通知; else ``""``."""
    crossed_off = _state_words(row.crossed_off)
    if crossed_off not in _YES | _NO | _DONE | _DROPPED | _PAUSED | _GOING:
        return row.crossed_off
    return "" if _state_words(row.state) in _DONE | _DROPPED | _PAUSED | _GOING else row.state
