"""Outlines: what a list reads of most items says the same as the items themselves, however they are written."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given

from domain.item import Did, Item, ItemStatus, Step
from domain.outline import Outline, Outlined
from store import documents
from store.outlines import read_outline
from tests.store.conftest import Home
from tests.store.sample import NOW, an_item
from tests.store.test_items import ITEMS
from tests.store.test_misread import PLAIN, WRONG, filled

SHARED = [name for name in Outlined.__dict__ if not name.startswith("_") and name != "history"]


def told(of: Outlined) -> dict[str, Any]:
    return {name: getattr(of, name) for name in SHARED}


@given(ITEMS)
def test_an_outline_says_what_its_item_says(item: Item) -> None:
    outline = read_outline(item.number, documents.write(item, None))
    assert isinstance(outline, Outline)
    assert told(outline) == told(item)


def test_an_item_whose_limit_rests_on_its_history_is_read_whole() -> None:
    step = Step(at=NOW, by="甲某", did=Did.SUBMIT)
    item = an_item(1, supplement_by=NOW.date(), history=(step,))
    assert read_outline(1, documents.write(item, None)) == item


def test_outlines_of_odd_documents_say_what_the_items_say(home: Home) -> None:
    """Fault 8.2: every field with every wrong type."""
    rows = [PLAIN | {name: wrong} for name in [*PLAIN, *SHARED] for wrong in WRONG]
    ledger = filled(home, *rows, {}, PLAIN | {"due": "下周五"}, PLAIN | {"due": " "})
    open_items = list(ledger.open_items())
    assert [told(each) for each in ledger.open_outlines()] == [told(item) for item in open_items]


@pytest.mark.parametrize("fails", [False, True])
def test_a_kept_outline_goes_with_its_document(home: Home, fails: bool) -> None:
    ledger = home.open()
    with ledger.transaction(at=NOW, by="办公室", did="add") as tx:
        tx.add_item(an_item(1, due="2026-11-20"))
    assert [each.due for each in ledger.outlines_of("甲某")] == ["2026-11-20"]
    with suppress(OSError), ledger.transaction(at=NOW, by="办公室", did="edit") as tx:
        tx.save_item(an_item(1, due="2026-12-20"))
        assert [each.due for each in ledger.outlines_of("甲某")] == ["2026-12-20"]
        if fails:
            raise OSError
    assert [each.due for each in ledger.outlines_of("甲某")] == ["2026-11-20" if fails else "2026-12-20"]


def test_outlines_of_what_is_settled_are_kept_and_read_again_where_something_changed(home: Home) -> None:
    ledger = home.open()
    with ledger.transaction(at=NOW, by="办公室", did="add") as tx:
        for number, status in enumerate((ItemStatus.CLOSED, ItemStatus.SUSPENDED, ItemStatus.ASSIGNED), 1):
            tx.add_item(an_item(number, status=status, unit=f"股室{number}", owner=f"某{number}"))
    first, paused = ledger.settled_outlines().items
    assert (first.number, paused.number) == (1, 2)
    assert ledger.settled_outlines() is ledger.settled_outlines()
    with ledger.transaction(at=NOW, by="办公室", did="close") as tx:
        tx.save_item(an_item(3, status=ItemStatus.CLOSED, unit="股室1", owner="某3"))
        tx.save_item(an_item(2, status=ItemStatus.ASSIGNED, unit="股室2", owner="某2"))
    now = ledger.settled_outlines()
    assert [each.number for each in now.by_unit["股室1"]] == [1, 3]
    assert now.items[0] is first, "what did not change is not read again"
    assert "某2" not in now.by_owner
