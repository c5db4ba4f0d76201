"""TinyDB made safe: bad values change nothing, results are copies and never stale, any stock TinyDB opens the file."""

from pathlib import Path
from typing import Any

import pytest
from tinydb import Query, TinyDB, where
from tinydb.storages import JSONStorage
from tinydb.table import Document

from store.errors import ReservedTable
from tests.store.conftest import Home
from tests.store.sample import NOW, a_letter


@pytest.mark.parametrize("value", [{1, 2}, object(), NOW, b"bytes", float("nan"), float("inf"), "\ud83d", 1j])
def test_a_value_that_cannot_be_stored_is_refused_and_later_writes_succeed(home: Home, value: object) -> None:
    """docs/promises.md 4."""
    ledger = home.open()
    notes = ledger.db.table("notes")
    notes.insert({"n": 1})
    for refused in (
        lambda: notes.insert({"value": value}),
        lambda: notes.insert_multiple([{"fine": 1}, {"deep": [{"value": value}]}]),
        lambda: notes.update({"value": value}),
        lambda: notes.upsert({"value": value}, where("n") == 1),
        lambda: ledger.db.storage.write({"notes": {"1": {"value": value}}}),
    ):
        with pytest.raises((TypeError, ValueError)):
            refused()
        assert notes.all() == [{"n": 1}]
    notes.insert({"n": 2})
    assert home.after_a_kill(ledger).db.table("notes").all() == [{"n": 1}, {"n": 2}]


def test_a_document_too_deep_to_be_read_back_is_refused(home: Home) -> None:
    """docs/promises.md 4."""
    ledger = home.open()
    deep: dict[str, Any] = {}
    for _ in range(150):
        deep = {"in": deep}
    with pytest.raises(ValueError, match="nested"):
        ledger.db.insert(deep)
    ledger.db.insert({"text": "{[" * 200 + '\\"' * 9})
    assert len(ledger.db) == 1


def test_changing_a_returned_document_never_changes_stored_state(home: Home) -> None:
    """docs/promises.md 5."""
    ledger = home.open()
    notes = ledger.db.table("notes")
    given = {"list": [1], "n": 1}
    notes.insert(given)
    given["list"].append(2)  # type: ignore[attr-defined]
    condition = where("n") == 1
    for returned in (notes.all(), notes.search(condition), notes.search(condition), [notes.get(doc_id=1)], list(notes)):
        for document in returned:
            assert isinstance(document, Document)
            document["list"].append(9)
            document["n"] = 7
        assert notes.all() == [{"list": [1], "n": 1}]
    storage = ledger.db.storage.read()
    assert storage is not None
    storage["notes"].clear()
    assert notes.count(condition) == 1


def test_a_cached_query_is_never_stale(home: Home) -> None:
    """docs/promises.md 5: TinyDB's cache keeps results although what they follow from has changed."""
    ledger = home.open()
    notes = ledger.db.table("notes")
    notes.insert({"n": 1})
    allowed = {"1"}
    condition = where("n").test(lambda value: str(value) in allowed)
    assert notes.search(condition) == [{"n": 1}]
    allowed.clear()
    assert notes.search(condition) == []
    plain = Query().n == 1
    assert notes.count(plain) == 1
    with ledger.transaction(at=NOW, by="甲某", did="note"):
        notes.remove(plain)
        assert notes.count(plain) == 0
    assert notes.count(plain) == 0


def test_persist_empty_and_options_are_tinydbs(home: Home) -> None:
    ledger = home.open()
    ledger.db.table("empty", persist_empty=True)
    ledger.db.table("uncached", cache_size=0).insert({"n": 1})
    assert ledger.db.table("uncached").search(where("n") == 1) == [{"n": 1}]
    assert home.after_a_kill(ledger).db.tables() == {"empty", "uncached"}


def test_the_bots_own_tables_are_not_tinydbs_to_change(home: Home) -> None:
    ledger = home.open()
    with ledger.transaction(at=NOW, by="甲某", did="post") as tx:
        tx.queue(a_letter())
    assert ledger.db.tables() == set()
    ledger.db.drop_tables()
    ledger.db.drop_table("_outbox")
    for refused in (
        lambda: ledger.db.table("_outbox").truncate(),
        lambda: ledger.db.storage.write({"_outbox": {}}),
        lambda: ledger.db.table("_meta").insert({"schema": 9}),
    ):
        with pytest.raises(ReservedTable):
            refused()
    assert len(ledger.waiting_letters()) == len(ledger.db.table("_outbox")) == 1


def test_a_stock_tinydb_opens_the_file_in_any_locale(home_of_files: Home, tmp_path: Path) -> None:
    ledger = home_of_files.open()
    ledger.db.insert({"标题": "低保😀"})
    ledger.close()
    path = tmp_path / "copy.json"
    path.write_bytes(home_of_files.disk.read(home_of_files.path))
    for encoding in ("utf-8", "ascii", "gb18030", "cp1252"):
        with TinyDB(path, encoding=encoding, storage=JSONStorage) as db:
            assert db.all() == [{"标题": "低保😀"}]


def test_leaving_the_database_as_a_context_is_a_clean_stop(home_of_files: Home) -> None:
    with home_of_files.open().db as db:
        db.insert({"n": 1})
    assert b'"n":1' in home_of_files.disk.read(home_of_files.path)
    assert home_of_files.open().db.all() == [{"n": 1}]
