"""One process owns the ledger: two would each replay, and then overwrite, what the other wrote."""

from pathlib import Path

from filelock import FileLock, Timeout

from store.errors import LedgerLocked


def lock(path: Path) -> FileLock:
    """Take the ledger's lock, or raise ``LedgerLocked``. A killed owner's lock is free at once."""
    held = FileLock(path.with_name(path.name + ".lock"), timeout=0, thread_local=False)
    try:
        held.acquire()
    except Timeout as error:
        raise LedgerLocked(path) from error
    return held
