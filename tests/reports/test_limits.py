"""Limits in real files: a date cell as it is shown, and which of several columns of limits counts."""

import re
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from domain.imports.sheet import ItemRow, OtherLimit
from reports.columns import limit_rank
from reports.dateformat import CHINESE_FORMATS, shown_date, shown_number
from tests.reports.books import HEADINGS, ROW, book_of, read, rows_of

DECEMBER, MIDDLE = datetime(2026, 12, 1), datetime(2026, 12, 15)  # noqa: DTZ001 - as a workbook has them


def _formatted(path: Path, *cells: tuple[Any, str]) -> Path:
    """A workbook whose limits have these values and number formats."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(list(HEADINGS))
    for row, (value, code) in enumerate(cells, 2):
        sheet.append([row - 1, *ROW[1:5]])
        limit = sheet.cell(row, 6, value)
        limit.number_format = code
    book.save(path)
    return path


def _with_number(path: Path, number: int) -> Path:
    """The same workbook with another number for its first own number format, as an office programme writes it."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    styles = parts["xl/styles.xml"].decode()
    parts["xl/styles.xml"] = re.sub(r'(<xf numFmtId=)"164"', rf'\1"{number}"', styles).encode()
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ('yyyy"年"m"月"', "2026年12月"),
        ('yyyy"年"m"月";@', "2026年12月"),
        ('[DBNum1][$-804]yyyy"年"m"月";@', "2026年12月"),
        ("yyyy年m月", "2026年12月"),
        ("yyyy\\年m\\月", "2026年12月"),
        ("yyyy/mm", "2026年12月"),
        ("yyyy\\-mm", "2026年12月"),
        ("mmm\\-yy", "2026年12月"),
        ("mmmm yyyy", "2026年12月"),
        ("e年m月", "2026年12月"),
        ('m"月"', "2026年12月"),
        ('yyyy"年"m"月底前"', "2026年12月底前"),
        ('yyyy"年"m"月前"', "2026年12月前"),
        ('yyyy"年"m"月上旬"', "2026年12月上旬"),
        ('yyyy"年"m"月份"', "2026年12月份"),
        ('yyyy"年"', "2026年"),
        ("yyyy", "2026年"),
        ('yyyy"年底前"', "2026年底前"),
        ("[$-804]aaaa", "周二(2026-12-01)"),
        ('[>=46000]yyyy"年"m"月";yyyy-mm-dd', "2026年12月"),
        ('[<46000]yyyy"年"m"月";yyyy-mm-dd', "2026-12-01"),
        ("yyyy-mm-dd", "2026-12-01"),
        ('yyyy"年"m"月"d"日"', "2026-12-01"),
        ('[DBNum1][$-804]yyyy"年"m"月"d"日";@', "2026-12-01"),
        ('m"月"d"日"', "2026-12-01"),
        ('"截止"yyyy-mm-dd', "2026-12-01"),
        ("[Red]yyyy/m/d", "2026-12-01"),
    ],
)
def test_a_date_cell_is_read_as_it_is_shown(tmp_path: Path, code: str, shown: str) -> None:
    """Fault 4.2: a format without a day shows a month or a year, and that is what the limit says."""
    assert [row.due for row in rows_of(_formatted(tmp_path / "a.xlsx", (DECEMBER, code)))] == [shown]


def test_an_hour_that_a_date_cell_does_not_show_is_no_limit(tmp_path: Path) -> None:
    """Fault 4.2: a cell with =NOW() pasted into it shows its day only."""
    noon = MIDDLE.replace(hour=9, minute=30)
    codes = ("yyyy-mm-dd", 'm"月"d"日"', "yyyy-mm-dd h:mm")
    rows = rows_of(_formatted(tmp_path / "a.xlsx", *((noon, code) for code in codes)))
    assert [row.due for row in rows] == ["2026-12-15", "2026-12-15", "2026-12-15T09:30"]


