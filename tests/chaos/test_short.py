"""A short chaos among the tests; ``make chaos`` is the long one."""

from pathlib import Path

from tests.chaos.storm import rage


async def test_eight_kills_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    """docs/promises.md 1, 2, 3, 6, 9: commands, presses and digests flow while process and line break at random."""
    verdict = await rage(tmp_path, seed=2026, kills=8)
    assert verdict.faults == [], verdict.told()
    assert sum(verdict.kills.values()) == 8
    assert verdict.commands > 50
    assert verdict.interruptions
