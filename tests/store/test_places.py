"""What is acknowledged is in a file that will be found again: files that move, locks that vanish, second names."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from domain.coercion import DiscrepancyKind
from domain.item import ItemStatus
from store.errors import Displaced, LedgerLocked, NotSaved
from store.journal.months import folder_of
from store.journal.verify import Beginning, verify
from store.ledger import Ledger
from tests.store.sample import NOW, a_letter, an_item


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """A running bot's ledger with one item."""
    ledger = Ledger.open(tmp_path / "data" / "ledger.json", at=NOW)
    with ledger.transaction(at=NOW, by="办公室", did="import") as tx:
        tx.add_item(an_item(1))
    ledger.checkpoint()
    return ledger


def close_out(ledger: Ledger, version: int = 2) -> None:
    """A ``/done``."""
    with ledger.transaction(at=NOW, by="甲某", did="done") as tx:
        tx.save_item(an_item(1, status=ItemStatus.CLOSED, version=version))


def look(ledger: Ledger) -> None:
    """A ``/mytasks``."""
    with ledger.transaction(at=NOW, by="甲某", did="mytasks", comes_again=True) as tx:
        tx.handled(7)
        tx.queue(a_letter(chat_id=5))


def status(ledger: Ledger) -> str:
    """Where the item stands."""
    return ledger.items([1])[0].status


@pytest.mark.parametrize("moved", ["ledger.json.journal", "ledger.json.journal/2026-11.jsonl", "."])
def test_nothing_is_acknowledged_into_a_file_that_lost_its_name(ledger: Ledger, moved: str) -> None:
    """Fault 1.8: the journal, its folder or the ledger's folder is moved away: NotSaved; moved back, all goes on."""
    path = (ledger.path.parent / moved).resolve()
    path.rename(away := path.with_name("away"))
    for _ in range(2):
        with pytest.raises(NotSaved):
            close_out(ledger)
        assert status(ledger) == "assigned"
        with pytest.raises(Displaced):
            ledger.require_in_place()
        with pytest.raises(NotSaved):  # what it says may be another process's by now, and another thing there
            look(ledger)
    away.rename(path)
    ledger.require_in_place()
    look(ledger)
    close_out(ledger)
    ledger.abandon()
    assert verify(ledger.path).is_sound
    assert status(Ledger.open(ledger.path, at=NOW)) == "closed"


def test_a_deleted_journal_stays_missed(ledger: Ledger) -> None:
    """Fault 1.8: no new file grows in the place of one that held what was acknowledged."""
    shutil.rmtree(folder_of(ledger.path))
    with pytest.raises(NotSaved):
        close_out(ledger)
    folder_of(ledger.path).mkdir()
    with pytest.raises(NotSaved):
        close_out(ledger)
    assert not list(folder_of(ledger.path).iterdir())
    assert ledger.is_file_in_place


def test_a_copy_of_the_folder_in_its_place_is_taken_up_and_another_journal_is_not(ledger: Ledger) -> None:
    """Fault 1.8: what matters is that the file holds what was acknowledged, and that nobody else wrote to it."""
    folder = folder_of(ledger.path)
    folder.rename(away := folder.with_name("away"))
    shutil.copytree(away, folder)
    month = folder / "2026-11.jsonl"
    whole = month.read_bytes()
    month.write_bytes(whole.rstrip(b"\0") + b'{"after":"another process"}\n')
    foreign = month.read_bytes()
    for _ in range(2):
        with pytest.raises(NotSaved):
            close_out(ledger)
    assert month.read_bytes() == foreign
    month.write_bytes(whole.replace(b"import", b"imp0rt"))
    with pytest.raises(NotSaved):
        close_out(ledger)
    month.write_bytes(whole)
    ledger.require_in_place()
    close_out(ledger)
    ledger.abandon()
    assert verify(ledger.path).is_sound


OPEN = """
import sys
from pathlib import Path
from store.ledger import Ledger
from tests.store.sample import NOW
Ledger.open(Path(sys.argv[1]), at=NOW)
"""


def second_process(path: Path) -> str:
    """What another process hears when it opens the ledger; empty if it may."""
    root = Path(__file__).parents[2]
    ended = subprocess.run(
        [sys.executable, "-c", OPEN, str(path)], cwd=root, capture_output=True, text=True, check=False
    )
    return ended.stderr.strip().rpartition("\n")[2]


def test_a_deleted_lock_lets_nobody_in_and_is_made_anew(ledger: Ledger) -> None:
    """Fault 1.8: the journal's folder is locked as well; within a second the owner has its lock file back."""
    lock = ledger.path.with_name("ledger.json.lock")
    lock.unlink()
    assert "LedgerLocked" in second_process(ledger.path)
    lock.unlink(missing_ok=True)
    ledger.require_in_place()
    assert lock.exists()
    assert "LedgerLocked" in second_process(ledger.path)
    close_out(ledger)
    ledger.close()
    assert not second_process(ledger.path)


