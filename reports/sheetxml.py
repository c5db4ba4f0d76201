"""What openpyxl does not tell of a sheet, read from its XML."""

from typing import IO
from xml.parsers import expat

from msgspec import Struct
from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries

from domain.errors import BadWorkbook
from domain.imports.sheet import WorkbookFault
from reports.package import WorkbookLimits

_CHUNK = 1 << 16
_TEXT_RESULT = "str"  # the type of a formula whose result is text: an empty one was saved as empty


_TRUE = frozenset({"1", "true"})


class Area(Struct, frozen=True):
    """A merged area, by its first and last row and column, all counted from 1."""

    top: int
    left: int
    bottom: int
    right: int


class Scan(Struct):
    """What the pass found."""

    merges: list[Area]
    hollow: set[tuple[int, int]]
    hidden: set[int]  # rows that a filter, or somebody, has hidden
    last_row: int = 0
    last_column: int = 0


def scan_sheet(stream: IO[bytes], limits: WorkbookLimits) -> Scan:
    """Pass over one sheet; raise ``BadWorkbook`` where it holds something beyond the caps."""
    return _Pass(limits).over(stream)


class _Pass:
    """The handlers of one pass, and where it stands."""

    def __init__(self, limits: WorkbookLimits) -> None:
        self._limits = limits
        self._scan = Scan([], set(), set())
        self._row = self._column = 0
        self._kind = ""
        self._inside = ""
        self._has_formula = self._has_value = False
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text

    def over(self, stream: IO[bytes]) -> Scan:
        while chunk := stream.read(_CHUNK):
            self._parser.Parse(chunk)
        self._parser.Parse(b"", True)
        return self._scan

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._inside = name.rpartition(" ")[2]
        if self._inside == "row":
            self._row = int(float(attributes.get("r", self._row + 1)))
            self._column = 0
            if attributes.get("hidden") in _TRUE:
                self._scan.hidden.add(self._row)
        elif self._inside == "c":
            self._start_cell(attributes)
        elif self._inside == "f":
            self._has_formula = True
        elif self._inside == "mergeCell":
            self._keep_merge(attributes["ref"])

    def _start_cell(self, attributes: dict[str, str]) -> None:
        if "r" in attributes:
            self._column = coordinate_to_tuple(attributes["r"])[1]  # the reader goes by the row's own number as well
        else:
            self._column += 1
        self._kind = attributes.get("t", "n")
        self._has_formula = self._has_value = False

    def _text(self, text: str) -> None:
        if self._inside in ("v", "t") and text.strip():
            self._has_value = True

    def _end(self, name: str) -> None:
        self._inside = ""
        if name.rpartition(" ")[2] != "c":
            return
        if self._has_formula and not self._has_value and self._kind != _TEXT_RESULT:
            self._scan.hollow.add((self._row, self._column))
        if self._has_value or self._has_formula:
            self._grow()

    def _grow(self) -> None:
        if self._row > self._limits.rows:
            raise BadWorkbook(WorkbookFault.TOO_MANY_ROWS)
        if self._column > self._limits.columns:
            raise BadWorkbook(WorkbookFault.TOO_MANY_COLUMNS)
        self._scan.last_row = max(self._scan.last_row, self._row)
        self._scan.last_column = max(self._scan.last_column, self._column)

    def _keep_merge(self, reference: str) -> None:
        left, top, right, bottom = range_boundaries(reference)
        if left is None or top is None or right is None or bottom is None:  # whole columns: nothing to fill
            return
        if len(self._scan.merges) >= self._limits.merges:
            raise BadWorkbook(WorkbookFault.TOO_HEAVY)
        self._scan.merges.append(Area(top, left, bottom, right))
