"""A list as a workbook: a title, a heading for each group, a header that stays in sight, one page wide."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from reports.grid import safe_cell
from reports.list_columns import Table, Value
from reports.saving import save_whole

_THIN = Side(style="thin", color="FF999999")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_WRAPPED = Alignment(vertical="center", wrap_text=True)
_CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
_TITLE, _BOLD = Font(name="方正小标宋简体", size=18), Font(name="黑体", size=11)
_PLAIN = Font(name="仿宋", size=11)
_DAY = "yyyy-mm-dd"
_A4 = 9
#: Of the title, of the line below it, and of the header.
_HEAD_ROWS = 3


def write_table(table: Table, path: Path) -> None:
    """Write the list to ``path``, whole or not at all. A text is no formula."""
    book = Workbook(write_only=True)
    add_table(book, table)
    save_whole(book, path)


def add_table(book: Workbook, table: Table) -> None:
    """The list as one more sheet of a workbook that is only written."""
    sheet: Any = book.create_sheet(table.title)
    last = get_column_letter(len(table.columns))
    for place, (_, width) in enumerate(table.columns, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = f"A{_HEAD_ROWS + 1}"
    sheet.print_title_rows = f"{_HEAD_ROWS}:{_HEAD_ROWS}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    merged = []
    for place, row in enumerate(_rows(table, sheet), 1):
        cells, is_merged = row
        sheet.append(cells)
        if is_merged:
            merged.append(f"A{place}:{last}{place}")
    for area in merged:
        sheet.merged_cells.add(area)


def _rows(table: Table, sheet: Any) -> Iterable[tuple[list[Any], bool]]:
    """The cells of each row, and whether they are one."""
    yield [_cell(sheet, table.title, _TITLE, _CENTRED, is_framed=False)], True
    yield [_cell(sheet, table.subtitle, _PLAIN, _WRAPPED, is_framed=False)], True
    yield [_cell(sheet, heading, _BOLD, _CENTRED) for heading, _ in table.columns], False
    for group in table.groups:
        if group.heading:
            blank = [_cell(sheet, "", _BOLD, _WRAPPED) for _ in table.columns[1:]]
            yield [_cell(sheet, group.heading, _BOLD, _WRAPPED), *blank], True
        for row in group.rows:
            yield [_cell(sheet, value, _PLAIN, _WRAPPED) for value in row], False


def _cell(sheet: Any, value: Value, font: Font, alignment: Alignment, *, is_framed: bool = True) -> Any:
    cell = safe_cell(sheet, value)
    cell.font, cell.alignment = font, alignment
    if is_framed:
        cell.border = _BORDER
    if isinstance(value, date):
        cell.number_format = _DAY
    return cell