@pytest.mark.parametrize("heading", ["督办事项", "诉求内容", "反映问题", "信访事项"])
def test_what_offices_call_an_items_title_is_known(tmp_path: Path, heading: str) -> None:
    """A hotline's or a petition's sheet was refused whole for the name of one column."""
    book = book_of(
        tmp_path / "a.xlsx", {"台账": [tuple(heading if h == "事项" else h for h in HEADINGS), (1, *ROW[1:])]}
    )
    assert [row.title for row in rows_of(book)]


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        *((number, "2026年12月") for number in (17, 27, 36, 50, 52, 57)),
        *((number, "2026-12-15") for number in (14, 15, 16, 28, 29, 30, 31, 51, 53, 54, 58)),
        *((number, "00:00(2026-12-15)") for number in (32, 33, 34, 35, 55, 56)),
    ],
)
def test_a_format_that_has_only_a_number_is_known(tmp_path: Path, number: int, shown: str) -> None:
    book = _with_number(_formatted(tmp_path / "a.xlsx", (46_371, '0"个"')), number)
    assert [row.due for row in rows_of(book)] == [shown]


def test_every_format_of_the_standard_is_in_the_table() -> None:
    assert sorted(CHINESE_FORMATS) == [*range(27, 37), *range(50, 59)]
    shown = {shown_date(code, MIDDLE, 46_371) for code in CHINESE_FORMATS.values()}
    assert shown == {None, "2026年12月", "00:00(2026-12-15)"}


@pytest.mark.parametrize(
    ("value", "code", "due"),
    [
        (46_371, "General", "2026-12-15"),
        (46_371, "0", "2026-12-15"),
        (46_371, 'General"前"', "46371前"),
        (12, '0"月底前"', "12月底前"),
        (3, '0"个工作日内"', "3个工作日内"),
        (2026, "General", "2026"),
        (12.5, "0.00", "12.5"),
    ],
)
def test_a_number_has_the_words_that_its_format_adds(tmp_path: Path, value: float, code: str, due: str) -> None:
    assert [row.due for row in rows_of(_formatted(tmp_path / "a.xlsx", (value, code)))] == [due]


def test_merged_cells_show_the_same(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(list(HEADINGS))
    for number in (1, 2):
        sheet.append([number, *ROW[1:5]])
    sheet["F2"], sheet["F2"].number_format = DECEMBER, "yyyy/mm"
    sheet.merge_cells("F2:F3")
    book.save(tmp_path / "a.xlsx")
    assert [row.due for row in rows_of(tmp_path / "a.xlsx")] == ["2026年12月"] * 2


def test_minutes_are_no_month() -> None:
    assert shown_date("h:mm", MIDDLE, 46_371) == "00:00(2026-12-15)"
    assert shown_date("yyyy-mm-dd h:mm", MIDDLE, 46_371) is None
    assert shown_date("mm:ss", MIDDLE, 46_371) == "00:00(2026-12-15)"
    assert shown_number("#,##0.00", "12") is None


def _limits(path: Path, headings: tuple[str, ...], *rows: tuple[Any, ...]) -> tuple[ItemRow, ...]:
    """The rows of a sheet with these columns of limits."""
    lines = [(number, *ROW[1:5], *row) for number, row in enumerate(rows, 1)]
    return rows_of(book_of(path, {"台账": [(*HEADINGS[:5], *headings), *lines]}))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("原完成时限", "现完成时限"),
        ("完成时限", "调整后完成时限"),
        ("完成时限", "延期后完成时限"),
        ("完成时限", "完成时限（调整后）"),
        ("原定整改期限", "整改期限"),
        ("整改期限", "变更后整改期限"),
        ("整改期限", "延期至"),
        ("完成时限", "最终完成时限"),
        ("调整后完成时限", "最终完成时限"),
        ("阶段性完成时限", "完成时限"),
        ("初步完成时限", "完成时限"),
        ("计划完成时间", "完成时限"),
        ("完成时间", "完成时限"),
        ("反馈时限", "完成时限"),
        ("完成时限", "新完成时限"),
        ("整改时限", "延期后时限"),
        ("完成时限", "调整后的期限"),
        ("原时限", "完成时限"),
        ("原时限", "新时限"),
        ("原期限", "现期限"),
    ],
)
def test_the_limit_that_was_set_last_counts(tmp_path: Path, old: str, new: str) -> None:
    """Fault 4.3: 现, 调整后 and 最终 win over 原 and 阶段性, whichever column comes first."""
    for headings, cells in (((old, new), ("旧", "新")), ((new, old), ("新", "旧"))):
        (row,) = _limits(tmp_path / "a.xlsx", headings, cells)
        assert (row.due, row.other_dues) == ("新", ())


