"""Watches that what is acknowledged is in a file that will be found again: folders move, links change, locks vanish.

The journal itself looks at its file in every commit; what else may happen is looked at each second
(docs/decisions/0019-files-that-keep-their-names.md).
"""

from contextlib import suppress
from pathlib import Path

from store.disk import identity_at
from store.errors import Displaced, JournalDamaged, LedgerLocked
from store.journal import Journal
from store.lock import Hold


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
        """The ledger file was written anew: hold that one from here on."""
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
