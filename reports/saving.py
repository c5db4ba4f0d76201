"""Saves a workbook whole or not at all."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from openpyxl import Workbook

#: Who runs the program may write it, their group may read it.
_MODE = 0o640


def save_whole(book: Workbook, path: Path) -> None:
    """Save to a temporary file and rename it: nobody opens half a workbook."""
    handle, draft = tempfile.mkstemp(suffix=".xlsx", prefix=".", dir=path.parent)
    with suppress(OSError, AttributeError):  # a file system, or a whole system, without modes
        os.fchmod(handle, _MODE)
    os.close(handle)
    try:
        book.save(draft)
        Path(draft).replace(path)
    finally:
        Path(draft).unlink(missing_ok=True)
