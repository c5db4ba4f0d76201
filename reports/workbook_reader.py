"""The process that reads a workbook: sheets, headers and rows, with what could not be read, as JSON on its output.

It imports little, as it starts anew for every workbook. ``reports.workbook`` starts it.
"""

import os
import resource
import sys
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import msgspec
from msgspec import Struct

from domain.errors import BadWorkbook
from domain.imports.sheet import ItemSheet, RosterSheet, Sheets, WorkbookFault
from reports.package import WorkbookLimits, check_package

_OPEN_FILES = 64
_VISIBLE = "visible"
#: Answers come first: the workbook is read with what processor time is left.
_NICENESS = 10


class Answer(Struct, frozen=True, omit_defaults=True):
    """What the process says: the sheets, or why there are none."""

    sheets: Sheets | None = None
    fault: WorkbookFault | None = None


def main(arguments: list[str]) -> None:
    """Answer for the file and limits that the command line names."""
    limits = msgspec.json.decode(arguments[1], type=WorkbookLimits)
    confine(limits)
    answer = msgspec.json.encode(answer_for(Path(arguments[0]), limits))
    if len(answer) > limits.answer_bytes:
        answer = msgspec.json.encode(Answer(fault=WorkbookFault.TOO_HEAVY))
    sys.stdout.buffer.write(answer)


def confine(limits: WorkbookLimits) -> None:
    """Give this very process no more than the limits allow; there is no way back."""
    for what, most in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_FSIZE, limits.answer_bytes),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    os.nice(_NICENESS)


def answer_for(path: Path, limits: WorkbookLimits) -> Answer:
    """The sheets of the file, or the fault; nothing that the file does gets past here."""
    try:
        return Answer(sheets=read_sheets(path, limits))
    except BadWorkbook as refused:
        return Answer(fault=WorkbookFault(refused.reason))
    except (MemoryError, RecursionError):
        return Answer(fault=WorkbookFault.TOO_HEAVY)
    except Exception:  # noqa: BLE001 - a hostile file finds every way to fail in somebody else's parser
        return Answer(fault=WorkbookFault.DAMAGED)


def read_sheets(path: Path, limits: WorkbookLimits) -> Sheets:
    """Everything that the workbook says, read in the calling process; raises ``BadWorkbook``, or what a parser does."""
    from reports.repair import is_odd, repaired  # noqa: PLC0415 - openpyxl costs 0.2 s, and not every caller gets here

    check_package(path, limits)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of extensions that the reader leaves out
        if is_odd(path):
            return _read(repaired(path), limits)
        try:
            with path.open("rb") as file:
                return _read(file, limits)
        except (BadWorkbook, MemoryError, RecursionError):
            raise
        except Exception:  # noqa: BLE001 - what the reader rejects is mostly outside the cells
            return _read(repaired(path), limits)


def _read(file: IO[bytes], limits: WorkbookLimits) -> Sheets:
    items: list[ItemSheet] = []
    rosters: list[RosterSheet] = []
    unrecognised: list[str] = []
    hidden: list[str] = []
    for name, sheet in _each_sheet(file, limits, hidden):
        if isinstance(sheet, ItemSheet):
            items.append(sheet)
        elif isinstance(sheet, RosterSheet):
            rosters.append(sheet)
        else:
            unrecognised.append(name)
    if not items and not rosters and not hidden:
        raise BadWorkbook(WorkbookFault.NOTHING_FOUND)
    return Sheets(items=tuple(items), rosters=tuple(rosters), unrecognised=tuple(unrecognised), hidden=tuple(hidden))


def _each_sheet(
    file: IO[bytes], limits: WorkbookLimits, hidden: list[str]
) -> Iterator[tuple[str, ItemSheet | RosterSheet | None]]:
    """Each visible sheet that holds anything, read or ``None``; the names of hidden ones are added to ``hidden``."""
    from openpyxl.reader.excel import ExcelReader  # noqa: PLC0415

    from reports.grid import read_grid  # noqa: PLC0415
    from reports.rows import read_sheet  # noqa: PLC0415
    from reports.sheetxml import scan_sheet  # noqa: PLC0415

    reader: Any = ExcelReader(file, read_only=True, data_only=True, keep_links=False)
    reader.read()
    parts = {sheet.name: relation.target for sheet, relation in reader.parser.find_sheets() if _is_table(relation)}
    if len(parts) > limits.sheets:
        raise BadWorkbook(WorkbookFault.TOO_MANY_SHEETS)
    with zipfile.ZipFile(file) as package:
        for worksheet in reader.wb.worksheets:
            target = parts.pop(worksheet.title)
            if worksheet.sheet_state != _VISIBLE:
                hidden.append(worksheet.title)
                continue
            with package.open(target) as stream:
                scan = scan_sheet(stream, limits)
            if scan.last_row:
                bounds = {"max_row": scan.last_row, "max_col": scan.last_column}
                grid = read_grid(worksheet.iter_rows(min_row=1, min_col=1, **bounds), scan, reader.wb.epoch, limits)
                yield worksheet.title, read_sheet(worksheet.title, grid)
    if parts:  # the reader passes over a sheet that it does not find
        raise _SheetMissing(parts)


def _is_table(relation: Any) -> bool:
    return "chartsheet" not in relation.Type


class _SheetMissing(Exception):
    """The workbook names sheets that the reader found no part for."""


if __name__ == "__main__":
    main(sys.argv[1:])
