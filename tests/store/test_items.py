"""Items: records round-trip, and every index says what a look at all items would say."""

from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from msgspec import structs, to_builtins

from domain.item import OPEN, Did, Item, ItemStatus, Step
from domain.limits import due_on
from domain.roster import Chat, Person, Role, Unit
from store import documents
from store.bulk import make_batch
from store.errors import StoreError
from store.ledger import Ledger
from tests.store.conftest import Home
from tests.store.disks import MemoryDisk
from tests.store.sample import BEIJING, NOW, an_item, document_of

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
INSTANTS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(BEIJING))  # noqa: DTZ001
DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))
STEPS = st.lists(st.builds(Step, at=INSTANTS, by=TEXT, did=st.sampled_from(Did), note=TEXT), max_size=2).map(tuple)
ITEMS = st.builds(
    Item,
    number=st.integers(1, 10**6),
    kind=TEXT,
    title=TEXT,
    unit=TEXT,
    owner=TEXT,
    due=st.sampled_from(["", "2026-11-20", "2026-11-20T15:00"]),
    status=st.sampled_from(ItemStatus),
    version=st.integers(1, 99),
    partners=st.lists(TEXT, max_size=2).map(tuple),
    is_sensitive=st.booleans(),
    start_on=st.none() | DAYS,
    closed_at=st.none() | INSTANTS,
    before=st.none() | st.sampled_from(ItemStatus),
    history=STEPS,
)
PEOPLE = st.builds(
    Person,
    number=st.integers(1, 999),
    name=TEXT,
    unit=TEXT,
    role=st.sampled_from(Role),
    oversees=st.lists(TEXT, max_size=2).map(tuple),
    telegram_id=st.none() | st.integers(1, 2**52),
    silent_since=st.none() | INSTANTS,
)


@given(ITEMS)
def test_an_item_reads_back_as_it_was_written(item: Item) -> None:
    assert documents.read(Item, item.number, documents.write(item, None)) == item


@given(ITEMS, st.integers(0, 1))
@example(an_item(1), 0)
def test_no_document_holds_its_number_and_what_one_says_of_it_is_not_heard(item: Item, number: int) -> None:
    document = documents.write(structs.replace(item, number=number), None)
    assert b'"number"' not in document
    assert documents.read(Item, item.number, document) == item
    assert documents.read(Item, item.number, b'{"number":7,' + document[1:]) == item


@given(ITEMS)
@example(an_item(1, owner="\x7f"))
def test_the_short_way_to_bytes_spells_as_the_long_one(item: Item) -> None:
    assert documents.encode_own(item) == documents.encode(to_builtins(item))


@given(PEOPLE)
def test_a_person_reads_back_as_it_was_written(person: Person) -> None:
    assert documents.read(Person, person.number, documents.write(person, None)) == person


def test_what_the_contract_names_is_always_written(home: Home) -> None:
    ledger = home.open()
    with ledger.transaction(at=NOW, by="办公室", did="import") as tx:
        tx.add_item(an_item(1))
        tx.save_person(Person(name="甲某", unit="社会救助股", role=Role.STAFF))
        tx.save_unit(Unit(name="社会救助股"))
        tx.save_chat(Chat(chat_id=-100))
    assert document_of(ledger, "items", 1).keys() >= {"kind", "title", "unit", "owner", "due", "status", "version"}
    assert document_of(ledger, "people", 1) == {
        "name": "甲某",
        "unit": "社会救助股",
        "role": "staff",
        "oversees": [],
        "telegram_id": None,
    }
    assert document_of(ledger, "units", 1) == {"name": "社会救助股"}
    assert document_of(ledger, "chats", 1) == {"chat_id": -100, "thread_id": None, "unit": ""}


