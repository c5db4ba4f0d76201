"""Workbooks as offices really write them."""

from datetime import date, datetime, time
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from domain.imports.sheet import BadCell, CellFault
from tests.reports.books import HEADINGS, ROW, book_of, head_row, raw_book, read, rows_of, text_cell

ROSTER = ("姓名", "股室", "角色", "Telegram ID", "分管单位")


def test_the_contracts_columns_are_read(tmp_path: Path) -> None:
    rows = rows_of(book_of(tmp_path / "a.xlsx", {"台账": [HEADINGS, ROW]}))
    (row,) = rows
    assert (row.row, row.number, row.kind, row.title) == (2, "1", "任务", "低保动态管理")
    assert (row.unit, row.owner, row.due) == ("社会救助股", "甲某", "12月15日前")


def test_a_roster_is_read_with_telegram_ids_as_digits(tmp_path: Path) -> None:
    people = [
        ROSTER,
        ("甲某", "社会救助股", "经办人", 7000000001),
        ("丙某", None, "分管领导", "7002", "社会救助股、养老服务股"),
    ]
    (roster,) = read(book_of(tmp_path / "a.xlsx", {"花名册": people})).rosters
    assert [row.telegram_id for row in roster.rows] == ["7000000001", "7002"]
    assert roster.rows[1].oversees == "社会救助股、养老服务股"


def test_titles_above_the_header_are_passed_over_and_kept_as_the_sheets_title(tmp_path: Path) -> None:
    rows = [("某县民政局2026年整改台账",), ("填报单位：办公室",), HEADINGS, ROW]
    (sheet,) = read(book_of(tmp_path / "a.xlsx", {"台账": rows})).items
    assert sheet.header_row == 3
    assert sheet.title == "某县民政局2026年整改台账 填报单位：办公室"


def test_a_two_level_header_is_read_by_its_lower_headings(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["某县民政局问题整改台账"])
    sheet.append(["序号", "存在问题", "责任落实", None, None, "整改期限"])
    sheet.append([None, None, "责任领导", "责任\n单位", "责任人", None])
    sheet.append([1, "台账不规范", "丙某", "社会救助股", "甲某", date(2026, 12, 15)])
    for area in ("A1:F1", "C2:E2", "A2:A3", "B2:B3", "F2:F3"):
        sheet.merge_cells(area)
    book.save(tmp_path / "a.xlsx")
    (found,) = read(tmp_path / "a.xlsx").items
    assert (found.headings["unit"], found.headings["due"]) == ("责任单位", "整改期限")
    (row,) = found.rows
    assert (row.row, row.leader, row.unit, row.owner, row.due) == (4, "丙某", "社会救助股", "甲某", "2026-12-15")


def test_a_two_level_header_is_read_without_merged_cells_too(tmp_path: Path) -> None:
    upper = ("序号", "存在问题", "责任落实", None, None, "整改")
    lower = (None, None, "责任领导", "责任单位", "责任人", "期限")
    rows = [("整改台账",), upper, lower, (1, "台账不规范", "丙某", "社会救助股", "甲某", "12月15日")]
    (found,) = read(book_of(tmp_path / "a.xlsx", {"台账": rows})).items
    assert (found.header_row, found.title) == (2, "整改台账")
    (row,) = found.rows
    assert (row.row, row.number, row.title, row.unit, row.due) == (4, "1", "台账不规范", "社会救助股", "12月15日")


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("编号", "number"),
        ("指标序号", "number"),
        ("存 在 问 题", "title"),
        ("工作任务\n（具体内容）", "title"),
        ("目标任务*", "title"),
        ("问题来源", "source"),
        ("整改措施", "measures"),
        ("考核要点", "standard"),
        ("包抓领导", "leader"),
        ("责任科室", "unit"),
        ("牵头单位", "unit"),
        ("配合单位", "partners"),
        ("具体责任人", "owner"),
        ("联系人", "owner"),
        ("整改完成时限", "due"),
        ("时限要求", "due"),
        ("推进落实情况", "progress"),
        ("是否销号", "crossed_off"),
        ("佐证材料", "evidence"),
        ("敏感", "sensitive"),
        ("主办单位", "unit"),
        ("承办科室", "unit"),
        ("主责部门", "unit"),
        ("责任人及职务", "owner"),
        ("经办人员", "owner"),
        ("完成时间节点", "due"),
        ("办结期限", "due"),
        ("时间要求", "due"),
        ("审计查出问题", "title"),
        ("主要诉求", "title"),
        ("参与单位", "partners"),
        ("分管局领导", "leader"),
        ("销号标准", "standard"),
        ("推进措施", "measures"),
        ("本周进展", "progress"),
        ("问题编号", "number"),
    ],
)
def test_columns_are_known_by_any_offices_name(tmp_path: Path, heading: str, field: str) -> None:
    plain = {"number": "序号", "title": "事项", "unit": "责任单位", "owner": "责任人", "due": "完成时限"}
    headings = [*(text for name, text in plain.items() if name != field), heading]
    rows = rows_of(book_of(tmp_path / "a.xlsx", {"台账": [headings, [*["x"] * (len(headings) - 1), "值"]]}))
    assert getattr(rows[0], field) == "值"


