"""How our own workbooks look: frames, fonts and days of cells, and one page wide on paper."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from reports.grid import safe_cell

_THIN = Side(style="thin", color="FF999999")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
WRAPPED = Alignment(vertical="center", wrap_text=True)
CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
BOLD, PLAIN = Font(name="黑体", size=11), Font(name="仿宋", size=11)
_DAY = "yyyy-mm-dd"
_A4 = 9


def set_page(sheet: Any, widths: Iterable[int], header: int) -> None:
    """Column widths in characters; the row ``header`` stays in sight, and heads every sheet of paper (A4 landscape)."""
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = f"A{header + 1}"
    sheet.print_title_rows = f"{header}:{header}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def styled_cell(sheet: Any, value: Any, font: Font, alignment: Alignment, *, is_framed: bool = True) -> Any:
    """A cell of such a sheet; a text is no formula."""
    cell = safe_cell(sheet, value)
    cell.font, cell.alignment = font, alignment
    if is_framed:
        cell.border = _BORDER
    if isinstance(value, date):
        cell.number_format = _DAY
    return cell
