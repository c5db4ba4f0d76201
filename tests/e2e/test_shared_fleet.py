"""``bot.py fleet`` on several machines with one PostgreSQL: they share the bureaux, and stand in for one another."""

import time
from pathlib import Path

from playground.city.cluster import Cluster
from tests.e2e.fleet import a_shared_city

#: Seconds from a kill to an answer of every bureau.
TAKEN_OVER_WITHIN = 10.0


async def test_who_is_left_answers_for_every_bureau_within_ten_seconds(tmp_path: Path, cluster: Cluster) -> None:
    """``kill -9`` of one of two processes that share four bureaux; later the other one is stopped cleanly."""
    async with a_shared_city(tmp_path, cluster, ("a", "b", "c", "d")) as city:
        await city.start("one")
        await city.shared(4)
        two = await city.start("two")
        await city.shared(2, 2)
        await city.answers()
        await two.kill()
        killed_at = time.monotonic()
        await city.answers()
        assert time.monotonic() - killed_at < TAKEN_OVER_WITHIN
        three = await city.start("three")
        await city.shared(2, 2)
        assert await city.machines["one"].stop() == 0
        stopped_at = time.monotonic()
        await city.answers()
        assert time.monotonic() - stopped_at < TAKEN_OVER_WITHIN / 2
        assert await three.stop() == 0
        assert not [line for line in city.said().splitlines() if "ERROR" in line or "Traceback" in line]


async def test_three_processes_share_twelve_bureaux(tmp_path: Path, cluster: Cluster) -> None:
    async with a_shared_city(tmp_path, cluster, [f"b{number:02}" for number in range(12)]) as city:
        for machine in ("one", "two", "three"):
            await city.start(machine)
        await city.shared(4, 4, 4)
        await city.answers()
        for process in city.machines.values():
            assert await process.stop() == 0
        assert not [line for line in city.said().splitlines() if "ERROR" in line or "Traceback" in line]
