"""A list as a workbook: a title, a heading for each group, a header that stays in sight, one page wide."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from reports.list_columns import Table
from reports.saving import new_book
from reports.sheet_style import BOLD, CENTRED, PLAIN, WRAPPED, set_page, styled_cell

_TITLE = Font(name="方正小标宋简体", size=18)
#: Of the title, of the line below it, and of the header.
_HEAD_ROWS = 3


def write_table(table: Table, path: Path) -> None:
    """Write the list to ``path``, whole or not at all. A text is no formula."""
    write_tables([table], path)


def write_tables(tables: Iterable[Table], path: Path) -> None:
    """The same of several lists, a sheet each."""
    with new_book(path) as book:
        for table in tables:
            add_table(book, table)


def add_table(book: Workbook, table: Table) -> None:
    """The list as one more sheet of a workbook that is only written."""
    sheet: Any = book.create_sheet(table.title)
    last = get_column_letter(len(table.columns))
    set_page(sheet, (width for _, width in table.columns), _HEAD_ROWS)
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
    yield [styled_cell(sheet, table.title, _TITLE, CENTRED, is_framed=False)], True
    yield [styled_cell(sheet, table.subtitle, PLAIN, WRAPPED, is_framed=False)], True
    yield [styled_cell(sheet, heading, BOLD, CENTRED) for heading, _ in table.columns], False
    for group in table.groups:
        if group.heading:
            blank = [styled_cell(sheet, "", BOLD, WRAPPED) for _ in table.columns[1:]]
            yield [styled_cell(sheet, group.heading, BOLD, WRAPPED), *blank], True
        for row in group.rows:
            yield [styled_cell(sheet, value, PLAIN, WRAPPED) for value in row], False