def test_headings_that_only_sound_alike_are_named_as_unknown(tmp_path: Path) -> None:
    headings = (*HEADINGS, "实际完成时间", "督办单位")
    (sheet,) = read(book_of(tmp_path / "a.xlsx", {"台账": [headings, (*ROW, "x", "y")]})).items
    assert sheet.unknown == ("实际完成时间", "督办单位")
    assert (sheet.rows[0].due, sheet.rows[0].unit) == ("12月15日前", "社会救助股")


def test_a_sheet_without_such_a_header_is_named_and_an_empty_one_is_not(tmp_path: Path) -> None:
    sheets = read(book_of(tmp_path / "a.xlsx", {"台账": [HEADINGS, ROW], "填表说明": [("请如实填写",)], "Sheet3": []}))
    assert sheets.unrecognised == ("填表说明",)


def test_merged_categories_are_filled_downwards(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (HEADINGS, ROW, (2, None, *ROW[2:]), (3, "整改", *ROW[2:])):
        sheet.append(list(row))
    sheet.merge_cells("B2:B3")
    book.save(tmp_path / "a.xlsx")
    assert [row.kind for row in rows_of(tmp_path / "a.xlsx")] == ["任务", "任务", "整改"]


@pytest.mark.parametrize(
    ("value", "read_as"),
    [
        (date(2026, 12, 5), "2026-12-05"),
        (datetime(2026, 12, 5), "2026-12-05"),  # noqa: DTZ001 - a cell has no zone
        (datetime(2026, 12, 5, 17, 30), "2026-12-05T17:30"),  # noqa: DTZ001
        (46371, "2026-12-15"),
        ("46371", "46371"),
        (20261205, "20261205"),
        ("2026.12.5", "2026.12.5"),
        (time(9, 0), "09:00:00"),
    ],
)
def test_limits_are_read_as_days_where_they_are_days(tmp_path: Path, value: object, read_as: str) -> None:
    (row,) = rows_of(book_of(tmp_path / "a.xlsx", {"台账": [HEADINGS, (*ROW[:5], value)]}))
    assert row.due == read_as


@pytest.mark.parametrize("value", [date(2026, 12, 15), 46371 - 1462])
def test_a_workbook_that_counts_from_1904_means_the_same_days(tmp_path: Path, value: object) -> None:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    for row in (HEADINGS, (*ROW[:5], value)):
        book.worksheets[0].append(list(row))
    book.save(tmp_path / "a.xlsx")
    assert rows_of(tmp_path / "a.xlsx")[0].due == "2026-12-15"


def test_a_formula_is_read_by_its_saved_result_and_one_without_is_a_fault(tmp_path: Path) -> None:
    saved = f'<row r="2"><c r="A2"><f>1+1</f><v>2</v></c>{text_cell("C2", "甲")}</row>'
    hollow = f'<row r="3"><c r="A3"><f>1+1</f></c>{text_cell("C3", "乙")}</row>'
    empty = f'<row r="4"><c r="A4" t="str"><f>""</f><v></v></c>{text_cell("C4", "丙")}</row>'
    data = f"<sheetData>{head_row()}{saved}{hollow}{empty}</sheetData>"
    first, second, third = rows_of(raw_book(tmp_path / "a.xlsx", data))
    assert (first.number, first.bad) == ("2", ())
    assert second.bad == (BadCell("序号", CellFault.HOLLOW_FORMULA),)
    assert (third.number, third.bad) == ("", ())


def test_error_values_and_endless_texts_are_faults_of_their_cell(tmp_path: Path) -> None:
    error = f'<row r="2"><c r="A2" t="e"><v>#REF!</v></c>{text_cell("C2", "x" * 6000)}</row>'
    (row,) = rows_of(raw_book(tmp_path / "a.xlsx", f"<sheetData>{head_row()}{error}</sheetData>"))
    assert row.bad == (BadCell("序号", CellFault.ERROR), BadCell("事项", CellFault.TOO_LONG))


def test_letters_that_nobody_sees_are_left_out(tmp_path: Path) -> None:
    (row,) = rows_of(
        book_of(tmp_path / "a.xlsx", {"台账": [HEADINGS, (1, "任务", " 低\u200b保\u202e\n动态 ", *ROW[3:])]})
    )
    assert row.title == "低保\n动态"


def test_a_header_that_every_page_repeats_is_no_row(tmp_path: Path) -> None:
    assert len(rows_of(book_of(tmp_path / "a.xlsx", {"台账": [HEADINGS, ROW, HEADINGS, ROW]}))) == 2


def test_several_columns_of_progress_are_joined(tmp_path: Path) -> None:
    headings = (*HEADINGS, "完成情况", "下一步打算")
    (row,) = rows_of(book_of(tmp_path / "a.xlsx", {"台账": [headings, (*ROW, "已完成8条", "继续报送")]}))
    assert row.progress == "已完成8条\n继续报送"
