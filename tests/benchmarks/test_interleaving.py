"""Side by side: what slows the machine down slows both."""

from collections.abc import Callable, Iterator
from itertools import count

from benchmarks.interleaving import alternate, take_turns


def _sides(order: list[str]) -> tuple[Callable[[], float], Callable[[], float]]:
    """Two sides that note their turn; the first needs 1, 2, 3 … seconds and the second ten times as many."""

    def side(name: str, seconds: Iterator[int], factor: float) -> Callable[[], float]:
        def step() -> float:
            order.append(name)
            return next(seconds) * factor

        return step

    return side("ours", count(1), 1.0), side("theirs", count(1), 10.0)


def test_the_sides_take_turns_step_by_step_and_each_round_has_its_median() -> None:
    order: list[str] = []
    found = alternate(2, 3, *_sides(order))
    assert order == ["ours", "theirs"] * 6
    assert found == [(2.0, 5.0), (20.0, 50.0)]


async def test_processes_take_turns_the_same_way() -> None:
    order: list[str] = []
    ours, theirs = _sides(order)

    async def ask_ours() -> float:
        return ours()

    async def ask_theirs() -> float:
        return theirs()

    found = await take_turns(1, 3, ask_ours, ask_theirs)
    assert order == ["ours", "theirs"] * 3
    assert found == [(2.0,), (20.0,)]
