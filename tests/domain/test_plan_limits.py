"""Limits of a workbook's rows: what they count from, which year they are of, and what a person must confirm."""

from datetime import date
from typing import Any

import pytest

from domain.imports.findings import Notice, Reason, Remark
from domain.imports.plan import ImportPlan
from domain.imports.row_limits import ledger_year
from domain.imports.sheet import OtherLimit
from domain.item import Item
from tests.domain.office import at
from tests.domain.sheets import plan, row, sheet
from tests.rows import every_row

QUESTIONS = {Remark.LIMIT_TWO, Remark.LIMIT_FAR, Remark.LIMIT_COUNTED, Remark.LIMIT_READ, Remark.LIMIT_EVERY}


def _planned(**fields: Any) -> tuple[Item, tuple[Notice, ...]]:
    """The only new item, and what is asked about its limit."""
    found = plan(sheet(row(1, **fields)))
    (new,) = found.new
    return new.item, _asked(found)


def _asked(found: ImportPlan) -> tuple[Notice, ...]:
    return tuple(notice for notice in found.notices if notice.remark in QUESTIONS)


@every_row(
    "given_on, due, means",
    [
        ("2026-11-10", "5个工作日内", "2026-11-17"),
        ("2026-11-10", "10日内", "2026-11-20"),
        ("2026-11-10", "本月底前", "2026-11-30"),
        ("2026-10-28", "月底前", "2026-10-31"),
        ("2026-10-28", "下周五前", "2026-11-06"),
        ("10月28日", "10日内", "2026-11-07"),
        ("4月28日", "10日内", "2026-05-08"),
        ("2026年11月", "月底前", "2026-11-30"),
        ("2026-11-10T09:30", "3日内", "2026-11-13"),
    ],
)
@every_row("column", ["given_on", "start_on"])
def test_a_relative_limit_counts_from_its_rows_own_day(column: str, given_on: str, due: str, means: str) -> None:
    """Fault 4.4: 5个工作日内 counts from 交办时间, or else 开始时间, and is not asked about."""
    item, asked = _planned(due=due, **{column: given_on})
    assert item.due == means
    assert asked == ()


@every_row("given_on", ["", "见通知", "2026-12-01", "12月28日", "2026-11-10\n2026-11-12"])
@every_row("due", ["5个工作日内", "10日内", "月底前", "下周五前"])
def test_without_one_sure_day_a_relative_limit_is_put_to_the_office(given_on: str, due: str) -> None:
    """Fault 4.4: no day, a day to come, or two days that differ: the limit is to be confirmed."""
    item, asked = _planned(due=due, given_on=given_on)
    assert [(notice.remark, notice.meaning) for notice in asked] == [(Remark.LIMIT_COUNTED, item.due)]


def test_a_day_of_last_december_is_no_day_to_come_in_january() -> None:
    """受理日期 12月28日 was read as the end of this year, and not taken; 批示日期 refused its row."""
    cells = {"given_on": "12月28日", "due": "10日内", "instruction": "抓紧", "instruction_day": "12月28日"}
    columns = ("given_on", "instruction", "instruction_day")
    found = plan(sheet(row(1, **cells), more=columns), now=at("2027-01-05 10:00"))
    (new,) = found.new
    last = date(2026, 12, 28)
    assert (new.item.received_on, new.item.instructions[0].day, new.item.due) == (last, last, "2027-01-07")
    assert not [each for each in found.notices if each.remark in (Remark.LIMIT_COUNTED, Remark.RECEIVED_DROPPED)]


def test_a_limit_with_its_own_day_asks_nothing_of_the_row() -> None:
    assert _planned(due="2026年12月15日前", given_on="2026-11-10")[1] == ()
    assert _planned(due="12月底前")[1] == ()
    assert _planned(due="年底前")[1] == ()


def test_what_could_mean_two_days_is_asked_with_both() -> None:
    """Fault 4.1: 2024年8月前 is by the end of July or of August."""
    item, (notice,) = _planned(due="2024年8月前")
    assert (item.due, notice.remark, notice.known) == ("2024-07-31", Remark.LIMIT_READ, ("2024-08-31",))


def test_a_date_that_shows_its_month_is_asked_about_like_the_text() -> None:
    """Fault 4.2: 2026年12月 from a cell is a question, 2026年12月底前 is none."""
    item, (notice,) = _planned(due="2026年12月")
    assert (item.due, notice.remark) == ("2026-12-31", Remark.LIMIT_READ)
    assert _planned(due="2026年12月底前")[1] == ()
    item, (notice,) = _planned(due="周二(2026-12-15)")
    assert (item.due, notice.remark) == ("2026-12-15", Remark.LIMIT_READ)


