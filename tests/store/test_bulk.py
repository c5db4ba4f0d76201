"""Many items at once: entered as if each had been saved by itself, or not at all."""

import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from domain.item import Did, Item, ItemStatus
from domain.ledger_year import ClosedYear, carried_over
from store.bulk import Batch, make_batch
from store.errors import NotSaved, NumberTaken, Overtaken
from store.journal.verify import verify
from store.ledger import Ledger
from tests.store.conftest import Home
from tests.store.disks import MemoryDisk, PowerCut
from tests.store.sample import NOW, an_item, document_of

OLD = [an_item(number, owner="甲某") for number in (1, 2, 5)]
NEW = [an_item(number, owner="乙某", title="新") for number in (9, 3)]
CHANGED = [an_item(2, owner="乙某", version=2), an_item(5, due="2027-06-30", version=2)]


def _filled(ledger: Ledger) -> Ledger:
    with ledger.transaction(at=NOW, by="办公室", did="import") as tx:
        for item in OLD:
            tx.add_item(item)
    return ledger


def _enter(ledger: Ledger, batch: Batch) -> None:
    with ledger.transaction(at=NOW, by="办公室", did="import") as tx:
        tx.enter(batch)


def _numbers(items: list[Item]) -> list[int]:
    return [item.number for item in items]


def test_what_is_entered_is_found_and_outlives_a_kill(home: Home) -> None:
    ledger = _filled(home.open())
    sequence = ledger.sequence
    _enter(ledger, make_batch(NEW, CHANGED, ledger.moment()))
    assert ledger.sequence == sequence + 1
    for found in (ledger, home.after_a_kill(ledger)):
        assert found.items([1, 2, 3, 5, 9]) == [OLD[0], CHANGED[0], NEW[1], CHANGED[1], NEW[0]]
        assert _numbers(found.open_of("乙某")) == [2, 3, 9]
        assert _numbers(found.open_of("甲某")) == [1, 5]
        assert found.count_by_status()[ItemStatus.ASSIGNED] == 5


def test_it_writes_what_saving_each_would_have_written(tmp_path: Path) -> None:
    one, many = (_filled(Ledger.open(tmp_path / name, at=NOW)) for name in ("one.json", "many.json"))
    with one.transaction(at=NOW, by="办公室", did="import") as tx:
        for item in sorted((*NEW, *CHANGED), key=lambda item: item.number):
            tx.save_item(item)
    _enter(many, make_batch(NEW, CHANGED, many.moment()))
    assert one.head() == many.head()
    one.close()
    many.close()


def test_what_others_added_to_a_document_stays(home: Home) -> None:
    ledger = _filled(home.open())
    ledger.db.table("items").update({"档案号": "甲-7"}, doc_ids=[2])
    _enter(ledger, make_batch((), CHANGED, ledger.moment()))
    assert document_of(ledger, "items", 2)["档案号"] == "甲-7"


def test_a_batch_that_the_ledger_has_overtaken_is_refused_whole(home: Home) -> None:
    ledger = _filled(home.open())
    batch = make_batch(NEW, CHANGED, ledger.moment())
    with ledger.transaction(at=NOW, by="甲某", did="done") as tx:
        tx.save_item(an_item(5, status=ItemStatus.CLOSED, version=2))
    with pytest.raises(Overtaken):
        _enter(ledger, batch)
    late = make_batch(NEW, (), ledger.moment())
    with ledger.transaction(at=NOW, by="甲某", did="add") as tx:
        tx.add_item(an_item(3))
    with pytest.raises(NumberTaken):
        _enter(ledger, late)
    assert _numbers(list(ledger.all_items())) == [1, 2, 5, 3]
    assert ledger.open_of("乙某") == []


@pytest.mark.parametrize("room", [0, 1, 300, 900])
def test_a_disk_that_fills_up_takes_all_of_it_back(tmp_path: Path, room: int) -> None:
    """docs/promises.md 3: and it succeeds once there is room."""
    disk, path = MemoryDisk(), tmp_path / "ledger.json"
    ledger = _filled(Ledger.open(path, at=NOW, disk=disk))
    batch = make_batch(NEW, CHANGED, ledger.moment())
    disk.room = room
    with pytest.raises(NotSaved):
        _enter(ledger, batch)
    assert list(ledger.all_items()) == OLD
    assert ledger.open_of("甲某") == OLD
    assert ledger.open_of("乙某") == []
    assert verify(path, disk=disk).is_sound
    disk.room = None
    _enter(ledger, batch)
    ledger.abandon()
    again = Ledger.open(path, at=NOW, disk=disk.after_power_cut())
    assert _numbers(again.open_of("乙某")) == [2, 3, 9]
    again.abandon()


def test_only_what_is_wanted_is_found_also_where_fields_cannot_be_read(home: Home) -> None:
    ledger = _filled(home.open())
    items = ledger.db.table("items")
    items.update({"ledger_number": None, "title": "手写"}, doc_ids=[2])
    items.update({"version": "x", "title": "手写"}, doc_ids=[5])
    moment = ledger.moment()
    with ledger.transaction(at=NOW, by="甲某", did="add") as tx:
        tx.add_item(an_item(7, title="手写"))
    assert _numbers(list(moment.find(lambda _number, title, _written: title == "手写"))) == [2, 5]
    assert set(moment.numbers) == {1, 2, 5}


