"""A copy of a ledger in a database, made while the bot runs: a ledger of files, which can be opened anywhere."""

from pathlib import Path

from store.journal import checkpoint
from store.journal.backup import make_backup, write_journal
from store.journal.disk import RealDisk, make_folder, sliced, write_whole
from store.journal.files import spool_of
from store.journal.months import folder_of
from store.postgres.source import JournalRows, journal_rows


def backup(url: str, schema: str, path: Path, to: Path) -> Path:
    """Copy the ledger, its journal and its spool, all as of one instant, into the folder ``to``, new or empty.

    ``path`` is what the ledger file is called. Returns the copy's. Raises ``StoreError``, and then leaves nothing.
    """
    path, to = path.resolve(), to.resolve()
    with journal_rows(url, schema, path) as rows:
        make_backup(to, lambda draft: write_files(rows, draft / path.name))
    return to / path.name


def write_files(rows: JournalRows, path: Path) -> None:
    """Write that ledger as one of files; raises ``OSError``, and ``StoreError`` where a line does not fit."""
    disk = RealDisk()
    found = rows.tables()
    position = write_journal(disk, rows, folder_of(path))
    make_folder(spool_of(path))
    for name, data in rows.files():
        write_whole(disk, spool_of(path) / name, sliced(data))
    write_whole(disk, path, checkpoint.slices(found.tables, schema=found.schema, position=position))
