"""The day that is measured: everybody is told and answered, within Telegram's limits, in a bureau of three groups."""

import time
from collections import Counter

import pytest

from benchmarks.bureau import NOW, OWN, UNIT_SIZE
from benchmarks.probe import make
from benchmarks.simulated_day import simulate
from benchmarks.traffic import day_of

_GROUPS, _COMMANDS = 3, 180
#: After the first alerts; a sixth of the day's commands is said by then.
_ENDS = NOW.replace(hour=9, minute=40)


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> dict[str, float]:
    """The figures of a day in a small bureau."""
    path = tmp_path_factory.mktemp("day") / "bureau" / "ledger.json"
    make(str(path), str(_GROUPS * UNIT_SIZE * OWN), "day")
    return simulate(path, _COMMANDS, _ENDS, time.process_time)  # what other processes do takes no time


def test_every_command_is_answered_soon(day: dict[str, float]) -> None:
    assert (day["unanswered"], day["answer count"] > _COMMANDS / 8) == (0, True)
    assert 0.06 <= day["answer p50"] <= day["answer max"] < 5


def test_nothing_is_lost_and_nothing_refused(day: dict[str, float]) -> None:
    assert (day["undelivered"], day["unknown"], day["refused"]) == (0, 0, 0)


def test_every_group_is_told_and_nobody_before_their_time(day: dict[str, float]) -> None:
    assert day["digest count"] >= _GROUPS
    assert day["alert count"] > 0
    assert day["group unasked p50"] >= 1
    assert 0 < day["digest p50"] <= day["digest max"] < 60


def test_a_day_is_said_the_same_in_every_run() -> None:
    assert day_of(15, 100, "duban_bot") == day_of(15, 100, "duban_bot")


def test_people_speak_in_office_hours_of_items_that_they_own() -> None:
    said = day_of(50, 1000, "duban_bot")
    assert [each.at for each in said] == sorted(each.at for each in said)
    assert 8 * 3600 <= said[0].at < said[-1].at < 18 * 3600
    assert set(Counter(each.text.split("@")[0].split()[0] for each in said)) == {"/mytasks", "/item", "/done", "/ack"}
    numbers = [(each.place, int(each.text.split()[1])) for each in said if " " in each.text]
    assert all((number - 1) // OWN == place for place, number in numbers)
