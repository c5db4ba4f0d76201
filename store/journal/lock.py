"""One process owns the ledger, and its files stay where they are: the lock, and the watch over folder and links."""

import os
import sys
from contextlib import suppress
from pathlib import Path
from threading import Thread

from filelock import FileLock, Timeout

from store.errors import Displaced, JournalDamaged, LedgerLocked
from store.journal.disk import FILE_MODE, Identity, identity_at
from store.journal.months import Journal

if sys.platform != "win32":
    import fcntl


class Hold:
    """What this process holds of one ledger, until ``release``. A killed owner's hold ends at once."""

    def __init__(self, path: Path, folder: Path) -> None:
        """Take the ledger at ``path`` with the journal in ``folder``, or raise ``LedgerLocked``."""
        self._path = path
        self._file = path.with_name(path.name + ".lock")
        self._lock = FileLock(self._file, timeout=0, thread_local=False, mode=FILE_MODE)
        self._folder = _Held(folder)
        self._ledger = _Held(path)
        try:
            self._take()
        except BaseException:
            self.release()
            raise

    def renew(self) -> None:
        """Take again what was moved, deleted or replaced; raises ``LedgerLocked`` if another process was faster."""
        if identity_at(self._file) != self._identity:
            self._lock.release()
            self._take()
        else:
            self.take_new()

    def take_new(self) -> None:
        """Hold what was made since, a folder or a new version of the ledger file; raises ``LedgerLocked``."""
        if not (self._folder.take() and self._ledger.take()):
            raise LedgerLocked(self._path)

    def release(self) -> None:
        """Leave the ledger to others."""
        self._folder.let_go()
        self._ledger.let_go()
        self._lock.release()

    def _take(self) -> None:
        try:
            self._lock.acquire()
        except Timeout as error:
            raise LedgerLocked(self._path) from error
        self._identity: Identity | None = identity_at(self._file)
        self.take_new()


class _Held:
    """A file or folder that is held for as long as it is open; taken again when its name leads to another one."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None
        self._identity: Identity | None = None

    def take(self) -> bool:
        """False where another process holds it. What is missing or can't be held on this system counts as held."""
        identity = identity_at(self._path)
        if sys.platform == "win32" or identity is None or (self._handle is not None and identity == self._identity):
            return True
        try:
            handle = os.open(self._path, os.O_RDONLY | os.O_NONBLOCK)
        except OSError:
            return True
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return False
        except OSError:  # a network's file system that does not know how
            os.close(handle)
            return True
        replaced, self._handle, self._identity = self._handle, handle, identity
        if replaced is not None:  # with the last handle of a large file its room is freed: a tenth of a second
            Thread(target=os.close, args=(replaced,), daemon=True).start()
        return True

    def let_go(self) -> None:
        handle, self._handle = self._handle, None
        if handle is not None:
            with suppress(OSError):
                os.close(handle)


class Watch:
    """The names by which one ledger is found."""

    def __init__(self, named: Path, path: Path, hold: Hold, journal: Journal) -> None:
        """``named`` is the configured path, ``path`` the real one behind its links."""
        self._named = named
        self._path = path
        self._hold = hold
        self._journal = journal

    def require_in_place(self) -> None:
        """Raise ``Displaced`` if something is not where it was; nothing is then written until it is."""
        self._journal.barred = self._why()
        if self._journal.barred:
            raise Displaced(self._path, self._journal.barred)

    def follow(self) -> None:
        """The ledger file was replaced: hold the new one from here on."""
        with suppress(LedgerLocked):  # seen at the next look
            self._hold.take_new()

    @property
    def is_alarmed(self) -> bool:
        """Whether something was not in its place when last looked at."""
        return bool(self._journal.barred)

    def end(self) -> None:
        """Let go of the ledger."""
        self._hold.release()

    def _why(self) -> str:
        if self._named.resolve() != self._path:
            return f"{self._named} leads elsewhere by now"
        if identity_at(self._journal.folder) is None:
            return f"{self._journal.folder} was moved or deleted"
        try:
            self._hold.renew()
            self._journal.renew()
        except LedgerLocked:
            return "another process has taken the ledger"
        except (OSError, JournalDamaged) as error:
            return str(error)
        return ""
