"""A consistent copy of a ledger while the bot runs, made by another process. ``docs/restore.md`` says how to use it."""

import shutil
from pathlib import Path

from store.chain import Chain
from store.disk import RealDisk, sliced, write_whole
from store.enclosures import kept_bytes, named_by
from store.errors import BackupExists, JournalDamaged
from store.journal import file_of, folder_of, months
from store.ledger import spool_of
from store.lines import Enclosure, LedgerLink, Misfit


def backup(path: Path, to: Path) -> Path:
    """Copy the ledger, its journal and its spool into the folder ``to``, which must be new or empty.

    Returns the copy's ledger file. The ledger file is copied before the journal: whatever happens between the two is in
    the journal, which is copied up to its last complete transaction and checked on the way. The folder appears under
    its name only when it is complete.
    """
    path, to = path.absolute(), to.absolute()
    if to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise BackupExists(to)
    draft = to.with_name(to.name + ".part")
    if draft.exists():
        shutil.rmtree(draft)
    copy = draft / path.name
    folder_of(copy).mkdir(parents=True)
    disk = RealDisk()
    if path.exists():
        write_whole(disk, copy, sliced(path.read_bytes()))
    _copy_journal(disk, folder_of(path), folder_of(copy))
    if spool_of(path).is_dir():
        shutil.copytree(spool_of(path), spool_of(copy))
    disk.sync_folder(draft)
    if to.exists():
        to.rmdir()
    draft.replace(to)
    disk.sync_folder(to.parent)
    return to / path.name


def _copy_journal(disk: RealDisk, source: Path, target: Path) -> None:
    names = months(disk, source)
    named: list[Enclosure] = []
    place = None
    for month in names:
        path = file_of(source, month)
        data = disk.read(path)
        chain = Chain(place)
        try:
            for read in chain.read(data, is_last=month == names[-1]):
                if isinstance(read.link, LedgerLink):
                    named += named_by(read.line)
        except Misfit as misfit:
            raise JournalDamaged(path, chain.line, misfit.why) from misfit
        place = chain.place
        write_whole(disk, file_of(target, month), sliced((data + b"\n")[: chain.whole]))
    for enclosure in named:
        write_whole(disk, target / enclosure.file, sliced(kept_bytes(disk, source, enclosure)))
