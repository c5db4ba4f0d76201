"""A short chaos run; ``make chaos`` is the long one."""

from pathlib import Path

from tests.chaos.run import run_chaos


async def test_eight_kills_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    """docs/promises.md 1, 2, 3, 6, 9: commands, talk and digests flow while process and line break at random."""
    verdict = await run_chaos(tmp_path, seed=2026, kills=8)
    assert verdict.faults == [], verdict.told()
    assert sum(verdict.kills.values()) == 8
    assert verdict.commands > 50
    assert sum(verdict.exchanges.values()) >= 8
    assert verdict.interruptions