def test_a_month_as_a_start_begins_on_its_first_day() -> None:
    item, _ = _planned(start_on="2026年12月", due="2026-12-31")
    assert str(item.start_on) == "2026-12-01"


def test_two_limits_that_count_the_same_are_asked_about_with_both_values() -> None:
    """Fault 4.3: of two equal columns neither is believed in silence."""
    other = OtherLimit("整改期限", "2026-12-31")
    item, (notice,) = _planned(due="2026-11-30", other_dues=(other,))
    assert (item.due, notice.remark) == ("2026-11-30", Remark.LIMIT_TWO)
    assert notice.known == ("完成时限 2026-11-30", "整改期限 2026-12-31")


def test_two_limits_that_say_the_same_day_are_one() -> None:
    assert _planned(due="2026-12-31", other_dues=(OtherLimit("整改期限", "2026年12月31日前"),))[1] == ()


def test_a_limit_that_is_not_understood_leaves_the_word_to_its_equal() -> None:
    item, (notice,) = _planned(due="待研究", other_dues=(OtherLimit("整改期限", "2026-12-31"),))
    assert (item.due, item.due_written, notice.remark) == ("2026-12-31", "2026-12-31", Remark.LIMIT_TWO)
    (refused,) = plan(sheet(row(1, due="待研究", other_dues=(OtherLimit("整改期限", "待议"),)))).refused
    assert refused.reason is Reason.LIMIT_NOT_UNDERSTOOD


def test_a_refusal_names_the_column_that_spoke() -> None:
    (refused,) = plan(sheet(row(1, due="尽快", due_heading="原完成时限"))).refused
    assert (refused.reason, refused.heading) == (Reason.LIMIT_VAGUE, "原完成时限")


@pytest.mark.parametrize("due", ["2062-12-31", "2062年12月31日前", "2062-12-31T17:30", "2021-03-31"])
def test_a_slip_of_the_pen_in_the_year_is_asked_about(due: str) -> None:
    """Fault 5.10: 2062 for 2026 is put to the office, a date cell like a text."""
    assert [notice.remark for notice in _planned(due=due)[1]] == [Remark.LIMIT_FAR]
    assert _planned(due="2029-12-31")[1] == ()


def test_what_goes_on_after_its_limit_is_said() -> None:
    found = plan(sheet(row(1, due="2026年底前，并长期坚持")))
    assert found.new[0].item.due == "2026-12-31"
    assert not found.new[0].item.is_endless
    assert [notice.remark for notice in found.notices if "limit" in notice.remark] == [Remark.LIMIT_GOES_ON]


@every_row(
    "name, title",
    [
        ("台账", "某局2026年整改台账"),
        ("台账", "2026年度重点目标任务一览表"),
        ("台账", "关于分解2026年重点工作任务的通知"),
        ("台账", "二〇二六年重点任务分解表"),
        ("台账", "重点任务台账（2026年度）"),
        ("台账", "2026 年 重 点 任 务 清 单"),
        ("台账", "2024年度审计反馈问题2026年整改台账 填报日期：2027年1月5日"),
        ("2026年", ""),
        ("2026", ""),
        ("2026年重点任务", "填报日期：2027年1月5日"),
        ("整改台账2026", ""),
    ],
)
def test_a_year_that_names_the_ledger_is_its_year(name: str, title: str) -> None:
    assert ledger_year(sheet(name=name, title=title)) == 2026


@every_row(
    "title",
    [
        "整改台账 填报日期：2026年1月5日",
        "整改台账 填报日期：2026年",
        "填报日期：2026年1月5日 整改台账",
        "填报时间：2026年 整改任务台账",
        "整改台账（2026年1月5日）",
        "截至2026年任务台账",
        "整改台账 更新于2026年",
        "2026年1月5日整改台账",
        "2021—2026年行动方案任务清单",
        "2025年整改台账 2026年任务清单",
        "2026年",
        "整改台账",
    ],
)
def test_any_other_year_in_a_title_is_not(title: str) -> None:
    """Fault 4.5: the day of the form, a range of years or a lone year is not the ledger's year."""
    assert ledger_year(sheet(title=title)) is None
    item = plan(sheet(row(1, due="6月30日前"), title=title)).new[0].item
    assert item.due == "2027-06-30"
