"""The spool (待发文件): files wait there for their letter or their decision; what nobody waits for any more goes."""

from datetime import datetime, timedelta
from pathlib import Path

from store.ledger import Ledger

#: A file younger than this may belong to a letter that is not written yet, or to a preview that is still considered.
KEPT_FOR = timedelta(days=3)


def sweep(ledger: Ledger, now: datetime) -> int:
    """Delete files whose letters are settled and workbooks that nobody decided on; returns how many."""
    wanted = {letter.file for letter in ledger.waiting_letters() if letter.file}
    before = (now - KEPT_FOR).timestamp()
    stale = [path for path in _files(ledger.spool) if path.name not in wanted and _is_older(path, before)]
    for path in stale:
        path.unlink(missing_ok=True)
    return len(stale)


def _files(folder: Path) -> list[Path]:
    """Nothing where somebody has removed the folder: it is made again with the next file."""
    return list(folder.iterdir()) if folder.is_dir() else []


def _is_older(path: Path, before: float) -> bool:
    try:
        return path.is_file() and path.stat().st_mtime < before
    except FileNotFoundError:  # it was sent meanwhile
        return False
