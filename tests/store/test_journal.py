"""The journal: any altered byte is found, only a torn final record is cut, months chain."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from store.errors import JournalDamaged, StoreError
from store.journal.memory import MemoryEngine
from store.journal.verify import verify
from store.ledger import Ledger
from tests.store.disks import File, MemoryDisk
from tests.store.sample import BEIJING, NOW, a_letter, an_item
from tests.store.stripping import strip_mail


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the ledger of these tests is."""
    return tmp_path / "ledger.json"


@pytest.fixture
def disk(path: Path) -> MemoryDisk:
    """Two months of a little of everything, then a kill without a checkpoint of the second."""
    disk = MemoryDisk()
    ledger = Ledger.open(path, at=NOW, disk=disk)
    _live(ledger, NOW - timedelta(days=30))
    ledger.checkpoint()
    _live(ledger, NOW)
    ledger.abandon()
    return _with(disk, path, disk.read(month(path)).rstrip(b"\0"))  # of the room behind it: test_room.py


def _live(ledger: Ledger, at: datetime) -> None:
    with ledger.transaction(at=at, by="办公室", did="import") as tx:
        item = tx.add_item(an_item())
        letter = tx.queue(a_letter(about=(item.number,)))
    with ledger.transaction(at=at, by="", did="receive") as tx:
        tx.receive(item.number, -100, b"{}", at)
    ledger.stage_sent(letter, 7, at)
    with ledger.transaction(at=at, by="甲某", did="done") as tx:
        tx.save_item(an_item(item.number, version=2))


def month(path: Path, name: str = "2026-11") -> Path:
    """The file of a month."""
    return path.with_name("ledger.json.journal") / f"{name}.jsonl"


def contents(disk: MemoryDisk, path: Path) -> object:
    """Everything that the ledger holds when it is opened; the disk stays as it is."""
    ledger = Ledger.open(path, at=NOW, disk=disk.after_power_cut())
    try:
        return [dict(rows) for rows in ledger._books.rows.tables.values()], ledger.head()
    finally:
        ledger.abandon()


def is_found(disk: MemoryDisk, path: Path, file: Path, data: bytes) -> bool:
    """Whether both ``verify`` and opening refuse the file with that content."""
    original = disk.files[file]
    disk.files[file] = File(99, bytearray(data), bytes(data))
    disk._durable_names = dict(disk.files)
    try:
        fault = verify(path, disk=disk).fault
        with pytest.raises(JournalDamaged):
            contents(disk, path)
    finally:
        disk.files[file] = original
        disk._durable_names = dict(disk.files)
    return fault is not None and fault.file == file


@pytest.mark.parametrize("name", ["2026-10", "2026-11"])
def test_an_altered_byte_is_found_wherever_it_is(disk: MemoryDisk, path: Path, name: str) -> None:
    """docs/promises.md 3: newlines, digits and the hashes themselves included, in the first line and in the last."""
    data = disk.read(month(path, name))
    assert verify(path, disk=disk).is_sound
    for place in range(len(data)):
        mask = (0x01, data[place] ^ 0x0A, data[place])[place % 3] or 0x01  # one bit, a newline, a zero
        altered = bytearray(data)
        altered[place] ^= mask
        assert is_found(disk, path, month(path, name), bytes(altered)), (place, mask)


@pytest.mark.parametrize("name", ["2026-10", "2026-11"])
def test_a_line_missing_moved_or_repeated_is_found(disk: MemoryDisk, path: Path, name: str) -> None:
    """docs/promises.md 3."""
    lines = disk.read(month(path, name)).splitlines(keepends=True)
    assert len(lines) == 6
    for at, line in enumerate(lines):
        repeated = [*lines[: at + 1], line, *lines[at + 1 :]]
        assert is_found(disk, path, month(path, name), b"".join(repeated)), f"repeated {at}"
    for at in range(len(lines) - 1):
        missing = lines[:at] + lines[at + 1 :]
        assert is_found(disk, path, month(path, name), b"".join(missing)), f"missing {at}"
        moved = [*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]]
        assert is_found(disk, path, month(path, name), b"".join(moved)), f"moved {at}"


