"""Limits as staff write them: every row of the office's table, seen from Friday 2026-11-20; and never a guess."""

from calendar import monthrange
from datetime import date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.duedate import Limit, read_limit
from domain.errors import DateNotUnderstood, DateVague
from domain.workdays import WorkDays
from tests.domain.office import RULES, TODAY

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
TAILS = st.sampled_from(["", "前", "之前", "以前", "（前）", "(前)", "前完成", "止"])


def _read(text: str) -> Limit:
    return read_limit(text, TODAY, RULES)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("12月15日前", "2026-12-15"),
        ("12月15日", "2026-12-15"),
        ("月底前", "2026-11-30"),
        ("下月底前", "2026-12-31"),
        ("12月上旬", "2026-12-10"),
        ("12月中旬", "2026-12-20"),
        ("12月下旬", "2026-12-31"),
        ("本周五", "2026-11-20"),
        ("下周三", "2026-11-25"),
        ("周一", "2026-11-23"),
        ("下周五下班前", "2026-11-27T17:30"),
        ("季度末", "2026-12-31"),
        ("四季度", "2026-12-31"),
        ("年底前", "2026-12-31"),
        ("明年一季度末", "2027-03-31"),
        ("三日内", "2026-11-23"),
        ("一周内", "2026-11-27"),
        ("两个月内", "2027-01-20"),
        ("后天", "2026-11-22"),
        ("3个工作日内", "2026-11-25"),
        ("10个工作日内", "2026-12-04"),
        ("元旦前", "2026-12-31"),
        ("腊月二十三前", "2027-01-30"),
        ("2026.12.5", "2026-12-05"),
        ("2026/12/5", "2026-12-05"),
        ("20261205", "2026-12-05"),
        ("二〇二六年十二月五日", "2026-12-05"),
        ("46371", "2026-12-15"),
    ],
)
def test_a_clear_limit_is_understood_without_asking(text: str, due: str) -> None:
    assert _read(text) == Limit(due=due)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("6月30日前", "2027-06-30"),
        ("7月底前", "2027-07-31"),
        ("上半年", "2027-06-30"),
        ("明年上半年", "2027-06-30"),
        ("立行立改", "2026-11-25"),
        ("12月", "2026-12-31"),
        ("国庆节前", "2027-09-30"),
        ("本周三", "2026-11-18"),
        ("周五", "2026-11-20"),
    ],
)
def test_a_limit_that_could_mean_another_day_is_echoed(text: str, due: str) -> None:
    assert _read(text) == Limit(due=due, ask=True)


@pytest.mark.parametrize(
    ("text", "due", "ask"),
    [
        ("6月30日前", "2026-06-30", True),
        ("7月底前", "2026-07-31", True),
        ("上半年", "2026-06-30", True),
        ("国庆节前", "2026-09-30", True),
        ("12月15日前", "2026-12-15", False),
        ("元旦前", "2026-12-31", False),
        ("明年3月底前", "2027-03-31", False),
    ],
)
def test_a_ledgers_dates_stay_in_its_year_though_they_are_past(text: str, due: str, *, ask: bool) -> None:
    assert read_limit(text, TODAY, RULES, ledger_year=2026) == Limit(due=due, ask=ask)


def test_before_spring_festival_is_the_last_work_day_before_it() -> None:
    assert _read("春节前") == Limit(due="2027-02-04")
    with_notice = replace(RULES, work_days=WorkDays({date(2027, 2, 4): False, date(2027, 2, 3): False}))
    assert read_limit("春节前", TODAY, with_notice).due == "2027-02-02"
    assert read_limit("春节前", date(2026, 1, 8), RULES).due == "2026-02-14", "a Saturday put to work"


@pytest.mark.parametrize(
    ("text", "begin", "due"),
    [
        ("11月20日至12月20日", date(2026, 11, 20), "2026-12-20"),
        ("11月20日-12月20日", date(2026, 11, 20), "2026-12-20"),
        ("9月1日到12月20日前", date(2026, 9, 1), "2026-12-20"),
        ("2026年11月20日—2027年1月20日", date(2026, 11, 20), "2027-01-20"),
        ("2026年11月20日至1月20日", date(2026, 11, 20), "2027-01-20"),
        ("自2026-11-20至2026-12-20", date(2026, 11, 20), "2026-12-20"),
        ("11月下旬～12月15日17:30", date(2026, 11, 30), "2026-12-15T17:30"),
    ],
)
def test_a_range_has_a_start_and_a_limit(text: str, begin: date, due: str) -> None:
    assert _read(text) == Limit(due=due, start_on=begin)


@pytest.mark.parametrize(
    ("text", "every", "due"),
    [
        ("每月25日前", "month/25", "2026-11-25"),
        ("每月5日前", "month/5", "2026-12-05"),
        ("每月底", "month/end", "2026-11-30"),
        ("每周三", "week/3", "2026-11-25"),
        ("每周五前", "week/5", "2026-11-20"),
        ("每季度末", "quarter/end", "2026-12-31"),
    ],
)
def test_a_recurring_limit_names_its_next_day(text: str, every: str, due: str) -> None:
    assert _read(text) == Limit(due=due, every=every)


@pytest.mark.parametrize("text", ["长期坚持", "持续推进", "长期", "常态化推进", "立行立改，长期坚持"])
def test_what_has_no_end_is_endless(text: str) -> None:
    assert _read(text) == Limit(is_endless=True)


