"""Which number an item gets, and which item a row speaks of."""

import pytest
from msgspec.structs import replace

from domain.imports.findings import Remark
from domain.item import ItemStatus
from tests.domain.office import at
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
    ledger = after(plan(sheet(row(5, title="低保提标测算"))))
    for title in ("城乡低保提标测算", "低保提标测算工作", "低保提标 测算"):
        (changed,) = plan(sheet(row(5, title=title)), items=ledger).changed
        assert (changed.before.number, changed.after.title) == (5, title)


@pytest.mark.parametrize(
    ("known", "written"),
    [
        ("低保", "城乡低保提标测算"),
        ("敬老院消防改造", "敬老院食堂改造"),
        ("养老机构消防改造一期", "养老机构消防改造二期"),
        ("第1批救助资金发放", "第2批救助资金发放"),
    ],
)
def test_titles_that_are_only_somewhat_alike_are_a_question(known: str, written: str) -> None:
    """Fault 2.3: an unrelated row on a sheet of the same name overwrote an open item, whose 签收 stayed."""
    ledger = [done(item, status=ItemStatus.ACKNOWLEDGED) for item in after(plan(sheet(row(5, title=known))))]
    found = plan(sheet(row(5, title=written)), items=ledger)
    assert (found.changed, [new.item.number for new in found.new]) == ((), [6])
    (asked,) = [notice for notice in found.notices if notice.remark is Remark.ITEM_ALIKE]
    assert (asked.number, asked.written, asked.count, asked.meaning) == (6, written, 5, known)
    answered = plan(sheet(row(5, own_number="5", title=written)), items=ledger)
    assert [each.after.title for each in answered.changed] == [written]


@pytest.mark.parametrize("year_in", ["name", "title"])
@pytest.mark.parametrize("status", [ItemStatus.ACKNOWLEDGED, ItemStatus.CLOSED])
def test_the_same_words_on_next_years_sheet_are_another_item(year_in: str, status: ItemStatus) -> None:
    """Fault 2.3: 12月31日前 on the 2027 sheet counted as 2026's, open or closed, and next year's list was swallowed."""
    book = sheet(row(5, title="党政信息报送", due="12月31日前"), **{year_in: "2026年任务"})
    ledger = [done(item, status=status) for item in after(plan(book))]
    following = sheet(row(5, title="党政信息报送", due="12月31日前"), **{year_in: "2027年任务"})
    found = plan(following, items=ledger)
    assert [(new.item.number, new.item.due) for new in found.new] == [(6, "2027-12-31")]
    assert found.changed == ()
    both = after(found, ledger)
    assert plan(following, items=both).is_idle
    assert plan(book, items=both).is_idle


@pytest.mark.parametrize("due", ["2027-11-30", "11月30日前", "2027年11月底前"])
def test_another_limit_on_next_years_sheet_moves_no_item_of_this_year(due: str) -> None:
    """Fault 2.3: the open item of 2026 keeps its limit; whether both are one is asked."""
    ledger = after(plan(sheet(row(5, title="党政信息报送", due="12月31日前"), name="2026年任务")))
    found = plan(sheet(row(5, title="党政信息报送", due=due), name="2027年任务"), items=ledger)
    assert (found.changed, [new.item.due for new in found.new]) == ((), ["2027-11-30"])
    assert [notice.count for notice in found.notices if notice.remark is Remark.ITEM_ALIKE] == [5]


@pytest.mark.parametrize(
    ("first", "again"),
    [
        ({"due": "2026-12-31"}, {"due": "2026-12-31"}),  # carried over as it stands
        ({"due": "2027年3月底前"}, {"due": "2027年3月底前"}),
        ({"due": "长期坚持"}, {"due": "长期坚持"}),
    ],
)
def test_what_is_carried_over_into_next_years_list_is_the_same_item(
    first: dict[str, str], again: dict[str, str]
) -> None:
    """Fault 2.3: the year that is read counts, and it is the same."""
    ledger = after(plan(sheet(row(5, **first), name="2026年任务")))
    assert plan(sheet(row(5, **again), name="2027年任务"), items=ledger).is_idle


def test_an_extension_beyond_the_year_is_the_same_item() -> None:
    """Fault 2.3: it is this year's ledger that says so."""
    book = sheet(row(5, due="12月15日前"), title="2026年整改台账")
    ledger = after(plan(book))
    moved = plan(sheet(row(5, due="2027年1月15日前"), title="2026年整改台账"), items=ledger)
    assert [each.after.due for each in moved.changed] == ["2027-01-15"]
    extended = [done(item, due="2027-01-15") for item in ledger]
    assert plan(book, items=extended).is_idle


@pytest.mark.parametrize("own_number", ["", "5"])
def test_a_closed_item_is_never_meant_by_a_row_with_a_later_limit(own_number: str) -> None:
    """Fault 2.3: the row is a new item, be it with the 督办号 of the closed one."""
    ledger = [done(item, status=ItemStatus.CLOSED) for item in after(plan(sheet(row(5, due="2026-11-30"))))]
    found = plan(sheet(row(5, own_number=own_number, due="2026-12-31")), items=ledger)
    assert [(new.item.number, new.item.due) for new in found.new] == [(6, "2026-12-31")]
    closed = plan(sheet(row(5, own_number=own_number, due="2026-12-31", state="已办结")), items=ledger)
    assert closed.is_idle


def test_a_workbook_without_a_year_adds_nothing_twice_and_asks_for_the_year() -> None:
    """Fault 2.3: 3月31日前 was closed in March; in November the same words would mean the next one."""
    book = sheet(row(5, due="3月31日前"))
    march = after(plan(book, now=at("01-10 09:00")))
    ledger = [done(item, status=ItemStatus.CLOSED) for item in march]
    again = plan(book, items=ledger)
    assert again.is_idle
    assert [notice.count for notice in again.notices if notice.remark is Remark.YEAR_UNSAID] == [1]


def test_unnumbered_rows_that_repeat_a_title_are_told_apart() -> None:
    """Fault 7.16: they are two items, before and after."""
    one, other = row("", row=2, title="入户核查", measures="城区"), row("", row=3, title="入户核查", measures="乡镇")
    ledger = after(plan(sheet(one, other)))
    assert [item.measures for item in ledger] == ["城区", "乡镇"]
    assert plan(sheet(one, other), items=ledger).is_idle
    closed = [done(ledger[0], status=ItemStatus.CLOSED), ledger[1]]
    assert plan(sheet(one, other), items=closed).is_idle


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


@pytest.mark.parametrize("written", ["一", "（一）", "一、", "(1)", "１"])
def test_chinese_numerals_and_brackets_are_numbers(written: str) -> None:
    """They were named one by one as 不能直接使用."""
    found = plan(sheet(row(written, title="敬老院改造"), row("十二", title="婚俗改革", row=98)))
    assert [(new.item.number, new.item.ledger_number) for new in found.new] == [(1, ""), (12, "")]
    assert not [notice for notice in found.notices if notice.remark is Remark.NUMBER_TAKEN]
    again = plan(sheet(row("1", title="敬老院改造"), row("12", title="婚俗改革", row=98)), items=after(found))
    assert again.is_idle


def test_an_item_that_an_older_import_numbered_in_chinese_stays_as_it_is() -> None:
    [old] = after(plan(sheet(row("1", title="敬老院改造"))))
    ledger = [replace(old, number=7, ledger_number="三")]
    assert plan(sheet(row("三", title="敬老院改造")), items=ledger).is_idle
