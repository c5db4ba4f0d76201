"""Days and instants are said as an office says them."""

from datetime import date, time

import pytest

from domain.item import ItemStatus
from domain.views import line_of
from tests.domain.office import RULES, at, item
from texts.glossary import say_day, say_due, say_instant, say_time
from texts.lines import say_limit_of

TODAY = date(2026, 11, 20)


def test_a_day_has_its_weekday_and_the_year_only_when_it_is_another() -> None:
    assert say_day(TODAY, TODAY) == "11月20日（周五）"
    assert say_day(date(2027, 1, 2), TODAY) == "2027年1月2日（周六）"
    assert say_day(TODAY, TODAY, weekday=False) == "11月20日"


def test_times_are_on_the_offices_clock() -> None:
    assert say_time(time(8, 5)) == "8:05"
    assert say_instant(at("11-20 16:05"), RULES, at("11-20 17:00")) == "11月20日16:05"
    assert say_instant(at("2025-12-31 23:30"), RULES, at("11-20 17:00")) == "2025年12月31日23:30"


@pytest.mark.parametrize(
    ("due", "said"),
    [
        ("2026-12-15", "12月15日（周二）"),
        ("2026-12-15T10:00", "12月15日（周二）10:00"),
        ("", "未定期限"),
        ("尽快", "未定期限"),
    ],
)
def test_a_limit_is_said_as_written(due: str, said: str) -> None:
    assert say_due(item(due), TODAY) == said


@pytest.mark.parametrize(
    ("due", "now", "said"),
    [
        ("2026-11-18", "11-20 08:30", "11月18日（周三）到期，逾期2天"),
        ("2026-11-20T10:00", "11-20 11:00", "11月20日（周五）10:00到期，已过时限"),
        ("2026-11-20T10:00", "11-20 08:30", "请于10:00前办结"),
        ("2026-11-20", "11-20 19:00", "请于今日内办结"),
        ("2026-11-22", "11-20 08:30", "11月22日（周日）到期，今日为期限前最后一个工作日"),
        ("2026-11-22", "11-21 08:30", "11月22日（周日）到期，此前已无工作日"),
        ("2026-11-24", "11-20 08:30", "11月24日（周二）到期，还有2个工作日"),
    ],
)
def test_how_far_off_a_limit_is(due: str, now: str, said: str) -> None:
    assert say_limit_of(line_of(item(due), RULES, at(now)), RULES, at(now)) == said


def test_a_paused_item_counts_no_days() -> None:
    paused = line_of(item("2026-11-18", status=ItemStatus.SUSPENDED), RULES, at("11-20 08:30"))
    assert say_limit_of(paused, RULES, at("11-20 08:30")) == "11月18日（周三）到期"
