"""Rows that an import refused, handed back as a workbook."""

from pathlib import Path

from openpyxl import load_workbook

from domain.imports.findings import Place, Reason, Refusal
from domain.imports.sheet import ItemRow, Sheets
from reports.refused import write_refused
from tests.domain.sheets import row, sheet


def test_measures_below_a_refused_problem_come_back_with_it(tmp_path: Path) -> None:
    """Fault 5.5: without them the corrected row would lose a part of its measures."""
    more = ItemRow(row=3, measures="建立月比对机制")
    book = sheet(row(1, row=2, measures="开展核查"), more, row(2, row=4, measures="另行安排"))
    refusal = Refusal(place=Place(sheet="台账", row=2), reason=Reason.LIMIT_VAGUE)
    path = tmp_path / "未导入.xlsx"
    write_refused(Sheets(items=(book,)), (refusal,), lambda _: "时限不明", path)
    head, *rows = load_workbook(path)["台账"].iter_rows(values_only=True)
    measures = head.index("措施")
    assert [(each[measures], each[-1]) for each in rows] == [("开展核查", "时限不明"), ("建立月比对机制", None)]
