"""The items that a workbook may mean: a plan made from them alone is the plan made from all."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from domain.imports.matching import Meant
from domain.imports.sheet import Sheets
from domain.item import ItemStatus
from tests.domain.office import item
from tests.domain.sheets import plan, row, sheet

TITLES = st.sampled_from(["低保动态管理", "低保动态管理核查", "敬老院改造", "事项1"])
WRITTEN = st.sampled_from(["", "1", "第2号", "03", "4-1"])
UNITS = st.sampled_from(["社会救助股", "养老服务股"])
ITEM = st.fixed_dictionaries(
    {
        "title": TITLES,
        "unit": UNITS,
        "ledger_number": WRITTEN,
        "sheet": st.sampled_from(["", "台账"]),
        "status": st.sampled_from([ItemStatus.ASSIGNED, ItemStatus.CLOSED]),
    }
)
ROW = st.fixed_dictionaries({"number": WRITTEN, "own_number": WRITTEN, "title": TITLES, "unit": UNITS})


@given(st.dictionaries(st.integers(1, 6), ITEM), st.lists(ROW, max_size=5))
def test_no_item_that_matters_is_left_out(items: dict[int, dict[str, Any]], rows: list[dict[str, Any]]) -> None:
    """``plan`` compares both plans."""
    plan(sheet(*(row(**each) for each in rows)), items=[item(number=n, **fields) for n, fields in items.items()])


def test_an_item_that_no_row_speaks_of_is_left_out() -> None:
    meant = Meant(Sheets(items=(sheet(row(1, title="敬老院改造"), row(own_number="7")),)))
    assert meant.may_be(9, "敬老院改造", "")
    assert meant.may_be(7, "别的", "")
    assert meant.may_be(9, "别的", "第1号")
    assert not meant.may_be(9, "别的", "")
    assert not meant.may_be(1, "别的", "5")
