"""What items lack, as a workbook to be filled in and sent back (待补表): a row an item, what it lacks yellow."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct
from openpyxl.styles import PatternFill

from domain.gaps import Gap
from domain.imports.changed_since import GAP_SHEET
from domain.item import Item
from domain.limits import written_limit
from domain.measures import words_of_measures
from reports.saving import new_book
from reports.sheet_style import BOLD, PLAIN, WRAPPED, set_page, styled_cell

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
_LACKING = PatternFill("solid", fgColor="FFFFF2A8")


class GapRow(Struct, frozen=True):
    """An item and what it lacks."""

    item: Item
    gaps: tuple[Gap, ...]


def write_gaps(rows: Iterable[GapRow], path: Path) -> None:
    """Write the rows to ``path``, whole or not at all. A text is no formula."""
    with new_book(path) as book:
        sheet: Any = book.create_sheet(GAP_SHEET)
        set_page(sheet, (width for _, width, _ in _COLUMNS), header=1)
        sheet.append([styled_cell(sheet, heading, BOLD, WRAPPED) for heading, _, _ in _COLUMNS])
        for row in rows:
            values = _values(row.item)
            cells = []
            for value, (_, _, gap) in zip(values, _COLUMNS, strict=True):
                cell = styled_cell(sheet, value, PLAIN, WRAPPED)
                if gap is not None and gap in row.gaps:
                    cell.fill = _LACKING
                cells.append(cell)
            sheet.append(cells)


def _values(item: Item) -> tuple[str | int | date, ...]:
    limit = "长期坚持" if item.is_endless else (written_limit(item.due) or item.due)
    return (item.number, item.title, item.unit, item.owner, limit, item.standard, words_of_measures(item))
