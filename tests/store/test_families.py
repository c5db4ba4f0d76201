"""Families: what is done of a parent equals a recount of its parts, whatever happened, and after opening again."""

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from domain.done_share import percent_of
from domain.families import rolled_up, share_of_part
from domain.item import Item, ItemStatus, Quota
from store.bulk import make_batch
from store.ledger import Ledger
from tests.store.conftest import Home
from tests.store.disks import MemoryDisk
from tests.store.sample import NOW, an_item

NUMBERS = range(1, 9)


def part(number: int, parent: int = 0, **fields: object) -> Item:
    return structs.replace(an_item(number), parent=parent, status=ItemStatus.ACKNOWLEDGED, **fields)


def recount(ledger: Ledger) -> dict[int, int | None]:
    """How much is done of each item, worked out from nothing but items, lowest first."""
    items = {item.number: item for item in ledger.all_items()}

    def done(item: Item) -> int | None:
        parts = [each for each in items.values() if each.parent == item.number]
        if not parts:
            return percent_of(item)
        return rolled_up(item, [share_of_part(structs.replace(each, percent=done(each))) for each in parts])

    return {number: done(item) for number, item in items.items()}


def kept(ledger: Ledger) -> dict[int, int | None]:
    return {item.number: item.percent for item in ledger.all_items()}


def save(ledger: Ledger, *items: Item) -> None:
    with ledger.transaction(at=NOW, by="甲某", did="save") as tx:
        for item in items:
            tx.save_item(item)


def lose(ledger: Ledger, *items: Item) -> None:
    """A transaction that does not last."""
    with suppress(ZeroDivisionError), ledger.transaction(at=NOW, by="甲某", did="save") as tx:
        for item in items:
            tx.save_item(item)
        _ = 1 / 0


def test_a_parent_has_the_mean_of_its_parts_without_those_cancelled(home: Home) -> None:
    ledger = home.open()
    save(ledger, part(1), part(2, 1), part(3, 1, quota=Quota(10, 5)), part(4, 1, quota=Quota(10, 5)))
    assert kept(ledger)[1] == 33
    save(ledger, structs.replace(part(2, 1), status=ItemStatus.CANCELLED))
    assert kept(ledger)[1] == 50
    save(ledger, structs.replace(part(3, 1), status=ItemStatus.CLOSED))
    assert (kept(ledger)[1], ledger.part_counts(1)) == (75, (1, 2))
    assert ledger.item(1) == structs.replace(part(1), percent=75)  # no version moved
    save(ledger, structs.replace(part(4, 1), status=ItemStatus.CLOSED))
    assert kept(ledger)[1] == 100
    save(ledger, structs.replace(part(3), status=ItemStatus.CLOSED), structs.replace(part(4)), part(2))
    assert (kept(ledger)[1], ledger.part_numbers(1)) == (None, [])


def test_what_is_above_follows_in_the_same_transaction(home: Home) -> None:
    ledger = home.open()
    save(ledger, part(1), part(2, 1), part(3, 2, quota=Quota(10, 5)))
    assert kept(ledger) == {1: 50, 2: 50, 3: 50}
    sequence = ledger.sequence
    save(ledger, part(3, 2, quota=Quota(10, 8)))
    assert (kept(ledger), ledger.sequence) == ({1: 80, 2: 80, 3: 80}, sequence + 1)
    assert kept(home.after_a_kill(ledger)) == {1: 80, 2: 80, 3: 80}


def test_a_transaction_that_fails_leaves_every_share_as_it_was(home: Home) -> None:
    ledger = home.open()
    save(ledger, part(1), part(2, 1, quota=Quota(10, 5)))
    lose(ledger, part(2, 1, quota=Quota(10, 9)))
    assert kept(ledger) == {1: 50, 2: 50}
    save(ledger, part(3, 1))
    assert kept(ledger)[1] == 25


def test_a_circle_that_another_program_made_ends(home: Home) -> None:
    ledger = home.open()
    save(ledger, part(1), part(2, 1), part(3, 2))
    ledger.db.table("items").update({"parent": 3}, doc_ids=[1])
    ledger.db.table("items").update({"parent": 4}, doc_ids=[4])
    save(ledger, structs.replace(part(3, 2), status=ItemStatus.CLOSED))
    assert ledger.part_numbers(3) == [1]


_PARENTS = {1: (0,), 2: (0, 1), 3: (0, 1), 4: (0, 2), 5: (0, 2, 3), 6: (0, 3), 7: (0, 1), 8: (0, 2, 7)}
_STATUSES = st.sampled_from(list(ItemStatus))
_CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["save", "bulk", "tinydb", "lose", "remove", "take back"]),
        st.lists(
            st.tuples(st.sampled_from(NUMBERS), st.integers(0, 2), _STATUSES, st.sampled_from([None, 0, 5, 10])),
            min_size=1,
            max_size=4,
            unique_by=lambda change: change[0],
        ),
    ),
    max_size=8,
)


def changed(changes: list[tuple[int, int, ItemStatus, int | None]]) -> Iterator[Item]:
    for number, parent, status, reached in changes:
        quota = None if reached is None else Quota(10, reached, "条")
        among = _PARENTS[number]
        yield structs.replace(part(number, among[parent % len(among)]), status=status, quota=quota)


def apply(ledger: Ledger, way: str, changes: list[tuple[int, int, ItemStatus, int | None]]) -> None:
    items = list(changed(changes))
    table = ledger.db.table("items")
    if way == "save":
        save(ledger, *items)
    elif way == "bulk":
        known = ledger.moment()
        new = [item for item in items if known.document(item.number) is None]
        batch = make_batch(new, [item for item in items if item not in new], known)
        with ledger.transaction(at=NOW, by="办公室", did="import") as tx:
            tx.enter(batch)
    elif way == "tinydb":
        for item in items:
            fields = json.loads(json.dumps({"parent": item.parent, "status": item.status.value}))
            quota = {"target": 10.0, "reached": float(item.quota.reached)} if item.quota else None
            table.update(fields | {"quota": quota}, doc_ids=[item.number] if ledger.item(item.number) else [])
    elif way == "remove":
        for item in items:
            if ledger.item(item.number) is not None:
                table.remove(doc_ids=[item.number])
    else:
        lose(ledger, *items)


@settings(max_examples=60, deadline=None)
@given(_CHANGES)
def test_every_share_equals_a_recount_after_any_changes_and_after_opening_again(
    changes: list[tuple[str, list[tuple[int, int, ItemStatus, int | None]]]],
) -> None:
    with TemporaryDirectory() as folder:
        home = Home(Path(folder) / "ledger.json", MemoryDisk(), [])
        try:
            check(home, changes)
        finally:
            home.opened[-1].abandon()


def check(home: Home, changes: list[tuple[str, list[tuple[int, int, ItemStatus, int | None]]]]) -> None:
    ledger = home.open()
    save(ledger, *(part(number) for number in NUMBERS))
    for way, each in changes:
        apply(ledger, way, each)
        assert kept(ledger) == recount(ledger)
    found = home.after_a_kill(ledger)
    assert kept(found) == recount(found)
    for number in NUMBERS:
        assert found.part_numbers(number) == sorted(each.number for each in found.all_items() if each.parent == number)
