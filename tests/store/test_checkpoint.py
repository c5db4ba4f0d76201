"""The checkpoint: the TinyDB file follows the journal without holding anybody up."""

import asyncio
import os
import threading
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue

import pytest
from tinydb import TinyDB

from domain.item import ItemStatus
from store.errors import NotSaved
from store.journal.files import FileEngine
from store.journal.verify import verify
from store.ledger import Ledger
from store.schema import SCHEMA
from tests.store.disks import MemoryDisk
from tests.store.sample import NOW, a_letter, an_item


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """A ledger of a few thousand items."""
    ledger = Ledger.open(tmp_path / "ledger.json", at=NOW)
    with ledger.transaction(at=NOW, by="办公室", did="import") as tx:
        for number in range(1, 3001):
            tx.add_item(an_item(number))
    return ledger


def test_a_checkpoint_is_needed_after_a_change_and_not_after_itself(ledger: Ledger) -> None:
    assert ledger.needs_checkpoint
    ledger.checkpoint()
    assert not ledger.needs_checkpoint
    with ledger.transaction(at=NOW, by="", did="receive") as tx:
        tx.receive(1, 5, b"{}", NOW)
    assert ledger.needs_checkpoint, "correspondence is in the file as well"
    ledger.close()
    again = Ledger.open(ledger.path, at=NOW)
    assert not again.needs_checkpoint
    again.close()


async def test_a_checkpoint_in_slices_lets_others_work_and_is_of_one_moment(ledger: Ledger) -> None:
    ledger.checkpoint()
    with ledger.transaction(at=NOW, by="甲某", did="done") as tx:
        tx.save_item(an_item(1, version=2))
    writing = asyncio.ensure_future(ledger.checkpoint_in_slices())
    turns = 0
    while not writing.done():
        await asyncio.sleep(0)
        turns += 1
        if turns == 1:
            with ledger.transaction(at=NOW, by="甲某", did="done") as tx:
                tx.save_item(an_item(1, status=ItemStatus.CLOSED, version=3))
                tx.add_item(an_item(3001))
    await writing
    with TinyDB(ledger.path, encoding="utf-8") as db:
        first = db.table("items").get(doc_id=1)
        assert isinstance(first, dict)
        assert first["version"] == 2
        assert len(db.table("items")) == 3000
    assert ledger.needs_checkpoint, "for what happened meanwhile"
    ledger.abandon()
    assert verify(ledger.path).is_sound
    again = Ledger.open(ledger.path, at=NOW)
    assert [item.version for item in again.items([1, 3001])] == [3, 1]
    again.close()


async def test_the_room_of_the_file_before_is_freed_beside_whoever_is_served(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With 64 MB that takes the system up to a tenth of a second."""
    ledger.checkpoint()
    before = ledger.path.stat().st_ino
    closed: SimpleQueue[threading.Thread] = SimpleQueue()

    def close(handle: int) -> None:
        is_meant = os.fstat(handle).st_ino == before
        really_close(handle)
        if is_meant:
            closed.put(threading.current_thread())

    really_close = os.close
    monkeypatch.setattr("store.journal.lock.os.close", close)
    with ledger.transaction(at=NOW, by="甲某", did="done") as tx:
        tx.save_item(an_item(1, version=2))
    await ledger.checkpoint_in_slices()
    assert closed.get(timeout=60) is not threading.current_thread()
    monkeypatch.undo()
    ledger.close()


async def test_a_clean_stop_during_a_checkpoint_leaves_the_newest_state(ledger: Ledger) -> None:
    """A cancelled writer's thread goes on: it neither spoils the last checkpoint nor replaces it later."""
    for version in range(2, 6):
        writing = asyncio.ensure_future(ledger.checkpoint_in_slices())
        await asyncio.sleep(0)
        with ledger.transaction(at=NOW, by="甲某", did="done") as tx:
            tx.save_item(an_item(1, version=version))
        ledger.close()
        writing.cancel()
        await asyncio.gather(writing, return_exceptions=True)
        with TinyDB(ledger.path, encoding="utf-8") as db:
            first = db.table("items").get(doc_id=1)
        assert isinstance(first, dict)
        assert first["version"] == version
        ledger = Ledger.open(ledger.path, at=NOW)
        assert not ledger.needs_checkpoint
    ledger.close()


def test_the_file_of_a_full_disk_may_say_more_than_the_journal(tmp_path: Path) -> None:
    """An update that is staged is written before the file, where it can be; else it is known by the file alone."""
    disk = MemoryDisk()
    ledger = Ledger.open(tmp_path / "ledger.json", at=NOW, disk=disk)
    for number, failing in ((7, set[str]()), (8, {"truncate"})):  # the journal's file alone is cut
        ledger.stage_received(number, 5, b"{}", NOW)
        if failing:
            disk.room, disk.failing = 0, failing
            with suppress(NotSaved):
                ledger.flush(NOW)
            disk.room = None
        ledger.checkpoint()
    disk.failing = set()
    ledger.abandon()
    again = Ledger.open(ledger.path, at=NOW, disk=disk)
    assert [each.update_id for each in again.waiting_updates()] == [7, 8]
    again.abandon()
    del disk.files[ledger.path]
    again = Ledger.open(ledger.path, at=NOW, disk=disk)
    assert [each.update_id for each in again.waiting_updates()] == [7]
    again.close()


def test_the_file_holds_what_the_bot_itself_needs(ledger: Ledger) -> None:
    """After a clean stop the journal's mail lines are not needed any more."""
    with ledger.transaction(at=NOW, by="", did="receive") as tx:
        tx.receive(1, 5, b"{}", NOW)
        tx.queue(a_letter())
        tx.tell("key", NOW)
    ledger.close()
    with TinyDB(ledger.path, encoding="utf-8") as db:
        assert {"items", "_inbox", "_outbox", "_told", "_meta"} <= db.tables()
        (meta,) = db.table("_meta").all()
        assert meta["schema"] == SCHEMA
        assert meta["position"]["place"]["sequence"] == 1


def test_a_commit_costs_as_much_as_its_change_whatever_the_ledger_holds(ledger: Ledger) -> None:
    """What is written for one ``/done`` is a few hundred bytes, with three thousand items as with three."""
    journal = ledger.path.with_name("ledger.json.journal") / "2026-11.jsonl"
    before = journal.stat().st_size
    with ledger.transaction(at=NOW, by="甲某", did="done") as tx:
        tx.save_item(an_item(7, status=ItemStatus.CLOSED, version=2))
    assert journal.stat().st_size - before < 1000
    ledger.close()


def test_an_older_state_never_takes_the_place_of_a_newer_one(ledger: Ledger) -> None:
    """Two writers may pass each other: one in a thread, one at the clean stop."""
    engine = ledger._engine
    assert isinstance(engine, FileEngine)
    saving = engine._saving
    older = saving.snapshot(saving.look())
    with ledger.transaction(at=NOW, by="甲某", did="done") as tx:
        tx.save_item(an_item(7, status=ItemStatus.CLOSED, version=2))
    ledger.checkpoint()
    newest = ledger.path.read_bytes()
    assert saving.write(older)
    assert ledger.path.read_bytes() == newest


def test_closing_twice_is_closing_once(ledger: Ledger) -> None:
    ledger.close()
    stamp = ledger.path.stat()
    ledger.close()
    assert ledger.path.stat() == stamp
