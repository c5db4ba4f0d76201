"""The clock that can be moved."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from playground.telegram.clock import FRIDAY_MORNING, MovableClock
from playground.telegram.server import Playground


def test_clock_stands_still_until_it_is_moved() -> None:
    clock = MovableClock()
    assert clock.now() == clock.now() == FRIDAY_MORNING
    clock.advance(timedelta(minutes=30))
    assert clock.now() == FRIDAY_MORNING + timedelta(minutes=30)
    clock.set(datetime(2026, 1, 1, tzinfo=UTC))
    assert clock.now().utcoffset() == timedelta(hours=8)
    assert clock.moves == 2
    with pytest.raises(ValueError, match="2026"):
        clock.set(datetime(2026, 1, 1))  # noqa: DTZ001


def test_running_clock_follows_its_pulse_from_where_it_was_set() -> None:
    seconds = [50.0]
    clock = MovableClock(pulse=lambda: seconds[0])
    seconds[0] += 90
    assert clock.now() == FRIDAY_MORNING + timedelta(seconds=90)
    clock.set(FRIDAY_MORNING)
    seconds[0] += 1
    assert clock.now() == FRIDAY_MORNING + timedelta(seconds=1)


async def test_waiters_learn_of_a_move_and_of_a_look() -> None:
    clock = MovableClock()
    moved, looked = asyncio.create_task(clock.moved(0)), asyncio.create_task(clock.looked(FRIDAY_MORNING))
    await asyncio.sleep(0)
    clock.report_looked(FRIDAY_MORNING, 0)
    clock.advance(timedelta(days=1))
    assert await moved == 1
    await looked
    assert await clock.moved(1, within=0) == 1


async def test_look_into_a_future_that_the_clock_left_does_not_count() -> None:
    """docs/promises.md 8: the clock steps back."""
    clock = MovableClock()
    clock.report_looked(FRIDAY_MORNING)
    clock.advance(timedelta(hours=-1))
    assert clock.looked_at is None
    with pytest.raises(TimeoutError):
        await clock.looked(FRIDAY_MORNING, within=0.01)


async def test_late_message_carries_the_date_it_was_sent(playground: Playground) -> None:
    """docs/promises.md 11."""
    person = playground.person(11, "甲某")
    sent_at = playground.clock.now() - timedelta(hours=20)
    await person.say(None, "/done 12", date=sent_at)
    assert playground.updates.waiting[0].body["message"]["date"] == int(sent_at.timestamp())


async def test_waiting_for_what_never_happens_ends_in_a_timeout(playground: Playground) -> None:
    with pytest.raises(TimeoutError):
        await playground.wait_for(lambda: playground.messages(11), timeout=0.01)
