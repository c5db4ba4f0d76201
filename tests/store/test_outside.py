"""What other programs do to the ledger file is journalled, whenever they do it."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from tinydb import TinyDB, where
from tinydb.operations import delete

from domain.closing import acknowledge
from domain.item import ItemStatus
from domain.ledger_year import ClosedYear
from domain.steps import step_of
from store.journal.months import folder_of
from store.journal.verify import verify
from store.ledger import Ledger
from tests.store.sample import NOW, a_letter, an_item, text_of

LATER = NOW + timedelta(days=1)
MINIMAL = {
    "kind": "rectification",
    "title": "临时救助台账不规范",
    "unit": "社会救助股",
    "owner": "乙某",
    "due": "2026-11-23",
    "status": "acknowledged",
    "version": 3,
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the ledger of these tests is."""
    return tmp_path / "ledger.json"


def stock(path: Path) -> TinyDB:
    """The file as any other program opens it."""
    return TinyDB(path, encoding="utf-8")


def test_what_somebody_changed_outside_becomes_a_journalled_change(path: Path) -> None:
    ledger = Ledger.open(path, at=NOW)
    with ledger.transaction(at=NOW, by="办公室", did="import") as tx:
        for number in (1, 2, 3):
            tx.add_item(an_item(number, due_set_at=NOW, assigned_at=NOW))
        tx.queue(a_letter())
        tx.tell("told", NOW)
    ledger.close()
    with stock(path) as db:
        db.table("items").update({"due": "2026-12-31"}, doc_ids=[1])
        db.table("items").remove(doc_ids=[2])
        db.table("items").insert(MINIMAL)
    ledger = Ledger.open(path, at=LATER)
    assert [item.number for item in ledger.all_items()] == [1, 3, 4]
    moved, kept, new = ledger.items([1, 3, 4])
    assert (moved.due, moved.due_set_at) == ("2026-12-31", LATER)
    assert kept.due_set_at == NOW
    assert new.due_set_at == new.assigned_at == LATER
    assert len(ledger.waiting_letters()) == 1
    assert ledger.told("told")
    ledger.abandon()
    last = json.loads(text_of(folder_of(path) / "2026-11.jsonl").splitlines()[-1])
    assert (last["by"], set(last["changes"]["items"])) == ("outside", {"1", "2", "4"})
    assert verify(path).is_sound
    assert [item.number for item in Ledger.open(path, at=LATER).all_items()] == [1, 3, 4]


@pytest.mark.parametrize("kind", ["petition", "hotline", "信访", "12345", 12345])
@pytest.mark.parametrize("said", [{}, {"is_sensitive": None}])
def test_petitions_that_others_enter_are_sensitive(path: Path, kind: str | int, said: dict[str, None]) -> None:
    """Fault 2.4: a petition of another program that says nothing of it is sensitive."""
    Ledger.open(path, at=NOW).close()
    with stock(path) as db:
        db.table("items").insert(MINIMAL | {"kind": kind} | said)
        db.table("items").insert(MINIMAL | {"kind": kind, "is_sensitive": False})
        db.table("items").insert(MINIMAL | said)
    ledger = Ledger.open(path, at=LATER)
    assert [item.is_sensitive for item in ledger.all_items()] == [True, False, False]
    ledger.close()


def test_what_others_turn_into_a_petition_is_sensitive_and_an_opened_one_stays_open(path: Path) -> None:
    """Fault 2.4: only the office opens a petition; another program's edit of its limit does not close it again."""
    ledger = Ledger.open(path, at=NOW)
    with ledger.transaction(at=NOW, by="办公室", did="import") as tx:
        tx.add_item(an_item(1, kind="task"))
        tx.add_item(an_item(2, kind="petition", is_sensitive=False))
        tx.add_item(an_item(3, kind="petition", is_sensitive=True))
    ledger.close()
    with stock(path) as db:
        db.table("items").update({"kind": "petition"}, doc_ids=[1])
        db.table("items").update({"due": "2026-12-31"}, doc_ids=[2])
        db.table("items").update(delete("is_sensitive"), doc_ids=[3])
    ledger = Ledger.open(path, at=LATER)
    assert [item.is_sensitive for item in ledger.all_items()] == [True, False, True]
    ledger.close()


