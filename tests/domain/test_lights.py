"""Lights: one category for each item at each moment, in order of precedence, with counts that add up."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.item import OPEN, Item, ItemStatus
from domain.views import Light, by_limit, light_of, line_of, tally
from tests.domain.office import RULES, ZONE, at, item
from tests.rows import every_row

NOW = at("11-20 08:30")
ITEMS = st.builds(
    lambda due, status, number: item(due.isoformat(), status=status, number=number, submitted_at=NOW),
    st.dates(date(2026, 10, 1), date(2027, 3, 1)),
    st.sampled_from(ItemStatus),
    st.integers(1, 500),
)
MOMENTS = st.datetimes(datetime(2026, 10, 1), datetime(2027, 2, 1), timezones=st.just(ZONE))  # noqa: DTZ001 - given by timezones


@every_row(
    "due, light",
    [
        ("2026-11-18", Light.LATE),
        ("2026-11-20", Light.TODAY),
        ("2026-11-20T08:00", Light.LATE),
        ("2026-11-21", Light.NEAR),
        ("2026-11-23", Light.NEAR),
        ("2026-11-25", Light.NEAR),
        ("2026-11-26", Light.NORMAL),
        ("", Light.NORMAL),
    ],
)
def test_the_light_follows_the_limit(due: str, light: Light) -> None:
    assert light_of(item(due), RULES, NOW) is light


@pytest.mark.parametrize(
    ("status", "light"),
    [
        (ItemStatus.SUBMITTED, Light.WAITING),
        (ItemStatus.CLOSED, Light.CLOSED),
        (ItemStatus.SUSPENDED, Light.PAUSED),
        (ItemStatus.CANCELLED, Light.CANCELLED),
    ],
)
def test_a_state_outside_the_units_hands_goes_before_the_limit(status: ItemStatus, light: Light) -> None:
    assert light_of(item("2026-11-18", status=status, submitted_at=NOW), RULES, NOW) is light


def test_a_line_says_how_late_or_how_many_work_days_are_left() -> None:
    assert line_of(item("2026-11-18"), RULES, NOW).days_late == 2
    assert line_of(item("2026-12-15"), RULES, NOW).work_days_left == 17
    assert line_of(item(""), RULES, NOW).due_on is None


def test_the_last_work_day_before_a_limit_on_rest_days_is_marked() -> None:
    sunday = item("2026-11-22")
    assert line_of(sunday, RULES, NOW).is_last_work_day
    assert not line_of(sunday, RULES, at("11-19 08:30")).is_last_work_day
    assert not line_of(sunday, RULES, at("11-21 08:30")).is_last_work_day
    assert not line_of(item("2026-11-20"), RULES, NOW).is_last_work_day


def test_a_limit_in_a_year_without_a_notice_is_provisional() -> None:
    assert not line_of(item("2026-12-31"), RULES, NOW).is_provisional
    assert line_of(item("2098-03-01"), RULES, NOW).is_provisional


def test_marked_items_come_first_then_the_nearest_limit_and_those_without_last() -> None:
    plain, early, none = item("2026-12-01", number=1), item("2026-11-30", number=2), item("", number=3)
    timed, marked = item("2026-11-30T10:00", number=4), item("2027-01-10", number=5, marks=("省市考核",))
    lines = by_limit(line_of(each, RULES, NOW) for each in (none, plain, early, timed, marked))
    assert [line.item.number for line in lines] == [5, 2, 4, 1, 3]


@given(st.lists(ITEMS), MOMENTS)
def test_categories_never_overlap_and_their_counts_add_up(items: list[Item], now: datetime) -> None:
    counts = tally(line_of(each, RULES, now) for each in items)
    assert counts.in_hand == sum(each.status in OPEN for each in items)


@given(ITEMS, MOMENTS, MOMENTS)
def test_a_light_never_turns_back_as_time_goes_by(one: Item, earlier: datetime, later: datetime) -> None:
    order = (Light.NORMAL, Light.NEAR, Light.TODAY, Light.LATE)
    lights = [light_of(one, RULES, now) for now in sorted((earlier, later))]
    if one.status in (ItemStatus.ASSIGNED, ItemStatus.ACKNOWLEDGED):
        assert order.index(lights[0]) <= order.index(lights[1])
    else:
        assert lights[0] is lights[1]
