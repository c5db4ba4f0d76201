"""Limits as days and instants: inclusive days, binding times, statutory limits, returns that cost the owner no day."""

from datetime import date

import pytest
from msgspec.structs import replace

from domain.closing import approve, finish, send_back, undo
from domain.item import Item, ItemStatus
from domain.limits import (
    days_late,
    due_at,
    due_on,
    is_late,
    is_on_time,
    lapses_on,
    reminded_on,
    wanted_on,
    written_limit,
)
from domain.views import as_shown
from tests.domain.office import RECTIFICATION, RULES, at, item

FOUND = item("2026-11-20", kind="rectification")


def test_a_plain_date_is_inclusive_and_asked_for_by_closing_time() -> None:
    task = item("2026-11-20")
    assert due_at(task, RULES) == at("11-20 17:30")
    assert is_on_time(task, RULES, at("11-20 23:59"))
    assert not is_on_time(task, RULES, at("11-21 00:00"))


def test_a_written_time_binds_to_the_minute() -> None:
    task = item("2026-11-20T10:00")
    assert due_on(task) == date(2026, 11, 20)
    assert due_at(task, RULES) == at("11-20 10:00")
    assert is_on_time(task, RULES, at("11-20 10:00"))
    assert is_late(task, RULES, at("11-20 10:01"))
    assert days_late(task, RULES, at("11-20 10:01")) == 0
    assert days_late(task, RULES, at("11-21 00:01")) == 1


def test_a_statutory_limit_with_an_hour_rolls_with_its_hour() -> None:
    """Fault 7.8: a Saturday's 10:00 is Monday's 10:00, to the minute."""
    permit = item("2026-11-21T10:00", kind="permit")
    assert lapses_on(permit, RULES) == date(2026, 11, 23)
    assert due_at(permit, RULES) == at("11-23 10:00")
    assert is_on_time(permit, RULES, at("11-23 10:00"))
    assert not is_on_time(permit, RULES, at("11-23 10:01"))


def submitted(task: Item, moment: str) -> Item:
    return finish(task, RECTIFICATION, "甲某", at(moment))


def test_on_time_is_judged_by_the_submission_that_was_approved() -> None:
    """Fault 3.3: one that was taken back before the limit makes nothing 按期."""
    late = submitted(undo(submitted(FOUND, "11-19 10:00"), "甲某", at("11-19 11:00")), "11-23 10:00")
    returned = send_back(late, "分管甲", at("11-24 10:00"), "佐证不足", RULES)
    assert lapses_on(returned, RULES) == date(2026, 11, 20)
    closed = approve(submitted(returned, "11-25 10:00"), "分管甲", at("11-25 16:00"))
    assert is_late(closed, RULES, at("11-25 16:00"))
    assert days_late(closed, RULES, at("11-25 16:00")) == 5


def test_what_was_in_time_and_returned_has_until_the_day_to_supplement() -> None:
    """Fault 3.3: the days that the approver took are not the owner's; of those after a late answer none are given."""
    returned = send_back(submitted(FOUND, "11-20 16:00"), "分管甲", at("11-24 10:00"), "佐证不足", RULES)
    assert lapses_on(returned, RULES) == date(2026, 11, 27)
    again = send_back(submitted(returned, "11-30 10:00"), "分管甲", at("12-01 10:00"), "仍不足", RULES)
    assert (lapses_on(again, RULES), wanted_on(again, RULES)) == (date(2026, 11, 27), date(2026, 12, 4))
    in_time = send_back(submitted(returned, "11-27 10:00"), "分管甲", at("12-01 10:00"), "仍不足", RULES)
    assert lapses_on(in_time, RULES) == date(2026, 12, 4)


def test_an_hour_that_was_missed_is_late_on_its_own_day() -> None:
    """Fault 3.3: submitted an hour after its hour, an item was late, and a 退回 gives it no days."""
    hourly = replace(FOUND, due="2026-11-20T10:00")
    returned = send_back(submitted(hourly, "11-20 11:00"), "分管甲", at("11-20 16:00"), "佐证不足", RULES)
    assert lapses_on(returned, RULES) == date(2026, 11, 20)