def test_an_outside_change_is_merged_with_what_happened_after_the_checkpoint(path: Path) -> None:
    ledger = Ledger.open(path, at=NOW)
    with ledger.transaction(at=NOW, by="办公室", did="import") as tx:
        for number in (1, 2):
            tx.add_item(an_item(number))
    ledger.checkpoint()
    with ledger.transaction(at=NOW, by="甲某", did="done") as tx:
        tx.save_item(an_item(1, status=ItemStatus.CLOSED, version=2))
        tx.save_item(an_item(2, status=ItemStatus.CLOSED, version=2))
        tx.add_item(an_item(3))
    ledger.abandon()
    with stock(path) as db:
        db.table("items").update({"title": "改名", "status": "suspended"}, doc_ids=[1])
        db.table("items").remove(doc_ids=[2])
    ledger = Ledger.open(path, at=LATER)
    items = ledger.items([1, 2, 3])
    assert [(item.title, item.status, item.version) for item in items] == [
        ("改名", "closed", 2),
        ("低保动态管理", "closed", 2),
        ("低保动态管理", "assigned", 1),
    ]
    ledger.close()
    assert not verify(path).differing


def test_a_file_changed_while_the_bot_runs_is_journalled_before_it_is_replaced(path: Path) -> None:
    ledger = Ledger.open(path, at=NOW)
    with ledger.transaction(at=NOW, by="办公室", did="import") as tx:
        tx.add_item(an_item(1))
    ledger.checkpoint()
    with stock(path) as db:
        db.table("items").insert(MINIMAL)
    with ledger.transaction(at=NOW, by="甲某", did="done") as tx:
        tx.save_item(an_item(1, status=ItemStatus.CLOSED, version=2))
    ledger.checkpoint()
    assert [(item.number, item.status) for item in ledger.all_items()] == [(1, "closed"), (2, "acknowledged")]
    path.write_text("half a fi")
    with ledger.transaction(at=NOW, by="甲某", did="undo") as tx:
        tx.save_item(an_item(1, version=3))
    ledger.close()
    assert path.with_name("ledger.json.outside").read_text() == "half a fi"
    with stock(path) as db:
        assert db.table("items").count(where("version") == 3) == 2
    assert verify(path).is_sound


def test_a_new_ledger_file_that_others_fill_while_the_bot_runs_is_journalled(path: Path) -> None:
    ledger = Ledger.open(path, at=NOW)
    with stock(path) as db:
        db.table("items").insert(MINIMAL)
    with ledger.transaction(at=NOW, by="办公室", did="import") as tx:
        tx.add_item(an_item(7))
    ledger.checkpoint()
    assert [item.number for item in ledger.open_items()] == [1, 7]
    ledger.close()
    assert verify(path).is_sound
    assert not verify(path).differing


def test_somebody_elses_file_in_the_ledgers_place_is_an_outside_change(path: Path) -> None:
    ledger = Ledger.open(path, at=NOW)
    with ledger.transaction(at=NOW, by="办公室", did="import") as tx:
        tx.add_item(an_item(1))
        tx.tell("told", NOW)
    ledger.close()
    path.unlink()
    with stock(path) as db:
        db.table("items").insert_multiple([MINIMAL, MINIMAL])
    ledger = Ledger.open(path, at=LATER)
    assert [item.owner for item in ledger.all_items()] == ["乙某", "乙某"]
    assert ledger.told("told")
    ledger.close()


def test_what_is_entered_outside_stands_in_the_current_ledger_year(path: Path) -> None:
    ledger = Ledger.open(path, at=NOW)
    with ledger.transaction(at=NOW, by="办公室", did="close the year") as tx:
        tx.add_item(an_item(1, status=ItemStatus.CLOSED, closed_at=NOW))
        tx.save_closed_year(ClosedYear(year=2026, closed_at=NOW, closed_by="办公室"))
    ledger.close()
    with stock(path) as db:
        db.table("items").insert(MINIMAL | {"status": "closed", "closed_at": NOW.isoformat()})
    ledger = Ledger.open(path, at=LATER)
    assert [item.ledger_year for item in ledger.items([1, 2])] == [0, 2027]
    ledger.abandon()


def test_a_step_from_outside_is_a_version_as_each_step_is(path: Path) -> None:
    ledger = Ledger.open(path, at=NOW)
    with ledger.transaction(at=NOW, by="办公室", did="import") as tx:
        before = tx.add_item(acknowledge(an_item(1, due_set_at=NOW, assigned_at=NOW), "乙某", NOW))
    ledger.close()
    with stock(path) as db:
        db.table("items").update({"due": "2026-12-31"}, doc_ids=[1])
    ledger = Ledger.open(path, at=LATER)
    [moved] = ledger.items([1])
    assert moved.version == before.version + 1
    assert step_of(moved, before.version) == before.history[-1]
    ledger.abandon()
