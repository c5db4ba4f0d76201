"""The sample bureau's workbook, in the shapes that offices give theirs.

A merged title, 填报单位 below it, the header in the third row (two-level for 整改), categories merged downwards, limits
as real dates, serial numbers and words; also a sheet that only explains, and one limit that can't be read.
"""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from msgspec import Struct
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from playground.demo.sample.bureau import SampleBureau, SampleItem, sample_bureau

_DAY_ZERO = date(1899, 12, 30)  # of the serial numbers
_ROLE_NAMES = {
    "office": "办公室",
    "director": "局长",
    "deputy": "分管领导",
    "head": "股室负责人",
    "staff": "经办人",
    "inspector": "机关纪委",
}
_EXPLANATION = (
    "填表说明",
    "1. 责任人只填一人，配合人员写入配合单位。",
    "2. 完成时限请写具体日期，例如12月15日；长期工作写“长期坚持”。",
    "3. 每周五下班前由各股室负责人核对后报局办公室。",
)


class Shape(Struct, frozen=True):
    """How one sheet is laid out: headings (an upper one after a ``/``), what stands below, which columns are merged."""

    headings: tuple[str, ...]
    values: Callable[[SampleItem, date], tuple[Any, ...]]
    merged: tuple[int, ...]


def write_sample(path: Path, monday: date) -> SampleBureau:
    """Write the workbook of the bureau whose played week begins on ``monday``."""
    bureau = sample_bureau(monday)
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, title in bureau.titles.items():
        items = [item for item in bureau.items if item.sheet == name]
        _write_table(book.create_sheet(name), title, _SHAPES[name], items, monday)
    write_roster(book.create_sheet("花名册"), bureau)
    explanation = book.create_sheet("填表说明")
    for line in _EXPLANATION:
        explanation.append([line])
    book.save(path)
    return bureau


def _write_table(sheet: Any, title: str, shape: Shape, items: Sequence[SampleItem], monday: date) -> None:
    write_heading(sheet, title, len(shape.headings), monday)
    first = _write_header(sheet, shape.headings)
    for item in items:
        sheet.append(list(shape.values(item, monday)))
    for column in shape.merged:
        _merge_downwards(sheet, column, first)
    sheet.append(["审核人：", None, None, "填表人："])


def write_heading(sheet: Any, title: str, width: int, monday: date) -> None:
    """The merged title, and below it who fills the table in, and when."""
    sheet.append([title])
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=width)
    sheet["A1"].font = Font(bold=True, size=16)
    sheet["A1"].alignment = Alignment(horizontal="center")
    sheet.append(["填报单位：局办公室", *[None] * (width - 2), f"填报日期：{monday.year}年{monday.month}月"])


def _write_header(sheet: Any, headings: Sequence[str]) -> int:
    """Writes one row of headings, or two where some have an upper one; returns the first row below."""
    parts = [heading.rpartition("/") for heading in headings]
    if not any(upper for upper, _, _ in parts):
        sheet.append(list(headings))
        return int(sheet.max_row) + 1
    sheet.append([upper or lower for upper, _, lower in parts])
    sheet.append([lower if upper else None for upper, _, lower in parts])
    row = int(sheet.max_row)
    column = 1
    for upper, run in groupby(parts, key=lambda part: part[0]):
        last = column + len(list(run)) - 1
        if upper:
            sheet.merge_cells(start_row=row - 1, end_row=row - 1, start_column=column, end_column=last)
        else:
            for each in range(column, last + 1):
                sheet.merge_cells(start_row=row - 1, end_row=row, start_column=each, end_column=each)
        column = last + 1
    return row + 1


def _merge_downwards(sheet: Any, column: int, first: int) -> None:
    """Cells of one column that say the same below each other become one, as offices like it."""
    letter = get_column_letter(column)
    cells = [(row, sheet[f"{letter}{row}"].value) for row in range(first, sheet.max_row + 1)]
    for value, run in groupby(cells, key=lambda cell: cell[1]):
        rows = [row for row, _ in run]
        if value and len(rows) > 1:
            sheet.merge_cells(f"{letter}{rows[0]}:{letter}{rows[-1]}")


def _limit(item: SampleItem, monday: date) -> Any:
    """The limit as this row writes it."""
    day = item.due_on
    if day is None or item.written not in _STYLES:
        return item.written
    year = "" if day.year == monday.year else f"{day.year}年"
    return {
        "date": day,
        "serial": (day - _DAY_ZERO).days,
        "dots": f"{day.year}.{day.month}.{day.day}",
        "text": f"{year}{day.month}月{day.day}日前",
    }[item.written]


_STYLES = frozenset({"date", "serial", "dots", "text"})
_SHAPES = {
    "重点任务": Shape(
        (
            *("序号", "类别", "任务来源", "工作任务", "完成标准", "责任领导", "责任股室", "具体责任人", "完成时限"),
            *("推进落实情况", "办理状态"),
        ),
        lambda item, monday: (
            *(item.number, item.kind, item.source, item.title, item.standard, item.leader, item.unit, item.owner),
            *(_limit(item, monday), item.progress or None, item.state),
        ),
        (2, 3),
    ),
    "问题整改台账": Shape(
        (
            *("序号", "类别", "反馈单位", "文号", "存在问题", "整改措施", "责任落实/责任领导", "责任落实/责任\n单位"),
            *("责任落实/责任人", "整改期限", "整改情况", "是否销号", "标记"),
        ),
        lambda item, monday: (
            *(item.number, item.kind, item.source, item.reference or None, item.title, item.measures, item.leader),
            *(item.unit, item.owner, _limit(item, monday), item.progress or None, item.crossed_off, item.marks or None),
        ),
        (2, 3, 4),
    ),
    "群众诉求": Shape(
        ("编号", "类别", "事项", "来源", "承办单位", "经办人", "办理时限", "是否敏感", "备注"),
        lambda item, monday: (
            *(item.number, item.kind, item.title, item.source, item.unit, item.owner, _limit(item, monday)),
            *(item.sensitive or None, item.remark or None),
        ),
        (2,),
    ),
}


def write_roster(sheet: Any, bureau: SampleBureau) -> None:
    """The roster's sheet."""
    sheet.append(["姓名", "股室", "角色", "Telegram ID", "分管单位"])
    for person in bureau.people:
        oversees = "、".join(person.oversees) or None
        sheet.append([person.name, person.unit, _ROLE_NAMES[person.role], person.telegram_id, oversees])
