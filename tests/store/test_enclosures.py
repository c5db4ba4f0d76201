"""Large imports: their items are written beside the journal beforehand, and a line only names the file."""

from contextlib import suppress
from pathlib import Path

import pytest
from msgspec.structs import replace

from domain.item import Item
from store.bulk import Batch, make_batch
from store.errors import JournalDamaged, NotSaved, Overtaken
from store.journal.backup import backup
from store.journal.months import folder_of
from store.journal.verify import verify
from store.ledger import Ledger
from tests.store.conftest import Home
from tests.store.disks import MemoryDisk, PowerCut
from tests.store.sample import NOW, an_item

#: Each says more than a megabyte.
OLD = [an_item(1), an_item(2), an_item(3)]
NEW = an_item(9, title="新" * 200_000, owner="乙某")
CHANGED = an_item(2, title="改", version=2)


def _filled(ledger: Ledger) -> Ledger:
    with ledger.transaction(at=NOW, by="办公室", did="import") as tx:
        for item in OLD:
            tx.add_item(item)
    return ledger


def _ready(ledger: Ledger, *new: Item) -> Batch:
    return ledger.enclose(make_batch(new or [NEW], [CHANGED], ledger.moment()))


def _enter(ledger: Ledger, batch: Batch) -> None:
    with ledger.transaction(at=NOW, by="办公室", did="import") as tx:
        tx.enter(batch)


def _enclosed(home_of_files: Home) -> list[str]:
    return [name for name in home_of_files.disk.names(folder_of(home_of_files.path)) if name.startswith("enclosed-")]


def _journal(home_of_files: Home) -> bytes:
    return home_of_files.disk.read(folder_of(home_of_files.path) / "2026-11.jsonl")


def test_a_large_batch_is_kept_beside_the_journal_and_outlives_a_kill(home_of_files: Home) -> None:
    ledger = _filled(home_of_files.open())
    _enter(ledger, _ready(ledger))
    [name] = _enclosed(home_of_files)
    assert name.encode() in _journal(home_of_files)
    assert len(_journal(home_of_files)) < 100_000
    again = home_of_files.after_a_kill(ledger)
    assert again.items([1, 2, 3, 9]) == [OLD[0], CHANGED, OLD[2], NEW]
    assert again.open_of("乙某") == [NEW]
    assert verify(home_of_files.path, disk=home_of_files.disk).is_sound


def test_a_small_batch_is_said_in_its_line(home_of_files: Home) -> None:
    ledger = _filled(home_of_files.open())
    _enter(ledger, _ready(ledger, an_item(9)))
    assert not _enclosed(home_of_files)


def test_what_else_the_transaction_does_to_the_items_comes_last(home_of_files: Home) -> None:
    """Another is added, one is changed further, one is as before again, one is gone."""
    ledger = _filled(home_of_files.open())
    batch = ledger.enclose(make_batch([NEW], [CHANGED, an_item(3, title="改", version=2)], ledger.moment()))
    further = replace(CHANGED, title="再改", version=3)
    with ledger.transaction(at=NOW, by="办公室", did="import") as tx:
        tx.enter(batch)
        tx.add_item(an_item(10))
        tx.save_item(further)
        tx.save_item(OLD[2])
        ledger.db.table("items").remove(doc_ids=[9])
    expected = [OLD[0], further, OLD[2], an_item(10)]
    assert _enclosed(home_of_files)
    assert list(ledger.all_items()) == expected
    assert list(home_of_files.after_a_kill(ledger).all_items()) == expected


def test_what_the_transaction_did_to_items_before_makes_the_line_say_it_all(home_of_files: Home) -> None:
    """A replay would otherwise put the rows into another order."""
    ledger = _filled(home_of_files.open())
    batch = _ready(ledger)
    with ledger.transaction(at=NOW, by="办公室", did="import") as tx:
        tx.add_item(an_item(4))
        tx.enter(batch)
    expected = [OLD[0], CHANGED, OLD[2], an_item(4), NEW]
    assert list(ledger.all_items()) == expected
    ledger.close()
    assert not _enclosed(home_of_files)
    assert list(home_of_files.open().all_items()) == expected


@pytest.mark.parametrize("found", [None, b"", b"{", b"altered"])
def test_an_enclosure_that_is_not_what_was_written_is_named(home_of_files: Home, found: bytes | None) -> None:
    """docs/promises.md 3: whether it is gone, cut or altered, nothing is built on it, and nothing is cut."""
    ledger = _filled(home_of_files.open())
    _enter(ledger, _ready(ledger))
    ledger.abandon()
    path = folder_of(home_of_files.path) / _enclosed(home_of_files)[0]
    content = home_of_files.disk.read(path)
    home_of_files.disk.remove(path)
    if found is not None:
        handle = home_of_files.disk.append_to(path)
        home_of_files.disk.write(handle, content.replace(b'"owner"', b'"0wner"') if found == b"altered" else found)
        home_of_files.disk.close(handle)
    fault = verify(home_of_files.path, disk=home_of_files.disk).fault
    assert fault is not None
    assert fault.file == path
    with pytest.raises(JournalDamaged, match=path.name):
        home_of_files.open()


def test_a_backup_brings_it_along(tmp_path: Path) -> None:
    ledger = _filled(Ledger.open(tmp_path / "ledger.json", at=NOW))
    _enter(ledger, _ready(ledger))
    _ready(ledger, replace(NEW, number=10))  # never entered
    copy = backup(ledger.path, tmp_path / "backup")
    ledger.close()
    assert len(list(folder_of(copy).glob("enclosed-*"))) == 1
    copy.unlink()  # built anew from the journal alone
    again = Ledger.open(copy, at=NOW)
    assert again.items([9]) == [NEW]
    again.close()


