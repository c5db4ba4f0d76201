"""The work-day calendar against the State Council's notices, and its arithmetic against plain counting."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.rules import WorkDays, has_notice
from tests.rows import every_row

CALENDAR = WorkDays()
DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))


@every_row(
    "first, last",
    [
        (date(2025, 1, 28), date(2025, 2, 4)),
        (date(2025, 10, 1), date(2025, 10, 8)),
        (date(2026, 1, 1), date(2026, 1, 3)),
        (date(2026, 2, 15), date(2026, 2, 23)),
        (date(2026, 4, 4), date(2026, 4, 6)),
        (date(2026, 5, 1), date(2026, 5, 5)),
        (date(2026, 6, 19), date(2026, 6, 21)),
        (date(2026, 9, 25), date(2026, 9, 27)),
        (date(2026, 10, 1), date(2026, 10, 7)),
    ],
)
def test_a_holiday_of_the_notice_is_rest_from_its_first_to_its_last_day(first: date, last: date) -> None:
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    assert not any(CALENDAR.is_work_day(day) for day in days)
    assert CALENDAR.holiday_after(CALENDAR.on_or_before(first)) == (first, last)
    assert CALENDAR.holiday_before(CALENDAR.on_or_after(last)) == (first, last)


@every_row(
    "day",
    [
        date(2025, 1, 26),
        date(2025, 10, 11),
        date(2026, 1, 4),
        date(2026, 2, 14),
        date(2026, 2, 28),
        date(2026, 5, 9),
        date(2026, 9, 20),
        date(2026, 10, 10),
    ],
)
def test_a_weekend_day_that_the_notice_puts_to_work_is_a_work_day(day: date) -> None:
    assert day.weekday() >= 5
    assert CALENDAR.is_work_day(day)


def test_a_year_is_published_when_its_substituted_days_are_known() -> None:
    assert CALENDAR.is_published(2025)
    assert CALENDAR.is_published(2026)
    assert not CALENDAR.is_published(2098)


def test_a_year_known_only_by_its_last_days_is_provisional() -> None:
    """Fault 7.20: a work day after Christmas may stem from the next year's notice."""
    last = [date(2027, 12, 26), date(2027, 12, 31)]
    assert not has_notice(last)
    assert not has_notice([])
    assert has_notice([*last, date(2027, 9, 19)])
    assert has_notice([date(2027, 12, 24)])


def test_a_year_without_a_notice_has_its_statutory_days() -> None:
    assert not CALENDAR.is_work_day(date(2098, 10, 1))
    assert not any(day.weekday() >= 5 for day in _work_days(date(2098, 1, 1), date(2098, 12, 31)))


def test_the_office_overrides_single_days() -> None:
    own = WorkDays({date(2026, 11, 20): False, date(2026, 11, 21): True})
    assert not own.is_work_day(date(2026, 11, 20))
    assert own.is_work_day(date(2026, 11, 21))
    assert own.is_work_day(date(2026, 11, 23))


def test_a_plain_weekend_is_no_holiday() -> None:
    assert CALENDAR.holiday_after(date(2026, 11, 20)) is None
    assert CALENDAR.holiday_before(date(2026, 11, 23)) is None


def test_a_rest_day_has_no_holiday_around_it() -> None:
    assert CALENDAR.holiday_after(date(2026, 10, 2)) is None
    assert CALENDAR.holiday_before(date(2026, 10, 2)) is None


def test_the_week_runs_from_monday_to_sunday_and_counts_work_days_only() -> None:
    assert CALENDAR.first_of_week(date(2026, 11, 20)) == date(2026, 11, 16)
    assert CALENDAR.last_of_week(date(2026, 11, 20)) == date(2026, 11, 20)
    assert CALENDAR.last_of_week(date(2026, 9, 16)) == date(2026, 9, 20), "a Sunday put to work"
    assert CALENDAR.first_of_week(date(2026, 10, 5)) == date(2026, 10, 8), "the holiday takes the first days"
    assert CALENDAR.first_of_week(date(2026, 2, 18)) is None, "a week of rest"
    assert CALENDAR.last_of_week(date(2026, 2, 18)) is None


def test_work_days_left_are_those_of_the_model_messages() -> None:
    assert CALENDAR.between(date(2026, 11, 20), date(2026, 12, 15)) == 17
    assert CALENDAR.between(date(2026, 11, 20), date(2026, 11, 23)) == 1


@given(DAYS, st.integers(0, 400))
def test_between_counts_what_a_person_would_count(after: date, ahead: int) -> None:
    until = after + timedelta(days=ahead)
    assert CALENDAR.between(after, until) == len(_work_days(after + timedelta(days=1), until))


@given(DAYS, st.integers(1, 300))
def test_adding_work_days_and_counting_them_agree(day: date, n: int) -> None:
    end = CALENDAR.add(day, n)
    assert CALENDAR.is_work_day(end)
    assert CALENDAR.between(day, end) == n


@given(DAYS)
def test_the_nearest_work_days_enclose_the_day(day: date) -> None:
    before, after = CALENDAR.on_or_before(day), CALENDAR.on_or_after(day)
    assert before <= day <= after
    assert CALENDAR.is_work_day(before)
    assert CALENDAR.is_work_day(after)
    assert (before == after) == CALENDAR.is_work_day(day)


def _work_days(first: date, last: date) -> list[date]:
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if CALENDAR.is_work_day(day)]
