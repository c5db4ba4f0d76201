"""A consistent copy of a ledger while the bot runs, made by another process. ``docs/restore.md`` says how to use it."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from store.engine import Enclosure
from store.errors import BackupExists, LedgerUnreadable, TargetFault, TargetRefused, fault_of
from store.journal.disk import FOLDER_MODE, RealDisk, make_folder, restrict, sliced, write_whole
from store.journal.enclosures import named_by
from store.journal.files import spool_of
from store.journal.lines import LedgerLink
from store.journal.months import Position, folder_of
from store.journal.replay import JournalFiles, Source


def backup(path: Path, to: Path) -> Path:
    """Copy the ledger, its journal and its spool into the folder ``to``, which must be new or empty.

    Returns the copy's ledger file. The ledger file is copied before the journal: whatever happens between the two is in
    the journal, which is copied up to its last complete transaction and checked on the way. The folder appears under
    its name only when it is complete; until then a folder of a name that nothing else has holds it.
    Raises ``BackupExists`` or ``TargetRefused``, and then leaves nothing behind.
    """
    path, to = path.resolve(), to.resolve()
    if any(own in (to, *to.parents) for own in (folder_of(path), spool_of(path))):
        raise TargetRefused(to, TargetFault.INSIDE)
    make_backup(to, lambda draft: _copy(path, draft / path.name))
    return to / path.name


def make_backup(to: Path, fill: Callable[[Path], None]) -> None:
    """Make the folder ``to``, which must be new or empty, of what ``fill`` writes into an empty one: all or nothing."""
    _require_target(to)
    try:
        make_folder(to.parent)
        draft = Path(tempfile.mkdtemp(prefix=f"{to.name}.part-", dir=to.parent))
    except OSError as error:
        raise TargetRefused(to, fault_of(error), str(error)) from error
    try:
        draft.chmod(FOLDER_MODE)
        fill(draft)
        draft.replace(to)  # an empty folder of that name makes room
        RealDisk().sync_folder(to.parent)
    except OSError as error:
        raise TargetRefused(to, fault_of(error), str(error)) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _require_target(to: Path) -> None:
    try:
        if to.exists() and not to.is_dir():
            raise TargetRefused(to, TargetFault.IS_FILE)
        if to.is_dir() and any(to.iterdir()):
            raise BackupExists(to)
    except OSError as error:
        raise TargetRefused(to, fault_of(error), str(error)) from error


def _copy(path: Path, copy: Path) -> None:
    disk = RealDisk()
    if path.exists():
        write_whole(disk, copy, sliced(_read(path)))
    write_journal(disk, JournalFiles(disk, folder_of(path), lambda month, _: _read(month)), folder_of(copy))
    if spool_of(path).is_dir():
        _copy_spool(spool_of(path), spool_of(copy))
    disk.sync_folder(copy.parent)


def write_journal(disk: RealDisk, source: Source, folder: Path) -> Position:
    """Write a journal's months and what they name into a folder; where it ends there. Each line is checked."""
    make_folder(folder)
    named: list[Enclosure] = []
    end = Position()
    for text in source.texts():
        named += [each for read in text.lines() if isinstance(read.link, LedgerLink) for each in named_by(read.line)]
        write_whole(disk, folder / text.path.name, sliced((text.data + b"\n")[: text.chain.whole]))
        if text.chain.place is not None:
            end = Position(text.path.stem, text.chain.whole, text.chain.place)
    for enclosure in named:
        write_whole(disk, folder / enclosure.file, sliced(source.kept(enclosure)))
    return end


def _read(path: Path) -> bytes:
    """What can't be read is the ledger's trouble, not the target's."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise LedgerUnreadable(path, str(error), "see to the file's rights") from error


def _copy_spool(source: Path, target: Path) -> None:
    make_folder(target)
    for file in source.iterdir():
        try:
            shutil.copy2(file, target / file.name)
        except FileNotFoundError:  # it was sent meanwhile
            continue
        restrict(target / file.name)
