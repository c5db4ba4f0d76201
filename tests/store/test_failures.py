"""A full disk, an I/O error, a power cut, a kill: what was acknowledged is there, nothing else is, and it goes on."""

import subprocess
import sys
import textwrap
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from tinydb import TinyDB

from domain.item import ItemStatus
from domain.letter import Fate
from store.errors import NotSaved
from store.journal.verify import verify
from store.ledger import Ledger
from tests.store.disks import MemoryDisk, PowerCut
from tests.store.sample import NOW, a_letter, an_item


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the ledger of these tests is."""
    return tmp_path / "ledger.json"


def opened(path: Path, disk: MemoryDisk) -> Ledger:
    """A ledger with one item and one letter."""
    ledger = Ledger.open(path, at=NOW, disk=disk)
    with ledger.transaction(at=NOW, by="办公室", did="import") as tx:
        tx.add_item(an_item(1))
        tx.queue(a_letter(about=(1,)))
    return ledger


def finish(ledger: Ledger, number: int = 1) -> None:
    """One ``/done`` with its reply."""
    with ledger.transaction(at=NOW, by="甲某", did="done") as tx:
        tx.save_item(an_item(number, status=ItemStatus.CLOSED, closed_at=NOW, version=2))
        tx.queue(a_letter(html="✅"))
        tx.handled(700)


def assert_untouched(ledger: Ledger) -> None:
    """Nothing of ``finish`` happened."""
    assert ledger.items([1]) == [an_item(1)]
    assert ledger.open_of("甲某") == [an_item(1)]
    assert [letter.html for letter in ledger.waiting_letters()] == ["您好"]
    assert not ledger.is_known(700)


@pytest.mark.parametrize("room", [0, 1, 100, 500, 700])
def test_a_disk_that_fills_up_midway_leaves_nothing_half_done(path: Path, room: int) -> None:
    """docs/promises.md 3: NotSaved, and the same transaction succeeds once there is room."""
    disk = MemoryDisk()
    ledger = opened(path, disk)
    disk.room = room
    with pytest.raises(NotSaved):
        finish(ledger)
    assert_untouched(ledger)
    assert verify(path, disk=disk).is_sound
    disk.room = None
    finish(ledger)
    ledger.abandon()
    again = Ledger.open(path, at=NOW, disk=disk.after_power_cut())
    assert again.open_of("甲某") == []
    assert again.is_known(700)
    again.abandon()


@pytest.mark.parametrize(
    "failing", [{"sync"}, {"write"}, {"sync", "truncate"}, {"write", "truncate", "append_to"}, {"sync", "read"}]
)
def test_an_io_error_leaves_nothing_half_done(path: Path, failing: set[str]) -> None:
    """docs/promises.md 3: after a failed sync what the file holds is unknown, so it is reopened and looked at."""
    disk = MemoryDisk()
    ledger = opened(path, disk)
    disk.failing = failing
    for _ in range(2):
        with pytest.raises(NotSaved):
            finish(ledger)
        assert_untouched(ledger)
    disk.failing = set()
    finish(ledger)
    ledger.close()
    assert verify(path, disk=disk).is_sound
    again = Ledger.open(path, at=NOW, disk=disk)
    assert again.open_of("甲某") == []
    assert [letter.html for letter in again.waiting_letters()] == ["您好", "✅"]
    again.abandon()


def test_a_month_that_could_not_be_begun_is_begun_later(path: Path) -> None:
    disk = MemoryDisk()
    ledger = opened(path, disk)
    december = NOW + timedelta(days=20)
    for failing in ("sync", "sync_folder", "append_to"):
        disk.failing = {failing}
        with pytest.raises(NotSaved), ledger.transaction(at=december, by="甲某", did="note") as tx:
            tx.add_item(an_item(2))
        disk.failing = set()
        finish(ledger)
        with ledger.transaction(at=NOW, by="甲某", did="undo") as tx:
            tx.save_item(an_item(1))
    assert verify(path, disk=disk).months == ("2026-11",)
    with ledger.transaction(at=december, by="甲某", did="note") as tx:
        tx.add_item(an_item(2))
    ledger.abandon()
    assert verify(path, disk=disk).months == ("2026-11", "2026-12")


def test_a_failed_checkpoint_leaves_the_old_one_and_a_later_one_succeeds(path: Path) -> None:
    """docs/promises.md 3."""
    disk = MemoryDisk()
    ledger = opened(path, disk)
    ledger.checkpoint()
    old = disk.read(path)
    finish(ledger)
    for failing in ("write", "sync", "replace", "append_to"):
        disk.failing = {failing}
        with pytest.raises(NotSaved, match="error"):
            ledger.checkpoint()
        disk.failing = set()
        assert disk.read(path) == old
        assert ledger.needs_checkpoint
    disk.room = 200
    with pytest.raises(NotSaved, match="short write"):
        ledger.checkpoint()
    disk.room = None
    assert disk.read(path) == old
    ledger.checkpoint()
    assert not ledger.needs_checkpoint
    ledger.abandon()


def test_a_line_that_a_killed_process_had_not_synced_is_durable_once_others_follow(path: Path) -> None:
    """docs/promises.md 3: also where what follows goes to the next month's file."""
    disk = MemoryDisk()
    ledger = opened(path, disk)
    disk.cut_at = disk.steps + 2  # behind the write
    with pytest.raises(PowerCut):
        finish(ledger)
    disk.cut_at = None
    ledger.abandon()
    again = Ledger.open(path, at=NOW, disk=disk)
    with again.transaction(at=NOW + timedelta(days=20), by="办公室", did="add") as tx:
        tx.add_item(an_item(2))
    again.abandon()
    left = Ledger.open(path, at=NOW, disk=disk.after_power_cut())
    assert [(item.number, item.status) for item in left.all_items()] == [
        (1, ItemStatus.CLOSED),
        (2, ItemStatus.ASSIGNED),
    ]
    left.abandon()