@pytest.mark.parametrize("taken_back", [False, True])
def test_an_item_returned_by_an_older_version_is_judged_by_its_history(taken_back: bool) -> None:
    """Fault 3.3: its document has no last day in time yet."""
    task = FOUND
    if taken_back:
        task = undo(submitted(task, "11-19 10:00"), "甲某", at("11-19 11:00"))
    asked = submitted(task, "11-23 10:00" if taken_back else "11-20 10:00")
    returned = send_back(asked, "分管甲", at("11-24 10:00"), "佐证不足", RULES)
    older = replace(returned, in_time_until=None)
    assert lapses_on(older, RULES) == (date(2026, 11, 20) if taken_back else date(2026, 11, 27))
    assert lapses_on(as_shown(older, is_private=False), RULES) == lapses_on(older, RULES)


def test_late_days_are_calendar_days() -> None:
    assert days_late(item("2026-11-20"), RULES, at("11-23 09:30")) == 3


def test_the_day_is_the_offices_not_greenwichs() -> None:
    assert days_late(item("2026-11-20"), RULES, at("11-21 00:30")) == 1


@pytest.mark.parametrize("due", ["", "soon", "1926-11-20", "9999-12-31", "2026-13-01", "2026-11-20T25:00"])
def test_what_no_limit_can_be_is_no_limit(due: str) -> None:
    assert written_limit(due) is None
    assert due_on(item(due)) is None
    assert due_at(item(due), RULES) is None
    assert reminded_on(item(due), RULES) is None
    assert is_on_time(item(due), RULES, at("11-20 08:30"))
    assert days_late(item(due), RULES, at("11-20 08:30")) == 0


def test_an_endless_item_is_never_overdue() -> None:
    endless = item("2026-11-20", is_endless=True)
    assert due_on(endless) is None
    assert not is_late(endless, RULES, at("2027-11-20 08:30"))


def test_a_limit_on_a_rest_day_is_reminded_on_the_work_day_before() -> None:
    sunday = item("2026-11-22")
    assert reminded_on(sunday, RULES) == date(2026, 11, 20)
    assert not is_late(sunday, RULES, at("11-22 20:00"))
    assert days_late(sunday, RULES, at("11-23 08:30")) == 1


def test_a_statutory_limit_on_a_rest_day_rolls_forward() -> None:
    permit = item("2026-11-22", kind="permit")
    assert lapses_on(permit, RULES) == reminded_on(permit, RULES) == date(2026, 11, 23)
    assert days_late(permit, RULES, at("11-23 18:00")) == 0
    assert days_late(permit, RULES, at("11-24 08:30")) == 1


def test_a_kind_that_speaks_on_rest_days_is_reminded_on_the_day_itself() -> None:
    assert reminded_on(item("2026-11-22", kind="hotline"), RULES) == date(2026, 11, 22)


def test_an_item_that_waits_for_its_approver_grows_no_later() -> None:
    submitted = finish(item("2026-11-20", kind="rectification"), RECTIFICATION, "甲某", at("11-21 10:00"))
    assert days_late(submitted, RULES, at("12-20 10:00")) == 1


def test_closing_counts_from_when_it_was_asked_for() -> None:
    closed = item("2026-11-20", status=ItemStatus.CLOSED, submitted_at=at("11-20 16:00"), closed_at=at("11-25 10:00"))
    assert not is_late(closed, RULES, at("12-01 10:00"))


def test_what_was_asked_in_time_and_returned_has_until_its_supplement_is_due() -> None:
    asked = finish(item("2026-11-23", kind="rectification"), RECTIFICATION, "甲某", at("11-23 16:10"))
    returned = send_back(asked, "分管甲", at("11-30 17:05"), "佐证不足", RULES)
    assert lapses_on(returned, RULES) == date(2026, 12, 3)
    assert not is_late(returned, RULES, at("12-03 17:00"))
    again = finish(returned, RECTIFICATION, "甲某", at("12-03 17:00"))
    assert not is_late(again, RULES, at("12-10 08:30"))
    assert is_late(replace(again, submitted_at=at("12-04 08:00")), RULES, at("12-10 08:30"))


def test_a_return_does_not_heal_what_was_asked_for_too_late() -> None:
    asked = finish(item("2026-11-20", kind="rectification"), RECTIFICATION, "甲某", at("11-23 16:10"))
    returned = send_back(asked, "分管甲", at("11-30 17:05"), "佐证不足", RULES)
    assert lapses_on(returned, RULES) == date(2026, 11, 20)
    assert days_late(returned, RULES, at("11-30 17:05")) == 10