def test_whoever_lost_the_ledger_to_another_process_writes_no_more(ledger: Ledger) -> None:
    """Fault 1.8: the lock and the folder were replaced, and another process has them by now."""
    folder = folder_of(ledger.path)
    folder.rename(away := folder.with_name("away"))
    shutil.copytree(away, folder)
    ledger.path.with_name("ledger.json.lock").unlink()
    shutil.copy(ledger.path, copied := ledger.path.with_name("copy"))
    copied.replace(ledger.path)
    other = Ledger.open(ledger.path, at=NOW)
    with pytest.raises(Displaced, match="another process"):
        ledger.require_in_place()
    written = (folder / "2026-11.jsonl").read_bytes()
    with pytest.raises(NotSaved):
        close_out(ledger)
    assert (folder / "2026-11.jsonl").read_bytes() == written
    close_out(other)
    ledger.abandon()
    other.close()
    assert verify(ledger.path).is_sound


@pytest.mark.parametrize("kind", ["symlink_to", "hardlink_to"])
def test_a_ledger_reached_by_two_names_has_one_owner(ledger: Ledger, tmp_path: Path, kind: str) -> None:
    """Fault 1.8: the lock is on the real file."""
    second = tmp_path / "elsewhere" / "second.json"
    second.parent.mkdir()
    getattr(second, kind)(ledger.path)
    with pytest.raises(LedgerLocked):
        Ledger.open(second, at=NOW)
    ledger.close()


def test_a_link_leads_to_the_journal_beside_the_real_file(ledger: Ledger, tmp_path: Path) -> None:
    """Fault 1.8: also through a linked folder; a link that is turned elsewhere meanwhile stops the acknowledging."""
    ledger.close()
    (tmp_path / "folder").symlink_to(ledger.path.parent)
    (link := tmp_path / "link.json").symlink_to(tmp_path / "folder" / "ledger.json")
    linked = Ledger.open(link, at=NOW)
    close_out(linked)
    linked.checkpoint()
    assert link.is_symlink()
    assert not folder_of(link).exists()
    assert verify(link).sequence == 2
    link.unlink()
    link.symlink_to(tmp_path / "other.json")
    with pytest.raises(Displaced):
        linked.require_in_place()
    with pytest.raises(NotSaved):
        close_out(linked, version=3)
    linked.abandon()
    assert status(Ledger.open(ledger.path, at=NOW)) == "closed"


def test_a_journal_without_its_beginning_is_not_called_whole(ledger: Ledger) -> None:
    """Fault 1.8: the first month's file is gone, or the journal was begun anew: ``verify`` says which."""
    assert verify(ledger.path).beginning is Beginning.FIRST
    with ledger.transaction(at=NOW.replace(month=12), by="甲某", did="done") as tx:
        tx.save_item(an_item(1, status=ItemStatus.CLOSED, version=2))
    ledger.close()
    (folder_of(ledger.path) / "2026-11.jsonl").unlink()
    verified = verify(ledger.path)
    assert (verified.beginning, verified.since, verified.is_sound) == (Beginning.MISSING, 1, True)
    shutil.rmtree(folder_of(ledger.path))
    Ledger.open(ledger.path, at=NOW).close()
    verified = verify(ledger.path)
    assert (verified.beginning, verified.since) == (Beginning.ADOPTED, 2)


@pytest.mark.parametrize("is_all_gone", [False, True])
def test_what_was_acknowledged_is_in_the_file_when_the_bot_stops_without_its_journal(
    ledger: Ledger, *, is_all_gone: bool
) -> None:
    """Fault 1.8: although a delivery can't be recorded any more, and although the file was deleted as well."""
    with ledger.transaction(at=NOW, by="甲某", did="done") as tx:
        tx.save_item(an_item(1, status=ItemStatus.CLOSED, version=2))
        letter = tx.queue(a_letter())
    ledger.stage_sent(letter, 5, NOW)
    shutil.rmtree(folder_of(ledger.path))
    if is_all_gone:
        ledger.path.unlink()
    with pytest.raises(NotSaved):
        ledger.close()
    again = Ledger.open(ledger.path, at=NOW)
    assert status(again) == "closed"
    assert [found.kind for _, found in again.discrepancies()] == [DiscrepancyKind.JOURNAL_GONE]
    again.close()


def test_a_deleted_ledger_file_is_written_anew_although_nothing_changed(ledger: Ledger) -> None:
    ledger.path.unlink()
    assert ledger.needs_checkpoint
    ledger.checkpoint()
    assert ledger.path.exists()
    assert not ledger.needs_checkpoint