@pytest.mark.parametrize("step", [1, 2, 3])
@pytest.mark.parametrize("reached", [0, 200, 700, 10_000])
def test_a_power_cut_while_it_is_written_leaves_all_of_it_or_nothing(tmp_path: Path, step: int, reached: int) -> None:
    """docs/promises.md 3: whatever part of the line reached the disk."""
    disk, path = MemoryDisk(), tmp_path / "ledger.json"
    ledger = _filled(Ledger.open(path, at=NOW, disk=disk))
    batch = make_batch(NEW, CHANGED, ledger.moment())
    disk.cut_at = disk.steps + step
    with suppress(PowerCut):
        _enter(ledger, batch)
    disk.cut_at = None
    ledger.abandon()
    left = disk.after_power_cut(reached=reached)
    again = Ledger.open(path, at=NOW, disk=left)
    assert again.items([1, 2, 3, 5, 9]) in (OLD, [OLD[0], CHANGED[0], NEW[1], CHANGED[1], NEW[0]])
    _enter(again, make_batch((), [an_item(1, version=3)], again.moment()))
    assert verify(path, disk=left).is_sound
    again.abandon()


def test_every_new_item_stands_in_the_current_ledger_year_settled_or_not(home: Home) -> None:
    ledger = _filled(home.open())
    closed_year = ClosedYear(year=2026, closed_at=NOW, closed_by="办公室")
    with ledger.transaction(at=NOW, by="办公室", did="close the year") as tx:
        tx.save_closed_year(closed_year)
    settled = an_item(9, status=ItemStatus.CLOSED, closed_at=NOW)
    _enter(ledger, make_batch([settled], [an_item(5, status=ItemStatus.CLOSED, version=2)], ledger.moment()))
    with ledger.transaction(at=NOW, by="办公室", did="add") as tx:
        tx.add_item(an_item(10, status=ItemStatus.CLOSED, closed_at=NOW))
    assert [item.ledger_year for item in ledger.items([5, 9, 10])] == [0, 2027, 2027]


def _carried(ledger: Ledger) -> Batch:
    """The year turn of everything in the ledger."""
    moment = ledger.moment()
    items = moment.items(sorted(moment.numbers))
    return make_batch((), [carried_over(item, 2026, "办公室", NOW) for item in items], moment, moves_shares=False)


def _turn(ledger: Ledger, batch: Batch) -> None:
    with ledger.transaction(at=NOW, by="办公室", did="year turn") as tx:
        tx.enter(batch)
        tx.save_closed_year(ClosedYear(year=2026, closed_at=NOW, closed_by="办公室", carried=len(batch.documents)))


def _lines_run(work: Callable[[], None]) -> int:
    """How many lines of our code it takes."""
    count = 0

    def note(_frame: FrameType, event: str, _argument: object) -> Any:
        nonlocal count
        count += event == "line"
        return note

    before = sys.gettrace()
    sys.settrace(note)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def test_a_year_turn_is_entered_in_as_many_steps_for_hundreds_of_items_as_for_ten(tmp_path: Path) -> None:
    """What is done to each is done in the thread: nobody is served while it is entered."""
    counted: list[int] = []
    for size in (10, 10, 400):  # the first time some is done that is kept afterwards
        words = "核" * (400_000 // size)  # long enough to be kept beside the journal
        ledger = Ledger.open(tmp_path / f"{len(counted)}.json", at=NOW, disk=MemoryDisk())
        with ledger.transaction(at=NOW, by="办公室", did="import") as tx:
            for number in range(1, size + 1):
                tx.add_item(an_item(number, standard=words, parent=number - 1 if number % 5 == 0 else 0))
        shares = [item.percent for item in ledger.all_items()]
        batch = ledger.enclose(_carried(ledger))
        counted.append(_lines_run(partial(_turn, ledger, batch)))
        assert [item.ledger_year for item in ledger.all_items()] == [2027] * size
        assert [item.percent for item in ledger.all_items()] == shares
        ledger.abandon()
    assert abs(counted[2] - counted[1]) < 10, counted


@pytest.mark.parametrize("step", [1, 2, 3])
@pytest.mark.parametrize("reached", [0, 300, 40_000, 10_000_000])
def test_a_power_cut_during_a_year_turn_carries_every_item_over_once_or_none(
    tmp_path: Path, step: int, reached: int
) -> None:
    """docs/promises.md 3: and closes the year with them, or not; done again, it is done once."""
    disk, path = MemoryDisk(), tmp_path / "ledger.json"
    ledger = Ledger.open(path, at=NOW, disk=disk)
    with ledger.transaction(at=NOW, by="办公室", did="import") as tx:
        for number in range(1, 301):
            tx.add_item(an_item(number))
    batch = _carried(ledger)
    disk.cut_at = disk.steps + step
    with suppress(PowerCut):
        _turn(ledger, batch)
    disk.cut_at = None
    ledger.abandon()
    left = disk.after_power_cut(reached=reached)
    again = Ledger.open(path, at=NOW, disk=left)
    years = {item.ledger_year for item in again.all_items()}
    assert (years, again.ledger_year) in (({0}, 0), ({2027}, 2027))
    if not again.closed_years():
        _turn(again, _carried(again))
    found = [[step.did for step in item.history] for item in again.all_items()]
    assert found == [[Did.CARRY]] * 300
    assert verify(path, disk=left).is_sound
    again.abandon()
