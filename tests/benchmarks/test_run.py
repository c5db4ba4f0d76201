"""A run, from the command line and on a ledger of a thousand items."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from benchmarks.__main__ import main
from benchmarks.bench import Bench
from benchmarks.figures import Bar, Found, Row
from benchmarks.run import run
from benchmarks.table import ROWS, Benchmark


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bench-results")


@pytest.fixture(scope="module")
def result(folder: Path) -> Result:
    """A real measurement; whether it reaches its bar is the machine's business, and no test's."""
    return CliRunner().invoke(main, ["--rows", "commit-stock", "--items", "1000", "--quick", "--to", str(folder)])


def _figures(folder: Path) -> dict[str, Any]:
    return {row["row"]: row for row in json.loads((folder / "bench.json").read_bytes())["rows"]}


def test_the_exit_code_says_whether_every_row_was_reached(result: Result) -> None:
    """Fault 6.16."""
    said = result.output.splitlines()[-1]
    assert result.exit_code == (1 if said.startswith("missed: ") else 0)


def test_a_commit_is_measured_against_each_other_side(result: Result, folder: Path) -> None:
    assert result.exception is None or isinstance(result.exception, SystemExit)
    figures = _figures(folder)
    assert list(figures) == ["commit", "commit-mail", "commit-stock"]
    for row in figures.values():
        assert len(row["ours"]) == len(row["theirs"]) > 0
        assert min(*row["ours"], *row["theirs"]) > 0
        assert row["low"] <= row["figure"] <= row["high"]


def test_the_json_holds_each_figure_with_what_it_was_measured_against_machine_and_versions(
    result: Result, folder: Path
) -> None:
    assert result.exit_code in {0, 1}
    row = _figures(folder)["commit-stock"]
    assert (row["what"], row["against"]) == (ROWS["commit-stock"].what, "stock TinyDB")
    assert (row["unit"], row["reach"]) == ("ms", "≥ 1,000×")
    machine = json.loads((folder / "bench.json").read_bytes())["machine"]
    assert machine["run"] == "quick"
    assert machine["ledgers"] == "up to 1,000 items"
    assert "cores" in machine["machine"]
    assert "fdatasync" in machine["disk"]
    assert "tinydb 4" in machine["python"]
    assert "SQLite 3" in machine["python"]


def test_nothing_stays_behind_but_the_results(result: Result, folder: Path) -> None:
    assert result.exit_code in {0, 1}
    assert sorted(path.name for path in folder.iterdir()) == ["bench.json", "machine.md", "table.md"]


def test_an_unknown_row_is_refused_with_the_list_of_rows(tmp_path: Path) -> None:
    refused = CliRunner().invoke(main, ["--rows", "commit,speed", "--to", str(tmp_path)])
    assert refused.exit_code == 2
    assert "speed" in refused.output
    assert all(key in " ".join(refused.output.split()).replace("│", "") for key in ("commit-stock", "digest-429"))


@pytest.mark.parametrize(
    ("theirs", "missed", "last"), [(2.0, [], "every row reached"), (0.5, ["quick"], "missed: quick")]
)
def test_a_run_names_the_rows_that_miss_their_bar(tmp_path: Path, theirs: float, missed: list[str], last: str) -> None:
    row = Row("quick", "what is quick", "what is slow", Bar(1.0))

    def measure(bench: Bench) -> Iterator[Found]:
        yield Found(row.key, ours=(1.0,) * bench.rounds, theirs=(theirs,) * bench.rounds)

    said: list[str] = []
    assert run(Bench(tmp_path, quick=True), [Benchmark((row,), measure)], tmp_path, said.append) == missed
    assert said[-1].strip() == last
