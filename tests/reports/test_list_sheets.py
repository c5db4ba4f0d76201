"""The lists of an exported workbook: styled to be printed; what people change in them is all that comes back."""

from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from openpyxl import load_workbook

from domain.imports.findings import Reason
from domain.imports.plan import ImportPlan, plan_import
from domain.item import Item, ItemStatus
from domain.item_records import Measure
from domain.roster import Roster
from domain.three_lists import arrangement_of
from reports.export import write_ledger
from reports.list_columns import Frame, Table
from reports.list_tables import LONGEST, tables_of
from reports.list_workbook import write_table
from tests.domain.office import ROSTER, RULES, at, item
from tests.reports.books import read
from texts.amounts import say_amounts
from texts.three_lists import say_subtitle

NOW, LATER = at("11-20 10:00"), at("11-27 10:00")
_MEASURES = (Measure(words="逐户核查", owner="乙某", due="2026-12-01"), Measure(words="完善制度"))
ITEMS = [
    item("2026-12-15", number=12, title="低保动态管理", source="工作要点", measures=_MEASURES),
    item(
        "2026-11-22",
        number=13,
        kind="rectification",
        title="台账不实",
        source="专项审计",
        amount=326.5,
        amount_put_right=180.0,
    ),
    item("", number=14, title="日常巡查", is_endless=True, due_written="持续推进", owner="乙某"),
    item("2026-11-30T17:30", number=15, title="站点建设", unit="养老服务股", owner="戊某"),
    item("2026-11-10", number=16, title="已经办完", status=ItemStatus.CLOSED, closed_at=at("11-10 10:00")),
]


def tables(items: list[Item]) -> list[Table]:
    frame = Frame(RULES, arrangement_of(ROSTER, RULES), NOW, say_amounts)
    return list(tables_of(items, frame, partial(say_subtitle, RULES.office_name, "", "2026-11-20")))


def exported(folder: Path, items: list[Item] = ITEMS) -> Path:
    path = folder / "台账.xlsx"
    write_ledger(items, ROSTER, RULES, path, tables=tables(items))
    return path


def change(path: Path, *cells: tuple[str, int, str, Any]) -> None:
    """Write values as a person does: on the sheet, in the row with that 督办号, under that heading."""
    book = load_workbook(path)
    for name, number, heading, value in cells:
        rows = list(book[name].iter_rows())
        head = next(row for row in rows if row[0].value == "督办号")
        column = next(place for place, cell in enumerate(head) if cell.value == heading)
        next(row for row in rows if row[0].value == number)[column].value = value
    book.save(path)


def planned(path: Path, items: list[Item] = ITEMS) -> ImportPlan:
    """Some days later, when lights are others."""
    return plan_import(read(path), items=items, roster=ROSTER, rules=RULES, now=LATER)


def changes(plan: ImportPlan) -> list[tuple[int, str, str, str]]:
    return [(each.before.number, c.field, c.old, c.new) for each in plan.changed for c in each.changes]


def test_what_a_list_works_out_is_no_change(tmp_path: Path) -> None:
    """A leader who oversees the unit, a limit's hour, a measure's owner, a state that was another day's."""
    plan = planned(exported(tmp_path))
    assert plan.is_idle
    assert (plan.refused, plan.notices, plan.new) == ((), (), ())


def test_a_cell_changed_on_any_list_is_the_one_change(tmp_path: Path) -> None:
    path = exported(tmp_path)
    change(
        path,
        ("责任清单", 12, "责任人", "乙某"),
        ("问题清单", 13, "整改金额（万元）", 200),
        ("任务清单", 15, "完成标准", "建成3个站点"),
    )
    change(path, ("台账", 14, "完成时限", date(2026, 12, 20)))
    plan = planned(path)
    assert sorted(changes(plan)) == [
        (12, "owner", "甲某", "乙某"),
        (13, "amount_put_right", "180", "200"),
        (14, "due", "", "2026-12-20"),
        (14, "is_endless", "1", ""),
        (15, "standard", "", "建成3个站点"),
    ]
    assert plan.refused == ()
    [kept] = [each.after for each in plan.changed if each.before.number == 12]
    assert (kept.measures, kept.leader) == (_MEASURES, "")


