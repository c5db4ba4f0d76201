"""Reads an office's workbook: its sheets, headers and rows, with what could not be read."""

import asyncio
import contextlib
import os
import resource
import subprocess
import sys
import tempfile
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import msgspec
from msgspec import Struct

from domain.errors import BadWorkbook
from domain.imports.sheet import ItemSheet, RosterSheet, Sheets, WorkbookFault
from reports.child_environment import child_environment
from reports.package import WorkbookLimits, check_package, check_size

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


_ROOT = Path(__file__).resolve().parents[1]


def read_workbook(path: Path, *, limits: WorkbookLimits | None = None) -> Sheets:
    """Everything the workbook says; raises ``BadWorkbook`` with a ``WorkbookFault``. Blocks: for the command line."""
    limits = limits or WorkbookLimits()
    check_size(path, limits)
    with tempfile.TemporaryFile() as answer:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and module; the path is one argument
            _command(path, limits), stdout=answer, stderr=subprocess.DEVNULL, cwd=_ROOT, env=child_environment()
        )
        try:
            process.wait(limits.wall_seconds)
        except subprocess.TimeoutExpired as expired:
            raise BadWorkbook(WorkbookFault.TOO_HEAVY) from expired
        finally:
            process.kill()
            process.wait()
        return sheets_of(_all_of(answer, limits))


async def ask_reader(path: Path, *, limits: WorkbookLimits | None = None) -> bytes:
    """What ``sheets_of`` reads, for the bot: the event loop goes on, a cancelled reader leaves no process behind."""
    limits = limits or WorkbookLimits()
    check_size(path, limits)
    with tempfile.TemporaryFile() as answer:
        process = await asyncio.create_subprocess_exec(
            *_command(path, limits),
            stdin=subprocess.DEVNULL,
            stdout=answer,
            stderr=subprocess.DEVNULL,
            cwd=_ROOT,
            env=child_environment(),
        )
        try:
            await asyncio.wait_for(process.wait(), limits.wall_seconds)
        except TimeoutError as expired:
            raise BadWorkbook(WorkbookFault.TOO_HEAVY) from expired
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
        return await asyncio.to_thread(_all_of, answer, limits)


def sheets_of(answer: bytes) -> Sheets:
    """What the process wrote, as sheets. One that was stopped by its limits wrote nothing whole.

    Of a large workbook these are 100,000 objects: whoever has a thread makes them, and lets go of them, there.
    """
    try:
        read = msgspec.json.decode(answer, type=Answer)
    except msgspec.DecodeError as error:
        raise BadWorkbook(WorkbookFault.TOO_HEAVY) from error
    if read.sheets is None:
        raise BadWorkbook(read.fault or WorkbookFault.DAMAGED)
    return read.sheets


def _command(path: Path, limits: WorkbookLimits) -> list[str]:
    return [sys.executable, "-m", "reports.workbook", str(path.resolve()), msgspec.json.encode(limits).decode()]


def _all_of(answer: IO[bytes], limits: WorkbookLimits) -> bytes:
    answer.seek(0)
    return answer.read(limits.answer_bytes)
