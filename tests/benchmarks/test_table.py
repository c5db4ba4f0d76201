"""The figures to reach, row by row."""

from benchmarks.figures import Found
from benchmarks.markdown import render
from benchmarks.report import render_line
from benchmarks.table import BENCHMARKS, BY_NAME, ROWS, benchmarks_for

#: What each row has to reach, in the order of ``docs/performance.md``.
BARS = {
    "commit": "≤ 1×",
    "commit-stock": "≥ 1,000×",
    "mine": "≤ 0.5×",
    "mytasks": "≤ 1.5×",
    "done": "≤ 1.5×",
    "mytasks-size": "≤ 1.2×",
    "done-size": "≤ 1.2×",
    "queue": "≤ 1×",
    "unit": "≤ 1.5×",
    "overdue": "≤ 1.5×",
    "find": "≤ 100 ms",
    "mytasks-300": "≤ 1.1×",
    "done-300": "≤ 1.1×",
    "done-300-saved": "≤ 1.1×",
    "progress-300": "≤ 1.5×",
    "words-300": "≤ 1.5×",
    "extend-300": "≤ 1.5×",
    "commit-postgres": "≤ 1.2×",
    "done-postgres": "≤ 1×",
    "blocked-postgres": "≤ 5 ms",
    "tick": "≤ 50 µs",
    "all-due": "≤ 50 ms",
    "start": "≤ 1.5×",
    "open": "≤ 0.6×",
    "memory": "≤ 2.5×",
    "hitch-look": "≤ 50 ms",
    "hitch-checkpoint": "≤ 50 ms",
    "hitch-backup": "≤ 50 ms",
    "hitch-preview": "≤ 50 ms",
    "hitch-import": "≤ 50 ms",
    "plan-tick": "≤ 10 µs",
    "plan-due": "≤ 50 ms",
    "plan-mytasks": "≤ 1.2×",
    "plan-open": "≤ 0.6×",
    "plan-memory": "≤ 2.5×",
    "chart": "≤ 2 s",
    "chart-hitch": "≤ 50 ms",
    "boards-hitch": "≤ 50 ms",
    "digest": "≤ 1.05×",
    "digest-429": "≤ 0 messages",
    "day": "≤ 0 messages",
    "day-lost": "≤ 0 messages",
    "day-429": "≤ 0 messages",
    "city-take-over": "≤ 10 s",
}


def test_every_figure_to_reach_has_a_row_with_its_bar() -> None:
    assert {key: str(row.bar) for key, row in ROWS.items() if row.bar is not None} == BARS


def test_no_two_rows_share_a_name() -> None:
    assert len(ROWS) == sum(len(benchmark.rows) for benchmark in (*BENCHMARKS, *BY_NAME))


def test_one_row_is_asked_for_and_what_is_measured_with_it_comes_along() -> None:
    (benchmark,) = benchmarks_for(frozenset({"tick"}))
    assert "tick" in {row.key for row in benchmark.rows}


def test_without_a_wish_everything_is_measured_but_the_city() -> None:
    """Its figures are kept by docs/scaling.md."""
    assert tuple(benchmarks_for(frozenset())) == BENCHMARKS
    assert tuple(benchmarks_for(frozenset({"city"}))) == BY_NAME


def test_a_line_shows_both_sides_their_ratio_and_its_spread() -> None:
    line = render_line(ROWS["open"], Found("open", (400.0, 500.0, 450.0), (1000.0, 1000.0, 1000.0)))
    figure, sides = (" ".join(part.split()) for part in line.splitlines())
    assert figure == "✓ opening 100,000 items 0.45× (0.4 to 0.5) ≤ 0.6×"
    assert sides == "450 ms against 1,000 ms: json.loads of the same file"


def test_the_documents_table_has_a_line_for_each_figure() -> None:
    assert render(ROWS, [Found("open", (700.0,), (1000.0,))]).splitlines() == [
        "|  | what | against | ours | theirs | figure (least to greatest) | reach |",
        "| --- | --- | --- | --- | --- | --- | --- |",
        "| ✗ | opening 100,000 items | json.loads of the same file | 700 ms | 1,000 ms | 0.7× | ≤ 0.6× |",
    ]


def test_the_documents_table_of_costs_has_a_column_for_each_size() -> None:
    found = Found("cost-open", (440.0,), (2.0,), by_size=((100, 2.0), (100_000, 440.0)))
    assert render(ROWS, [found]).splitlines() == [
        "| items | 100 | 100,000 |",
        "| --- | ---: | ---: |",
        "| open | 2 ms | 440 ms |",
    ]
