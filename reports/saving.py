"""Saves a file whole or not at all."""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # it costs 0.2 s, and a chart or a calendar has no cells
    from openpyxl import Workbook

#: Who runs the program may write it, their group may read it.
_MODE = 0o640


@contextmanager
def draft_of(path: Path) -> Iterator[Path]:
    """A temporary file beside ``path``, which takes its place at the end, unless that is never reached."""
    handle, name = tempfile.mkstemp(suffix=path.suffix, prefix=".", dir=path.parent)
    with suppress(OSError, AttributeError):  # a file system, or a whole system, without modes
        os.fchmod(handle, _MODE)
    os.close(handle)
    draft = Path(name)
    try:
        yield draft
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def new_book(path: Path) -> Iterator["Workbook"]:
    """A workbook that is only written, and saved at the end: nobody opens half of it.

    Raises ``OSError`` where the system does not take it. The cells go to a temporary file while they are appended.
    """
    from lxml.etree import SerialisationError  # noqa: PLC0415 - openpyxl writes cells by it
    from openpyxl import Workbook  # noqa: PLC0415

    book = Workbook(write_only=True)
    try:
        yield book
        with draft_of(path) as draft:
            book.save(draft)
    except SerialisationError as error:
        number = getattr(errno, str(error).removeprefix("IO_"), errno.EIO)  # all that lxml tells: IO_ENOSPC
        raise OSError(number, os.strerror(number), str(path)) from error
    finally:
        for sheet in book.worksheets:
            _let_go(sheet)


def _let_go(sheet: Any) -> None:
    """Close a sheet that could not be written to its end; openpyxl keeps its file until the process ends."""
    rows, writer = sheet._rows, sheet._writer  # noqa: SLF001 - it offers no way to give up
    for stream in (rows, writer and writer.xf):
        with suppress(Exception):  # the end of the sheet is refused as the rest was
            stream.close()
    if writer is not None:
        Path(writer.out).unlink(missing_ok=True)