def test_one_change_on_two_sheets_is_one_and_two_changes_of_a_cell_are_asked(tmp_path: Path) -> None:
    path = exported(tmp_path)
    change(
        path, ("责任清单", 12, "责任人", "乙某"), ("任务清单", 12, "责任人", "乙某"), ("任务清单", 15, "完成标准", "一")
    )
    change(path, ("台账", 15, "完成标准", "二"))
    plan = planned(path)
    assert sorted(changes(plan)) == [(12, "owner", "甲某", "乙某"), (15, "standard", "", "二")]
    [refused] = plan.refused
    assert (refused.reason, refused.heading, refused.cell) == (Reason.SAID_TWICE, "完成标准", "一")
    assert refused.other is not None
    assert (refused.place.sheet, refused.other.sheet) == ("任务清单", "台账")


@pytest.mark.parametrize("which", [0, 1])
def test_a_list_alone_brings_its_changes_and_its_added_rows(tmp_path: Path, which: int) -> None:
    path, table = tmp_path / "清单.xlsx", tables(ITEMS)[which]
    write_table(table, path)
    assert planned(path).is_idle
    change(path, (table.title, 15, "责任人", "丁某"))
    book = load_workbook(path)
    sheet: Any = book.worksheets[0]
    row = {"任务": "新增任务", "事项": "新增任务", "责任单位": "社会救助股", "责任人": "甲某", "完成时限": "2026-12-30"}
    sheet.append([row.get(cell.value) for cell in sheet[3]])
    book.save(path)
    plan = planned(path)
    assert changes(plan) == [(15, "owner", "戊某", "丁某")]
    assert [(each.item.number, each.item.title) for each in plan.new] == [(17, "新增任务")]
    assert plan.refused == ()


def test_into_an_empty_ledger_each_item_comes_once(tmp_path: Path) -> None:
    plan = plan_import(read(exported(tmp_path)), items=(), roster=Roster(), rules=RULES, now=LATER)
    assert [each.item.number for each in plan.new] == [each.number for each in ITEMS]
    assert plan.refused == ()


def test_a_number_on_two_rows_is_refused_the_second_time(tmp_path: Path) -> None:
    """Without its title a list is a sheet like any other: its row would else become a second item."""
    path = exported(tmp_path)
    book = load_workbook(path)
    for name in ("任务清单", "责任清单", "问题清单"):
        book[name]["A2"].value = ""
    book["任务清单"]["A1"].value = ""
    book.save(path)
    change(path, ("任务清单", 15, "责任人", "丁某"))
    plan = planned(path)
    assert plan.new == ()
    assert {each.reason for each in plan.refused} == {Reason.ROW_TWICE}


def test_what_a_list_says_of_done_is_told_in_the_chat(tmp_path: Path) -> None:
    path = exported(tmp_path)
    change(path, ("任务清单", 12, "状态", "已办结"))
    plan = planned(path)
    assert plan.is_idle
    assert [each.remark.value for each in plan.notices] == ["word_kept"]


def test_lists_are_printed_on_one_page_across_and_hold_no_formula(tmp_path: Path) -> None:
    path = exported(
        tmp_path, [*ITEMS, item(number=17, title="=1+1", kind="rectification", source="专项审计", amount=100.0)]
    )
    book = load_workbook(path)
    assert book.sheetnames == ["台账", "任务清单", "责任清单", "问题清单", "花名册"]
    sheets: Any = book.worksheets[1:4]
    for sheet in sheets:
        assert sheet["A1"].value == sheet.title
        assert sheet["A2"].value.startswith("填报单位：某县民政局　截至2026-11-20")
        assert {"A1", "A2"} <= {str(area).split(":", maxsplit=1)[0] for area in sheet.merged_cells.ranges}
        assert (sheet.freeze_panes, sheet.print_title_rows) == ("A4", "$3:$3")
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (
            "landscape",
            1,
            0,
        )
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert all(cell.border.left.style == "thin" and cell.alignment.wrap_text for cell in sheet[3])
        assert all(cell.data_type != "f" for row in sheet.rows for cell in row)
    problems: Any = book["问题清单"]
    texts = [cell.value for row in problems.rows for cell in row]
    assert "专项审计　2项　涉及金额426.5万元，已整改180万元（42%）" in texts


def test_a_ledger_too_long_for_a_list_has_none() -> None:
    many = [replace(ITEMS[0], number=number) for number in range(1, LONGEST + 2)]
    assert tables(many) == []
