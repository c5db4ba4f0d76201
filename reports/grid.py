"""A sheet as a grid of cells, merged ones filled, read as the office sees it."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from msgspec import Struct, field
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, WriteOnlyCell
from openpyxl.utils.datetime import from_excel, to_excel
from openpyxl.utils.escape import unescape

from domain.imports.sheet import CellFault
from reports.dateformat import CHINESE_FORMATS, is_date_format, shown_date, shown_number
from reports.package import WorkbookLimits
from reports.sheetxml import Area, Scan

#: What a cell of the format may hold.
_LONGEST = 32_767
#: A text that begins like this is a formula to a programme that is asked to edit it.
_FORMULA_LIKE = ("=", "+", "-", "@", "\t", "\r")
_DATE = "yyyy-mm-dd"


def safe_cell(sheet: Any, value: Any) -> Cell:
    """A cell with a text, a number, a day or nothing; a text is no formula, and becomes none when edited."""
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)[:_LONGEST]
    cell = WriteOnlyCell(sheet, None if value == "" else value)
    if isinstance(value, str) and value:
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(_FORMULA_LIKE)
    elif isinstance(value, date):
        cell.number_format = _DATE
    return cell


_ERROR_CELL = "e"
_GENERAL = "General"
#: Serial numbers of the days from 2000 to 2099; others in a date column are no dates.
_SERIALS = range(36_526 - 1_462, 73_051)
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})
#: Signs of one emoji that is made of several; anywhere else a joiner is nothing.
_JOINED = re.compile("(?<=[\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])\u200d(?=[\u2600-\u27bf\U0001f000-\U0001faff])")


class Grid(Struct):
    """Rows and columns count from 1, as on the screen; an empty cell is ``""``."""

    rows: list[list[str]]
    serials: dict[tuple[int, int], float] = field(default_factory=dict)  # plain numbers, should their column hold dates
    shown: dict[tuple[int, int], str] = field(default_factory=dict)  # dates and numbers whose format shows other words
    faults: dict[tuple[int, int], CellFault] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)  # rows
    epoch: datetime | None = None

    @property
    def height(self) -> int:
        return len(self.rows)

    @property
    def width(self) -> int:
        return len(self.rows[0]) if self.rows else 0

    def text(self, row: int, column: int) -> str:
        return self.rows[row - 1][column - 1]

    def day(self, row: int, column: int) -> str:
        """The cell of a date column, as it is shown: a plain number is a serial of the workbook's epoch."""
        shown = self.shown.get((row, column))
        if shown is not None:
            return shown
        serial = self.serials.get((row, column))
        if serial is None or self.epoch is None or int(serial) not in _SERIALS:
            return self.text(row, column)
        return plain_text(from_excel(serial, self.epoch))


def read_grid(cells: Iterable[Iterable[Any]], scan: Scan, epoch: datetime, limits: WorkbookLimits) -> Grid:
    """The grid of a sheet's cells (as the streaming reader gives them) and of what the pass over its XML found."""
    grid = Grid([], merges=scan.merges, hidden=scan.hidden, epoch=epoch)
    for row, line in enumerate(cells, 1):
        texts = [_read_cell(grid, cell, row, column, limits) for column, cell in enumerate(line, 1)]
        grid.rows.append(texts + [""] * (scan.last_column - len(texts)))
    for place in scan.hollow:
        grid.faults[place] = CellFault.HOLLOW_FORMULA
    _fill_downwards(grid)
    return grid


def _read_cell(grid: Grid, cell: Any, row: int, column: int, limits: WorkbookLimits) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == _ERROR_CELL:
        grid.faults[row, column] = CellFault.ERROR
    if isinstance(value, int | float) and not isinstance(value, bool):
        grid.serials[row, column] = value
    text = plain_text(value)
    shown = _shown(grid, cell, text)
    if shown is not None:
        grid.shown[row, column] = shown
    if len(text) > limits.cell_text:
        grid.faults[row, column] = CellFault.TOO_LONG
        return text[: limits.cell_text]
    return text


def _shown(grid: Grid, cell: Any, text: str) -> str | None:
    """What the cell shows, where its number format says less than its date, or more than its number."""
    value = cell.value
    if isinstance(value, bool) or not isinstance(value, datetime | int | float) or grid.epoch is None:
        return None
    code = _format_of(cell)
    if isinstance(value, datetime):
        return shown_date(code, value, to_excel(value, grid.epoch))  # type: ignore[no-untyped-call]
    if code == _GENERAL:
        return None
    if int(value) in _SERIALS and is_date_format(code, value):
        at = from_excel(value, grid.epoch)
        return shown_date(code, at, value) if isinstance(at, datetime) else None
    return shown_number(code, text)


def _format_of(cell: Any) -> str:
    """The cell's number format, also where the file has its number only."""
    try:
        code: str = CHINESE_FORMATS.get(cell.style_array.numFmtId) or cell.number_format
    except (IndexError, AttributeError):  # a style that the file lacks
        return _GENERAL
    return code


def plain_text(value: object) -> str:
    """A cell's value as a person would copy it; dates in ISO form, times only where there is one."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        day_only = value.time() == time()
        return value.date().isoformat() if day_only else value.isoformat(timespec="minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return _clean(str(value))


def _clean(text: str) -> str:
    """Without characters that nobody sees: controls, zero-width letters, switches of direction."""
    plain = unescape(text) if "_x00" in text else text  # how the format writes controls: _x000D_
    kept = plain.replace("\r\n", "\n").replace("\t", " ").replace("\xa0", " ")
    if kept.isprintable():
        return kept.strip()
    joiners = {found.start() for found in _JOINED.finditer(kept)}
    seen = (each == "\n" or at in joiners or unicodedata.category(each) not in _UNSEEN for at, each in enumerate(kept))
    return "".join(each for each, is_seen in zip(kept, seen, strict=True) if is_seen).strip()


def _fill_downwards(grid: Grid) -> None:
    """The first column of every merged area takes the area's text on all its rows, with the faults of its cell."""
    for area in grid.merges:
        if area.top > grid.height or area.left > grid.width:
            continue
        first = (area.top, area.left)
        for row in range(area.top + 1, min(area.bottom, grid.height) + 1):
            grid.rows[row - 1][area.left - 1] = grid.text(*first)
            if first in grid.serials:
                grid.serials[row, area.left] = grid.serials[first]
            if first in grid.shown:
                grid.shown[row, area.left] = grid.shown[first]
            if first in grid.faults:
                grid.faults[row, area.left] = grid.faults[first]
