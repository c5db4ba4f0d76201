"""Has a workbook read by a process of its own (``reports.workbook_reader``), which can't take the bot along."""

import asyncio
import contextlib
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO

import msgspec

from domain.errors import BadWorkbook
from domain.imports.sheet import Sheets, WorkbookFault
from reports.child_environment import child_environment
from reports.package import WorkbookLimits, check_size
from reports.workbook_reader import Answer

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
    return [sys.executable, "-m", "reports.workbook_reader", str(path.resolve()), msgspec.json.encode(limits).decode()]


def _all_of(answer: IO[bytes], limits: WorkbookLimits) -> bytes:
    answer.seek(0)
    return answer.read(limits.answer_bytes)
