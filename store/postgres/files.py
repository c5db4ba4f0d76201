"""The spool in the database: files that letters, papers and previews name are there before the lines that name them.

Each process works with the folder of its own machine. The holder brings what is new in it; a standby fetches what the
others brought.
"""

import threading
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from store.engine import Entry
from store.journal.disk import RealDisk, make_folder, sliced, write_whole
from store.postgres.connection import Connection
from store.postgres.patience import allow
from store.rows import OUTBOX, PAPERS, PREVIEWS

#: What the document of a letter with a file has in it.
_OF_FILES = b'"file":"'
#: What is still being written.
_DRAFTS = (".part", ".new")
#: What a file has at most, in bytes.
_LARGE = 50 * 1024 * 1024

_PUT = """
with held as materialized (select from lease where epoch = %s for share)
insert into files (name, data) select name, data from (values (%s::text, %s::bytea)) as t (name, data), held
on conflict (name) do update set data = excluded.data
"""
_REMOVE = """
with held as materialized (select from lease where epoch = %s for share)
delete from files using held where name = any(%s)
"""


class Version(Struct, frozen=True):
    """One file of the folder, as it was when the database had the same."""

    size: int
    modified_ns: int


def names_files(entry: Entry) -> bool:
    """Whether the transaction may name a file of the spool."""
    if PAPERS in entry.ledger or PREVIEWS in entry.mail:
        return True
    letters = entry.mail.get(OUTBOX)
    return letters is not None and any(row is not None and _OF_FILES in row for row in letters.values())


class Spool:
    """One folder, and what of it the database has. Any thread but the ledger's may call its methods."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._held: dict[str, Version] = {}
        self._fetched: dict[str, str] = {}  # name -> the version of the row

    def upload(self, connection: Connection, epoch: int) -> None:
        """Bring what is new in the folder; raises what the database raises."""
        with self._lock:
            for name, version in self._found().items():
                if self._held.get(name) == version:
                    continue
                with suppress(FileNotFoundError):  # swept meanwhile
                    data = (self.folder / name).read_bytes()
                    allow(connection, len(data))
                    connection.execute(_PUT, (epoch, name, data))
                    self._held[name] = version

    def fetch(self, connection: Connection) -> None:
        """Bring into the folder what others have put into the database since the last time. May raise ``OSError``."""
        rows = dict(connection.execute("select name, xmin::text from files").fetchall())
        make_folder(self.folder)
        for name, version in rows.items():
            if self._fetched.get(name) != version or not (self.folder / name).exists():
                self._bring(connection, name)
        self._fetched = rows

    def sweep(self, connection: Connection, epoch: int) -> None:
        """Remove from the database what was here and is not any more: its letters are settled."""
        with self._lock:
            found = self._found()
            gone = [name for name in self._held if name not in found]
            if gone:
                connection.execute(_REMOVE, (epoch, gone))
                for name in gone:
                    del self._held[name]

    def _bring(self, connection: Connection, name: str) -> None:
        allow(connection, _LARGE)
        row = connection.execute("select data from files where name = %s", (name,), binary=True).fetchone()
        if row is None or Path(name).name != name:
            return
        path = self.folder / name
        data = bytes(row[0])
        if not path.exists() or path.read_bytes() != data:
            write_whole(RealDisk(), path, sliced(data))
        found = path.stat()
        self._held[name] = Version(found.st_size, found.st_mtime_ns)

    def _found(self) -> dict[str, Version]:
        found: dict[str, Version] = {}
        with suppress(FileNotFoundError):  # no folder yet
            for path in self.folder.iterdir():
                with suppress(FileNotFoundError):  # swept meanwhile
                    stat = path.stat()
                    if not _is_draft(path.name):
                        found[path.name] = Version(stat.st_size, stat.st_mtime_ns)
        return found


def _is_draft(name: str) -> bool:
    return name.startswith(".") or name.endswith(_DRAFTS)