def test_staged_mail_survives_a_refusal_and_goes_with_the_next_transaction(path: Path) -> None:
    disk = MemoryDisk()
    ledger = opened(path, disk)
    (letter,) = ledger.waiting_letters()
    ledger.stage_sent(letter.number, 9, NOW)
    disk.failing = {"sync"}
    with pytest.raises(NotSaved):
        finish(ledger)
    with pytest.raises(NotSaved):
        ledger.flush(NOW)
    assert ledger.waiting_letters() == []
    assert ledger.has_staged(-100)
    disk.failing = set()
    finish(ledger)
    assert not ledger.has_staged(-100)
    ledger.abandon()
    again = Ledger.open(path, at=NOW, disk=disk.after_power_cut())
    assert again.about(-100, 9) == (1,)
    again.abandon()


def test_an_update_whose_effect_the_disk_refused_still_waits(path: Path) -> None:
    """docs/promises.md 3: once there is room it takes effect."""
    disk = MemoryDisk()
    ledger = opened(path, disk)
    ledger.stage_received(7, -100, b"{}", NOW)
    disk.failing = {"sync"}
    with pytest.raises(NotSaved), ledger.transaction(at=NOW, by="甲某", did="done") as tx:
        tx.handled(7)
    with pytest.raises(NotSaved):
        ledger.flush(NOW)
    assert ledger.is_waiting(7)
    disk.failing = set()
    with ledger.transaction(at=NOW, by="甲某", did="done") as tx:
        tx.handled(7)
    ledger.abandon()
    again = Ledger.open(path, at=NOW, disk=disk.after_power_cut())
    assert again.is_known(7)
    assert not again.is_waiting(7)
    again.abandon()


#: The updates that add items have their numbers, so much higher.
_ADDING = 100


def a_day(ledger: Ledger, acknowledged: list[int]) -> None:
    """Work with every kind of write: transactions, staged mail, checkpoints, a new month, a clean stop."""
    for number in range(1, 8):
        at = NOW + timedelta(days=number * 5)
        ledger.stage_received(_ADDING + number, -100, b"{}", at)
        with ledger.transaction(at=at, by="甲某", did="note") as tx:
            tx.handled(_ADDING + number)
            tx.add_item(an_item(number))
            letter = tx.queue(a_letter())
            tx.receive(number, -100, b"{}", at)
        acknowledged.append(number)
        ledger.stage_sent(letter, number, at)
        if number % 3 == 0:
            ledger.checkpoint()
        with ledger.transaction(at=at, by="甲某", did="handled") as tx:
            tx.handled(number)
            tx.settle(tx.queue(a_letter()), Fate.UNCERTAIN, at=at)
    ledger.close()


