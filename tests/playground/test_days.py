"""Moving the clock stops at every digest and alert time, so that nothing is skipped and late."""

from datetime import datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.telegram.clock import MovableClock
from playground.telegram.days import MOMENTS, move_to, stops
from playground.telegram.server import Playground

ZONE = timezone(timedelta(hours=8))
FRIDAY = datetime(2026, 11, 20, 16, 0, tzinfo=ZONE)


def test_a_weekend_is_crossed_moment_by_moment() -> None:
    monday = datetime(2026, 11, 23, 9, 30, tzinfo=ZONE)
    shown = [f"{stop:%a %H:%M}" for stop in stops(FRIDAY, monday, MOMENTS)]
    assert shown == [
        *("Sat 08:30", "Sat 09:30", "Sat 15:00"),
        *("Sun 08:30", "Sun 09:30", "Sun 15:00"),
        *("Mon 08:30", "Mon 09:30"),
    ]


def test_a_move_back_stops_only_where_it_ends() -> None:
    assert list(stops(FRIDAY, FRIDAY - timedelta(days=3), MOMENTS)) == [FRIDAY - timedelta(days=3)]


@given(minutes=st.integers(min_value=1, max_value=60 * 24 * 20))
def test_no_moment_is_left_out_and_none_comes_twice(minutes: int) -> None:
    until = FRIDAY + timedelta(minutes=minutes)
    found = list(stops(FRIDAY, until, MOMENTS))
    assert found == sorted(set(found))
    assert found[-1] == until
    days = (FRIDAY.date() + timedelta(days=n) for n in range(22))
    ahead = {datetime.combine(day, at, ZONE) for day in days for at in MOMENTS}
    assert {stop for stop in found if stop.timetz() != until.timetz()} <= ahead
    assert {moment for moment in ahead if FRIDAY < moment <= until} <= set(found)


async def test_the_clock_waits_at_each_stop_until_the_bot_has_looked() -> None:
    clock = MovableClock(FRIDAY)
    async with Playground(token="1:test", clock=clock) as playground:
        with pytest.raises(TimeoutError):  # nobody looks
            await move_to(playground, FRIDAY + timedelta(days=1), (time(8, 30),), patience=0.05)
        assert f"{clock.now():%a %H:%M}" == "Sat 08:30"
