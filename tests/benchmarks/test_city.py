"""The rows of a city, measured with two bureaux; the figures themselves are no test's business."""

from pathlib import Path

import pytest

from benchmarks import city
from benchmarks.bench import Bench
from benchmarks.city_database import CityDatabase
from playground.city.cluster import find_postgres, running_cluster
from tests.postgres import MISSING

#: Rows for which a quick run has no time: they need seconds in which nothing is said.
_LEFT_OUT = {row.key for row in city.ROWS if "-idle" in row.key} | {
    city.STANDBY_THERE.key, city.STANDBY_COMMITS.key,
}  # fmt: skip


async def test_each_row_of_a_city_is_measured_in_a_server_of_its_own(tmp_path: Path) -> None:
    programs = find_postgres()
    if programs is None:
        pytest.skip(MISSING)
    with running_cluster(programs) as cluster:
        found = await city.measured(Bench(tmp_path, quick=True), CityDatabase(cluster), count=2, speed=10)
    assert {each.row for each in found} == {row.key for row in city.ROWS} - _LEFT_OUT
    figures = {each.row: each.ours[0] for each in found}
    exact = (city.RATE, city.CONNECTIONS, city.ITEM, city.COMMAND, city.COMMAND_WAL, city.START, city.TAKE_OVER)
    assert all(figures[row.key] > 0 for row in exact), figures
