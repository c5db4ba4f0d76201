"""Cells that are written back: what people typed stays text, whatever it looks like."""

from datetime import date
from typing import Any

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, WriteOnlyCell

#: What a cell of the format may hold.
_LONGEST = 32_767
#: A text that begins like this is a formula to a programme that is asked to edit it.
_FORMULA_LIKE = ("=", "+", "-", "@", "\t", "\r")
_DATE = "yyyy-mm-dd"


def safe_cell(sheet: Any, value: Any) -> Cell:
    """A cell with a text, a number, a day or nothing; a text is no formula, and becomes none when edited."""
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)[:_LONGEST]
    cell = WriteOnlyCell(sheet, value or None)
    if isinstance(value, str) and value:
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(_FORMULA_LIKE)
    elif isinstance(value, date):
        cell.number_format = _DATE
    return cell
