"""清单梳理: what the clock tells of a round, and what a unit may return."""

from datetime import date, timedelta
from random import Random

import pytest
from msgspec.structs import replace

from domain.gap_errors import GapsLeft, NotInRound
from domain.rounds import (
    Returned,
    Round,
    RoundKind,
    Stage,
    concerned,
    is_running,
    missing,
    return_list,
    return_of,
    stage_on,
    take_return_back,
    told,
)
from tests.domain.office import RULES, at, item
from tests.rows import every_row

BEGUN = at("11-20 16:05")
ROUND = Round(number=1, by=date(2026, 12, 4), units=("甲", "乙"), begun_at=BEGUN, begun_by="办主任")


def back(unit: str, left: int = 0, *, is_zero: bool = False) -> Returned:
    return Returned(unit=unit, by="股长", at=BEGUN, left=left, is_zero=is_zero)


def test_units_are_reminded_the_work_day_before_and_on_the_day_and_the_office_hears_after_it() -> None:
    days = {date(2026, 12, 2): None, date(2026, 12, 3): Stage.BEFORE, date(2026, 12, 4): Stage.DAY}
    assert {day: stage_on(ROUND, day, RULES) for day in days} == days
    assert stage_on(ROUND, date(2026, 12, 6), RULES) is Stage.DAY  # a Sunday: nobody is told then
    assert stage_on(ROUND, date(2026, 12, 7), RULES) is Stage.AFTER


def test_a_day_that_is_a_rest_day_is_reminded_of_before_it() -> None:
    sunday = replace(ROUND, by=date(2026, 12, 6))
    assert stage_on(sunday, date(2026, 12, 3), RULES) is Stage.BEFORE
    assert stage_on(sunday, date(2026, 12, 4), RULES) is Stage.DAY
    assert stage_on(sunday, date(2026, 12, 7), RULES) is Stage.AFTER


def test_who_was_asked_today_is_not_reminded_today() -> None:
    tomorrow = replace(ROUND, by=date(2026, 11, 21))  # a Saturday, so that its last day is the one on which it began
    assert stage_on(tomorrow, date(2026, 11, 20), RULES) is None
    assert stage_on(tomorrow, date(2026, 11, 23), RULES) is Stage.AFTER


def test_a_list_is_returned_once_for_each_unit_and_the_last_ends_the_round() -> None:
    one = return_list(ROUND, back("甲", 3))
    assert missing(one) == ("乙",)
    assert return_of(return_list(one, back("甲")), "甲") == back("甲")
    whole = return_list(one, back("乙", is_zero=True))
    assert whole.ended_at is not None
    assert stage_on(whole, date(2026, 12, 7), RULES) is None
    assert take_return_back(whole, "乙") == one


def test_a_zero_report_needs_a_list_without_gaps_and_a_unit_that_was_asked() -> None:
    with pytest.raises(GapsLeft):
        return_list(ROUND, back("甲", 1, is_zero=True))
    with pytest.raises(NotInRound):
        return_list(ROUND, back("丙"))


def test_a_round_about_measures_is_of_those_that_exist() -> None:
    items = (item(number=1, standard="合格"), item(number=2, measures="加强培训"))
    assert [each.number for each in concerned(RoundKind.MEASURES, items, RULES)] == [2]
    assert [each.number for each in concerned(RoundKind.GAPS, items, RULES)] == [2]


@every_row("seed", range(200))
def test_whatever_the_clock_does_each_stage_is_told_once_and_the_office_always_hears(seed: int) -> None:
    """Property: mornings are missed, units return and take back, the clock jumps ahead."""
    rng, found, day = Random(seed), ROUND, date(2026, 11, 21)
    seen: list[Stage] = []
    while day < date(2026, 12, 31):
        if (stage := stage_on(found, day, RULES)) is not None:
            seen.append(stage)
            found = told(found, stage)
        if rng.random() < 0.2 and found.ended_at is None:
            found = return_list(found, back(rng.choice(found.units[:1])))
        if rng.random() < 0.1:
            found = take_return_back(found, "甲")
        day += timedelta(days=rng.choice((1, 1, 1, 2, 5)))
    assert len(seen) == len(set(seen))
    assert seen[-1] is Stage.AFTER
    assert not is_running(found)
