"""Only the time for which the machine stood still is left out of a measurement."""

import asyncio

import pytest

from benchmarks.machine_stalls import MachineStalls, late, watched


def test_a_sleep_that_ends_in_time_is_nothing_to_note() -> None:
    assert late([]) == []
    assert late([0.0]) == []
    assert late([0.0, 0.005, 0.011, 0.035]) == []


def test_a_sleep_that_ends_late_is_noted_from_when_it_should_have_ended() -> None:
    [(start, end)] = late([1.0, 1.005, 1.105, 1.11])
    assert start == pytest.approx(1.01)
    assert end == 1.105


def test_only_the_time_that_both_have_in_common_is_taken_off() -> None:
    machine = MachineStalls()
    machine.stalls = ((1.0, 1.1), (3.0, 3.5))
    assert machine.seconds_of((0.0, 0.9)) == pytest.approx(0.9)
    assert machine.seconds_of((0.9, 1.2)) == pytest.approx(0.2)
    assert machine.seconds_of((1.05, 3.25)) == pytest.approx(1.9)
    assert machine.seconds_of((3.1, 3.2)) == pytest.approx(0.0)


async def test_the_watch_ends_with_its_block_and_says_what_it_saw() -> None:
    async with watched() as machine:
        await asyncio.sleep(0)
    assert all(start < end for start, end in machine.stalls)