@pytest.mark.parametrize("text", ["尽快", "适时", "及时", "尽快完成", " 尽快 。"])
def test_a_vague_limit_asks_for_a_date(text: str) -> None:
    with pytest.raises(DateVague):
        _read(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "中旬",
        "两会前",
        "25日前",
        "3日",
        "12.5",
        "2月30日",
        "13月5日",
        "2026-13-01",
        "0个工作日内",
        "12月15日3点前",
        "12月15日25:00前",
        "12月15日0点前",
        "11月20日（周六）",
        "春节",
        "12月20日至11月20日2026年",
        "十二月五三十日",
        "每月32日前",
        "1926年12月5日",
        "12345",
        "7月底前或8月底前",
        "昨天",
        "长" * 50,
    ],
)
def test_what_is_not_understood_is_refused_never_guessed(text: str) -> None:
    with pytest.raises(DateNotUnderstood) as refusal:
        _read(text)
    assert refusal.value.written == text


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("12月15日17:30前", "2026-12-15T17:30"),
        ("12月15日 17：30 前", "2026-12-15T17:30"),
        ("12月15日下午3点半前", "2026-12-15T15:30"),
        ("12月15日上午9时前", "2026-12-15T09:00"),
        ("12月15日24时前", "2026-12-15"),
        ("2026-12-15T17:30", "2026-12-15T17:30"),
        ("2026-12-15 17:30:00", "2026-12-15T17:30"),
        ("2026-12-15 00:00:00", "2026-12-15"),
        ("今日下班前", "2026-11-20T17:30"),
    ],
)
def test_a_time_of_day_makes_an_instant(text: str, due: str) -> None:
    assert _read(text) == Limit(due=due)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("１２月１５日（前）", "2026-12-15"),
        (" 12 月 15 日 前 ", "2026-12-15"),
        ("十二月十五日之前完成。", "2026-12-15"),
        ("截止12月5号", "2026-12-05"),
        ("11月20日（周五）", "2026-11-20"),
        ("2026年12月底前办结", "2026-12-31"),
        ("农历腊月廿三", "2027-01-30"),
        ("第四季度末", "2026-12-31"),
        ("半个月内", "2026-12-05"),
        ("下下周一", "2026-11-30"),
        ("本月25日前", "2026-11-25"),
    ],
)
def test_the_same_limit_may_be_written_in_other_ways(text: str, due: str) -> None:
    assert _read(text) == Limit(due=due)


def test_a_month_later_never_leaves_the_month() -> None:
    assert read_limit("1个月内", date(2027, 1, 31), RULES).due == "2027-02-28"
    assert read_limit("三个月内", date(2026, 11, 30), RULES).due == "2027-02-28"


@given(
    DAYS,
    TAILS,
    st.sampled_from(["{0}年{1}月{2}日", "{0}-{1}-{2}", "{0}.{1}.{2}", "{0}/{1:02}/{2:02}", "{0}{1:02}{2:02}"]),
)
def test_a_whole_date_is_that_day_whatever_today_is(day: date, tail: str, form: str) -> None:
    written = form.format(day.year, day.month, day.day) + tail
    assert read_limit(written, TODAY, RULES) == Limit(due=day.isoformat())


@given(DAYS, DAYS, TAILS)
def test_a_day_without_a_year_is_the_next_such_day_and_echoed_where_it_had_passed(
    day: date, today: date, tail: str
) -> None:
    assume((day.month, day.day) != (2, 29))
    limit = read_limit(f"{day.month}月{day.day}日{tail}", today, RULES)
    on = date.fromisoformat(limit.due)
    assert (on.month, on.day) == (day.month, day.day)
    assert today <= on < today.replace(year=today.year + 1, day=min(today.day, 28)) + timedelta(days=4)
    assert limit.ask is (on.year > today.year)


@given(DAYS, st.integers(1, 12))
def test_the_end_of_a_month_is_its_last_day(today: date, month: int) -> None:
    on = date.fromisoformat(read_limit(f"{month}月底前", today, RULES).due)
    assert (on.month, on.day) == (month, monthrange(on.year, month)[1])


@given(DAYS, st.integers(0, 6), st.sampled_from([("本", 0), ("下", 7)]))
def test_a_weekday_lies_in_the_week_that_was_named(today: date, weekday: int, week: tuple[str, int]) -> None:
    on = date.fromisoformat(read_limit(f"{week[0]}周{'一二三四五六日'[weekday]}", today, RULES).due)
    monday = today - timedelta(days=today.weekday())
    assert on == monday + timedelta(days=weekday + week[1])


@given(st.datetimes(datetime(2020, 1, 1, 7), datetime(2040, 1, 1)))  # noqa: DTZ001 - a wall clock's reading
def test_a_stored_instant_reads_as_itself(written: datetime) -> None:
    assume(written.hour >= 7)
    text = written.isoformat(timespec="minutes")
    assert read_limit(text, TODAY, RULES).due == text


@given(st.text(alphabet="低保台账整改落实完成推进各股室第号件，。、 abcXYZ-:/()（）", max_size=60))
def test_text_without_a_date_is_never_a_date(text: str) -> None:
    with pytest.raises(DateNotUnderstood):
        read_limit(text, TODAY, RULES)


@given(st.text(max_size=60), DAYS)
def test_any_text_is_read_or_refused_and_nothing_else(text: str, today: date) -> None:
    try:
        limit = read_limit(text, today, RULES)
    except DateNotUnderstood:
        return
    assert limit.is_endless or date.fromisoformat(limit.due[:10])