def test_the_end_of_a_closed_month_cannot_be_cut_off(disk: MemoryDisk, path: Path) -> None:
    data = disk.read(month(path, "2026-10"))
    for end in (0, *(place + 1 for place in range(len(data) - 1) if data[place : place + 1] == b"\n")):
        disk.files[month(path, "2026-10")] = File(99, bytearray(data[:end]), data[:end])
        fault = verify(path, disk=disk).fault
        assert fault is not None, end


def test_a_torn_final_record_is_cut_and_saved_aside(disk: MemoryDisk, path: Path) -> None:
    """docs/promises.md 3: a transaction of two lines goes as a whole."""
    data = disk.read(month(path))
    start = data.rindex(b'{"after"')  # the last transaction: a mail line and a ledger line
    before = _with(disk, path, data[:start])
    expected = contents(before, path)
    for end in (
        *range(start + 1, len(data) - 1, 7),
        data.index(b"\n", start),
        data.index(b"\n", start) + 1,
        len(data) - 2,
    ):
        torn = _with(disk, path, data[:end])
        assert verify(path, disk=torn).fault is not None
        ledger = Ledger.open(path, at=NOW, disk=torn)
        ledger.abandon()
        assert torn.read(month(path)) == data[:start], end
        assert torn.read(month(path).with_name("2026-11.jsonl.torn-1")) == data[start:end]
        assert contents(torn, path) == expected
        assert verify(path, disk=torn).is_sound
    zeros = _with(disk, path, data[: start + 40] + b"\0" * 512)
    assert contents(zeros, path) == expected


def test_a_final_record_that_lacks_only_its_newline_is_whole(disk: MemoryDisk, path: Path) -> None:
    expected = contents(disk, path)
    data = disk.read(month(path))
    trimmed = _with(disk, path, data[:-1])
    assert not verify(path, disk=trimmed).is_sound
    ledger = Ledger.open(path, at=NOW, disk=trimmed)
    with ledger.transaction(at=NOW, by="甲某", did="done") as tx:
        tx.tell("key", NOW)
    ledger.abandon()
    assert trimmed.read(month(path)).startswith(data)
    assert contents(trimmed, path) != expected
    assert verify(path, disk=trimmed).is_sound


def test_what_the_ledger_file_was_written_after_is_no_torn_tail(disk: MemoryDisk, path: Path) -> None:
    ledger = Ledger.open(path, at=NOW, disk=disk)
    ledger.close()
    data = disk.read(month(path))
    for end in (len(data) - 2, data.rindex(b'{"after"'), data.index(b"\n") + 1, 0):
        short = _with(disk, path, data[:end])
        assert not verify(path, disk=short).is_sound
        with pytest.raises(JournalDamaged):
            contents(short, path)


def test_months_chain_and_a_clock_that_steps_back_reopens_none(disk: MemoryDisk, path: Path) -> None:
    """docs/promises.md 8."""
    ledger = Ledger.open(path, at=NOW, disk=disk)
    for at in (datetime(2026, 12, 1, 0, 5, tzinfo=BEIJING), NOW, datetime(2027, 1, 2, tzinfo=BEIJING)):
        with ledger.transaction(at=at, by="甲某", did="note") as tx:
            tx.add_item(an_item())
    ledger.abandon()
    assert [name for name in disk.names(month(path).parent) if name.endswith("jsonl")] == [
        f"{name}.jsonl" for name in ("2026-10", "2026-11", "2026-12", "2027-01")
    ]
    assert disk.read(month(path, "2026-12")).count(b'"did":"note"') == 2
    verified = verify(path, disk=disk)
    assert verified.is_sound
    assert verified.sequence == 7
    assert verified.head == ledger.head()


def test_a_torn_first_record_of_a_month_leaves_the_month_to_be_begun_anew(disk: MemoryDisk, path: Path) -> None:
    ledger = Ledger.open(path, at=NOW, disk=disk)
    at = datetime(2026, 12, 1, tzinfo=BEIJING)
    with ledger.transaction(at=at, by="甲某", did="note") as tx:
        tx.add_item(an_item())
    ledger.abandon()
    data = disk.read(month(path, "2026-12")).rstrip(b"\0")
    for end in range(1, len(data) - 1, 11):
        torn = disk.after_power_cut()
        torn.files[month(path, "2026-12")] = File(99, bytearray(data[:end]), data[:end])
        ledger = Ledger.open(path, at=at, disk=torn)
        with ledger.transaction(at=at, by="甲某", did="again") as tx:
            tx.add_item(an_item())
        ledger.abandon()
        assert verify(path, disk=torn).is_sound
        assert verify(path, disk=torn).sequence == 5


