"""Which number an item gets, and which item a row speaks of."""

from msgspec.structs import replace

from domain.findings import Remark
from domain.item import ItemStatus
from tests.domain.sheets import after, done, plan, row, sheet


def test_a_free_number_is_taken_and_a_taken_one_is_shown_beside() -> None:
    ledger = after(plan(sheet(row(36, title="旧事"))))
    found = plan(sheet(row(36, title="新事", unit="养老服务股"), row(40)), items=ledger)
    assert [(new.item.number, new.item.ledger_number) for new in found.new] == [(41, "36"), (40, "")]
    notices = [notice for notice in found.notices if notice.remark is Remark.NUMBER_TAKEN]
    assert [(notice.number, notice.written) for notice in notices] == [(41, "36")]


def test_of_several_rows_with_the_same_number_the_first_takes_it() -> None:
    found = plan(sheet(row(1), row(2), name="甲表"), sheet(row(1, title="别事"), row(2, title="他事"), name="乙表"))
    assert [(new.item.number, new.item.ledger_number) for new in found.new] == [(1, ""), (2, ""), (3, "1"), (4, "2")]


def test_what_is_no_number_is_kept_beside_the_next_one() -> None:
    found = plan(sheet(row("36,37"), row("第５号"), row("", title="无号")))
    assert [(new.item.number, new.item.ledger_number) for new in found.new] == [(6, "36,37"), (5, ""), (7, "")]


def test_rows_inserted_above_move_the_numbers_beside_and_nothing_else() -> None:
    ledger = after(plan(sheet(row(1), row(2))))
    book = sheet(row(1, title="插入"), row(2, title="事项1"), row(3, title="事项2"))
    found = plan(book, items=ledger)
    assert [new.item.title for new in found.new] == ["插入"]
    assert [(each.before.title, each.after.number, each.after.ledger_number) for each in found.changed] == [
        ("事项1", 1, "2"), ("事项2", 2, "3"),
    ]  # fmt: skip
    assert plan(book, items=after(found, ledger)).is_idle


def test_a_rewritten_title_with_the_same_number_is_the_same_item() -> None:
    ledger = after(plan(sheet(row(5, title="低保"))))
    (changed,) = plan(sheet(row(5, title="城乡低保提标测算")), items=ledger).changed
    assert (changed.before.number, changed.after.title) == (5, "城乡低保提标测算")


def test_the_same_number_in_another_sheet_is_another_item_unless_the_titles_are_alike() -> None:
    ledger = after(plan(sheet(row(5, title="低保动态管理"), name="重点任务")))
    assert plan(sheet(row(5, title="养老院验收"), name="八大亮点"), items=ledger).new
    assert plan(sheet(row(5, title="低保动态管理工作"), name="八大亮点"), items=ledger).changed


def test_another_list_on_a_sheet_of_the_same_name_rewrites_nothing() -> None:
    """Two workbooks whose sheet is still called Sheet1, both numbered from 1, used to overwrite each other's items."""
    ledger = after(plan(sheet(row(1, title="慈善总会年审"), row(2, title="殡葬收费公示"), name="Sheet1")))
    found = plan(sheet(row(1, title="护理员培训"), row(2, title="低保动态管理"), name="Sheet1"), items=ledger)
    assert found.changed == ()
    assert [(new.item.number, new.item.ledger_number) for new in found.new] == [(3, "1"), (4, "2")]


def test_an_item_that_went_to_another_unit_is_the_same_item() -> None:
    ledger = after(plan(sheet(row(5))))
    (changed,) = plan(sheet(row(5, unit="养老服务股", owner="丁某")), items=ledger).changed
    assert [change.field for change in changed.changes] == ["unit", "owner"]


def test_the_same_title_with_another_limit_each_quarter_stays_two_items() -> None:
    book = sheet(row(1, title="季度报送", due="2026-12-31"), row(2, title="季度报送", due="2027-03-31"))
    ledger = after(plan(book))
    assert len(ledger) == 2
    assert plan(book, items=ledger).is_idle
    assert plan(sheet(*reversed(book.rows)), items=ledger).is_idle


def test_next_years_item_of_the_same_name_is_new_once_this_years_is_closed() -> None:
    ledger = [done(item, status=ItemStatus.CLOSED) for item in after(plan(sheet(row(5, title="党政信息报送"))))]
    found = plan(sheet(row(5, title="党政信息报送", due="2027-12-15")), items=ledger)
    assert [(new.item.number, new.item.ledger_number) for new in found.new] == [(6, "5")]
    assert plan(sheet(row(5, title="党政信息报送"), title="2027年台账"), items=ledger).new == ()


def test_an_exported_number_finds_its_item_whatever_else_changed() -> None:
    ledger = after(plan(sheet(row(5))))
    moved = row(9, own_number="5", title="全新的题目", unit="养老服务股", due="2027-01-05")
    (changed,) = plan(sheet(moved, name="台账"), items=ledger).changed
    assert (changed.after.number, changed.after.title, changed.after.ledger_number) == (5, "全新的题目", "9")


def test_a_refused_row_takes_no_item_from_one_that_is_not() -> None:
    book = sheet(row(2, row=2, due="尽快"), row(2, row=3, due="12月15日前"))
    ledger = after(plan(book))
    again = plan(book, items=ledger)
    assert (again.new, len(again.refused), again.unchanged) == ((), 1, (2,))


def test_items_without_the_imports_own_fields_are_matched_all_the_same() -> None:
    """A ledger that was adopted knows neither the sheet nor the written limit of its items."""
    ledger = [replace(item, sheet="", due_written="") for item in after(plan(sheet(row(1), row(2))))]
    assert plan(sheet(row(1), row(2)), items=ledger).is_idle
