"""What a ledger takes of its disk, and when it was written and backed up last."""

import shutil
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct

from store.journal.files import folder_of


class Footprint(Struct, frozen=True):
    """Sizes in bytes; ``None``: there is no such file."""

    file_bytes: int
    journal_bytes: int
    free_bytes: int
    written_at: datetime | None
    backed_up_at: datetime | None


def footprint_of(path: Path) -> Footprint:
    """As it is now; raises ``OSError`` where the disk can't be asked."""
    return Footprint(
        path.stat().st_size if path.exists() else 0,
        sum(each.stat().st_size for each in folder_of(path).glob("*") if each.is_file()),
        free_bytes(path),
        _changed_at(path),
        _changed_at(_mark_of(path)),
    )


def free_bytes(path: Path) -> int:
    """How much may still be written beside the ledger file."""
    return shutil.disk_usage(path.parent).free


def note_backup(path: Path) -> None:
    """Leave a mark beside the ledger that it was backed up now. Who may not write there leaves none."""
    with suppress(OSError):
        _mark_of(path).touch()


def _mark_of(path: Path) -> Path:
    return path.with_name(path.name + ".backed-up")


def _changed_at(path: Path) -> datetime | None:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except FileNotFoundError:
        return None
