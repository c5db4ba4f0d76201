"""回头看: on which day a closed item is to be looked at again, and that no day is skipped or told twice."""

from contextlib import suppress
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.census import Census
from domain.closing import approve, finish, undo
from domain.errors import DubanError
from domain.item import Item, ItemStatus
from domain.overview import office_digest
from domain.rechecking import hold, promised, recheck_on, rechecks, relapse
from tests.domain.office import RECTIFICATION, ROSTER, RULES, TASK, at, item


def closed(when: str, number: int = 24) -> Item:
    """A rectification that an approver closed then."""
    moment = at(when)
    asked = finish(item(number=number, kind="rectification"), RECTIFICATION, "甲某", moment - timedelta(hours=1))
    return approve(asked, "分管甲", moment)


def between(after: date, until: date, *items: Item) -> list[int]:
    """The numbers of those of the items that came up after the one day and by the other."""

    def closed_between(first: datetime, last: datetime) -> list[Item]:
        return [each for each in items if each.closed_at and first <= each.closed_at < last]

    return [each.number for each in rechecks(RULES, after, until, closed_between)]


@pytest.mark.parametrize(
    ("when", "day"),
    [
        ("11-26 10:00", date(2027, 2, 24)),  # a Wednesday
        ("11-23 10:00", date(2027, 2, 22)),  # 21 February is a Sunday
        ("11-25 23:59", date(2027, 2, 23)),  # the office's own day, not that of UTC
        ("11-26 00:01", date(2027, 2, 24)),
    ],
)
def test_the_day_is_counted_from_closing_and_moved_off_rest_days(when: str, day: date) -> None:
    assert recheck_on(closed(when), RULES) == day


def test_only_what_an_approver_closed_and_is_still_closed_has_one() -> None:
    again = closed("11-26 10:00")
    assert recheck_on(replace(again, status=ItemStatus.ACKNOWLEDGED), RULES) is None
    assert recheck_on(replace(again, closed_at=None), RULES) is None
    assert recheck_on(replace(again, history=()), RULES) is None  # came closed with the workbook
    assert recheck_on(replace(again, kind="hotline"), RULES) is None  # a kind without 回头看
    assert recheck_on(finish(item(), TASK, "甲某", at("11-26 10:00")), RULES) is None


def test_what_came_up_is_listed_newest_first() -> None:
    items = (closed("11-26 10:00", 24), closed("11-27 10:00", 25), closed("11-20 10:00", 26))
    assert between(date(2027, 2, 19), date(2027, 2, 25), *items) == [25, 24]
    assert between(date(2027, 2, 1), date(2027, 2, 19), *items) == [26]


def test_what_is_moved_off_a_rest_day_has_not_come_on_it() -> None:
    assert between(date(2027, 2, 1), date(2027, 2, 21), closed("11-23 10:00")) == []
    assert between(date(2027, 2, 1), date(2027, 2, 22), closed("11-23 10:00")) == [24]


@given(st.datetimes(datetime(2026, 1, 2), datetime(2026, 6, 1)), st.lists(st.integers(0, 9), max_size=20))  # noqa: DTZ001
def test_whichever_mornings_are_missed_each_is_told_just_once(when: datetime, missed: list[int]) -> None:
    again = closed(when.isoformat(" ", "minutes"))
    day = last = date(2026, 3, 31)
    told = 0
    gaps = iter(missed)
    while day < date(2026, 10, 15):
        day = RULES.work_days.add(day, 1 + next(gaps, 0))
        told += len(between(last, day, again))
        last = day
    wanted = when.date() + timedelta(days=90)
    assert told == (wanted > date(2026, 3, 31))


def test_the_office_counts_them_and_they_are_in_no_count_of_what_is_in_hand() -> None:
    census = Census(RULES, at("2027-02-24 08:30"))
    census.note_recheck(closed("11-26 10:00"))
    view = office_digest(census, ROSTER)
    assert view is not None
    assert view.rechecks == 1
    assert census.tally().in_hand == 0


@given(
    st.lists(st.tuples(st.sampled_from(["hold", "relapse", "take back", "close"]), st.integers(0, 200)), max_size=12)
)
def test_whatever_is_said_of_a_result_one_thing_holds_and_history_loses_nothing(acts: list[tuple[str, int]]) -> None:
    """In hand, to be looked at, or done with: a closed item has a day ahead or a verdict since, an open one neither."""
    found = promised(closed("2026-01-05 10:00"), RULES)
    now = at("2026-01-05 10:00")
    for act, days in acts:
        now += timedelta(days=days, minutes=1)
        before = found
        with suppress(DubanError):
            if act == "hold":
                found = hold(found, "分管甲", now, RULES)
            elif act == "relapse":
                due = (now + timedelta(days=30)).date().isoformat()
                found = relapse(found, "分管甲", now, due, "又缺", RULES)
            elif act == "take back":
                found = undo(found, "分管甲", now)
            else:
                asked = finish(found, RECTIFICATION, "甲某", now)
                found = promised(approve(asked, "分管甲", now), RULES)
        assert found.history[: len(before.history)] == before.history
        assert found.version - before.version == len(found.history) - len(before.history)
        is_closed = found.status is ItemStatus.CLOSED
        assert is_closed is (found.closed_at is not None)
        assert is_closed or (recheck_on(found, RULES) is None and found.observe_until is None)
        if is_closed and recheck_on(found, RULES) is None:
            assert found.rechecks[-1].holds
            assert found.rechecks[-1].at >= (found.closed_at or now)
