"""Reads an office's workbook without trusting it: in a process of its own, short of memory, time and secrets.

The file's bytes never meet a parser in the bot's own process; what comes back is plain JSON of known shape.
"""

import asyncio
import contextlib
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO

import msgspec

from domain.errors import BadWorkbook
from domain.sheet import Sheets, WorkbookFault
from reports.limits import WorkbookLimits
from reports.package import check_size
from reports.reading import Answer

_ROOT = Path(__file__).resolve().parents[1]
#: Nothing of the bot's own environment, which may hold the token.
_ENVIRONMENT = {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}


def read_workbook(path: Path, *, limits: WorkbookLimits | None = None) -> Sheets:
    """Everything the workbook says; raises ``BadWorkbook`` with a ``WorkbookFault``. Blocks: for the command line."""
    limits = limits or WorkbookLimits()
    check_size(path, limits)
    with tempfile.TemporaryFile() as answer:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and module; the path is one argument
            _command(path, limits), stdout=answer, stderr=subprocess.DEVNULL, cwd=_ROOT, env=_ENVIRONMENT
        )
        try:
            process.wait(limits.wall_seconds)
        except subprocess.TimeoutExpired as expired:
            raise BadWorkbook(WorkbookFault.TOO_HEAVY) from expired
        finally:
            process.kill()
            process.wait()
        return _read_answer(answer, limits)


async def read_workbook_async(path: Path, *, limits: WorkbookLimits | None = None) -> Sheets:
    """The same for the bot: the event loop goes on meanwhile, and a cancelled reader leaves no process behind."""
    limits = limits or WorkbookLimits()
    check_size(path, limits)
    with tempfile.TemporaryFile() as answer:
        process = await asyncio.create_subprocess_exec(
            *_command(path, limits),
            stdin=subprocess.DEVNULL,
            stdout=answer,
            stderr=subprocess.DEVNULL,
            cwd=_ROOT,
            env=_ENVIRONMENT,
        )
        try:
            await asyncio.wait_for(process.wait(), limits.wall_seconds)
        except TimeoutError as expired:
            raise BadWorkbook(WorkbookFault.TOO_HEAVY) from expired
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
        return await asyncio.to_thread(_read_answer, answer, limits)


def _command(path: Path, limits: WorkbookLimits) -> list[str]:
    return [sys.executable, "-m", "reports.reading", str(path.resolve()), msgspec.json.encode(limits).decode()]


def _read_answer(file: IO[bytes], limits: WorkbookLimits) -> Sheets:
    """What the process wrote. One that was stopped by its limits wrote nothing whole."""
    file.seek(0)
    try:
        answer = msgspec.json.decode(file.read(limits.answer_bytes), type=Answer)
    except msgspec.DecodeError as error:
        raise BadWorkbook(WorkbookFault.TOO_HEAVY) from error
    if answer.sheets is None:
        raise BadWorkbook(answer.fault or WorkbookFault.DAMAGED)
    return answer.sheets
