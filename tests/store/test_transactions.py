"""One event is one transaction: all of it or nothing, seen inside at once, durable at the end."""

import pytest

from domain.item import ItemStatus
from domain.roster import Person, Role
from store.errors import NumberTaken, TransactionOpen
from store.ledger import Commit
from tests.store.conftest import Home
from tests.store.sample import NOW, a_letter, an_item, document_of


def test_what_a_transaction_changed_is_there_after_a_kill(home: Home) -> None:
    """docs/promises.md 2, 3."""
    ledger = home.open()
    with ledger.transaction(at=NOW, by="甲某", did="done") as tx:
        tx.add_item(an_item(12))
        tx.queue(a_letter(html="✅ 第12号", about=(12,)))
        tx.tell("12:2026-11-20:due", NOW)
        tx.receive(900, -100, b'{"update_id": 900}', NOW)
    ledger = home.after_a_kill(ledger)
    assert ledger.item(12) == an_item(12)
    assert [letter.html for letter in ledger.waiting_letters()] == ["✅ 第12号"]
    assert ledger.told("12:2026-11-20:due")
    assert [update.raw for update in ledger.waiting_updates()] == [b'{"update_id": 900}']


def test_an_exception_takes_everything_back(home: Home) -> None:
    ledger = home.open()
    with ledger.transaction(at=NOW, by="甲某", did="import") as tx:
        tx.add_item(an_item(1))
        tx.save_person(Person(name="甲某", unit="社会救助股", role=Role.STAFF, telegram_id=5))
    before = ledger.sequence

    def change_and_fail() -> None:
        with ledger.transaction(at=NOW, by="甲某", did="fail") as tx:
            tx.save_item(an_item(1, status=ItemStatus.SUBMITTED))
            tx.add_item(an_item(2))
            tx.queue(a_letter())
            tx.tell("key", NOW)
            tx.save_person(Person(number=1, name="乙某", unit="社会救助股", role=Role.STAFF, telegram_id=5))
            assert ledger.awaiting()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change_and_fail()
    assert ledger.sequence == before
    assert list(ledger.all_items()) == [an_item(1)]
    assert ledger.awaiting() == []
    assert ledger.waiting_letters() == []
    assert not ledger.told("key")
    assert [person.name for person in ledger.roster.people] == ["甲某"]
    assert ledger.open_of("甲某") == [an_item(1)]


def test_a_transaction_reads_its_own_writes(home: Home) -> None:
    ledger = home.open()
    with ledger.transaction(at=NOW, by="甲某", did="done") as tx:
        item = tx.add_item(an_item())
        assert ledger.item(item.number) == item
        assert ledger.open_of("甲某") == [item]
        tx.save_item(an_item(item.number, status=ItemStatus.CLOSED, closed_at=NOW))
        assert ledger.open_of("甲某") == []
        assert document_of(ledger, "items", item.number)["status"] == "closed"


def test_a_transaction_that_changes_nothing_writes_nothing(home_of_files: Home) -> None:
    ledger = home_of_files.open()
    with ledger.transaction(at=NOW, by="甲某", did="import") as tx:
        tx.add_item(an_item(1))
    journal = home_of_files.path.with_name("ledger.json.journal") / "2026-11.jsonl"
    before = home_of_files.disk.read(journal)
    with ledger.transaction(at=NOW, by="甲某", did="import") as tx:
        tx.save_item(an_item(1, status=ItemStatus.CLOSED))
        tx.save_item(an_item(1))
    assert home_of_files.disk.read(journal) == before


def test_one_event_is_one_transaction(home: Home) -> None:
    ledger = home.open()
    with ledger.transaction(at=NOW, by="甲某", did="outer") as tx:
        tx.add_item(an_item(1))
        with pytest.raises(TransactionOpen), ledger.transaction(at=NOW, by="乙某", did="inner"):
            pass
    assert ledger.item(1) is not None


def test_tinydb_operations_inside_a_transaction_belong_to_it(home: Home) -> None:
    ledger = home.open()

    def change_and_fail() -> None:
        with ledger.transaction(at=NOW, by="甲某", did="fail"):
            ledger.db.table("notes").insert({"text": "会议"})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change_and_fail()
    assert ledger.db.tables() == set()


def test_numbers_are_the_items_own_or_the_next_free(home: Home) -> None:
    ledger = home.open()
    with ledger.transaction(at=NOW, by="甲某", did="import") as tx:
        assert tx.add_item(an_item(36)).number == 36
        assert tx.add_item(an_item()).number == 37
        assert tx.add_item(an_item(2)).number == 2
        with pytest.raises(NumberTaken):
            tx.add_item(an_item(36))


def test_listeners_hear_of_a_commit_once_it_is_durable(home: Home) -> None:
    ledger = home.open()
    heard: list[Commit] = []
    ledger.on_commit.append(heard.append)
    with ledger.transaction(at=NOW, by="甲某", did="import") as tx:
        tx.add_item(an_item(1))
        letter = tx.queue(a_letter())
        tx.receive(7, 5, b"{}", NOW)
        assert heard == []
    assert heard == [Commit(frozenset({1}), (letter,), roster_changed=False)]
    with ledger.transaction(at=NOW, by="甲某", did="roster") as tx:
        tx.save_person(Person(name="甲某", unit="社会救助股", role=Role.STAFF))
        tx.handled(7)
    assert heard[1:] == [Commit(frozenset(), (), roster_changed=True)]


def test_a_field_of_the_office_own_survives_saving(home: Home) -> None:
    ledger = home.open()
    with ledger.transaction(at=NOW, by="甲某", did="import") as tx:
        tx.add_item(an_item(1, remark="原件存档"))
    ledger.db.table("items").update({"经费": 12.5}, doc_ids=[1])
    with ledger.transaction(at=NOW, by="甲某", did="done") as tx:
        tx.save_item(an_item(1, status=ItemStatus.CLOSED))
    document = document_of(ledger, "items", 1)
    assert document["经费"] == 12.5
    assert "remark" not in document


def test_a_listener_that_fails_undoes_nothing_and_keeps_nobody_else_uninformed(home: Home) -> None:
    """docs/promises.md 1, 2: the change is durable by then; its caller must not take it for failed and repeat it."""
    ledger = home.open()
    heard: list[Commit] = []

    def fail(_commit: Commit) -> None:
        raise ZeroDivisionError

    ledger.on_commit.extend((fail, heard.append))
    with ledger.transaction(at=NOW, by="甲某", did="done") as tx:
        tx.add_item(an_item(12))
    assert [commit.items for commit in heard] == [frozenset({12})]
    assert home.after_a_kill(ledger).item(12) == an_item(12)
