"""Limits as staff write them: every row of the office's table, seen from Friday 2026-11-20; and never a guess."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.dates.due_date import Limit, read_limit
from domain.errors import DateNotUnderstood, DateVague
from domain.rules import WorkDays
from tests.domain import phrases
from tests.domain.office import RULES, TODAY
from tests.rows import every_row

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
TAILS = st.sampled_from(["", "前", "之前", "以前", "（前）", "(前)", "前完成", "止"])


def _read(text: str) -> Limit:
    return read_limit(text, TODAY, RULES)


def _expected(reading: str) -> Limit | type[DateNotUnderstood]:
    """The limit that a line of ``phrases`` promises."""
    if reading.startswith("!"):
        return DateVague if reading == "!!" else DateNotUnderstood
    if reading == "~":
        return Limit(is_endless=True)
    sign, _, rest = reading.partition(" ")
    rest, is_relative = rest.removesuffix(" ·"), rest.endswith(" ·")
    rest, goes_on = rest.removesuffix(" +"), rest.endswith(" +")
    if sign == "@":
        every, due = rest.split()
        return Limit(due=due, every=every)
    days, _, other = rest.partition(" | ")
    start, _, due = days.rpartition("..")
    start_on = date.fromisoformat(start) if start else None
    return Limit(due=due, ask=sign == "?", other=other, start_on=start_on, is_relative=is_relative, goes_on=goes_on)


def _phrases(table: str) -> Iterator[tuple[str, Limit | type[DateNotUnderstood]]]:
    for line in table.strip("\n").split("\n"):
        phrase, reading = re.fullmatch(r"(.+?) ([=?@].+|~|!!?)", line).groups()  # type: ignore[union-attr]
        yield phrase.replace("\\n", "\n"), _expected(reading)


CASES = [
    (phrase, expected, year, counts_from)
    for table, year, counts_from in (
        (phrases.PLAIN, None, None),
        (phrases.OF_2026, 2026, None),
        (phrases.OF_2027, 2027, None),
        (phrases.ASSIGNED, None, date(2026, 10, 28)),
    )
    for phrase, expected in _phrases(table)
]


@every_row("phrase, expected, year, counts_from", CASES)
def test_a_phrase_means_what_a_person_reads_or_is_asked_about(
    phrase: str, expected: Limit | type[DateNotUnderstood], year: int | None, counts_from: date | None
) -> None:
    """Fault 4.1: a phrase is read as a person would read it, asked about or refused, never guessed."""
    if isinstance(expected, Limit):
        found = read_limit(phrase, TODAY, RULES, ledger_year=year, counts_from=counts_from)
        assert replace(found, is_far=False) == expected
        return
    with pytest.raises(DateNotUnderstood) as refusal:
        read_limit(phrase, TODAY, RULES, ledger_year=year, counts_from=counts_from)
    assert type(refusal.value) is expected
    assert refusal.value.written == phrase


@every_row(
    "phrase",
    [
        *(
            "2025年底前，并长期坚持",
            "到2026年底",
            "全年",
            "3月-4月",
            "1-3月份",
            "2021—2025年",
            "2027年6月底前完成全部整改",
        ),
        *("请于3个工作日内反馈", "11月上旬完工交付使用", "2026.08 下旬", "2024/9", "清明节前", "每年12月31日"),
        *("12月15日至20日", "立行立改，2026年12月底前完成", "本周内", "下周二上午", "2周后", "12-08", "12/8"),
    ],
)
def test_what_offices_write_is_read_or_asked_about(phrase: str) -> None:
    """Fault 4.6: what an office expects to be known is known; the table says as what."""
    assert read_limit(phrase, TODAY, RULES).due
    assert phrase in {case[0] for case in CASES}


def test_a_year_far_away_is_asked_about() -> None:
    """Fault 5.10: 2062 for 2026 is asked about, and measured from the ledger's own year."""
    for phrase in ("2062年12月5日", "2062年底前", "20621205", "2022年12月5日", "2020年3月至2021年4月"):
        limit = read_limit(phrase, TODAY, RULES)
        assert (limit.ask, limit.is_far) == (True, True), phrase
    assert not read_limit("2029年12月5日", TODAY, RULES).ask
    assert read_limit("2026年12月5日", TODAY, RULES, ledger_year=2031).is_far


def test_the_table_is_as_long_as_offices_are_inventive() -> None:
    assert len(CASES) >= 350
    assert len({(case[0], case[2], case[3]) for case in CASES}) == len(CASES)


def test_before_spring_festival_is_the_last_work_day_before_it() -> None:
    assert _read("春节前") == Limit(due="2027-02-04")
    with_notice = replace(RULES, work_days=WorkDays({date(2027, 2, 4): False, date(2027, 2, 3): False}))
    assert read_limit("春节前", TODAY, with_notice).due == "2027-02-02"
    assert read_limit("春节前", date(2026, 1, 8), RULES).due == "2026-02-14", "a Saturday put to work"


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
    far = abs(day.year - TODAY.year) > 3
    assert read_limit(written, TODAY, RULES) == Limit(due=day.isoformat(), ask=far, is_far=far)


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
