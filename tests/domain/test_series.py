"""Recurring work (例行): which days it has, and when each occurrence appears."""

import random
from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from domain.series import Series, appears_on, days_ahead, due_day, end, go_on, made, next_day, read_every, skip, unskip
from tests.domain.office import RULES, TODAY, at


def series(every: str = "month/25", made_until: str = "2026-11-25", **fields: object) -> Series:
    plain = Series(
        number=39,
        every=every,
        written="每月25日前",
        title="核查数据报送",
        kind="task",
        unit="社会救助股",
        owner="甲某",
        made_until=date.fromisoformat(made_until),
    )
    return replace(plain, **fields)


@pytest.mark.parametrize(
    ("written", "after", "days"),
    [
        ("每月25日前", "2026-11-25", ["2026-12-25", "2027-01-25"]),
        ("每月31日", "2027-01-31", ["2027-02-28", "2027-03-31"]),
        ("每月底前", "2026-11-30", ["2026-12-31", "2027-01-31"]),
        ("每周五", "2026-11-20", ["2026-11-27", "2026-12-04"]),
        ("每周一", "2026-11-20", ["2026-11-23", "2026-11-30"]),
        ("每季度末", "2026-12-31", ["2027-03-31", "2027-06-30"]),
        ("每半年", "2026-12-31", ["2027-06-30", "2027-12-31"]),
        ("每年12月31日", "2026-12-30", ["2026-12-31", "2027-12-31"]),
    ],
)
def test_a_rhythm_has_its_days(written: str, after: str, days: list[str]) -> None:
    every = read_every(written, TODAY, RULES)
    first = next_day(every, date.fromisoformat(after))
    assert [first.isoformat(), next_day(every, first).isoformat()] == days


@pytest.mark.parametrize("written", ["12月25日前", "尽快", "每月32日", "每逢佳节", ""])
def test_what_is_no_rhythm_is_none(written: str) -> None:
    assert read_every(written, TODAY, RULES) == ""


def test_an_occurrence_appears_in_time_for_its_first_reminder() -> None:
    days = RULES.work_days
    assert days.between(appears_on("month/25", date(2026, 12, 25), days), date(2026, 12, 25)) == 10
    assert appears_on("week/5", date(2026, 11, 27), days) == date(2026, 11, 23)


def test_skipped_days_have_none_and_can_have_one_again() -> None:
    left_out = skip(series())
    assert left_out.skipped == (date(2026, 12, 25),)
    assert next(days_ahead(left_out)) == date(2027, 1, 25)
    assert next(days_ahead(unskip(left_out))) == date(2026, 12, 25)


def test_after_a_standstill_the_newest_day_has_its_occurrence_and_the_others_are_counted() -> None:
    assert due_day(series(made_until="2026-08-25"), TODAY, RULES) == (date(2026, 11, 25), 2)
    assert due_day(end(series(made_until="2026-08-25"), "甲某", at("11-20 10:00")), TODAY, RULES) == (None, 0)
    again = go_on(end(series(made_until="2026-08-25"), "甲某", at("11-20 10:00")), TODAY)
    assert due_day(again, TODAY, RULES) == (date(2026, 11, 25), 0)


def test_whatever_is_skipped_and_however_the_clock_goes_each_day_has_at_most_one() -> None:
    """Random walks of clocks, skips and ends: no day twice, and none that was left out."""
    for seed in range(30):
        chance = random.Random(seed)
        state, today, days = series(made_until="2026-01-25"), date(2026, 1, 26), []
        left_out: set[date] = set()
        while today < date(2027, 6, 1):
            today += timedelta(days=chance.choice((1, 1, 1, 3, 7, 40)))
            if chance.random() < 0.1 and state.ended_at is None:
                left_out.add(next(days_ahead(state)))
                state = skip(state)
            day, missed = due_day(state, today, RULES)
            if day is not None:
                assert appears_on(state.every, day, RULES.work_days) <= today
                assert missed == 0 or appears_on(state.every, next_day(state.every, state.made_until), RULES.work_days)
                days.append(day)
                state = made(state, day)
                assert due_day(state, today, RULES)[0] is None
        assert len(days) == len(set(days))
        assert not left_out & set(days)
