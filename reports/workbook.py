"""Has a workbook read by a process of its own (``reports.workbook_reader``), which can't take the bot along."""

import asyncio
import contextlib
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO

import msgspec
from msgspec import Raw, Struct
from msgspec.structs import replace

from domain.errors import BadWorkbook
from domain.imports.sheet import ItemRow, ItemSheet, RosterSheet, Sheets, WorkbookFault
from reports.child_environment import child_environment
from reports.package import WorkbookLimits, check_size

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


class _Sheets(Struct, frozen=True):
    """``Sheets`` whose item sheets are not looked into yet."""

    items: tuple[Raw, ...] = ()
    rosters: tuple[RosterSheet, ...] = ()
    unrecognised: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()


class _Answer(Struct, frozen=True):
    """``Answer`` with these."""

    sheets: _Sheets | None = None
    fault: WorkbookFault | None = None


_ROW = msgspec.json.Decoder(ItemRow).decode


def sheets_of(answer: bytes) -> Sheets:
    """What the process wrote, as sheets. One that was stopped by its limits wrote nothing whole.

    Of a large workbook these are 100,000 objects: whoever has a thread makes them, and lets go of them, there. Row by
    row, since no other thread has its turn while one call decodes.
    """
    try:
        read = msgspec.json.decode(answer, type=_Answer)
        if read.sheets is not None:
            found = read.sheets
            return Sheets(
                items=tuple([_sheet_of(sheet) for sheet in found.items]),
                rosters=found.rosters,
                unrecognised=found.unrecognised,
                hidden=found.hidden,
            )
    except msgspec.DecodeError as error:
        raise BadWorkbook(WorkbookFault.TOO_HEAVY) from error
    raise BadWorkbook(read.fault or WorkbookFault.DAMAGED)


def _sheet_of(written: Raw) -> ItemSheet:
    fields = msgspec.json.decode(written, type=dict[str, Raw])
    rows = msgspec.json.decode(fields.pop("rows", b"[]"), type=list[Raw])
    sheet = msgspec.json.decode(msgspec.json.encode(fields), type=ItemSheet)
    return replace(sheet, rows=tuple([_ROW(row) for row in rows]))


def _command(path: Path, limits: WorkbookLimits) -> list[str]:
    return [sys.executable, "-m", "reports.workbook_reader", str(path.resolve()), msgspec.json.encode(limits).decode()]


def _all_of(answer: IO[bytes], limits: WorkbookLimits) -> bytes:
    answer.seek(0)
    return answer.read(limits.answer_bytes)
