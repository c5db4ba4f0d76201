"""``make city`` in short."""

import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from msgspec import structs

from playground.city.bureaux import POSTS
from playground.city.cluster import Cluster
from playground.city.count import Outcome
from playground.city.run import City, Pause, table_of
from texts import city as words

BOT = Path(__file__).parents[2] / "bot.py"


async def test_two_machines_are_killed_in_turn_and_no_command_is_lost(cluster: Cluster, tmp_path: Path) -> None:
    """docs/promises.md 1, 2: three bureaux, people who go on speaking, and the count that a terminal shows."""
    cluster.start()
    told: list[str] = []
    city = City(
        cluster, tmp_path, (sys.executable, str(BOT)), datetime(2026, 11, 23, tzinfo=UTC), Pause(1, time.monotonic)
    )
    try:
        outcomes = await city.play(told.append)
    finally:
        for post in POSTS:
            cluster.execute(f"drop schema if exists {post.name} cascade")
    assert [outcome.office for outcome in outcomes] == [*words.BUREAUX]
    assert all(outcome.given and outcome.is_kept for outcome in outcomes), outcomes
    assert sum(outcome.take_overs for outcome in outcomes) >= len(POSTS)  # whoever shares, each machine is killed once
    assert sum("kill -9" in line for line in told) == len(words.MACHINES)


def test_the_count_says_whether_the_promise_was_kept() -> None:
    kept = Outcome(
        "青禾县民政局", given=120, lost=0, twice=0, doubled=2, most_doubled=1, silent=(5.6, 6.04), take_overs=2
    )
    assert table_of([kept])[1:] == ["青禾县民政局　120     　0   　0       　2       　5.6 秒、6.0 秒", words.KEPT]
    for broken in ({"lost": 1}, {"twice": 1}, {"most_doubled": 3}):
        assert table_of([structs.replace(kept, **broken)])[-1] == words.BROKEN