def test_what_was_not_adjusted_keeps_its_limit(tmp_path: Path) -> None:
    rows = _limits(
        tmp_path / "a.xlsx",
        ("完成时限", "调整后完成时限"),
        ("2026-11-30", None),
        ("2026-11-30", "/"),
        (None, "2026-12-31"),
    )
    assert [row.due for row in rows] == ["2026-11-30", "2026-11-30", "2026-12-31"]
    assert [row.due_heading for row in rows] == ["完成时限", "完成时限", ""]


@pytest.mark.parametrize(
    "heading",
    [
        *(
            "实际完成时间",
            "实际完成时限",
            "完成整改时间",
            "反馈时间",
            "销号时间",
            "办结时间",
            "上报时间",
            "报告日期",
            "验收时间",
        ),
        *("已完成时间", "填报日期", "实际整改时间"),
    ],
)
def test_a_day_on_which_something_was_done_is_no_limit(tmp_path: Path, heading: str) -> None:
    """Fault 4.3: columns of what was done, reported or fed back are left out, and named as left out."""
    for headings, cells in (((heading, "完成时限"), ("2026-10-10", "2026-12-31")), ((heading,), ("2026-10-10",))):
        path = book_of(tmp_path / "a.xlsx", {"台账": [(*HEADINGS[:5], *headings), (1, *ROW[1:5], *cells)]})
        (sheet,) = read(path).items
        assert [row.due for row in sheet.rows] == list(cells[1:2] or ("",))
        assert heading in sheet.unknown


def test_limits_that_count_the_same_are_both_kept(tmp_path: Path) -> None:
    rows = _limits(
        tmp_path / "a.xlsx",
        ("完成时限", "整改期限"),
        ("2026-11-30", "2026-12-31"),
        ("2026-11-30", "2026-11-30"),
        ("2026-11-30", None),
    )
    assert [row.other_dues for row in rows] == [(OtherLimit("整改期限", "2026-12-31"),), (), ()]


def test_two_levels_say_together_which_limit_it_is(tmp_path: Path) -> None:
    for upper, lower in (
        (("完成时限", "完成时限", "完成时限"), ("原定", "调整后", "实际")),
        (("原定", "调整后", "实际"), ("完成时间", "完成时间", "完成时间")),
    ):
        rows = [(*HEADINGS[:5], *upper), (*("",) * 5, *lower), (1, *ROW[1:5], "2026-11-30", "2026-12-31", "2026-12-01")]
        path = book_of(tmp_path / "a.xlsx", {"台账": rows})
        assert [(row.due, row.other_dues) for row in rows_of(path)] == [("2026-12-31", ())]


def test_a_row_below_two_equal_headings_is_no_second_level(tmp_path: Path) -> None:
    rows = _limits(tmp_path / "a.xlsx", ("完成时限", "完成时限"), ("2026-11-30", "2026-12-31"), ("2026-11-30", ""))
    assert [row.number for row in rows] == ["1", "2"]
    assert rows[0].other_dues == (OtherLimit("完成时限", "2026-12-31"),)


def test_words_of_a_heading_that_only_look_like_a_rank_are_none() -> None:
    assert limit_rank("现场整改时限") == limit_rank("完成时限") == limit_rank("实际问题整改时限")
    assert limit_rank("新") == limit_rank("调整后") == 2


def test_the_day_of_the_assignment_is_read(tmp_path: Path) -> None:
    headings = ("序号", "交办时间", "受理日期", "事项", "责任单位", "责任人", "办理时限")
    rows = [
        (1, date(2026, 11, 10), None, *ROW[2:5], "5个工作日内"),
        (2, "10月28日", "2026-10-29", *ROW[2:5], "10日内"),
    ]
    found = rows_of(book_of(tmp_path / "a.xlsx", {"台账": [headings, *rows]}))
    assert [row.given_on for row in found] == ["2026-11-10", "10月28日\n2026-10-29"]
