"""The rows that an import refused, as a workbook to correct and send again: their columns, and 未导入原因.

Columns that nobody takes are not repeated, nor what looks like an ID or telephone number.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from domain.imports.findings import Refusal
from domain.imports.row_joining import join_rows
from domain.imports.sheet import ItemRow, ItemSheet, PersonRow, RosterSheet, Sheets
from domain.private_data import is_private
from reports.columns import REASON_HEADING
from reports.grid import safe_cell
from reports.saving import new_book

#: Says one thing that is wrong in a refused row.
Say = Callable[[Refusal], str]

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_WIDE = frozenset({"title", "measures", "standard", "progress", "remark"})
_WIDTHS = {True: 36, False: 14}
_REASON_WIDTH = 48


def write_refused(sheets: Sheets, refused: Sequence[Refusal], say: Say, path: Path) -> None:
    """Write the refused rows of each sheet to ``path``, whole or not at all."""
    reasons: dict[str, dict[int, list[str]]] = {}
    for refusal in refused:
        said = map(say, (refusal, *refusal.more))
        reasons.setdefault(refusal.place.sheet, {}).setdefault(refusal.place.row, []).extend(said)
    with new_book(path) as book:
        known: tuple[ItemSheet | RosterSheet, ...] = (*sheets.items, *sheets.rosters)
        for sheet in known:
            if sheet.name in reasons:
                _write_sheet(book, sheet, reasons[sheet.name])


def _write_sheet(book: Workbook, sheet: ItemSheet | RosterSheet, reasons: Mapping[int, Sequence[str]]) -> None:
    rows = [(_cells(row, sheet), reason) for row, reason in _refused_rows(sheet, reasons)]
    wide = {sheet.headings[field] for field in _WIDE if field in sheet.headings}
    headings = dict.fromkeys((*sheet.headings.values(), *(heading for cells, _ in rows for heading in cells)))
    written: Any = book.create_sheet(sheet.name)
    written.freeze_panes = "A2"
    for number, heading in enumerate((*headings, REASON_HEADING), 1):
        width = _REASON_WIDTH if heading == REASON_HEADING else _WIDTHS[heading in wide]
        written.column_dimensions[get_column_letter(number)].width = width
    head = [safe_cell(written, heading) for heading in (*headings, REASON_HEADING)]
    for cell in head:
        cell.font = Font(bold=True)
    written.append(head)
    for cells, reason in rows:
        values = (*(_value(cells.get(heading, "")) for heading in headings), reason)
        written.append([safe_cell(written, value) for value in values])


def _cells(row: ItemRow | PersonRow, sheet: ItemSheet | RosterSheet) -> dict[str, str]:
    """The row's texts by their headings; of several limits each stands under its own."""
    cells = {heading: getattr(row, field) for field, heading in sheet.headings.items()}
    if isinstance(row, ItemRow) and (row.due_heading or row.other_dues):
        cells[sheet.headings["due"]] = ""
        cells[row.due_heading or sheet.headings["due"]] = row.due
        cells |= {other.heading: other.text for other in row.other_dues}
    return cells


def _refused_rows(
    sheet: ItemSheet | RosterSheet, reasons: Mapping[int, Sequence[str]]
) -> Iterator[tuple[ItemRow | PersonRow, str]]:
    """The rows with their reasons; those that belong to a refused row above come with it."""
    whole = reasons.get(0, ())
    continued = join_rows(sheet.rows) if isinstance(sheet, ItemSheet) else None
    joined = frozenset(continued.joined) if continued else frozenset()
    is_refused = False
    for row in sheet.rows:
        own = (*whole, *reasons.get(row.row, ()))
        is_refused = bool(own) or (is_refused and row.row in joined)
        if is_refused:
            yield row, "\n".join(own)


def _value(text: str) -> str | date:
    if _DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    return "" if is_private(text) else text