def cut_at(path: Path, step: int) -> tuple[MemoryDisk, list[int], bool]:
    """That day on a machine that stops at a step; what was acknowledged before, and whether it stopped at all."""
    disk = MemoryDisk()
    disk.cut_at = step
    acknowledged: list[int] = []
    ledger = None
    try:
        ledger = Ledger.open(path, at=NOW, disk=disk)
        a_day(ledger, acknowledged)
    except PowerCut:
        return disk, acknowledged, True
    else:
        return disk, acknowledged, False
    finally:
        disk.cut_at = None
        if ledger is not None:
            ledger.abandon()


def cuts(path: Path) -> Iterator[tuple[MemoryDisk, list[int]]]:
    """That day, stopped at every step there is."""
    for step in count(1):
        disk, acknowledged, stopped = cut_at(path, step)
        if not stopped:
            assert acknowledged == [1, 2, 3, 4, 5, 6, 7]
            return
        yield disk, acknowledged


def test_a_power_cut_at_any_step_loses_nothing_that_was_acknowledged(path: Path) -> None:
    """docs/promises.md 3. Fault 1.12: whatever part of the unsynced bytes and names reached the disk."""
    found = 0
    for stopped, acknowledged in cuts(path):
        for reached in (0, 40, 10_000):
            for names_reached in (False, True):
                found += 1
                disk = stopped.after_power_cut(reached=reached, names_reached=names_reached)
                ledger = Ledger.open(path, at=NOW, disk=disk)
                numbers = [item.number for item in ledger.all_items()]
                assert numbers[: len(acknowledged)] == acknowledged
                assert len(numbers) <= len(acknowledged) + 1
                assert [number for number in range(1, 8) if ledger.is_known(number)] == numbers
                took_effect = [
                    n for n in range(1, 8) if ledger.is_known(_ADDING + n) and not ledger.is_waiting(_ADDING + n)
                ]
                assert took_effect == numbers
                assert len(ledger.waiting_letters()) <= 2, "at most the one in flight is sent again"
                with ledger.transaction(at=NOW + timedelta(days=99), by="甲某", did="go on") as tx:
                    tx.add_item(an_item(99))
                ledger.close()
                verified = verify(path, disk=disk)
                assert verified.is_sound, verified
                assert not verified.differing
    assert found > 500


WRITER = """
    import sys
    from datetime import datetime
    from pathlib import Path
    from store.ledger import Ledger
    from tests.store.sample import NOW, a_letter, an_item

    ledger = Ledger.open(Path(sys.argv[1]), at=NOW)
    number = max((item.number for item in ledger.all_items()), default=0)
    while True:
        number += 1
        with ledger.transaction(at=NOW, by="甲某", did="note") as tx:
            tx.add_item(an_item(number))
            tx.receive(number, 5, b"{}", NOW)
            letter = tx.queue(a_letter())
        print(number, flush=True)
        ledger.stage_sent(letter, number, NOW)
        if number % 7 == 0:
            ledger.checkpoint()
"""


def test_kill_9_at_any_moment_loses_nothing_that_was_acknowledged(path: Path) -> None:
    """docs/promises.md 3, with a real process: each number it printed was durable before."""
    root = Path(__file__).parents[2]
    newest = 0
    for kills, acknowledged in enumerate((3, 8, 15, 22, 41), start=1):
        writer = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(WRITER), str(path)], cwd=root, stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout is not None
        for _ in range(acknowledged):
            newest = int(writer.stdout.readline())
        writer.kill()
        rest = writer.stdout.read().split()
        newest = max(newest, *map(int, rest)) if rest else newest
        writer.stdout.close()
        writer.wait()
        if path.exists():
            with TinyDB(path, encoding="utf-8") as db:
                assert len(db.table("items")) <= newest + 1
        ledger = Ledger.open(path, at=NOW)
        numbers = [item.number for item in ledger.all_items()]
        assert numbers in ([*range(1, newest + 1)], [*range(1, newest + 2)])
        newest = len(numbers)
        assert len(ledger.waiting_letters()) <= 2 * kills
        ledger.close()
        assert verify(path).is_sound