def test_a_damaged_one_is_not_copied_over_a_good_backup(tmp_path: Path) -> None:
    ledger = _filled(Ledger.open(tmp_path / "ledger.json", at=NOW))
    _enter(ledger, _ready(ledger))
    [path] = folder_of(ledger.path).glob("enclosed-*")
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(JournalDamaged, match=path.name):
        backup(ledger.path, tmp_path / "backup")
    assert not (tmp_path / "backup").exists()
    ledger.abandon()


def test_what_was_never_entered_is_removed(home_of_files: Home) -> None:
    ledger = _filled(home_of_files.open())
    late = _ready(ledger)
    with ledger.transaction(at=NOW, by="甲某", did="done") as tx:
        tx.save_item(replace(OLD[1], version=2))
    with pytest.raises(Overtaken):
        _enter(ledger, late)
    first = _enclosed(home_of_files)
    _ready(ledger)
    assert len(_enclosed(home_of_files)) == 1
    assert _enclosed(home_of_files) != first
    ledger.close()
    assert not _enclosed(home_of_files)
    _ready(ledger)  # by a thread that was still at it
    assert not _enclosed(home_of_files)


def test_what_a_killed_process_was_writing_is_removed(home_of_files: Home) -> None:
    ledger = _filled(home_of_files.open())
    home_of_files.disk.close(home_of_files.disk.append_to(folder_of(home_of_files.path) / "enclosed-1.json.new"))
    home_of_files.after_a_kill(ledger)
    assert not _enclosed(home_of_files)


def test_of_two_that_are_made_ready_the_older_is_said_in_its_line(home_of_files: Home) -> None:
    """Its file has made room for the newer one's, and nothing refers to it."""
    ledger = _filled(home_of_files.open())
    older, newer = _ready(ledger), _ready(ledger, replace(NEW, number=10))
    _enter(ledger, older)
    assert len(_journal(home_of_files)) > 1_000_000
    _enter(ledger, make_batch([an_item(11)], (), ledger.moment()))
    with pytest.raises(Overtaken):  # of the item that both change
        _enter(ledger, newer)
    assert home_of_files.after_a_kill(ledger).items([2, 9, 10]) == [CHANGED, NEW]
    assert verify(home_of_files.path, disk=home_of_files.disk).is_sound


@pytest.mark.parametrize(("room", "failing"), [(0, set()), (500_000, set()), (None, {"sync"}), (None, {"sync_folder"})])
def test_a_disk_that_does_not_take_it_is_left_as_it_was(tmp_path: Path, room: int | None, failing: set[str]) -> None:
    """docs/promises.md 3: and what there is of room stays for the others."""
    disk, path = MemoryDisk(), tmp_path / "ledger.json"
    ledger = _filled(Ledger.open(path, at=NOW, disk=disk))
    before = disk.names(folder_of(path))
    disk.room, disk.failing = room, failing
    with pytest.raises(NotSaved):
        _ready(ledger)
    assert disk.names(folder_of(path)) == before
    disk.room, disk.failing = None, set()
    _enter(ledger, _ready(ledger))
    assert ledger.items([9]) == [NEW]
    ledger.abandon()


@pytest.mark.parametrize("failing", [{"write"}, {"write", "truncate"}, {"sync"}])
def test_a_line_that_could_not_be_written_takes_nothing_along(tmp_path: Path, failing: set[str]) -> None:
    """docs/promises.md 3: if nobody can tell what reached the disk, the file that it may name is kept."""
    disk, path = MemoryDisk(), tmp_path / "ledger.json"
    ledger = _filled(Ledger.open(path, at=NOW, disk=disk))
    batch = _ready(ledger)
    disk.failing = failing
    with pytest.raises(NotSaved):
        _enter(ledger, batch)
    disk.failing = set()
    assert ledger.items([1, 2, 9]) == OLD[:2]
    assert batch.enclosed is not None
    assert (batch.enclosed.file in disk.names(folder_of(path))) is (failing != {"write"})
    _enter(ledger, _ready(ledger))
    assert len([name for name in disk.names(folder_of(path)) if name.startswith("enclosed-")]) == 1
    ledger.abandon()
    again = Ledger.open(path, at=NOW, disk=disk.after_power_cut())
    assert again.items([2, 9]) == [CHANGED, NEW]
    assert verify(path, disk=disk).is_sound
    again.abandon()


@pytest.mark.parametrize("step", range(1, 13))
@pytest.mark.parametrize("reached", [0, 200, 10_000_000])
def test_a_power_cut_at_any_step_leaves_all_of_it_or_nothing(tmp_path: Path, step: int, reached: int) -> None:
    """docs/promises.md 3."""
    disk, path = MemoryDisk(), tmp_path / "ledger.json"
    ledger = _filled(Ledger.open(path, at=NOW, disk=disk))
    disk.cut_at = disk.steps + step
    with suppress(PowerCut):
        _enter(ledger, _ready(ledger))
    disk.cut_at = None
    ledger.abandon()
    left = disk.after_power_cut(reached=reached)
    again = Ledger.open(path, at=NOW, disk=left)
    assert again.items([1, 2, 9]) in (OLD[:2], [OLD[0], CHANGED, NEW])
    assert verify(path, disk=left).is_sound
    again.abandon()


def test_a_file_that_could_not_be_put_in_place_leaves_nothing_behind(tmp_path: Path) -> None:
    """A checkpoint's draft may be all that keeps the journal from its room."""
    disk = MemoryDisk()
    ledger = _filled(Ledger.open(tmp_path / "ledger.json", at=NOW, disk=disk))
    disk.room = 100
    with pytest.raises(NotSaved):
        ledger.checkpoint()
    assert not [path for path in disk.files if path.name.endswith(".new")]
    ledger.abandon()
