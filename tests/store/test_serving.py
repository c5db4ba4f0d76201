"""While a bureau is served a transaction of files is seen at once and durable a moment later: nobody speaks before."""

import asyncio
import random
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from house.bureau_log import log_of, name_bureau
from store.errors import DiskSilent, NotSaved
from store.journal.files import folder_of
from store.journal.verify import verify
from store.ledger import Ledger
from tests.store.disks import MemoryDisk
from tests.store.sample import NOW, a_letter, an_item


class SlowDisk(MemoryDisk):
    """Its syncs wait while ``goes_on`` is cleared; what is written meanwhile is not among what they make durable."""

    def __init__(self) -> None:
        super().__init__()
        self.goes_on = threading.Event()
        self.goes_on.set()
        self.began = threading.Event()
        self.held = ""  # the only kind of file that it waits with, by its ending
        self.syncs = 0

    def sync(self, handle: int) -> None:
        self.syncs += 1
        content = bytes(self._handles[handle].content)
        self.began.set()
        if Path(self._name_of(handle)).suffix == self.held or not self.held:
            self.goes_on.wait()
        super().sync(handle)
        self._handles[handle].durable = content

    def _name_of(self, handle: int) -> str:
        return next((path.name for path, file in self.files.items() if file is self._handles[handle]), "")


@pytest.fixture
def disk() -> Iterator[SlowDisk]:
    """One that is quick until it is told to wait."""
    made = SlowDisk()
    yield made
    made.goes_on.set()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the ledger of these tests is."""
    return tmp_path / "ledger.json"


@pytest.fixture
async def ledger(path: Path, disk: SlowDisk, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Ledger]:
    """A ledger that is served, on a disk that is taken for a slow one."""
    monkeypatch.setattr("store.journal.months.QUICK", -1.0)
    opened = Ledger.open(path, at=NOW, disk=disk)
    opened.begin_serving()
    add(opened)
    await opened.durable()
    yield opened
    disk.goes_on.set()
    disk.failing = set()
    opened.abandon()


def add(ledger: Ledger, at: datetime = NOW) -> int:
    """One transaction, which adds an item; its number."""
    with ledger.transaction(at=at, by="甲某", did="note") as tx:
        return tx.add_item(an_item()).number


def numbers(ledger: Ledger) -> list[int]:
    """Of all items."""
    return [item.number for item in ledger.all_items()]


def found(path: Path, disk: MemoryDisk) -> list[int]:
    """What the next process finds on that disk; in a folder of another name, since this one is still held."""
    here, there = path.parent, path.parent / "next"
    disk.files = {there / name.relative_to(here): file for name, file in disk.files.items()}
    disk._durable_names = dict(disk.files)
    opened = Ledger.open(there / path.name, at=NOW, disk=disk)
    assert verify(there / path.name, disk=disk).is_sound
    try:
        return numbers(opened)
    finally:
        opened.abandon()


async def turns(count: int = 20) -> None:
    """Let whatever can go on go on."""
    for _ in range(count):
        await asyncio.sleep(0)


async def test_the_event_loop_goes_on_while_the_disk_is_silent(ledger: Ledger, disk: SlowDisk, path: Path) -> None:
    disk.goes_on.clear()
    add(ledger)  # had it waited for the disk, it would never return
    waiting = asyncio.ensure_future(ledger.durable())
    await turns()
    assert not waiting.done()
    assert numbers(ledger) == [1, 2]
    assert found(path, disk.after_power_cut()) == [1]
    disk.goes_on.set()
    await waiting
    assert found(path, disk.after_power_cut()) == [1, 2]


async def test_a_quick_disk_is_waited_for_and_a_slow_one_is_not(
    path: Path, disk: SlowDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.journal.months.QUICK", 600.0)
    ledger = Ledger.open(path, at=NOW, disk=disk)
    ledger.begin_serving()
    add(ledger)
    assert found(path, disk.after_power_cut()) == [1]
    monkeypatch.setattr("store.journal.months.QUICK", -1.0)
    add(ledger)
    assert found(path, disk.after_power_cut()) == [1, 2], "the newest one before it was quick"
    monkeypatch.setattr("store.journal.months.QUICK", 600.0)
    disk.goes_on.clear()
    for _ in range(3):
        add(ledger)
    assert found(path, disk.after_power_cut()) == [1, 2]
    disk.goes_on.set()
    await ledger.durable()
    add(ledger)
    assert found(path, disk.after_power_cut()) == [*range(1, 7)]
    ledger.abandon()


async def test_beside_a_large_write_of_its_own_nobody_waits_for_the_disk(path: Path, disk: SlowDisk) -> None:
    ledger = Ledger.open(path, at=NOW, disk=disk)
    ledger.begin_serving()
    add(ledger)
    disk.goes_on.clear()
    disk.began.clear()
    writing = asyncio.ensure_future(ledger.checkpoint_in_slices())
    await asyncio.to_thread(disk.began.wait, 10)
    add(ledger)  # had it waited for the disk, it would never return
    disk.goes_on.set()
    await writing
    await ledger.durable()
    assert found(path, disk.after_power_cut()) == [1, 2]
    ledger.abandon()


async def test_what_is_written_while_a_sync_is_under_way_is_synced_together_after_it(
    ledger: Ledger, disk: SlowDisk, path: Path
) -> None:
    disk.goes_on.clear()
    disk.began.clear()
    add(ledger)
    assert disk.began.wait(10)
    before = disk.syncs
    for _ in range(50):
        add(ledger)
    waiting = asyncio.ensure_future(ledger.durable())
    await turns()
    disk.goes_on.set()
    await waiting
    assert disk.syncs == before + 1
    assert found(path, disk.after_power_cut()) == [*range(1, 53)]


async def test_a_failed_sync_is_said_and_what_was_written_is_written_again(
    ledger: Ledger, disk: SlowDisk, path: Path
) -> None:
    """After a failed sync the system forgets what it could not write: a second sync that succeeds proves nothing."""
    disk.failing = {"sync"}
    assert add(ledger) == 2
    for _ in range(2):
        with pytest.raises(NotSaved):
            await ledger.durable()
    with pytest.raises(NotSaved):
        add(ledger)
    file = disk.files[folder_of(path) / "2026-11.jsonl"]
    file.content[:] = file.durable  # what the system may do with pages that it could not write
    disk.failing = set()
    await ledger.durable()
    assert add(ledger) == 3
    await ledger.durable()
    assert numbers(ledger) == found(path, disk.after_power_cut()) == [1, 2, 3]


async def test_who_waits_for_a_sync_that_fails_hears_of_it_at_once(
    ledger: Ledger, disk: SlowDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The thread tells of a failure as it tells of success; else nobody would know for two seconds, nor why."""
    monkeypatch.setattr("store.waiting.WITHIN", 60.0)
    disk.goes_on.clear()
    add(ledger)
    waiting = [asyncio.ensure_future(ledger.durable()) for _ in range(3)]
    await turns()
    disk.failing = {"sync"}
    disk.goes_on.set()
    done, _ = await asyncio.wait(waiting, timeout=10)
    assert ["Input/output error" in str(each.exception()) for each in done] == [True] * 3
    disk.failing = set()
    await ledger.durable()
    assert numbers(ledger) == [1, 2]


