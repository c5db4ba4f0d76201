"""The table: which rows there are, and what measures them, cheapest first."""

from collections.abc import Callable, Iterator

from msgspec import Struct

from benchmarks import (
    boards,
    city,
    commands,
    commit,
    day,
    digest,
    maintenance,
    plans,
    postgres,
    queries,
    scaling,
    startup,
    wall_chart,
)
from benchmarks.bench import Bench
from benchmarks.figures import Found, Row


class Benchmark(Struct, frozen=True):
    """Rows that are measured together, and shown in the documentation in that table."""

    rows: tuple[Row, ...]
    measure: Callable[[Bench], Iterator[Found]]
    shown_in: str = "table.md"


BENCHMARKS = (
    Benchmark(commit.ROWS, commit.measure),
    Benchmark(queries.ROWS, queries.measure),
    Benchmark(commands.ROWS, commands.measure),
    Benchmark(commands.ROWS_OF_MANY, commands.measure_many),
    Benchmark(postgres.ROWS, postgres.measure, shown_in="postgres.md"),
    Benchmark(startup.ROWS, startup.measure),
    Benchmark(maintenance.ROWS, maintenance.measure),
    Benchmark(wall_chart.ROWS, wall_chart.measure),
    Benchmark(boards.ROWS, boards.measure),
    Benchmark(plans.ROWS, plans.measure),
    Benchmark(digest.ROWS, digest.measure),
    Benchmark(day.ROWS, day.measure, shown_in="day.md"),
    Benchmark(scaling.ROWS, scaling.measure, shown_in="costs.md"),
)
#: Measured only when they are asked for: docs/scaling.md keeps their figures.
BY_NAME = (Benchmark(city.ROWS, city.measure, shown_in="city.md"),)
ROWS = {row.key: row for benchmark in (*BENCHMARKS, *BY_NAME) for row in benchmark.rows}


def benchmarks_for(wanted: frozenset[str]) -> Iterator[Benchmark]:
    """The benchmarks that measure one of the rows; if no row is named, all but those that have to be."""
    if not wanted:
        return iter(BENCHMARKS)
    return (each for each in (*BENCHMARKS, *BY_NAME) if any(row.key in wanted for row in each.rows))
