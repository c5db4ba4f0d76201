"""A backup goes where it may and deletes nothing that is not its own; what is written is not for everybody's eyes."""

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from domain.letter import Letter
from store.bulk import make_batch
from store.errors import (
    BackupExists,
    JournalDamaged,
    LedgerUnreadable,
    StoreError,
    TargetFault,
    TargetRefused,
    fault_of,
)
from store.journal.backup import backup
from store.journal.enclosures import LONG
from store.journal.months import folder_of
from store.journal.verify import misread_file, verify
from store.ledger import Ledger
from tests.store.sample import NOW, a_letter, an_item


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """A running bot's ledger."""
    ledger = Ledger.open(tmp_path / "data" / "ledger.json", at=NOW)
    with ledger.transaction(at=NOW, by="办公室", did="import") as tx:
        tx.add_item(an_item(1))
        tx.queue(a_letter())
    yield ledger
    ledger.abandon()


def test_a_backup_deletes_nothing_that_it_did_not_write(ledger: Ledger, tmp_path: Path) -> None:
    """Fault 1.10: what lies under the name that a draft used to have stays; a failed one leaves nothing."""
    (tmp_path / "copy.part").mkdir()
    (tmp_path / "copy.part" / "照片.jpg").write_bytes(b"family")
    backup(ledger.path, tmp_path / "copy")
    ledger.abandon()
    month = folder_of(ledger.path) / "2026-11.jsonl"
    month.write_bytes(month.read_bytes().replace(b"import", b"imp0rt"))
    with pytest.raises(JournalDamaged):
        backup(ledger.path, tmp_path / "second")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy", "copy.part", "data"]
    assert (tmp_path / "copy.part" / "照片.jpg").read_bytes() == b"family"


def file(ledger: Ledger) -> Path:
    (target := ledger.path.with_name("target")).write_bytes(b"something")
    return target


def below_file(ledger: Ledger) -> Path:
    return file(ledger) / "copy"


def ledgers_folder(ledger: Ledger) -> Path:
    return ledger.path.parent


def in_journal(ledger: Ledger) -> Path:
    return folder_of(ledger.path) / "copy"


def spool(ledger: Ledger) -> Path:
    return ledger.spool


def link_to_file(ledger: Ledger) -> Path:
    (link := ledger.path.with_name("link")).symlink_to(file(ledger))
    return link


def no_room_for_names(ledger: Ledger) -> Path:
    return ledger.path.with_name("长" * 100)


@pytest.mark.parametrize(
    ("target", "fault"),
    [
        (file, TargetFault.IS_FILE),
        (below_file, TargetFault.NO_PARENT),
        (ledgers_folder, None),
        (in_journal, TargetFault.INSIDE),
        (spool, TargetFault.INSIDE),
        (link_to_file, TargetFault.IS_FILE),
        (no_room_for_names, TargetFault.OTHER),
    ],
)
def test_an_odd_target_is_refused_and_everything_stays(
    ledger: Ledger, target: Callable[[Ledger], Path], fault: TargetFault | None
) -> None:
    """Fault 1.10: one error that names the place and the reason, whatever is there."""
    to = target(ledger)
    before = sorted(ledger.path.parent.rglob("*"))
    with pytest.raises(StoreError) as caught:
        backup(ledger.path, to)
    if fault is None:
        assert isinstance(caught.value, BackupExists)
    else:
        assert isinstance(caught.value, TargetRefused)
        assert caught.value.fault is fault
    assert sorted(ledger.path.parent.rglob("*")) == before


def test_a_link_to_an_empty_folder_is_followed(ledger: Ledger, tmp_path: Path) -> None:
    """Fault 1.10: the copy is where the link leads, and the link stays one."""
    (real := tmp_path / "disk" / "backup").mkdir(parents=True)
    (link := tmp_path / "link").symlink_to(real)
    assert backup(ledger.path, link) == real / "ledger.json"
    assert link.is_symlink()


@pytest.mark.parametrize(
    ("number", "fault"),
    [(13, "no_permission"), (30, "read_only"), (28, "full"), (27, "full"), (2, "no_parent"), (5, "other")],
)
def test_what_the_system_refuses_with_has_a_reason(number: int, fault: str) -> None:
    """Fault 1.10: rights, a read-only disk, a full one."""
    assert fault_of(OSError(number, os.strerror(number))) == fault


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_files_are_0640_and_folders_0750_whatever_the_umask(tmp_path: Path, umask: int) -> None:
    """Fault 1.10: ledger, journal, enclosures, lock and spool, and a backup of them; telephone numbers are in it."""
    old = os.umask(umask)
    try:
        ledger = Ledger.open(tmp_path / "new" / "data" / "ledger.json", at=NOW)
        many = [an_item(number, title="长" * 400) for number in range(1, LONG // 1200)]
        batch = ledger.enclose(make_batch(many, (), ledger.moment()))
        with ledger.transaction(at=NOW, by="办公室", did="import") as tx:
            tx.enter(batch)
            tx.queue(Letter(chat_id=1, html="附件", file="催办.xlsx", queued_at=NOW))
        ledger.checkpoint()
        (ledger.spool / "催办.xlsx").write_bytes(b"file")
        (ledger.spool / "催办.xlsx").chmod(0o644)
        with ledger.transaction(at=NOW.replace(month=12), by="甲某", did="note") as tx:
            tx.save_item(an_item(1, version=2))
        backup(ledger.path, tmp_path / "new" / "backup")
        (ledger.spool / "催办.xlsx").unlink()
        ledger.close()
        Ledger.open(ledger.path, at=NOW).abandon()
    finally:
        os.umask(old)
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "new").rglob("*")}
    assert len(modes) > 12
    assert any(path.name.startswith("enclosed-") for path in modes)
    assert {path.name: oct(mode) for path, mode in modes.items() if mode != _wanted(path)} == {}


def _wanted(path: Path) -> int:
    return 0o750 if path.is_dir() else 0o640


def test_a_ledger_that_cannot_be_read_is_the_ledgers_trouble_and_not_the_targets(tmp_path: Path) -> None:
    """Fault 1.10: a folder in the place of the file, or of a month; every command has a sentence for it."""
    path = tmp_path / "data" / "ledger.json"
    Ledger.open(path, at=NOW).close()
    path.unlink()
    path.mkdir()
    with pytest.raises(LedgerUnreadable):
        backup(path, tmp_path / "copy")
    with pytest.raises(LedgerUnreadable):
        misread_file(path)
    with pytest.raises(LedgerUnreadable):
        Ledger.open(path, at=NOW)
    fault = verify(path).fault
    assert fault is not None
    assert fault.file == path
    path.rmdir()
    (month := folder_of(path) / "2026-11.jsonl").mkdir()
    with pytest.raises(LedgerUnreadable):
        backup(path, tmp_path / "copy")
    fault = verify(path).fault
    assert fault is not None
    assert fault.file == month
    assert not (tmp_path / "copy").exists()
