"""Writes the whole ledger as a workbook that imports back without a change: one row an item, lists, and the roster.

督办号 is the item's own number: by it a row finds its item again even when its title was rewritten in the workbook.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from domain.imports.follow_up_fields import WRITTEN
from domain.imports.plan_fields import write_measures
from domain.imports.quota_fields import write_quarters, write_shares
from domain.item import Evidence, EvidenceKind, Item, ItemStatus
from domain.limits import written_limit
from domain.progress import evidence_of
from domain.roster import Person, Role, Roster
from domain.rules import Rules
from domain.text_forms import plain_number
from reports.grid import safe_cell
from reports.list_columns import Table
from reports.list_workbook import add_table
from reports.saving import new_book

#: An import reads so many rows of a sheet at most (``WorkbookLimits.rows``); a larger ledger goes on in the next sheet.
ROWS_A_SHEET = 15_000
_LEDGER, _ROSTER = "台账", "花名册"
#: Headings as ``reports.columns`` reads them, with a width in characters.
_ITEM_HEADINGS = (
    *(
        ("督办号", 8),
        ("序号", 8),
        ("类别", 8),
        ("事项", 48),
        ("来源", 24),
        ("文号", 20),
        ("措施", 36),
        ("完成标准", 36),
    ),
    *(("责任领导", 10), ("责任单位", 20), ("配合单位", 20), ("责任人", 10), ("开始时间", 12), ("完成时限", 12)),
    *(("进展", 36), ("办理状态", 10), ("标记", 14), ("敏感", 6), ("佐证材料", 24), ("备注", 24)),
    *(("分值", 6), ("亮点", 6), ("上级事项", 10), ("目标值", 10), ("已完成数", 10), ("计量单位", 10)),
    *(("涉及金额（万元）", 14), ("整改金额（万元）", 14), ("出台制度", 24), ("受理日期", 12)),
    *(("领导批示", 36), ("批示领导", 10), ("批示日期", 12), ("批示办理时限", 12)),
    *(("目标分解", 24), ("季度目标", 16), ("复查标准", 24), ("观察期至", 12), ("复查人", 10), ("报告周期", 12)),
    ("紧急程度", 10),
)
_ROSTER_HEADINGS = (
    ("姓名", 10),
    ("股室", 20),
    ("角色", 12),
    ("Telegram ID", 16),
    ("分管单位", 48),
    ("联络员", 16),
    ("状态", 8),
)
_ROLES = {
    Role.OFFICE: "办公室",
    Role.DIRECTOR: "局长",
    Role.DEPUTY: "分管领导",
    Role.HEAD: "股室负责人",
    Role.STAFF: "经办人",
    Role.INSPECTOR: "机关纪委",
}
_STATES = {
    ItemStatus.ASSIGNED: "已交办",
    ItemStatus.ACKNOWLEDGED: "办理中",
    ItemStatus.SUBMITTED: "待销号",
    ItemStatus.CLOSED: "已办结",
    ItemStatus.CANCELLED: "已撤销",
    ItemStatus.SUSPENDED: "中止",
}
_ENDLESS = "长期坚持"

Value = str | int | float | date | None


def write_ledger(
    items: Iterable[Item],
    roster: Roster,
    rules: Rules,
    path: Path,
    *,
    tables: Iterable[Table] = (),
    rows_a_sheet: int = ROWS_A_SHEET,
) -> int:
    """Write items and roster to ``path``, whole or not at all; returns how many items there were.

    ``tables`` are lists of the same items, a sheet each (``reports.list_tables``).
    """
    with new_book(path) as book:
        count = 0
        for number, part in enumerate(_parts(items, rows_a_sheet), 1):
            rows = [_item_row(item, rules) for item in part]
            _write_sheet(book, _LEDGER if number == 1 else f"{_LEDGER}{number}", _ITEM_HEADINGS, rows)
            count += len(rows)
        for table in tables:
            add_table(book, table)
        _write_sheet(book, _ROSTER, _ROSTER_HEADINGS, (_person_row(each) for each in (*roster.people, *roster.former)))
    return count


def _parts(items: Iterable[Item], rows_a_sheet: int) -> Iterator[list[Item]]:
    """The items in sheets' worth; one empty part for an empty ledger."""
    part: list[Item] = []
    for item in items:
        if len(part) == rows_a_sheet:
            yield part
            part = []
        part.append(item)
    yield part


def _write_sheet(
    book: Workbook, name: str, headings: Sequence[tuple[str, int]], rows: Iterable[Sequence[Value]]
) -> None:
    sheet: Any = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    for column, (_, width) in enumerate(headings):
        sheet.column_dimensions[get_column_letter(column + 1)].width = width
    head = [safe_cell(sheet, heading) for heading, _ in headings]
    for cell in head:
        cell.font = Font(bold=True)
    sheet.append(head)
    for row in rows:
        sheet.append([safe_cell(sheet, value) for value in row])


def _item_row(item: Item, rules: Rules) -> tuple[Value, ...]:
    return (
        item.number,
        plain_number(item.ledger_number) or item.ledger_number or item.number,
        rules.kind(item.kind).label,
        item.title,
        item.source,
        item.reference,
        write_measures(item),
        item.standard,
        item.leader,
        item.unit,
        "、".join(item.partners),
        item.owner,
        item.start_on,
        _limit(item),
        item.progress,
        _STATES[item.status],
        "、".join(item.marks),
        _sensitivity(item, rules),
        "、".join(_say_piece(piece) for piece in evidence_of(item)),
        item.remark,
        *_plan_cells(item),
    )


def _plan_cells(item: Item) -> tuple[Value, ...]:
    """What the item has beyond words: figures, its place in a family, and the newest 领导批示."""
    quota, newest = item.quota, item.instructions[-1] if item.instructions else None
    return (
        item.score,
        "是" if item.is_highlight else None,
        f"第{item.parent}号" if item.parent else None,
        quota.target if quota else None,
        quota.reached if quota else None,
        quota.counted_in if quota else None,
        item.amount,
        item.amount_put_right,
        "、".join(item.rules_made),
        item.received_on,
        *((newest.words, newest.leader, newest.day, newest.answer_by) if newest else (None,) * 4),
        write_shares(quota),
        write_quarters(quota),
        *(write(item) for write in WRITTEN.values()),
    )


#: What a piece without words and name is called.
PIECES: dict[EvidenceKind, str] = {
    EvidenceKind.WORDS: "",
    EvidenceKind.PHOTO: "照片",
    EvidenceKind.VIDEO: "视频",
    EvidenceKind.DOCUMENT: "文件",
    EvidenceKind.VOICE: "语音",
    EvidenceKind.LOCATION: "位置",
}


def _say_piece(piece: Evidence) -> str:
    return piece.words or piece.name or PIECES[piece.kind]


def _sensitivity(item: Item, rules: Rules) -> str:
    """是, or 否 where the kind alone would make it 是."""
    if item.is_sensitive:
        return "是"
    return "否" if rules.kind(item.kind).sensitive else ""


def _limit(item: Item) -> Value:
    """The limit as a real date where it is one; a time of day is kept in words, to the minute as it is stored."""
    if item.is_endless:
        return item.due_written or _ENDLESS
    limit = written_limit(item.due)
    return item.due if limit is None or isinstance(limit, datetime) else limit


def _person_row(person: Person) -> tuple[Value, ...]:
    oversees, liaisons = "、".join(person.oversees), "、".join(person.liaisons)
    state = "离岗" if person.left_at else ""  # 在岗 would bring somebody back who leaves meanwhile
    return (person.name, person.unit, _ROLES[person.role], person.telegram_id, oversees, liaisons, state)
