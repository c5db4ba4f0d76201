"""Days of the lunar calendar, festivals and solar terms, by the almanac."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from domain.dates.festivals import FESTIVALS, TERMS, festival_in, last_lunar_day, lunar_day, term_in
from tests.rows import every_row


@every_row(
    "name, year, on",
    [
        ("元旦", 2027, date(2027, 1, 1)),
        ("春节", 2026, date(2026, 2, 17)),
        ("除夕", 2027, date(2027, 2, 5)),
        ("元宵", 2027, date(2027, 2, 20)),
        ("端午", 2026, date(2026, 6, 19)),
        ("中秋", 2026, date(2026, 9, 25)),
        ("重阳", 2026, date(2026, 10, 18)),
        ("国庆", 2026, date(2026, 10, 1)),
    ],
)
def test_a_festival_has_its_day_in_each_year(name: str, year: int, on: date) -> None:
    assert festival_in(name, year) == on


@pytest.mark.parametrize(
    ("name", "year", "on"),
    [
        ("小寒", 2027, date(2027, 1, 5)),
        ("立春", 2027, date(2027, 2, 4)),
        ("清明", 2026, date(2026, 4, 5)),
        ("清明", 2027, date(2027, 4, 5)),
        ("夏至", 2026, date(2026, 6, 21)),
        ("冬至", 2026, date(2026, 12, 22)),
    ],
)
def test_a_solar_term_has_its_day_in_each_year(name: str, year: int, on: date) -> None:
    assert term_in(name, year) == on


def test_a_leap_month_is_another_month() -> None:
    assert lunar_day(2025, 6, 1) == date(2025, 6, 25)
    assert lunar_day(2025, 6, 1, leap=True) == date(2025, 7, 25)
    with pytest.raises(ValueError):
        lunar_day(2026, 6, 1, leap=True)


def test_a_lunar_month_has_29_or_30_days() -> None:
    assert (last_lunar_day(2024, 12), last_lunar_day(2025, 12)) == (date(2025, 1, 28), date(2026, 2, 16))


@pytest.mark.parametrize("year", [2000, 2026, 2099])
def test_festivals_and_terms_are_known_in_every_year_that_a_limit_may_have(year: int) -> None:
    days = [festival_in(name, year) for name in FESTIVALS] + [term_in(name, year) for name in TERMS]
    assert {day.year for day in days} <= {year}
    assert [term_in(name, year) for name in TERMS] == sorted(term_in(name, year) for name in TERMS)


def test_the_library_is_loaded_with_the_first_limit_that_needs_it() -> None:
    code = "import sys, domain.imports.plan; assert 'borax' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2], check=True)
