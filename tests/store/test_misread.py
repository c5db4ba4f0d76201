"""Rows that somebody wrote wrongly: read or listed with a mark, left as they are, and no reason not to go on."""

import json
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from domain.coercion import Spot
from domain.item import Item, ItemStatus, Misread
from domain.letter import Fate
from store.documents import read
from store.ledger import Ledger
from store.misread import misread_rows
from tests.store.conftest import Home
from tests.store.sample import NOW, a_letter, an_item, document_of

PLAIN = {
    "kind": "task",
    "title": "低保动态管理",
    "unit": "社会救助股",
    "owner": "甲某",
    "due": "2026-12-05",
    "status": "acknowledged",
    "version": 2,
}
WRONG: tuple[object, ...] = (None, True, 7, 3.7, "甲某", [], ["a", 5], {"a": 1}, [[1]])


def filled(home: Home, *rows: dict[str, Any]) -> Ledger:
    """A ledger of items as other programs write them."""
    ledger = home.open()
    ledger.db.table("items").insert_multiple(rows)
    return ledger


def test_no_item_vanishes_whatever_its_fields_hold(home: Home) -> None:
    """Fault 8.2: every field with every wrong type, and each on top of another: all are counted, found and listed."""
    names = [*PLAIN, "history", "closed_at", "partners", "is_sensitive", "supplement_by"]
    rows = [PLAIN | {name: wrong} for name in names for wrong in WRONG]
    ledger = filled(home, *rows, *({} for _ in range(3)))
    for state in (ledger, home.after_a_kill(ledger)):
        numbers = [item.number for item in state.all_items()]
        assert numbers == list(range(1, len(rows) + 4))
        assert sum(state.count_by_status().values()) == len(numbers)
        named = {spot.number for spot in misread_rows(state.snapshot())}
        for number, row in enumerate(rows, start=1):
            item = state.item(number)
            assert item is not None
            assert bool(item.faults) == (number in named)
            if item.status is not ItemStatus.CLOSED:
                assert number in state.open_numbers()
            if not item.faults:
                assert {name: value for name, value in row.items() if value is None} or item.title
        assert state.open_numbers() == sorted(item.number for item in state.open_items())


def test_a_state_as_the_workbook_writes_it_is_filed_as_that_state(home: Home) -> None:
    """Fault 8.2: 已办结 is closed in every list and count, and stays filed so when it changes."""
    ledger = filled(home, PLAIN | {"status": "已办结", "closed_at": "2026/11/20"}, PLAIN | {"owner": 5})
    assert ledger.open_numbers() == [2]
    assert [item.number for item in ledger.closed_between(NOW.replace(hour=0, minute=0), NOW)] == [1]
    assert [item.owner for item in ledger.open_of("5")] == ["5"]
    with ledger.transaction(at=NOW, by="办公室", did="reopen") as tx:
        for number in (1, 2):
            tx.save_item(an_item(number, status=ItemStatus.SUBMITTED))
    assert [item.number for item in ledger.awaiting()] == [1, 2]
    assert ledger.count_by_status() == dict.fromkeys(ItemStatus, 0) | {"submitted": 2}


def test_what_could_not_be_read_stays_as_it_was_written_until_somebody_says_otherwise(home: Home) -> None:
    """Fault 8.2: an unrelated change keeps 下周五, the odd step, the office's own column; a new limit ends a fault."""
    steps = [{"at": "2026-11-01T10:00:00+08:00", "by": "办公室", "did": "assign"}, "口头交办"]
    ledger = filled(home, PLAIN | {"due": "下周五", "history": steps, "股长批示": "抓紧"})
    item = ledger.items([1])[0]
    assert item.faults == (Misread("due", "下周五"), Misread("history", json.dumps(steps, ensure_ascii=False)[:60]))
    with ledger.transaction(at=NOW, by="甲某", did="note") as tx:
        tx.save_item(replace(item, progress="已报局办", history=(*item.history, item.history[0])))
    written = document_of(ledger, "items", 1)
    assert (written["due"], written["股长批示"], written["progress"]) == ("下周五", "抓紧", "已报局办")
    assert (len(written["history"]), written["history"][1]) == (3, "口头交办")
    assert "_faults" not in written
    with ledger.transaction(at=NOW, by="办公室", did="extend") as tx:
        tx.save_item(replace(ledger.items([1])[0], due="2026-12-11"))
    item = home.after_a_kill(ledger).items([1])[0]
    assert (item.due, [fault.field for fault in item.faults]) == ("2026-12-11", ["history"])


def test_what_the_bot_wrote_is_never_looked_at_twice() -> None:
    """The column that faults would be written to is nobody's: a document that has it is read by hand."""
    row = json.dumps(PLAIN | {"_faults": [{"field": "due", "written": "x"}]}).encode()
    assert not read(Item, 1, row).faults


@pytest.mark.parametrize("table", ["_outbox", "_inbox", "_sent", "_told", "_dialogues", "items", "people", "chats"])
@pytest.mark.parametrize("row", [{"chat_id": "x"}, 5, "text", [1], {"a": "\ud83d"}], ids=repr)
def test_a_spoilt_row_of_any_table_is_named_and_keeps_nothing_from_going_on(
    tmp_path: Path, table: str, row: object
) -> None:
    """Fault 8.4: it stays in the file as it is, and the ledger opens, works, prunes and is written without it."""
    path = tmp_path / "ledger.json"
    ledger = Ledger.open(path, at=NOW)
    with ledger.transaction(at=NOW, by="办公室", did="import") as tx:
        tx.add_item(an_item(1))
        tx.queue(a_letter())
    ledger.close()
    tables = json.loads(path.read_text(encoding="utf-8"))
    tables.setdefault(table, {})["9"] = row
    path.write_text(json.dumps(tables), encoding="utf-8")
    ledger = Ledger.open(path, at=NOW)
    assert [spot for spot in misread_rows(ledger.snapshot()) if (spot.table, spot.number) == (table, 9)]
    assert len(ledger.waiting_letters()) == 1
    ledger.prune(NOW.replace(year=2029))
    with ledger.transaction(at=NOW, by="telegram", did="move") as tx:
        tx.move_chat(-100, -1009)
        number = tx.queue(a_letter())
        tx.settle(number, Fate.SENT, message_id=5, at=NOW)
        tx.receive(9, 5, b"{}", NOW)
    assert not ledger.undelivered()
    ledger.close()
    kept = json.loads(path.read_text(encoding="utf-8"))[table]["9"]
    if table != "items":  # which gets its dates
        assert kept == (row if row != {"a": "\ud83d"} else {"a": "?"})
    ledger = Ledger.open(path, at=NOW)
    assert ledger.items([1])
    ledger.close()


def test_a_sound_ledger_has_no_odd_rows(home: Home) -> None:
    ledger = home.open()
    with ledger.transaction(at=NOW, by="办公室", did="import") as tx:
        tx.add_item(an_item(due="2026-12-05T17:00"))
        tx.queue(a_letter())
        tx.receive(7, 5, b"{}", NOW)
        tx.tell("told", NOW)
    assert not list(misread_rows(ledger.snapshot()))
    ledger.db.table("people").insert({"name": "甲某", "role": "班长"})
    assert list(misread_rows(ledger.snapshot())) == [Spot("people", 1, ("role",), written=("班长",))]
