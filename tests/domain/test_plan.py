"""What an import would do: new, changed, unchanged, and the same workbook twice."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.imports.findings import FieldChange, Notice, Remark
from domain.imports.plan import ImportPlan
from domain.item import Did, Item, ItemStatus, Tick
from tests.domain.office import at
from tests.domain.sheets import NOW, after, done, plan, row, sheet


def _noticed(plan: ImportPlan, remark: Remark) -> list[Notice]:
    return [notice for notice in plan.notices if notice.remark is remark]


def _only(plan: ImportPlan) -> Item:
    (new,) = plan.new
    return new.item


def test_a_row_becomes_an_item_with_everything_it_says() -> None:
    item = _only(
        plan(
            sheet(
                row(
                    12,
                    kind="整改",
                    title="临时救助\n台账不规范",
                    leader="分管 甲",
                    partners="办公室，儿童福利股",
                    source="救助资金专项审计",
                    reference="审计报告〔2026〕8号",
                    measures="一户一档",
                    standard="抽查合格",
                    marks="被通报/省市考核",
                    sensitive="是",
                    start_on="2026-11-01",
                    progress="已补录",
                    remark="x",
                )
            )
        )
    )
    assert (item.number, item.kind, item.title, item.status) == (
        12, "rectification", "临时救助台账不规范", ItemStatus.ASSIGNED,
    )  # fmt: skip
    assert (item.leader, item.partners, item.marks) == ("分管甲", ("办公室", "儿童福利股"), ("被通报", "省市考核"))
    assert (item.source, item.reference, item.measures) == ("救助资金专项审计", "审计报告〔2026〕8号", "一户一档")
    assert (item.standard, item.progress, item.remark) == ("抽查合格", "已补录", "x")
    assert (item.is_sensitive, item.start_on, item.due) == (True, date(2026, 11, 1), "2026-12-15")


def test_adoption_starts_the_ladder_and_the_history() -> None:
    (item,) = after(plan(sheet(row(1))))
    assert (item.assigned_at, item.due_set_at, item.version) == (NOW, NOW, 1)
    assert [(step.did, step.by) for step in item.history] == [(Did.ASSIGN, "办主任")]


@pytest.mark.parametrize(
    ("written", "due"),
    [
        ("2026-12-05", "2026-12-05"),
        ("2026-12-05T17:00", "2026-12-05T17:00"),
        ("2026.12.5", "2026-12-05"),
        ("12月15日前", "2026-12-15"),
        ("月底前", "2026-11-30"),
        ("年底前", "2026-12-31"),
    ],
)
def test_limits_are_taken_as_days(written: str, due: str) -> None:
    assert _only(plan(sheet(row(1, due=written)))).due == due


def test_a_limit_that_needs_confirmation_is_echoed() -> None:
    found = plan(sheet(row(7, due="6月30日前")))
    (notice,) = _noticed(found, Remark.LIMIT_READ)
    assert (notice.number, notice.written, notice.meaning) == (7, "6月30日前", "2027-06-30")
    assert _only(found).due == "2027-06-30"


@pytest.mark.parametrize("fields", [{"title": "某局2026年整改台账"}, {"name": "2026年重点任务"}])
def test_in_a_years_ledger_a_day_belongs_to_that_year(fields: dict[str, str]) -> None:
    found = plan(sheet(row(7, due="6月30日前"), **fields))
    assert _only(found).due == "2026-06-30"
    assert _noticed(found, Remark.LIMIT_PAST)[0].count == 1


def test_a_recurring_limit_keeps_the_next_one_and_says_so() -> None:
    found = plan(sheet(row(1, due="每月25日前")))
    assert _only(found).due == "2026-11-25"
    assert _noticed(found, Remark.LIMIT_EVERY)[0].meaning == "2026-11-25"


def test_an_endless_item_has_no_limit_and_is_marked() -> None:
    item = _only(plan(sheet(row(1, kind="整改", due="长期坚持"))))
    assert (item.due, item.is_endless) == ("", True)


def test_a_range_gives_start_and_limit() -> None:
    item = _only(plan(sheet(row(1, due="11月20日至12月20日"))))
    assert (item.start_on, item.due) == (date(2026, 11, 20), "2026-12-20")


def test_a_task_without_limit_is_taken_and_noticed() -> None:
    found = plan(sheet(row(3, due="")))
    assert _only(found).due == ""
    assert _noticed(found, Remark.NO_LIMIT)[0].number == 3


def test_a_start_that_is_not_understood_is_dropped_and_noticed() -> None:
    found = plan(sheet(row(3, start_on="那时候")))
    assert _only(found).start_on is None
    assert _noticed(found, Remark.START_DROPPED)[0] == Notice(
        remark=Remark.START_DROPPED, place=found.new[0].place, number=3, written="那时候"
    )


@pytest.mark.parametrize("label", ["任务", "整改", "12345", "行政许可", "rectification"])
def test_a_kind_is_matched_by_its_label(label: str) -> None:
    assert _only(plan(sheet(row(1, kind=label)))).kind in {"task", "rectification", "hotline", "permit"}


@pytest.mark.parametrize(
    ("name", "kind"), [("问题整改台账", "rectification"), ("12345工单", "hotline"), ("2026年台账", "task")]
)
def test_an_empty_kind_follows_the_sheets_name_and_is_noticed(name: str, kind: str) -> None:
    found = plan(sheet(row(1, kind=""), row(2, kind=""), name=name))
    assert {new.item.kind for new in found.new} == {kind}
    assert _noticed(found, Remark.KIND_ASSUMED)[0].count == 2


def test_of_several_units_the_first_leads_and_the_others_cooperate() -> None:
    found = plan(sheet(row(1, unit="社会救助股、养老服务股", partners="办公室")))
    assert (_only(found).unit, _only(found).partners) == ("社会救助股", ("养老服务股", "办公室"))
    assert _noticed(found, Remark.UNITS_SPLIT)[0].meaning == "社会救助股"


def test_a_padded_or_annotated_name_is_the_person_on_the_roster() -> None:
    assert {new.item.owner for new in plan(sheet(row(1, owner="甲　某"), row(2, owner="甲某（主办）"))).new} == {"甲某"}


def test_an_owner_off_the_roster_is_taken_and_named_once() -> None:
    found = plan(sheet(row(1, owner="戊某"), row(2, owner="戊某")))
    (notice,) = _noticed(found, Remark.OWNER_OFF_ROSTER)
    assert (notice.meaning, notice.written, notice.count) == ("戊某", "社会救助股", 2)


def test_an_unknown_unit_is_added_and_named() -> None:
    found = plan(sheet(row(1, unit="婚姻登记处")))
    assert [unit.name for unit in found.new_units if unit.name == "婚姻登记处"]
    assert _noticed(found, Remark.UNIT_NEW)[0].meaning == "婚姻登记处"


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"state": "已完成"}, ItemStatus.CLOSED),
        ({"crossed_off": "是"}, ItemStatus.CLOSED),
        ({"state": "已完成", "crossed_off": "否"}, ItemStatus.ASSIGNED),
        ({"state": "已完成。"}, ItemStatus.CLOSED),
        ({"state": "已撤销", "crossed_off": "否"}, ItemStatus.CANCELLED),
        ({"state": "推进中"}, ItemStatus.ASSIGNED),
        ({"state": "持续推进"}, ItemStatus.ASSIGNED),
        ({"state": "已撤销"}, ItemStatus.CANCELLED),
        ({"state": "中止"}, ItemStatus.SUSPENDED),
    ],
)
def test_a_new_item_starts_in_the_state_that_is_written(fields: dict[str, str], status: ItemStatus) -> None:
    found = plan(sheet(row(1, **fields)))
    assert _only(found).status is status
    assert bool(_noticed(found, Remark.STARTS_CLOSED)) is (status is not ItemStatus.ASSIGNED)


def test_what_is_done_needs_no_limit() -> None:
    assert _only(plan(sheet(row(1, kind="整改", due="尽快", state="已完成")))).due == ""


def test_an_unknown_state_is_taken_as_assigned_and_noticed() -> None:
    found = plan(sheet(row(1, state="等通知")))
    assert _only(found).status is ItemStatus.ASSIGNED
    assert _noticed(found, Remark.STATE_UNKNOWN)[0].written == "等通知"
    assert _only(found).progress == "等通知"


@pytest.mark.parametrize("words", ["部分销号", "基本完成", "阶段性完成", "待复核"])
def test_what_is_crossed_off_in_part_stays_open_and_its_words_are_kept(words: str) -> None:
    """是否销号 asks for yes or no; offices write more, and beside 已完成 it is the stricter word."""
    written = row(1, state="已完成", crossed_off=words, progress="已整改8处")
    found = plan(sheet(written))
    taken = _only(found)
    assert taken.status is ItemStatus.ASSIGNED
    assert taken.progress == f"已整改8处\n{words}"
    assert _noticed(found, Remark.STATE_UNKNOWN)[0].written == words
    again = plan(sheet(written), items=[taken])
    assert (again.new, again.changed, again.refused) == ((), (), ())


@pytest.mark.parametrize("words", ["否", "×", "未销号", "长期坚持", "持续推进", "无"])
def test_a_plain_no_is_no_question(words: str) -> None:
    found = plan(sheet(row(1, crossed_off=words)))
    assert _only(found).status is ItemStatus.ASSIGNED
    assert not _noticed(found, Remark.STATE_UNKNOWN)


def test_several_rows_of_one_problem_are_one_item_with_all_measures() -> None:
    one = {"title": "台账不规范", "kind": "整改"}
    found = plan(sheet(row(1, row=2, measures="补录", **one), row(1, row=3, measures="培训", **one)))
    assert _only(found).measures == "补录\n培训"


def test_titles_of_sections_totals_and_signatures_are_passed_over() -> None:
    beside = [replace(row(9), title="", unit="", owner="", due="", number="一、社会救助", row=5)]
    found = plan(sheet(row(1), *beside))
    assert len(found.new) == 1
    assert _noticed(found, Remark.ROWS_PASSED_OVER)[0].rows == (5,)


@pytest.mark.parametrize(
    "foot",
    [
        {"number": "填表人：张某", "owner": "审核人：李某", "title": ""},
        {"number": "", "title": "审核：张某", "owner": "填表：李某", "unit": "", "due": "2026年11月20日"},
        {"number": "合计", "title": "9项", "unit": "5个", "owner": "", "due": ""},
        {"number": "注：1.本表每月25日前报办公室。", "title": "", "unit": "", "owner": "联系人：王某"},
    ],
)
def test_the_foot_of_a_sheet_is_no_item_though_its_cells_stand_under_owner_and_limit(foot: dict[str, str]) -> None:
    found = plan(sheet(row(1), replace(row(9), row=5, **({"due": ""} | foot))))
    assert (len(found.new), found.refused) == (1, ())
    assert _noticed(found, Remark.ROWS_PASSED_OVER)[0].rows == (5,)


def test_a_whole_row_is_an_item_whatever_its_title_begins_with() -> None:
    assert len(plan(sheet(replace(row(""), title="审批：优化流程"))).new) == 1


def test_the_same_workbook_twice_changes_nothing() -> None:
    book = sheet(row(1), row(2, due="三日内"), row("36,37", kind="整改"), row(4, state="已完成"), row("", due=""))
    ledger = after(plan(book))
    again = plan(book, items=ledger)
    assert again.is_idle
    assert len(again.unchanged) == 5


def test_the_same_words_next_month_still_mean_the_day_they_meant() -> None:
    """「三日内」 in an unchanged workbook is no new limit because a month went by."""
    book = sheet(row(1, due="三日内"), row(2, due="月底前"), row(3, due="12月15日前"))
    ledger = after(plan(book))
    assert plan(book, items=ledger, now=at("2027-01-20 10:00")).is_idle


def test_what_was_done_since_is_not_undone_by_the_same_workbook() -> None:
    book = sheet(row(1, progress="已启动"), row(2), row(3))
    first, second, third = after(plan(book))
    ledger = [
        done(first, progress="已过半", status=ItemStatus.ACKNOWLEDGED),
        done(second, status=ItemStatus.CLOSED, closed_at=NOW, closed_by="甲某"),
        done(third, due="2027-01-15"),
    ]
    again = plan(book, items=ledger)
    assert again.is_idle
    assert _noticed(again, Remark.WORD_KEPT)[0].count == 1
    assert not _noticed(again, Remark.SETTLED_LEFT)


def test_a_changed_field_is_shown_with_old_and_new() -> None:
    ledger = after(plan(sheet(row(1))))
    found = plan(sheet(row(1, due="2026-12-25", owner="乙某")), items=ledger)
    assert found.changed[0].changes == (
        FieldChange("owner", "甲某", "乙某"),
        FieldChange("due", "2026-12-15", "2026-12-25"),
    )


def test_a_moved_limit_starts_a_new_ladder_and_leaves_its_trace() -> None:
    ledger = after(plan(sheet(row(1))))
    earlier = [replace(item, due_set_at=at("01-05 10:00")) for item in ledger]
    (moved,) = after(plan(sheet(row(1, due="2026-12-25")), items=earlier), earlier)
    assert (moved.due, moved.due_set_at, moved.version) == ("2026-12-25", NOW, 2)
    assert moved.history[-1].did is Did.AMEND
    (renamed,) = after(plan(sheet(row(1, title="事项1（改）")), items=earlier), earlier)
    assert renamed.due_set_at == at("01-05 10:00")


def test_a_column_that_the_sheet_lacks_changes_nothing_and_an_empty_cell_does() -> None:
    ledger = after(plan(sheet(row(1, remark="x", leader="分管甲"))))
    assert plan(sheet(row(1), without=("remark", "leader")), items=ledger).is_idle
    cleared = plan(sheet(row(1, leader="分管甲")), items=ledger)
    assert cleared.changed[0].changes == (FieldChange("remark", "x", ""),)


@pytest.mark.parametrize("status", [ItemStatus.CLOSED, ItemStatus.CANCELLED])
def test_a_settled_item_is_never_reopened_or_rewritten(status: ItemStatus) -> None:
    ledger = [done(item, status=status) for item in after(plan(sheet(row(1))))]
    found = plan(sheet(row(1, due="2026-12-01", owner="乙某", state="推进中")), items=ledger)
    assert found.is_idle
    assert _noticed(found, Remark.SETTLED_LEFT)[0].number == 1


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["1", "2", "3", "36,37", ""]),
            st.sampled_from(["甲事", "乙事", "甲事项的后续"]),
            st.sampled_from(["社会救助股", "养老服务股、办公室"]),
            st.sampled_from(["12月15日前", "三日内", "", "2026-12-01", "尽快", "长期坚持"]),
            st.sampled_from(["任务", "整改", ""]),
        ),
        max_size=12,
    )
)
def test_whatever_was_imported_is_unchanged_the_second_time(cells: list[tuple[str, str, str, str, str]]) -> None:
    rows = [
        row(number, row=line, title=title, unit=unit, due=due, kind=kind)
        for line, (number, title, unit, due, kind) in enumerate(cells, 2)
    ]
    book = sheet(*rows)
    first = plan(book)
    ledger = after(first)
    assert len({item.number for item in ledger}) == len(first.new)
    again = plan(book, items=ledger)
    assert (again.new, again.changed) == ((), ())
    assert sorted(again.unchanged) == sorted(item.number for item in ledger)


def test_a_tick_stays_where_its_unit_still_cooperates() -> None:
    [item] = after(plan(sheet(row(1, partners="养老服务股、儿童福利股"))))
    for head in ("养老服务股", "儿童福利股"):
        item = replace(item, ticks=(*item.ticks, Tick(unit=head, by="某人", at=NOW)))
    changed = plan(sheet(row(1, partners="养老服务股、办公室")), items=(item,)).changed[0].after
    assert [tick.unit for tick in changed.ticks] == ["养老服务股"]
    assert plan(sheet(row(1, partners="养老服务股、儿童福利股")), items=(item,)).is_idle
