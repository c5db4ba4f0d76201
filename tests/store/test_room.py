"""The room behind the journal's text: it costs nobody anything, hides nothing, and is gone after a clean stop."""

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

from store.errors import JournalDamaged
from store.journal.months import folder_of
from store.journal.verify import verify
from store.ledger import Ledger
from tests.store.disks import File, MemoryDisk
from tests.store.sample import NOW, a_letter, an_item

SECTOR = 512


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the ledger of these tests is."""
    return tmp_path / "ledger.json"


@pytest.fixture
def file(path: Path) -> Path:
    """The journal's only file."""
    return folder_of(path) / "2026-11.jsonl"


@pytest.fixture
def disk(path: Path) -> MemoryDisk:
    """After a kill: the last transaction is a mail line and a ledger line, together longer than a few sectors."""
    disk = MemoryDisk()
    ledger = Ledger.open(path, at=NOW, disk=disk)
    _enter(ledger, 1)
    with ledger.transaction(at=NOW, by="办公室", did="import") as tx:
        tx.add_item(an_item(2, progress="已报局办，待会签" * 40))
        tx.queue(a_letter(about=(2,)))
    ledger.abandon()
    return disk


def _enter(ledger: Ledger, number: int) -> None:
    with ledger.transaction(at=NOW, by="办公室", did="import") as tx:
        tx.add_item(an_item(number))


def _with(disk: MemoryDisk, file: Path, data: bytes) -> MemoryDisk:
    other = disk.after_power_cut()
    other.files[file] = File(99, bytearray(data), data)
    other._durable_names = dict(other.files)
    return other


def _numbers(path: Path, disk: MemoryDisk) -> list[int]:
    """The items that an opening finds; what it mends is mended on ``disk``."""
    ledger = Ledger.open(path, at=NOW, disk=disk)
    try:
        return [item.number for item in ledger.all_items()]
    finally:
        ledger.abandon()


def _parts(disk: MemoryDisk, file: Path) -> tuple[bytes, int]:
    """The whole file, and where its last transaction begins."""
    data = disk.read(file)
    return data, data.rindex(b'{"after"')


def test_the_file_grows_by_the_piece_and_a_clean_stop_leaves_its_text(path: Path) -> None:
    ledger = Ledger.open(path, at=NOW)
    journal = folder_of(path) / "2026-11.jsonl"
    _enter(ledger, 1)
    size = journal.stat().st_size
    for number in range(2, 20):
        _enter(ledger, number)
    assert journal.stat().st_size == size
    assert verify(path).is_sound
    ledger.close()
    assert journal.stat().st_size < size
    assert journal.read_bytes().endswith(b"}\n")
    assert verify(path).is_sound


def test_after_a_kill_the_next_opening_cuts_the_room_off_and_goes_on(path: Path, file: Path, disk: MemoryDisk) -> None:
    text = disk.read(file).rstrip(b"\0")
    assert len(disk.read(file)) > len(text)
    assert verify(path, disk=disk).is_sound
    ledger = Ledger.open(path, at=NOW, disk=disk)
    assert disk.read(file) == text
    _enter(ledger, 3)
    ledger.close()
    assert disk.read(file).startswith(text)
    assert _numbers(path, disk) == [1, 2, 3]
    assert not [name for name in disk.names(file.parent) if "torn" in name]


def test_an_altered_byte_of_the_text_is_damage_with_room_behind_it_too(
    path: Path, file: Path, disk: MemoryDisk
) -> None:
    """docs/promises.md 3: but for the last newline, which as a zero is merely lacking."""
    data = disk.read(file)
    for place in range(0, len(data.rstrip(b"\0")) - 1, 11):
        for mask in {0x01, data[place] ^ 0x0A, data[place]} - {0}:  # one bit, a newline, a zero
            altered = bytearray(data)
            altered[place] ^= mask
            other = _with(disk, file, bytes(altered))
            fault = verify(path, disk=other).fault
            assert fault is not None, (place, mask)
            assert fault.file == file
            with pytest.raises(JournalDamaged):
                _numbers(path, other)


def test_an_altered_byte_of_the_room_is_found_and_costs_nothing(path: Path, file: Path, disk: MemoryDisk) -> None:
    """docs/promises.md 3: nothing that anybody was told was ever there."""
    data = disk.read(file)
    text = len(data.rstrip(b"\0"))
    for place in (text, text + 1, text + 700, len(data) - 1):
        altered = bytearray(data)
        altered[place] = 0x41
        other = _with(disk, file, bytes(altered))
        assert verify(path, disk=other).fault is not None, place
        assert _numbers(path, other) == [1, 2]
        assert other.read(file.with_name("2026-11.jsonl.torn-1")).endswith(b"A")
        assert verify(path, disk=other).is_sound


def test_a_torn_record_with_room_behind_it_is_cut(path: Path, file: Path, disk: MemoryDisk) -> None:
    """docs/promises.md 3."""
    data, start = _parts(disk, file)
    text = len(data.rstrip(b"\0"))
    for end in range(start + 1, text - 1, 31):
        torn = _with(disk, file, data[:end] + bytes(len(data) - end))
        assert verify(path, disk=torn).fault is not None
        assert _numbers(path, torn) == [1], end
        assert torn.read(file) == data[:start]
        assert torn.read(file.with_name("2026-11.jsonl.torn-1")) == data[start:end]
        assert verify(path, disk=torn).is_sound


def test_a_last_record_that_lacks_its_newline_is_whole_with_room_behind_it(
    path: Path, file: Path, disk: MemoryDisk
) -> None:
    data = disk.read(file)
    text = len(data.rstrip(b"\0"))
    for rest in (bytes(400), b""):
        lacking = _with(disk, file, data[: text - 1] + rest)
        assert not verify(path, disk=lacking).is_sound
        assert _numbers(path, lacking) == [1, 2]
        assert lacking.read(file) == data[:text]


def test_sectors_that_a_power_cut_kept_from_being_written_tear_the_record(
    path: Path, file: Path, disk: MemoryDisk
) -> None:
    """docs/promises.md 3: a disk writes the sectors of one record in any order."""
    data, start = _parts(disk, file)
    sectors = list(_sectors(start, len(data.rstrip(b"\0"))))
    assert len(sectors) > 3
    for count in range(1, len(sectors) + 1):
        for lost in combinations(sectors, count):
            torn = bytearray(data)
            for begin, end in lost:
                torn[begin:end] = bytes(end - begin)
            other = _with(disk, file, bytes(torn))
            assert _numbers(path, other) == [1], lost
            assert other.read(file) == data[:start]
            assert verify(path, disk=other).is_sound


def _sectors(start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        border = min(start - start % SECTOR + SECTOR, end)
        yield start, border
        start = border


def test_a_disk_without_room_to_reserve_still_takes_what_is_said(path: Path, disk: MemoryDisk, file: Path) -> None:
    ledger = Ledger.open(path, at=NOW, disk=disk)
    disk.room = 2000
    _enter(ledger, 3)
    assert disk.room == 0
    disk.room = None
    _enter(ledger, 4)
    ledger.abandon()
    assert _numbers(path, disk) == [1, 2, 3, 4]
    assert b'"4":' in disk.read(file)
