"""Measures below their problem, several owners or none, units that are misspelt: read, and asked about."""

import re

import pytest

from domain.imports.findings import Notice, Place, Reason, Remark
from domain.imports.plan import ImportPlan
from domain.imports.sheet import ItemRow
from domain.imports.unit_names import is_near
from domain.item import ItemStatus
from tests.domain.sheets import after, done, people, plan, row, sheet
from tests.domain.test_plan_people import _row
from tests.rows import every_row


def _noticed(plan: ImportPlan, remark: Remark) -> list[Notice]:
    return [notice for notice in plan.notices if notice.remark is remark]


PROBLEM = row(1, row=2, kind="", title="动态管理不到位", measures="开展核查", due="2026年12月底前")


def test_measures_in_blank_cells_below_a_problem_belong_to_it() -> None:
    """Fault 5.4: they were passed over as the titles of sections."""
    more = ItemRow(row=3, measures="建立月比对机制", standard="每月一次")
    found = plan(sheet(PROBLEM, more, row(2, row=4, title="另一项")))
    first, second = (new.item for new in found.new)
    assert (first.measures, first.standard, second.measures) == ("开展核查\n建立月比对机制", "每月一次", "")
    assert _noticed(found, Remark.ROWS_JOINED)[0].rows == (3,)
    assert not _noticed(found, Remark.ROWS_PASSED_OVER)


def test_a_measure_with_an_owner_or_a_limit_of_its_own_is_an_item_of_the_same_problem() -> None:
    """Fault 5.4: as it is where the cells are merged."""
    own = ItemRow(row=3, measures="追回资金", owner="乙某", due="2027年6月底前")
    book = sheet(PROBLEM, own)
    found = plan(book)
    assert [(n.item.title, n.item.unit, n.item.owner, n.item.due, n.item.measures) for n in found.new] == [
        ("动态管理不到位", "社会救助股", "甲某", "2026-12-31", "开展核查"),
        ("动态管理不到位", "社会救助股", "乙某", "2027-06-30", "追回资金"),
    ]
    assert _noticed(found, Remark.ROWS_COMPLETED)[0].rows == (3,)
    assert plan(book, items=after(found)).is_idle


def test_a_measure_below_a_sections_title_or_a_remark_below_the_table_belongs_to_nothing() -> None:
    """Fault 5.4: what stands alone is still passed over, and said."""
    section, stray = ItemRow(row=3, number="二、养老服务"), ItemRow(row=4, measures="加强领导")
    note = ItemRow(row=6, remark="本表一式两份")
    found = plan(sheet(PROBLEM, section, stray, row(2, row=5), note))
    assert _noticed(found, Remark.ROWS_PASSED_OVER)[0].rows == (3, 4, 6)
    assert found.new[0].item.measures == "开展核查"


@pytest.mark.parametrize(
    "written", ["甲某、乙某", "甲某，乙某", "甲某\n乙某", "甲某某 乙某某", "牵头：甲某；配合：乙某"]
)
def test_of_several_owners_the_first_answers_and_the_others_help(written: str) -> None:
    """Fault 5.6: such a row was refused."""
    book = sheet(row(1, owner=written, partners="办公室"))
    found = plan(book)
    item = found.new[0].item
    first, second = re.sub("[、，；]|牵头：|配合：", " ", written).split()
    assert (item.owner, item.partners) == (first, ("办公室", second))
    assert _noticed(found, Remark.OWNERS_SPLIT)[0].meaning == first
    assert plan(book, items=after(found)).is_idle


@pytest.mark.parametrize("without", [("owner",), ()])
def test_a_sheet_that_names_no_person_is_offered_the_units_heads(without: tuple[str, ...]) -> None:
    """Fault 5.6: it was refused whole."""
    rows = row(1, owner=""), row(2, owner="", unit="养老服务股")
    found = plan(sheet(*rows, without=without))
    assert [new.item.owner for new in found.new] == ["股长", "别股长"]
    (asked,) = _noticed(found, Remark.HEADS_ASSUMED)
    assert (asked.count, asked.known) == (2, ("社会救助股", "股长", "养老服务股", "别股长"))


