"""The period of figures and papers: as it is said, as a number on a button, as the office names it."""

from datetime import date

import pytest

from domain.reporting import Reporting, read_reporting, share_gone, week_of
from tests.domain.office import TODAY
from tests.rows import every_row
from texts.periods import say_period

SAID = (
    ("", "2026-01-01", "2026-12-31", "2026年"),
    ("上半年", "2026-01-01", "2026-06-30", "2026年上半年"),
    ("2025年下半年", "2025-07-01", "2025-12-31", "2025年下半年"),
    ("三季度", "2026-07-01", "2026-09-30", "2026年三季度"),
    ("2025年第4季度", "2025-10-01", "2025-12-31", "2025年四季度"),
    ("上季度", "2026-07-01", "2026-09-30", "2026年三季度"),
    ("10月", "2026-10-01", "2026-10-31", "2026年10月"),
    ("12月", "2025-12-01", "2025-12-31", "2025年12月"),
    ("本周", "2026-11-16", "2026-11-22", "2026年11月16日至22日"),
    ("去年", "2025-01-01", "2025-12-31", "2025年"),
)


@every_row("said, first, last, named", SAID)
def test_a_period_is_read_as_people_say_it_and_named_as_an_office_does(
    said: str, first: str, last: str, named: str
) -> None:
    period = read_reporting(said, TODAY)
    assert period == Reporting(date.fromisoformat(first), date.fromisoformat(last))
    assert say_period(period) == named


@pytest.mark.parametrize("said", ["尽快", "13月", "五季度", "1999年"])
def test_what_is_no_period_is_none(said: str) -> None:
    assert read_reporting(said, TODAY) is None


@pytest.mark.parametrize("unit", [0, 1, 9999])
def test_a_period_and_a_unit_round_trip_as_one_number(unit: int) -> None:
    period = week_of(date(2026, 12, 31))
    assert Reporting.unpack(period.pack(unit)) == (period, unit)
    assert say_period(period) == "2026年12月28日至2027年1月3日"


@pytest.mark.parametrize("number", [0, -5, 10**30, 7])
def test_a_forged_number_is_no_period(number: int) -> None:
    assert Reporting.unpack(number) is None


def test_of_a_half_year_the_share_that_is_over_goes_from_nought_to_all() -> None:
    half = Reporting(date(2026, 7, 1), date(2026, 12, 31))
    days = (date(2026, 6, 30), date(2026, 9, 30), date(2027, 1, 1))
    assert [share_gone(half, day) for day in days] == [0, 50, 100]