def test_a_saved_person_unit_or_chat_keeps_its_number_and_a_removed_chat_is_gone(home: Home) -> None:
    ledger = home.open()
    with ledger.transaction(at=NOW, by="办公室", did="roster") as tx:
        person = tx.save_person(Person(name="甲某", unit="社会救助股", role=Role.STAFF, telegram_id=5))
        tx.save_person(structs.replace(person, unit="养老服务股"))
        unit = tx.save_unit(Unit(name="社会救助股", order=2))
        tx.save_unit(Unit(name="养老服务股", order=1))
        tx.save_unit(structs.replace(unit, order=0))
        chat = tx.save_chat(Chat(chat_id=-100, unit="社会救助股"))
        tx.save_chat(Chat(chat_id=-101))
        tx.remove_chat(chat.number)
    roster = home.after_a_kill(ledger).roster
    assert [found.unit for found in roster.people] == ["养老服务股"]
    assert roster.who(5) == roster.people[0]
    assert [found.name for found in roster.units] == ["社会救助股", "养老服务股"]
    assert [found.chat_id for found in roster.chats] == [-101]


def test_an_administrator_needs_no_row(tmp_path: Path) -> None:
    ledger = Ledger.open(tmp_path / "ledger.json", at=NOW, admins=frozenset({9}))
    admin = ledger.roster.who(9)
    assert admin is not None
    assert ledger.roster.is_office(admin)
    ledger.close()


OWNERS = st.sampled_from(["甲某", "乙某", ""])
UNITS = st.sampled_from(["社会救助股", "养老服务股"])
NUMBERS = st.integers(1, 6)
CLOSED = st.none() | st.integers(-3, 3).map(lambda days: NOW + timedelta(days=days, hours=9))
FIELDS = st.fixed_dictionaries(
    {
        "owner": OWNERS,
        "unit": UNITS,
        "status": st.sampled_from(ItemStatus),
        "partners": st.lists(UNITS, max_size=3).map(tuple),
        "closed_at": CLOSED,
        "due": st.sampled_from(["", "2026-11-20", "2026-12-05T10:00", "2026-12-09"]),
    }
)


