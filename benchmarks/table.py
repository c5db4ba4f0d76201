"""The table: which rows there are, and what measures them, cheapest first."""

from collections.abc import Callable, Iterator

from msgspec import Struct

from benchmarks import asking, commit, curve, day, digest, hitches, opening, talking
from benchmarks.bench import Bench
from benchmarks.figures import Found, Row


class Station(Struct, frozen=True):
    """Rows that are measured together, and shown in the documentation in that table."""

    rows: tuple[Row, ...]
    measure: Callable[[Bench], Iterator[Found]]
    shown_in: str = "table.md"


STATIONS = (
    Station(commit.ROWS, commit.measure),
    Station(asking.ROWS, asking.measure),
    Station(talking.ROWS, talking.measure),
    Station(opening.ROWS, opening.measure),
    Station(hitches.ROWS, hitches.measure),
    Station(digest.ROWS, digest.measure),
    Station(day.ROWS, day.measure, shown_in="day.md"),
    Station(curve.ROWS, curve.measure, shown_in="costs.md"),
)
ROWS = {row.key: row for station in STATIONS for row in station.rows}


def stations(wanted: frozenset[str]) -> Iterator[Station]:
    """Those that measure one of the rows; all for none."""
    return (each for each in STATIONS if not wanted or any(row.key in wanted for row in each.rows))
