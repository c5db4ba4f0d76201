"""When the bot may speak unasked."""

from datetime import date, datetime, time

import pytest
from msgspec.structs import replace

from domain.rules import (
    alert_times,
    came_due_at,
    is_belated,
    leaves_no_time,
    may_push,
    muted_times,
    push_day_on_or_before,
)
from tests.domain.office import HOTLINE, RULES, TASK, at
from tests.rows import every_row


@every_row(
    "now, allowed",
    [
        ("11-20 08:30", True),
        ("11-20 08:00", True),
        ("11-20 07:59", False),
        ("11-20 19:59", True),
        ("11-20 20:00", False),
        ("11-20 23:59", False),
        ("11-21 10:00", False),
        ("10-05 10:00", False),
        ("10-10 10:00", True),
    ],
)
def test_nothing_is_pushed_at_night_or_on_rest_days(now: str, allowed: bool) -> None:
    assert may_push(RULES, at(now), TASK) is allowed
    assert may_push(RULES, at(now)) is allowed


def test_a_kind_may_speak_on_rest_days_but_not_at_night() -> None:
    assert may_push(RULES, at("11-21 10:00"), HOTLINE)
    assert not may_push(RULES, at("11-21 21:00"), HOTLINE)


def test_an_office_may_have_no_quiet_hours_and_no_rest_days() -> None:
    restless = replace(RULES, quiet_hours=None, workdays_only=False)
    assert may_push(restless, at("11-21 03:00"))
    assert push_day_on_or_before(restless, date(2026, 11, 21)) == date(2026, 11, 21)


def test_quiet_hours_within_a_day_are_quiet_between_them() -> None:
    siesta = replace(RULES, quiet_hours=(time(12), time(14)))
    assert not may_push(siesta, at("11-20 13:00"))
    assert may_push(siesta, at("11-20 14:00"))


def test_alerts_in_quiet_hours_give_way_to_the_others_or_to_the_digests_time() -> None:
    assert alert_times(replace(RULES, alerts_at=(time(7), time(15)))) == (time(15),)
    assert alert_times(replace(RULES, alerts_at=(time(7), time(22)))) == (time(8, 30),)
    assert alert_times(replace(RULES, alerts_at=())) == (time(8, 30),)


@pytest.mark.parametrize(("now", "belated"), [("11-20 08:35", False), ("11-20 08:36", True)])
def test_more_than_five_minutes_late_says_so(now: str, belated: bool) -> None:
    moment: datetime = at("11-20 08:30")
    assert is_belated(moment, at(now)) is belated


def test_times_that_the_quiet_hours_swallow_are_known() -> None:
    assert muted_times(RULES) == ()
    muted = replace(RULES, digest_at=time(7), alerts_at=(time(9, 30), time(20)))
    assert muted_times(muted) == (time(7), time(20))
    assert muted_times(replace(muted, quiet_hours=None)) == ()


@pytest.mark.parametrize(
    ("times", "leaves_none"),
    [((time(18),), True), ((time(17, 30),), True), ((time(9, 30), time(18)), False), ((), False), ((time(21),), False)],
)
def test_alert_times_that_leave_no_time_to_act_are_known(times: tuple[time, ...], leaves_none: bool) -> None:
    """Fault 3.6: with every alert time after closing no 到期提醒 can go out, and `check` says so."""
    assert leaves_no_time(replace(RULES, alerts_at=times)) is leaves_none


@pytest.mark.parametrize(
    ("queued", "due"),
    [("08:29", "08:29"), ("08:30", "08:30"), ("08:52", "08:30"), ("09:31", "09:30"), ("18:00", "16:30")],
)
def test_a_push_was_due_at_the_office_time_before_it(queued: str, due: str) -> None:
    office = replace(RULES, alerts_at=(time(9, 30), time(15)), review_at=time(16, 30))
    assert came_due_at(office, at(f"11-20 {queued}")) == at(f"11-20 {due}")
    assert came_due_at(replace(office, review_at=None), at(f"11-20 {queued}")) == at(
        f"11-20 {due if due != '16:30' else '15:00'}"
    )