def test_a_unit_without_a_head_is_asked_for_an_owner() -> None:
    """Fault 5.6: nothing is entered that nobody answers for."""
    (refusal,) = plan(sheet(row(1, unit="儿童福利股"), without=("owner",))).refused
    assert (refusal.reason, refusal.cell) == (Reason.NO_HEAD, "儿童福利股")


def test_a_sheet_that_names_no_person_changes_no_owner() -> None:
    """Fault 5.6: a column that the sheet lacks says nothing, unless the item goes to another unit."""
    ledger = after(plan(sheet(row(1))))
    assert plan(sheet(row(1), without=("owner",)), items=ledger).is_idle
    (moved,) = plan(sheet(row(1, unit="养老服务股"), without=("owner",)), items=ledger).changed
    assert moved.after.owner == "别股长"


@every_row(
    "written, unit",
    [
        ("养老服务科", "养老服务股"),
        ("社会救助", "社会救助股"),
        ("社会救济股", "社会救助股"),
        ("社会求助股", "社会救助股"),
        ("儿童福祉股", "儿童福利股"),
        ("儿童利福股", "儿童福利股"),
        ("某县民政局养老服务股", "养老服务股"),
        ("养老服务服股", "养老服务股"),
    ],
)
def test_a_misspelt_unit_is_asked_about_with_the_near_one_offered(written: str, unit: str) -> None:
    """Fault 5.7: a misspelt unit silently became a new one, and nobody was told of its items."""
    found = plan(sheet(row(1, unit=written), row(2, unit=written), row(3, unit=unit)))
    assert {new.item.unit for new in found.new} == {unit}
    assert found.new_units == ()
    (asked,) = _noticed(found, Remark.UNIT_NEAR)
    assert (asked.written, asked.meaning, asked.count) == (written, unit, 2)


@pytest.mark.parametrize("written", ["社会 救助股", "社会救助股（牵头）", "\u3000社会救助股"])
def test_width_spaces_and_brackets_make_no_other_unit(written: str) -> None:
    """Fault 5.7: that is no question at all."""
    found = plan(sheet(row(1, unit=written)))
    assert found.new[0].item.unit == "社会救助股"
    assert not _noticed(found, Remark.UNIT_NEAR)


def test_a_unit_that_the_workbooks_own_roster_names_is_a_unit() -> None:
    """Fault 5.7: so a new unit that is nearly called like another is declared; it is still pointed out."""
    found = plan(sheet(row(1, unit="养老服务科", owner="己某")), people(_row("己某", unit="养老服务科")))
    assert [unit.name for unit in found.new_units] == ["养老服务科"]
    assert found.new[0].item.unit == "养老服务科"
    assert _noticed(found, Remark.UNIT_ALIKE)[0].meaning == "养老服务股"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("社会救助一股", "社会救助二股"),
        ("第一敬老院", "第二敬老院"),
        ("城东敬老院", "城西敬老院"),
        ("儿童福利院", "儿童福利股"),
        ("婚姻登记处", "社会救助股"),
        ("财务股", "党建股"),
        ("老年股", "青年股"),
    ],
)
def test_units_that_differ_in_what_tells_units_apart_are_not_near(one: str, other: str) -> None:
    """Fault 5.7: a real new unit is a new unit."""
    assert not is_near(one, other)
    assert not is_near(other, one)


def test_what_a_leader_oversees_is_asked_about_as_well() -> None:
    """Fault 5.7: a misspelt 分管单位 would leave the leader without any copy."""
    found = plan(people(_row("孙某", "分管领导", "", oversees="养老服务科")))
    assert _noticed(found, Remark.OVERSEES_UNKNOWN)[0].known == ("养老服务股",)


def test_items_that_are_overdue_at_once_are_named() -> None:
    """Fault 5.8: they will be chased the next morning."""
    rows = row(1, due="2026-11-01"), row(2), row(3, due="2026-11-19"), row(4, due="2026-11-01", state="已办结")
    (late,) = _noticed(plan(sheet(*rows)), Remark.LIMIT_PAST)
    assert (late.place, late.count, late.known) == (Place("台账"), 2, ("1", "3"))
    ledger = [done(item, status=ItemStatus.ACKNOWLEDGED) for item in after(plan(sheet(row(2))))]
    (moved,) = _noticed(plan(sheet(row(2, due="2026-11-10")), items=ledger), Remark.LIMIT_PAST)
    assert moved.known == ("2",)
