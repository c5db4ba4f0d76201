"""The questions of the day, asked of a thousand items."""

from pathlib import Path

import pytest

from benchmarks import queries
from benchmarks.bench import Bench
from benchmarks.bureau import NOW, OWN, name_of
from benchmarks.commit import filled
from benchmarks.figures import Found
from store.ledger import Ledger


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Found]:
    bench = Bench(tmp_path_factory.mktemp("asking"), quick=True, sizes=(100, 1000))
    return {each.row: each for each in queries.measure(bench)}


def test_the_benchmark_finds_each_of_its_rows(found: dict[str, Found]) -> None:
    assert found.keys() == {row.key for row in queries.ROWS}
    assert all(min(each.ours) > 0 for each in found.values())


def test_both_sides_have_the_same_items(tmp_path: Path) -> None:
    bench = Bench(tmp_path, quick=True, sizes=(200,))
    path = bench.ledger(200)
    ledger, sqlite = Ledger.open(path, at=NOW), filled(bench, path.with_name("sqlite.db"))
    for place in range(200 // OWN):
        ours, theirs = ledger.open_of(name_of(place)), sqlite.open_of(name_of(place))
        assert len(ours) == OWN
        assert [item.title for item in ours] == [item["title"] for item in theirs]
    ledger.close()
    sqlite.close()


def test_what_is_due_at_once_says_how_much_that_is(found: dict[str, Found]) -> None:
    assert found["all-due"].note.startswith("100 items, ")