class Indexed(RuleBasedStateMachine):
    """Whatever is done to items, by whichever door, the indexes agree with the documents."""

    folder: Path

    def __init__(self) -> None:
        super().__init__()
        self.disk = MemoryDisk()
        self.ledger = Ledger.open(self.folder / "ledger.json", at=NOW, disk=self.disk)

    @rule(number=NUMBERS, fields=FIELDS)
    def save(self, number: int, fields: dict[str, Any]) -> None:
        with self.ledger.transaction(at=NOW, by="甲某", did="save") as tx:
            tx.save_item(an_item(number, **fields))

    @rule(number=NUMBERS, fields=FIELDS)
    def save_and_fail(self, number: int, fields: dict[str, Any]) -> None:
        try:
            with self.ledger.transaction(at=NOW, by="甲某", did="save") as tx:
                tx.save_item(an_item(number, **fields))
                tx.add_item(an_item(9))
                tx.add_item(an_item(9))
        except StoreError:
            return

    @rule(many=st.dictionaries(NUMBERS, FIELDS), fails=st.booleans())
    def enter(self, many: dict[int, dict[str, Any]], *, fails: bool) -> None:
        moment = self.ledger.moment()
        found = {item.number for item in moment.find(lambda *_heading: True)}
        items = [an_item(number, **fields) for number, fields in many.items()]
        new = [item for item in items if item.number not in moment.numbers]
        batch = make_batch(new, [item for item in items if item.number in found], moment)
        with suppress(StoreError), self.ledger.transaction(at=NOW, by="甲某", did="import") as tx:
            tx.enter(batch)
            if fails:
                raise StoreError

    @rule(number=NUMBERS, due=st.sampled_from(["2026/12/5", "下周五", " ", 20261205, None, "2026-12-04"]))
    def write_limit(self, number: int, due: object) -> None:
        self.ledger.db.table("items").update({"due": due}, doc_ids=[number])

    @rule(number=NUMBERS, status=st.sampled_from(["closed", "nonsense", 7]))
    def change_by_tinydb(self, number: int, status: object) -> None:
        self.ledger.db.table("items").update({"status": status}, doc_ids=[number])

    @rule(number=NUMBERS)
    def spoil(self, number: int) -> None:
        self.ledger.db.table("items").update({"version": "x"}, doc_ids=[number])
        self.ledger.item(number)

    @rule(number=NUMBERS)
    def remove(self, number: int) -> None:
        self.ledger.db.table("items").remove(doc_ids=[number])

    @rule(save=st.booleans())
    def restart(self, save: bool) -> None:
        if save:
            self.ledger.checkpoint()
        self.ledger.abandon()
        self.ledger = Ledger.open(self.folder / "ledger.json", at=NOW, disk=self.disk)

    @invariant()
    def indexes_agree(self) -> None:
        items = list(self.ledger.all_items())
        open_items = sorted((item for item in items if item.status in OPEN), key=lambda item: item.number)
        assert list(self.ledger.open_items()) == open_items
        assert {item.number for item in open_items} <= set(self.ledger.open_numbers())
        for owner in ("甲某", "乙某", ""):
            mine = [item for item in open_items if item.owner == owner]
            assert self.ledger.open_of(owner) == mine
            assert self.ledger.open_of(owner, "养老服务股") == [item for item in mine if item.unit == "养老服务股"]
            assert [each.number for each in self.ledger.outlines_of(owner)] == [item.number for item in mine]
        for unit in ("社会救助股", "养老服务股"):
            assert self.ledger.open_in(unit) == [item for item in open_items if item.unit == unit]
            assert self.ledger.open_with_partner(unit) == [item for item in open_items if unit in item.partners]
        last = date(2026, 12, 5)
        due = {item.number for item in open_items if (day := due_on(item)) is not None and day <= last}
        assert due <= {each.number for each in self.ledger.outlines_due_by(last)}
        assert [each.number for each in self.ledger.outlines_awaiting()] == [i.number for i in self.ledger.awaiting()]
        assert self.ledger.awaiting() == [item for item in open_items if item.status is ItemStatus.SUBMITTED]
        counts = self.ledger.count_by_status()
        assert counts == {status: sum(item.status is status for item in items) for status in ItemStatus}
        first, last = NOW - timedelta(days=1), NOW + timedelta(days=2)
        closed = [item for item in items if item.closed_at and first <= item.closed_at < last]
        assert {item.number for item in self.ledger.closed_between(first, last)} == {item.number for item in closed}

    def teardown(self) -> None:
        self.ledger.abandon()


def test_indexes_agree_with_a_look_at_all_items(tmp_path: Path) -> None:
    machine = type("IndexedHere", (Indexed,), {"folder": tmp_path})
    run_state_machine_as_test(machine, settings=settings(max_examples=50, stateful_step_count=20))


def test_what_closed_items_of_a_unit_say_is_found_without_a_look_at_others(home: Home) -> None:
    """The same problem again: asked for with each 申请销号, in a ledger of many years."""
    ledger = home.open()
    when = NOW - timedelta(days=30)
    settled: dict[str, Any] = {"status": ItemStatus.CLOSED, "closed_at": when, "title": "台账登记不规范"}
    with ledger.transaction(at=NOW, by="办公室", did="import") as tx:
        tx.add_item(an_item(1, **settled))
        tx.add_item(an_item(2, **settled | {"unit": "儿童福利股"}))
        tx.add_item(an_item(3, title="台账登记不规范"))
        tx.add_item(an_item(4, **settled))
        tx.add_item(an_item(5, **settled | {"title": "养老服务"}))
    assert [item.number for item in ledger.search_closed(("登记不规",), "社会救助股")] == [4, 1]
    with ledger.transaction(at=NOW, by="办公室", did="undo") as tx:
        tx.save_item(an_item(4, title="台账登记不规范", version=2))
        tx.save_item(an_item(1, **settled | {"unit": "儿童福利股"}, version=2))
    assert list(ledger.search_closed(("登记不规",), "社会救助股")) == []
