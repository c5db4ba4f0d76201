"""The curve of cost, on ledgers of twenty and two hundred items."""

import subprocess
import sys
from xml.etree import ElementTree as ET

import pytest

from benchmarks import scaling
from benchmarks.bench import ROOT, Bench
from benchmarks.figures import Found
from benchmarks.report import render_curves, write

_ROWS = {row.key: row for row in scaling.ROWS}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[Found]:
    return list(scaling.measure(Bench(tmp_path_factory.mktemp("curve"), quick=True, sizes=(20, 200))))


def test_every_cost_is_found_at_every_size(found: list[Found]) -> None:
    assert {each.row for each in found} == _ROWS.keys()
    for each in found:
        assert [size for size, _ in each.by_size] == [20, 200]
        assert all(cost > 0 for _, cost in each.by_size)


def test_the_growth_is_the_largest_ledger_against_the_smallest(found: list[Found]) -> None:
    for each in found:
        assert min(each.ours) <= each.by_size[-1][1] <= max(each.ours)
        assert min(each.theirs) <= each.by_size[0][1] <= max(each.theirs)


def test_the_small_table_has_a_column_for_each_size_and_a_line_for_each_cost(found: list[Found]) -> None:
    head, *lines = render_curves(_ROWS, found).splitlines()
    assert head.split()[-2:] == ["20", "200"]
    assert len(lines) == len(found)
    assert all(line.split()[-1] == each.unit for line, each in zip(lines, found, strict=True))


@pytest.fixture(scope="module")
def chart(found: list[Found], tmp_path_factory: pytest.TempPathFactory) -> str:
    """As ``make bench`` has it drawn."""
    results = tmp_path_factory.mktemp("chart") / "bench.json"
    write(results, {}, _ROWS, found)
    subprocess.run([sys.executable, "-m", "benchmarks.chart", results], cwd=ROOT, check=True)
    return results.with_name("cost.svg").read_text(encoding="utf-8")


def test_the_chart_has_a_line_for_each_cost_and_says_the_units(found: list[Found], chart: str) -> None:
    texts = ["".join(node.itertext()) for node in ET.fromstring(chart).iter("{http://www.w3.org/2000/svg}text")]
    for each in found:
        assert any(text.startswith(f"{_ROWS[each.row].what}: ") and text.endswith(each.unit) for text in texts)
    assert {"1 ms · 1 MB", "100 µs", "20", "200", "items in the ledger"} <= set(texts)


@pytest.mark.parametrize("asking", ["<script", "href=", "@import", "url("])
def test_the_chart_asks_nobody_for_anything(chart: str, asking: str) -> None:
    """It is shown where scripts and other hosts are not allowed."""
    assert asking not in chart
