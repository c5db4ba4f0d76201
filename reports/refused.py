"""The rows that an import refused, as a workbook to correct and send again: their columns, and 未导入原因 beside them.

Columns that nobody takes are not repeated, nor what looks like an ID or telephone number.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font

from domain.findings import Refusal
from domain.importing.continued import join_rows
from domain.privacy import is_private
from domain.sheet import ItemRow, ItemSheet, PersonRow, RosterSheet, Sheets
from reports.cells import safe_cell
from reports.columns import REASON_HEADING
from reports.export import save_whole

#: Says why a row was refused.
Say = Callable[[Refusal], str]

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_WIDE = frozenset({"title", "measures", "standard", "progress", "remark"})
_WIDTHS = {True: 36, False: 14}
_REASON_WIDTH = 48


def write_refused(sheets: Sheets, refused: Sequence[Refusal], say: Say, path: Path) -> None:
    """Write the refused rows of each sheet to ``path``, whole or not at all."""
    reasons: dict[str, dict[int, list[str]]] = {}
    for refusal in refused:
        reasons.setdefault(refusal.place.sheet, {}).setdefault(refusal.place.row, []).append(say(refusal))
    book = Workbook(write_only=True)
    known: tuple[ItemSheet | RosterSheet, ...] = (*sheets.items, *sheets.rosters)
    for sheet in known:
        if sheet.name in reasons:
            _write_sheet(book, sheet, reasons[sheet.name])
    save_whole(book, path)


def _write_sheet(book: Workbook, sheet: ItemSheet | RosterSheet, reasons: Mapping[int, Sequence[str]]) -> None:
    written: Any = book.create_sheet(sheet.name)
    written.freeze_panes = "A2"
    for number, field in enumerate((*sheet.headings, ""), 1):
        written.column_dimensions[_letter(number)].width = _WIDTHS[field in _WIDE] if field else _REASON_WIDTH
    head = [safe_cell(written, heading) for heading in (*sheet.headings.values(), REASON_HEADING)]
    for cell in head:
        cell.font = Font(bold=True)
    written.append(head)
    for row, reason in _refused_rows(sheet, reasons):
        texts = [_value(getattr(row, field)) for field in sheet.headings]
        written.append([safe_cell(written, value) for value in (*texts, reason)])


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


def _letter(number: int) -> str:
    """A column's letters: A, Z, AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
