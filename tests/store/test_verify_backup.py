"""Checking and copying a ledger beside the running bot; the copy is a ledger."""

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from domain.item import ItemStatus
from store.errors import BackupExists, JournalDamaged
from store.journal.backup import backup
from store.journal.files import spool_of
from store.journal.months import folder_of
from store.journal.verify import verify
from store.ledger import Ledger
from tests.store.sample import NOW, a_letter, an_item


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """A running bot's ledger: a checkpoint, and something newer than it."""
    ledger = Ledger.open(tmp_path / "here" / "ledger.json", at=NOW)
    with ledger.transaction(at=NOW, by="办公室", did="import") as tx:
        tx.add_item(an_item(1))
        tx.queue(a_letter())
    ledger.checkpoint()
    with ledger.transaction(at=NOW, by="甲某", did="done") as tx:
        tx.save_item(an_item(1, status=ItemStatus.CLOSED))
        tx.receive(7, 5, b"{}", NOW)
    (ledger.spool / "催办.xlsx").write_bytes(b"file")
    return ledger


def test_a_running_ledger_is_verified_from_another_process(ledger: Ledger) -> None:
    code = (
        "import sys; from pathlib import Path; from store.journal.verify import verify; "
        "print(verify(Path(sys.argv[1])).head)"
    )
    root = Path(__file__).parents[2]
    out = subprocess.run(
        [sys.executable, "-c", code, str(ledger.path)], cwd=root, capture_output=True, text=True, check=True
    )
    assert out.stdout.strip() == ledger.head()
    verified = verify(ledger.path)
    assert (verified.sequence, verified.lines, verified.since) == (2, 5, 0)
    ledger.close()


def test_the_first_line_that_does_not_fit_is_named(ledger: Ledger) -> None:
    ledger.close()
    file = folder_of(ledger.path) / "2026-11.jsonl"
    good = file.read_bytes()
    lines = good.splitlines(keepends=True)
    file.write_bytes(b"".join([*lines[:2], lines[2].replace(b"import", b"imp0rt"), *lines[3:]]))
    fault = verify(ledger.path).fault
    assert fault is not None
    assert (fault.file, fault.line) == (file, 3)
    assert "hash" in fault.why


def test_a_ledger_file_forged_together_with_its_fingerprint_is_seen(ledger: Ledger) -> None:
    """The fingerprint is no secret, but the journal tells what every document was."""
    ledger.close()
    data = ledger.path.read_bytes().replace(b'"status":"closed"', b'"status":"assigned"')
    body, meta = data.split(b'"_meta"')
    old = meta.split(b'"fingerprint":"')[1][:64]
    ledger.path.write_bytes(body + b'"_meta"' + meta.replace(old, hashlib.sha256(body).hexdigest().encode()))
    verified = verify(ledger.path)
    assert verified.is_sound
    assert verified.differing == (("items", 1),)


def test_a_journal_that_ends_before_the_ledger_file_does_is_found(ledger: Ledger) -> None:
    ledger.close()
    file = folder_of(ledger.path) / "2026-11.jsonl"
    file.write_bytes(b"".join(file.read_bytes().splitlines(keepends=True)[:3]))
    assert not verify(ledger.path).is_sound
    file.unlink()
    assert not verify(ledger.path).is_sound


def test_an_altered_adopted_file_is_found(tmp_path: Path) -> None:
    path = tmp_path / "ledger.json"
    path.write_text('{"items": {"1": {"kind": "task", "title": "低保", "status": "assigned"}}}', encoding="utf-8")
    Ledger.open(path, at=NOW).close()
    assert verify(path).is_sound
    adopted = folder_of(path) / "adopted-1.json"
    adopted.write_bytes(adopted.read_bytes().replace(b"task", b"tusk"))
    fault = verify(path).fault
    assert fault is not None
    assert fault.file == adopted


def test_a_backup_of_a_running_ledger_restores_to_the_same_state(ledger: Ledger, tmp_path: Path) -> None:
    """docs/promises.md 3: as ``docs/restore.md`` says: stop, move away what is damaged, copy the content back."""
    copy = backup(ledger.path, tmp_path / "backup")
    with ledger.transaction(at=NOW, by="甲某", did="undo") as tx:
        tx.save_item(an_item(1, version=3))
    ledger.close()
    assert copy == tmp_path / "backup" / "ledger.json"
    assert verify(copy).is_sound
    restored = Ledger.open(copy, at=NOW)
    assert restored.items([1]) == [an_item(1, status=ItemStatus.CLOSED)]
    assert len(restored.waiting_letters()) == 1
    assert restored.is_known(7)
    assert (restored.spool / "催办.xlsx").read_bytes() == b"file"
    restored.close()
    assert not (tmp_path / "backup.part").exists()


def test_backups_made_while_the_bot_writes_are_all_consistent(ledger: Ledger, tmp_path: Path) -> None:
    for number in range(2, 12):
        with ledger.transaction(at=NOW, by="甲某", did="note") as tx:
            tx.add_item(an_item(number))
            tx.queue(a_letter())
        if number % 3 == 0:
            ledger.checkpoint()
        with (folder_of(ledger.path) / "2026-11.jsonl").open("ab") as journal:
            size = journal.tell()
            journal.write(b'{"after":"half a rec')
        copy = backup(ledger.path, tmp_path / f"backup-{number}")
        with (folder_of(ledger.path) / "2026-11.jsonl").open("ab") as journal:
            journal.truncate(size)
        assert verify(copy).is_sound
        assert verify(copy).sequence == ledger.sequence
        restored = Ledger.open(copy, at=NOW)
        assert len(list(restored.all_items())) == number
        restored.close()
    ledger.close()


def test_a_backup_overwrites_nothing_and_copies_no_damage(ledger: Ledger, tmp_path: Path) -> None:
    target = tmp_path / "backup"
    (target / "something").mkdir(parents=True)
    with pytest.raises(BackupExists):
        backup(ledger.path, target)
    (target / "something").rmdir()
    backup(ledger.path, target)
    ledger.close()
    file = folder_of(ledger.path) / "2026-11.jsonl"
    file.write_bytes(file.read_bytes().replace(b"import", b"imp0rt"))
    with pytest.raises(JournalDamaged):
        backup(ledger.path, tmp_path / "second")
    assert not (tmp_path / "second").exists()


def test_the_spool_is_beside_the_ledger(ledger: Ledger) -> None:
    assert ledger.spool == spool_of(ledger.path)
    assert ledger.spool.parent == ledger.path.parent
    ledger.close()
