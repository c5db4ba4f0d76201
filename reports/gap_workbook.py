"""What items lack, as a workbook to be filled in and sent back (待补表): a row an item, what it lacks yellow."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from domain.gaps import Gap
from domain.item import Item
from domain.limits import written_limit
from domain.measures import words_of_measures
from reports.grid import safe_cell
from reports.saving import save_whole

#: Headings as ``reports.columns`` reads them, with a width in characters; and which gap each fills.
_COLUMNS: tuple[tuple[str, int, Gap | None], ...] = (
    ("督办号", 8, None),
    ("事项", 40, None),
    ("责任单位", 18, None),
    ("责任人", 10, Gap.OWNER),
    ("完成时限", 14, Gap.LIMIT),
    ("完成标准", 36, Gap.STANDARD),
    ("措施", 36, Gap.MEASURES),
)
_THIN = Side(style="thin", color="FF999999")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_WRAPPED = Alignment(vertical="center", wrap_text=True)
_LACKING = PatternFill("solid", fgColor="FFFFF2A8")
_A4 = 9


class GapRow(Struct, frozen=True):
    """An item and what it lacks."""

    item: Item
    gaps: tuple[Gap, ...]


def write_gaps(rows: Iterable[GapRow], path: Path) -> None:
    """Write the rows to ``path``, whole or not at all. A text is no formula."""
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet("待补表")
    for place, (_, width, _gap) in enumerate(_COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.append([_cell(sheet, heading, is_head=True) for heading, _, _ in _COLUMNS])
    for row in rows:
        values = _values(row.item)
        cells = []
        for value, (_, _, gap) in zip(values, _COLUMNS, strict=True):
            cell = _cell(sheet, value)
            if gap is not None and gap in row.gaps:
                cell.fill = _LACKING
            cells.append(cell)
        sheet.append(cells)
    save_whole(book, path)


def _values(item: Item) -> tuple[str | int | date, ...]:
    limit = "长期坚持" if item.is_endless else (written_limit(item.due) or item.due)
    return (item.number, item.title, item.unit, item.owner, limit, item.standard, words_of_measures(item))


def _cell(sheet: Any, value: str | int | date, *, is_head: bool = False) -> Any:
    cell = safe_cell(sheet, value)
    cell.font = Font(name="黑体" if is_head else "仿宋", size=11)
    cell.alignment, cell.border = _WRAPPED, _BORDER
    if isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    return cell