async def test_a_full_disk_is_said_at_once_and_takes_nothing_else_away(
    ledger: Ledger, disk: SlowDisk, path: Path
) -> None:
    disk.goes_on.clear()
    add(ledger)
    disk.room = 300
    threading.Timer(0.05, disk.goes_on.set).start()  # it waits for the sync that is under way
    with pytest.raises(NotSaved):
        add(ledger)
    await ledger.durable()
    assert numbers(ledger) == found(path, disk.after_power_cut()) == [1, 2]
    disk.room = None
    add(ledger)
    await ledger.durable()
    assert found(path, disk.after_power_cut()) == [1, 2, 3]


async def test_a_disk_that_stays_silent_gets_nothing_more(
    ledger: Ledger, disk: SlowDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And as soon as it answers, everything goes on by itself."""
    monkeypatch.setattr("store.waiting.WITHIN", 0.02)
    monkeypatch.setattr("store.journal.months.WITHIN", 0.02)
    disk.goes_on.clear()
    add(ledger)
    with pytest.raises(NotSaved, match="does not answer"):
        await ledger.durable()
    with pytest.raises(NotSaved, match="does not answer"):
        add(ledger)
    monkeypatch.setattr("store.waiting.WITHIN", 60)
    disk.goes_on.set()
    await ledger.durable()
    assert add(ledger) == 3


@pytest.mark.parametrize("failing", [set[str](), {"truncate"}])
async def test_a_month_begins_behind_what_is_not_durable_yet(
    ledger: Ledger, disk: SlowDisk, path: Path, failing: set[str]
) -> None:
    december = NOW + timedelta(days=20)
    add(ledger)
    disk.failing = failing
    for _ in range(len(failing)):
        with pytest.raises(NotSaved):
            add(ledger, december)
    disk.failing = set()
    add(ledger, december)
    add(ledger, december)
    await ledger.durable()
    assert found(path, disk.after_power_cut()) == [1, 2, 3, 4]


async def test_the_file_never_shows_what_is_not_durable(ledger: Ledger, disk: SlowDisk, path: Path) -> None:
    """Else it would be ahead of the journal after a power cut."""
    disk.held = ".jsonl"
    disk.goes_on.clear()
    add(ledger)
    writing = asyncio.ensure_future(ledger.checkpoint_in_slices())
    await asyncio.wait({writing}, timeout=0.2)
    assert not writing.done()
    assert found(path, disk.after_power_cut(names_reached=True)) == [1]
    disk.goes_on.set()
    await writing
    assert found(path, disk.after_power_cut()) == [1, 2]
    disk.failing = {"sync"}
    add(ledger)
    with pytest.raises(NotSaved):
        await ledger.durable()
    disk.failing = {"truncate"}  # which writing the file needs not
    with pytest.raises(NotSaved):
        ledger.checkpoint()
    assert found(path, disk.after_power_cut(names_reached=True)) == [1, 2]


async def test_the_file_waits_for_an_edit_that_is_taken_over_on_the_way(
    ledger: Ledger, disk: SlowDisk, path: Path
) -> None:
    """Somebody edits the file right before a stop. Ahead of its journal no ledger can be opened."""
    ledger.checkpoint()
    file = disk.files[path]
    file.content = file.content.replace(b"title", b"remark")
    file.durable, file.changes = bytes(file.content), file.changes + 1
    disk.held = ".jsonl"
    disk.goes_on.clear()
    writing = asyncio.ensure_future(asyncio.to_thread(ledger.checkpoint))
    await asyncio.wait({writing}, timeout=0.2)
    assert not writing.done()
    assert found(path, disk.after_power_cut(names_reached=True)) == [1]
    disk.goes_on.set()
    await writing
    assert found(path, disk.after_power_cut()) == [1]


async def test_a_system_without_threads_leaves_no_transaction_half_done(
    ledger: Ledger, disk: SlowDisk, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first slow sync may come at any time: its thread is there before."""
    served = Ledger.open(path.with_name("other.json"), at=NOW, disk=disk)
    served.begin_serving()
    with monkeypatch.context() as patch:
        patch.setattr("threading.Thread.start", _refuse)
        add(served)
        assert add(served) == 2
        await served.durable()
        with pytest.raises(RuntimeError):
            ledger.begin_serving()
    served.abandon()


def _refuse(_thread: threading.Thread) -> None:
    raise RuntimeError("can't start new thread")


async def test_what_the_thread_logs_bears_its_bureau(
    path: Path, disk: SlowDisk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("store.journal.months.QUICK", -1.0)
    caplog.handler.addFilter(name_bureau)
    ledger = Ledger.open(path, at=NOW, disk=disk)
    with log_of("甲局"):
        ledger.begin_serving()
    add(ledger)
    disk.failing = {"sync"}
    add(ledger)
    with suppress(NotSaved):
        await ledger.durable()
    assert [each.__dict__["bureau"] for each in caplog.records] == ["甲局"]
    caplog.handler.removeFilter(name_bureau)
    disk.failing = set()
    ledger.close()


@pytest.mark.parametrize("leave", [Ledger.close, Ledger.abandon])
async def test_an_end_waits_for_the_sync_that_is_under_way(
    path: Path, leave: Callable[[Ledger], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the machine's disk: a handle that is closed under a sync may be another file's by then."""
    monkeypatch.setattr("store.journal.months.QUICK", -1.0)
    ledger = Ledger.open(path, at=NOW)
    ledger.begin_serving()
    for _ in range(20):
        add(ledger)
    leave(ledger)
    again = Ledger.open(path, at=NOW)
    assert numbers(again) == [*range(1, 21)]
    again.abandon()
    assert not [each for each in threading.enumerate() if each.name.startswith("journal")]


async def _silenced(ledger: Ledger, disk: SlowDisk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk is silent for so long that nothing is accepted; an item and what became of a letter wait for it."""
    with ledger.transaction(at=NOW, by="", did="queue") as tx:
        letter = tx.queue(a_letter(html="您好"))
    await ledger.durable()
    disk.goes_on.clear()
    disk.began.clear()
    add(ledger)
    assert disk.began.wait(10)
    monkeypatch.setattr("store.journal.months.WITHIN", -1.0)
    ledger.stage_sent(letter, 7, NOW)
    assert ledger.is_silent


async def test_a_stop_waits_for_a_disk_that_is_silent_and_then_all_is_saved(
    ledger: Ledger, disk: SlowDisk, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It said that nothing could be written, though everything was in the end."""
    await _silenced(ledger, disk, monkeypatch)
    closing = asyncio.ensure_future(asyncio.to_thread(ledger.close))
    await asyncio.wait({closing}, timeout=0.2)
    assert not closing.done()
    disk.goes_on.set()
    await closing
    assert found(path, disk.after_power_cut()) == [1, 2]
    journal = disk.files[folder_of(path) / "2026-11.jsonl"].durable
    assert b'"message_id":7' in journal


async def test_a_stop_waits_for_a_few_seconds_at_most_and_says_what_is_true(
    ledger: Ledger, disk: SlowDisk, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _silenced(ledger, disk, monkeypatch)
    monkeypatch.setattr("store.journal.months.ENDS_WITHIN", 0.05)
    with pytest.raises(DiskSilent):
        ledger.close()
    threads = [each for each in threading.enumerate() if each.name.startswith("journal")]
    assert [each.daemon for each in threads] == [True], "it would keep the process from ending"
    assert found(path, disk.after_power_cut()) == [1], "what was acknowledged"
    disk.goes_on.set()
    threads[0].join(10)
    assert not threads[0].is_alive()
    assert not disk._handles


async def test_what_was_refused_does_not_come_back_after_a_clean_stop(
    ledger: Ledger, disk: SlowDisk, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.journal.months.QUICK", 600.0)
    add(ledger)
    await ledger.durable()
    disk.failing = {"sync", "read"}
    with pytest.raises(NotSaved):
        add(ledger)
    disk.failing = set()
    ledger.close()
    assert found(path, disk.after_power_cut(reached=10_000, names_reached=True)) == [1, 2]


async def test_a_closed_ledger_has_what_nobody_waited_for(ledger: Ledger, disk: SlowDisk, path: Path) -> None:
    disk.failing = {"sync"}
    add(ledger)
    with suppress(NotSaved):
        await ledger.durable()
    disk.failing = set()
    ledger.close()
    assert found(path, disk.after_power_cut()) == [1, 2]


@pytest.mark.parametrize("seed", range(40))
async def test_whatever_fails_what_was_acknowledged_is_there_in_order(
    path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.waiting.WITHIN", 0.01)
    monkeypatch.setattr("store.journal.months.QUICK", (-1.0, 0.00003)[seed % 2])
    chance = random.Random(seed)
    disk = SlowDisk()
    ledger = Ledger.open(path, at=NOW, disk=disk)
    ledger.begin_serving()
    acknowledged = 0
    for step in range(60):
        disk.failing = set(chance.sample(["sync", "write", "truncate", "read"], chance.choice((0, 0, 0, 1, 2))))
        disk.room = chance.choice((None, None, None, 200, 2000))
        with suppress(NotSaved):
            for _ in range(chance.randrange(4)):
                add(ledger, NOW + timedelta(days=step))
                await turns(chance.randrange(3))
            if chance.random() < 0.1:
                await ledger.checkpoint_in_slices()
            await ledger.durable()
            acknowledged = len(numbers(ledger))
    disk.failing, disk.room = set(), None
    there = found(path, disk.after_power_cut(reached=chance.choice((0, 100, 10_000)), names_reached=True))
    assert there == [*range(1, len(there) + 1)]
    assert acknowledged <= len(there) <= len(numbers(ledger)) + 1, "at most one that was refused, while in doubt"
    await ledger.durable()
    ledger.close()
    assert found(path, disk.after_power_cut()) == numbers(ledger)