def test_mail_lines_of_a_closed_month_may_be_left_out(disk: MemoryDisk, path: Path) -> None:
    ledger = Ledger.open(path, at=NOW, disk=disk)
    ledger.close()
    expected, head = contents(disk, path), verify(path, disk=disk).head
    assert strip_mail(path, "2026-10", disk=disk) == 3
    assert strip_mail(path, "2026-10", disk=disk) == 0
    data = disk.read(month(path, "2026-10"))
    assert b'"mail":{' not in data
    assert contents(disk, path) == expected
    verified = verify(path, disk=disk)
    assert verified.is_sound
    assert verified.head == head
    for place in range(len(data)):
        altered = bytearray(data)
        altered[place] ^= 0x01
        disk.files[month(path, "2026-10")] = File(99, altered, bytes(altered))
        assert not verify(path, disk=disk).is_sound, place


def test_the_month_being_written_cannot_be_stripped(disk: MemoryDisk, path: Path) -> None:
    with pytest.raises(StoreError):
        strip_mail(path, "2026-11", disk=disk)
    with pytest.raises(StoreError):
        strip_mail(path, "2026-09", disk=disk)


def _with(disk: MemoryDisk, path: Path, data: bytes) -> MemoryDisk:
    """The same disk with another newest month."""
    other = disk.after_power_cut()
    other.files[month(path)] = File(99, bytearray(data), data)
    other._durable_names = dict(other.files)
    return other


class NotingDisk(MemoryDisk):
    """Notes what is read."""

    def __init__(self) -> None:
        super().__init__()
        self.read_names: list[str] = []

    def read(self, path: Path) -> bytes:
        self.read_names.append(path.name)
        return super().read(path)


def test_a_closed_month_is_read_once_and_again_only_if_its_file_is_another(path: Path) -> None:
    """docs/promises.md 3: a start must not take longer with every year, nor overlook what was altered."""
    disk = NotingDisk()
    for months_ago in (2, 1, 0):
        ledger = Ledger.open(path, at=NOW, disk=disk)
        _live(ledger, NOW - timedelta(days=30 * months_ago))
        ledger.close()

    def months_read() -> list[str]:
        disk.read_names.clear()
        Ledger.open(path, at=NOW, disk=disk).close()
        return [name.removesuffix(".jsonl") for name in disk.read_names if name.endswith(".jsonl")]

    assert months_read() == ["2026-10", "2026-11"]
    assert months_read() == ["2026-11"]
    assert verify(path, disk=disk).is_sound
    strip_mail(path, "2026-09", disk=disk)
    assert months_read() == ["2026-09", "2026-11"]
    data = bytearray(disk.read(month(path, "2026-10")))
    data[100] ^= 1
    assert is_found(disk, path, month(path, "2026-10"), bytes(data))


def test_a_month_behind_a_checked_one_must_go_on_where_that_ended(path: Path) -> None:
    disk = MemoryDisk()
    for months_ago in (2, 1, 0, 0):
        ledger = Ledger.open(path, at=NOW, disk=disk)
        _live(ledger, NOW - timedelta(days=30 * months_ago))
        ledger.close()
    del disk.files[month(path, "2026-10")]
    with pytest.raises(JournalDamaged):
        Ledger.open(path, at=NOW, disk=disk)


def test_two_engines_that_were_told_the_same_have_the_same_head(tmp_path: Path) -> None:
    heads = []
    for engine in (None, MemoryEngine(tmp_path)):
        ledger = Ledger.open(tmp_path / "ledger.json", at=NOW, engine=engine)
        for month, name in enumerate(("甲某", "乙某", "丙某")):
            with ledger.transaction(at=NOW + timedelta(days=40 * month), by=name, did="add") as tx:
                tx.add_item(an_item(owner=name))
                tx.queue(a_letter())
        heads.append((ledger.sequence, ledger.head()))
        ledger.close()
    assert heads[0] == heads[1]
    assert heads[0][0] == 3
