"""A short chaos run; ``make chaos`` is the long one."""

from pathlib import Path

from playground.city.cluster import Place
from tests.chaos.run import run_chaos, run_chaos_on_postgres


async def test_eight_kills_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    """docs/promises.md 1, 2, 3, 6, 9: commands, talk and digests flow while process and line break at random."""
    verdict = await run_chaos(tmp_path, seed=2026, kills=8)
    assert verdict.faults == [], verdict.told()
    assert sum(verdict.kills.values()) == 8
    assert verdict.commands > 50
    assert sum(verdict.exchanges.values()) >= 8
    assert verdict.interruptions


async def test_faults_of_bots_database_and_line_lose_nothing_and_double_nothing(tmp_path: Path, place: Place) -> None:
    """The same with two bots and the ledger in PostgreSQL: no row is written by who lost the ledger."""
    verdict = await run_chaos_on_postgres(tmp_path, place, seed=2026, faults=4)
    assert verdict.faults == [], verdict.told()
    assert sum(verdict.kills.values()) >= 4
    assert verdict.rows > verdict.commands > 50
