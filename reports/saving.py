"""Saves a file whole or not at all."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

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


def save_whole(book: Workbook, path: Path) -> None:
    """Save the workbook: nobody opens half of it."""
    with draft_of(path) as draft:
        book.save(draft)
