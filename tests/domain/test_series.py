"""Recurring work (例行): which days it has, and when each occurrence appears."""

import random
from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from domain.dates.due_date import read_limit
from domain.dates.rhythms import next_day
from domain.series import (
    Series,
    appears_on,
    as_first,
    begun,
    days_ahead,
    due_day,
    end,
    go_on,
    made,
    occurrence,
    read_every,
    skip,
    unskip,
    with_rhythm,
)
from tests.domain.office import RULES, TODAY, at, item
from tests.rows import every_row


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


@every_row(
    "written, after, days",
    [
        ("每月25日前", "2026-11-25", ["2026-12-25", "2027-01-25"]),
        ("每月31日", "2027-01-31", ["2027-02-28", "2027-03-31"]),
        ("每月底前", "2026-11-30", ["2026-12-31", "2027-01-31"]),
        ("每周五", "2026-11-20", ["2026-11-27", "2026-12-04"]),
        ("每周一", "2026-11-20", ["2026-11-23", "2026-11-30"]),
        ("每季度末", "2026-12-31", ["2027-03-31", "2027-06-30"]),
        ("每半年", "2026-12-31", ["2027-06-30", "2027-12-31"]),
        ("每年12月31日", "2026-12-30", ["2026-12-31", "2027-12-31"]),
        ("每季度末月25日前", "2026-12-25", ["2027-03-25", "2027-06-25"]),
        ("每季度首月10日前", "2026-11-20", ["2027-01-10", "2027-04-10"]),
        ("每月最后一个工作日", "2027-01-30", ["2027-02-26", "2027-03-31"]),  # 2027-01-29 is a Friday
        ("每月第一个工作日", "2026-09-15", ["2026-10-08", "2026-11-02"]),  # behind 国庆
        ("每月5日、20日前", "2026-12-05", ["2026-12-20", "2027-01-05"]),
        ("每周一、周四", "2026-11-23", ["2026-11-26", "2026-11-30"]),
        ("每年2月底", "2027-02-28", ["2028-02-29", "2029-02-28"]),
    ],
)
def test_a_rhythm_has_its_days(written: str, after: str, days: list[str]) -> None:
    every = read_every(written, TODAY, RULES)
    first = next_day(every, date.fromisoformat(after), RULES.work_days)
    assert [first.isoformat(), next_day(every, first, RULES.work_days).isoformat()] == days


@pytest.mark.parametrize("written", ["12月25日前", "尽快", "每月32日", "每逢佳节", ""])
def test_what_is_no_rhythm_is_none(written: str) -> None:
    assert read_every(written, TODAY, RULES) == ""


def test_an_occurrence_appears_in_time_for_its_first_reminder() -> None:
    days = RULES.work_days
    appears = appears_on("month/25", date(2026, 12, 25), days, date(2026, 11, 25))
    assert days.between(appears, date(2026, 12, 25)) == 10
    assert appears_on("week/5", date(2026, 11, 27), days, date(2026, 11, 20)) == date(2026, 11, 23)


def test_skipped_days_have_none_and_can_have_one_again() -> None:
    left_out = skip(series(), RULES.work_days)
    assert left_out.skipped == (date(2026, 12, 25),)
    assert next(days_ahead(left_out, RULES.work_days)) == date(2027, 1, 25)
    assert next(days_ahead(unskip(left_out), RULES.work_days)) == date(2026, 12, 25)


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
                left_out.add(next(days_ahead(state, RULES.work_days)))
                state = skip(state, RULES.work_days)
            day, missed = due_day(state, today, RULES)
            if day is not None:
                assert appears_on(state.every, day, RULES.work_days, state.made_until) <= today
                assert missed == 0 or appears_on(
                    state.every,
                    next_day(state.every, state.made_until, RULES.work_days),
                    RULES.work_days,
                    state.made_until,
                )
                days.append(day)
                state = made(state, day)
                assert due_day(state, today, RULES)[0] is None
        assert len(days) == len(set(days))
        assert not left_out & set(days)


def test_of_two_days_in_a_week_each_has_its_occurrence_once_the_one_before_is_over() -> None:
    """Both would appear on Monday, and only the newest of what is due is made."""
    state, days = series("week/1,4", "2026-11-26"), []
    for ahead in range(14):
        day, missed = due_day(state, date(2026, 11, 30) + timedelta(days=ahead), RULES)
        if day is not None:
            days.append((ahead, day.isoformat(), missed))
            state = made(state, day)
    assert days == [(0, "2026-11-30", 0), (1, "2026-12-03", 0), (7, "2026-12-07", 0), (8, "2026-12-10", 0)]


def test_another_rhythm_gives_a_month_that_has_its_occurrence_no_second_one() -> None:
    """例行 39 每月28日前, said in November when its 25th is there: the next is that of December."""
    state = series("month/25", "2026-11-25")
    changed = with_rhythm(state, read_limit("每月28日17:00前", TODAY, RULES), "每月28日17:00前")
    assert next(days_ahead(changed, RULES.work_days)) == date(2026, 12, 28)
    assert occurrence(changed, date(2026, 12, 28), at("12-14 09:00")).due == "2026-12-28T17:00"
    weekly = with_rhythm(state, read_limit("每周五", TODAY, RULES), "每周五")
    assert next(days_ahead(weekly, RULES.work_days)) == date(2026, 11, 27)


def test_an_hour_of_the_first_is_that_of_all() -> None:
    first = item("2026-11-20T17:00", number=39, kind="task", due_written="每周五17:00前")
    begun_now = begun(as_first(first), "week/5", "办主任", at("11-16 09:00"))
    assert begun_now.made_until == date(2026, 11, 20)
    assert occurrence(begun_now, date(2026, 11, 27), at("11-23 09:00")).due == "2026-11-27T17:00"
