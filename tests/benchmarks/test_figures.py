"""The measured values compared with the bars."""

import pytest

from benchmarks.figures import Bar, Found, judge


def test_the_ratio_is_ours_to_theirs_round_by_round() -> None:
    """A round in which the machine was slow slows both sides, and counts no more than the others."""
    found = Found("row", ours=(1.0, 10.0, 2.0), theirs=(2.0, 10.0, 8.0))
    verdict = judge(Bar(1.0), found)
    assert (verdict.figure, verdict.low, verdict.high) == (0.5, 0.25, 1.0)


def test_how_many_times_faster_is_theirs_to_ours() -> None:
    verdict = judge(Bar(1000, is_faster=True), Found("row", ours=(1.0, 2.0), theirs=(4000.0, 4000.0)))
    assert (verdict.figure, verdict.low, verdict.high) == (3000.0, 2000.0, 4000.0)


@pytest.mark.parametrize(
    ("bar", "ours", "is_reached"),
    [
        (Bar(2.0), (2.0,), True),
        (Bar(2.0), (2.01,), False),
        (Bar(2.0), (1.0, 2.0, 9.0), True),
        (Bar(2.0, is_faster=True), (0.5,), True),
        (Bar(2.0, is_faster=True), (0.51,), False),
        (None, (9000.0,), True),
    ],
)
def test_the_median_reaches_the_bar_or_misses_it(bar: Bar | None, ours: tuple[float, ...], is_reached: bool) -> None:
    assert judge(bar, Found("row", ours, (1.0,) * len(ours))).is_reached is is_reached


def test_what_has_no_other_side_is_judged_by_its_own_value() -> None:
    found = Found("tick", ours=(49.0, 51.0, 50.0), unit="µs")
    assert judge(Bar(50, is_ratio=False, unit="µs"), found).is_reached
