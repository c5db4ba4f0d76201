"""TinyDB's users notice no difference: the same calls on a stock TinyDB and on ours, compared step by step."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from tinydb import TinyDB, operations, where
from tinydb.queries import QueryLike
from tinydb.table import Document, Table

from store.ledger import Ledger
from tests.store.disks import MemoryDisk
from tests.store.sample import NOW


def _is_a(value: object) -> bool:
    return value == "a"


TABLES = st.sampled_from(["_default", "notes", "备忘"])
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 5),
    st.floats(-2, 2),
    st.sampled_from(["a", "低保", "😀", ""]),
    st.lists(st.integers(0, 2), max_size=2),
)
FIELDS = st.sampled_from(["a", "b", "名"])
DOCUMENTS = st.dictionaries(FIELDS, VALUES, max_size=3)
IDS = st.integers(1, 6)
CONDITIONS: st.SearchStrategy[QueryLike] = st.one_of(
    st.builds(lambda field, value: where(field) == value, FIELDS, VALUES),
    st.builds(lambda field: where(field).exists(), FIELDS),
    st.builds(lambda field, value: ~(where(field) == value), FIELDS, VALUES),
    st.builds(lambda one, two: where(one).exists() & where(two).exists(), FIELDS, FIELDS),
    st.builds(lambda field: where(field).test(_is_a), FIELDS),
    st.builds(lambda field: lambda document: field in document, FIELDS),
)
UPDATES: st.SearchStrategy[Any] = st.one_of(
    DOCUMENTS,
    st.builds(operations.delete, FIELDS),
    st.builds(operations.set, FIELDS, VALUES),
    st.builds(operations.increment, FIELDS),
    st.builds(operations.add, FIELDS, st.integers(1, 3)),
)


class Answer:
    """What a call came to: its result, or the kind of its exception."""

    def __init__(self, call: Callable[[], Any]) -> None:
        self.result: Any = None
        self.error: type[Exception] | None = None
        try:
            self.result = _plain(call())
        except Exception as error:  # noqa: BLE001
            self.error = type(error)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Answer) and (self.result, self.error) == (other.result, other.error)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"{self.result!r} / {self.error}"


def _plain(value: Any) -> Any:
    if isinstance(value, Document):
        return value.doc_id, dict(value)
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value


class SameAsStock(RuleBasedStateMachine):
    """Any sequence of operations has the same results, ids, exceptions and contents."""

    folder: Path

    def __init__(self) -> None:
        super().__init__()
        path = self.folder / "stock.json"
        path.unlink(missing_ok=True)
        self.stock = TinyDB(path, encoding="utf-8")
        self.disk = MemoryDisk()
        self.ledger = Ledger.open(self.folder / "ours.json", at=NOW, disk=self.disk)

    def both(self, table: str, call: Callable[[Table], Any]) -> None:
        """The same call on both."""
        ours = Answer(lambda: call(self.ledger.db.table(table)))
        assert ours == Answer(lambda: call(self.stock.table(table)))

    @rule(table=TABLES, document=DOCUMENTS)
    def insert(self, table: str, document: Mapping[str, Any]) -> None:
        self.both(table, lambda t: t.insert(document))

    @rule(table=TABLES, document=DOCUMENTS, number=IDS)
    def insert_with_id(self, table: str, document: Mapping[str, Any], number: int) -> None:
        self.both(table, lambda t: t.insert(Document(document, number)))

    @rule(table=TABLES, documents=st.lists(DOCUMENTS, max_size=3), number=IDS)
    def insert_several(self, table: str, documents: list[Mapping[str, Any]], number: int) -> None:
        self.both(table, lambda t: t.insert_multiple([*documents, Document({"a": 1}, number)]))
        # The stock table forgets that the number was taken, and a later insert fails on it: not a difference to keep.
        self.stock.table(table)._next_id = None
        self.ledger.db.table(table)._next_id = None

    @rule(table=TABLES)
    def insert_no_mapping(self, table: str) -> None:
        self.both(table, lambda t: t.insert([1, 2]))  # type: ignore[arg-type]

    @rule(table=TABLES, fields=UPDATES, condition=CONDITIONS)
    def update(self, table: str, fields: Any, condition: QueryLike) -> None:
        self.both(table, lambda t: t.update(fields, condition))

    @rule(table=TABLES, fields=UPDATES, numbers=st.lists(IDS, max_size=3, unique=True))
    def update_by_id(self, table: str, fields: Any, numbers: list[int]) -> None:
        self.both(table, lambda t: t.update(fields, doc_ids=numbers))

    @rule(table=TABLES, fields=UPDATES)
    def update_all(self, table: str, fields: Any) -> None:
        self.both(table, lambda t: t.update(fields))

    @rule(table=TABLES, updates=st.lists(st.tuples(UPDATES, CONDITIONS), max_size=2))
    def update_several(self, table: str, updates: list[tuple[Any, QueryLike]]) -> None:
        self.both(table, lambda t: t.update_multiple(updates))

    @rule(table=TABLES, document=DOCUMENTS, condition=CONDITIONS)
    def upsert(self, table: str, document: Mapping[str, Any], condition: QueryLike) -> None:
        self.both(table, lambda t: t.upsert(document, condition))

    @rule(table=TABLES, document=DOCUMENTS, number=IDS)
    def upsert_with_id(self, table: str, document: Mapping[str, Any], number: int) -> None:
        self.both(table, lambda t: t.upsert(Document(document, number)))

    @rule(table=TABLES, condition=CONDITIONS)
    def remove(self, table: str, condition: QueryLike) -> None:
        self.both(table, lambda t: t.remove(condition))

    @rule(table=TABLES, numbers=st.lists(IDS, max_size=3, unique=True))
    def remove_by_id(self, table: str, numbers: list[int]) -> None:
        self.both(table, lambda t: t.remove(doc_ids=numbers))

    @rule(table=TABLES, condition=CONDITIONS)
    def ask(self, table: str, condition: QueryLike) -> None:
        self.both(table, lambda t: t.search(condition))
        self.both(table, lambda t: t.get(condition))
        self.both(table, lambda t: t.contains(condition))
        self.both(table, lambda t: t.count(condition))

    @rule(table=TABLES, number=IDS, numbers=st.lists(IDS, max_size=4))
    def ask_by_id(self, table: str, number: int, numbers: list[int]) -> None:
        self.both(table, lambda t: t.get(doc_id=number))
        self.both(table, lambda t: t.get(doc_ids=numbers))
        self.both(table, lambda t: t.contains(doc_id=number))

    @rule(table=TABLES)
    def ask_nothing(self, table: str) -> None:
        self.both(table, lambda t: t.get())
        self.both(table, lambda t: t.contains())
        self.both(table, lambda t: t.remove())

    @rule(table=TABLES)
    def truncate(self, table: str) -> None:
        self.both(table, lambda t: t.truncate())

    @rule(table=TABLES)
    def drop(self, table: str) -> None:
        self.ledger.db.drop_table(table)
        self.stock.drop_table(table)

    @rule()
    def drop_all(self) -> None:
        self.ledger.db.drop_tables()
        self.stock.drop_tables()

    @rule()
    def write_through_storage(self) -> None:
        for db in (self.ledger.db, self.stock):
            data = db.storage.read() or {}
            db.storage.write({**data, "notes": {"4": {"a": 1}}})
            db._tables.clear()  # its tables remember the next number and cached results of what was there before

    @rule(killed=st.booleans())
    def open_again(self, killed: bool) -> None:
        if killed:
            self.ledger.abandon()
        else:
            self.ledger.close()
        self.ledger = Ledger.open(self.ledger.path, at=NOW, disk=self.disk)
        self.stock.close()
        self.stock = TinyDB(self.folder / "stock.json", encoding="utf-8")

    @invariant()
    def holds_the_same(self) -> None:
        assert self.ledger.db.tables() == self.stock.tables()
        for name in self.stock.tables():
            ours, stock = self.ledger.db.table(name), self.stock.table(name)
            assert _plain(ours.all()) == _plain(stock.all())
            assert [_plain(document) for document in ours] == [_plain(document) for document in stock]
            assert len(ours) == len(stock)
        assert len(self.ledger.db) == len(self.stock)

    def teardown(self) -> None:
        self.ledger.close()
        self.stock.close()


def test_any_sequence_of_operations_is_as_on_a_stock_tinydb(tmp_path: Path) -> None:
    machine = type("SameAsStockHere", (SameAsStock,), {"folder": tmp_path})
    run_state_machine_as_test(machine, settings=settings(max_examples=60, stateful_step_count=25))
