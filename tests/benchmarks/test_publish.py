"""The documentation shows the newest full run, and is otherwise left alone."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from benchmarks.bench import ROOT
from benchmarks.publish import main
from benchmarks.table import BY_NAME, ROWS
from tests.benchmarks.test_table import BARS

_DOCUMENT = """Before.
<!-- machine.md -->
<!-- end -->
Between.
<!-- table.md -->
{}<!-- end -->
After.
"""
_SHOWN = """Before.
<!-- machine.md -->

disk: ext4.

<!-- end -->
Between.
<!-- table.md -->

| the | table |

<!-- end -->
After.
"""


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "performance.md").write_text(_DOCUMENT.format("| an older | one |\n"), encoding="utf-8")
    return tmp_path


def _publish(results: Path, docs: Path) -> Result:
    return CliRunner().invoke(main, ["--from", str(results), "--to", str(docs)])


def test_a_full_run_takes_the_place_of_the_one_before(docs: Path, tmp_path: Path) -> None:
    results = tmp_path / "full"
    results.mkdir()
    for name, text in {"machine.md": "disk: ext4.\n", "table.md": "| the | table |\n", "cost.svg": "<svg/>"}.items():
        (results / name).write_text(text, encoding="utf-8")
    for _ in range(2):
        assert _publish(results, docs).exit_code == 0
        assert (docs / "performance.md").read_text(encoding="utf-8") == _SHOWN
    assert (docs / "pictures" / "cost.svg").read_text(encoding="utf-8") == "<svg/>"


def test_without_a_full_run_nothing_is_shown(docs: Path, tmp_path: Path) -> None:
    before = (docs / "performance.md").read_bytes()
    refused = _publish(tmp_path / "full", docs)
    assert (refused.exit_code, refused.output) == (1, "there is no full run yet: make bench\n")
    assert (docs / "performance.md").read_bytes() == before


def test_the_documentation_has_a_figure_for_every_row_of_the_design() -> None:
    shown = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
    by_name = {row.key for benchmark in BY_NAME for row in benchmark.rows}
    assert [key for key in BARS if f"| {ROWS[key].what}" not in shown and key not in by_name] == []
