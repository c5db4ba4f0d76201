"""``/figures``: the figures of a period in the office's order of units, with the rows behind each as a workbook."""

from io import BytesIO

import pytest
from msgspec.structs import replace
from openpyxl import load_workbook

from domain.item import Did, ItemStatus, Step
from domain.reporting import half_of
from tests.domain.office import TODAY, at, item
from tests.handlers.office import Bureau
from tests.handlers.test_feedback import labels


def furnish(bureau: Bureau) -> None:
    bureau.add(
        item("2026-11-10", number=12, title="低保动态管理"),
        item("2026-12-10", number=13, title="=1+1"),
        item("2026-11-10", number=14, title="养老院改造", unit="养老服务股", owner="别股长"),
        item(
            "2026-11-10",
            number=15,
            status=ItemStatus.CLOSED,
            submitted_at=at("11-09 10:00"),
            closed_at=at("11-12 09:00"),
        ),
        item("2026-11-10", number=16, title="儿童福利", unit="儿童福利股", owner="丙某"),
    )


async def test_units_stand_in_the_offices_order_and_nought_is_left_out(bureau: Bureau) -> None:
    furnish(bureau)
    [shown] = await bureau.say("纪委", "考核数据")
    assert shown.startswith("【考核数据】2026年\n截至11月20日")
    assert shown.index("社会救助股") < shown.index("养老服务股") < shown.index("儿童福利股")
    assert "社会救助股　交办3，办结1，按期办结1，在办逾期1" in shown
    assert "反弹" not in shown
    assert "不作排名" in shown
    assert await bureau.say("纪委", "/figures 全年") == [shown]
    [one] = await bureau.say("局长", "考核数据 本月 养老服务股")
    assert "养老服务股　在办逾期1" in one
    assert "社会救助股" not in one
    assert "2026年11月" in one
    await bureau.press("局长", "下半年")
    assert "2026年下半年" in bureau.newest("局长").text
    assert "社会救助股" not in bureau.newest("局长").text, "the unit stays named"


@pytest.mark.parametrize(
    ("who", "read"),
    [
        ("办主任", {"社会救助股", "养老服务股", "儿童福利股"}),
        ("局长", {"社会救助股", "养老服务股", "儿童福利股"}),
        ("纪委", {"社会救助股", "养老服务股", "儿童福利股"}),
        ("分管甲", {"社会救助股", "养老服务股"}),
        ("股长", {"社会救助股"}),
        ("甲某", set()),
    ],
)
async def test_each_reader_counts_what_is_theirs_and_no_group_is_told(bureau: Bureau, who: str, read: set[str]) -> None:
    furnish(bureau)
    units = {"社会救助股", "养老服务股", "儿童福利股"}
    [shown] = await bureau.say(who, "/figures")
    assert {unit for unit in units if unit in shown} == read
    [foreign] = await bureau.say(who, "/figures 儿童福利股")
    assert ("交办" in foreign) is ("儿童福利股" in read)
    everything = half_of(TODAY).pack()
    forged = await bureau.forge(who, bureau.newest(who), f"file:{everything}:5:1")
    files = bureau.playground.messages(bureau.players[who].chat_id)
    if not read:
        assert "/mytasks" in (forged or "")
    else:
        assert "依据" in files[-1].text
    group = bureau.group("救助股", "社会救助股", who, "乙某")
    await bureau.say(who, "/figures@duban_bot", group)
    assert not any("交办" in each.text for each in bureau.playground.messages(group.chat_id))


async def test_the_workbook_has_every_row_behind_every_figure(bureau: Bureau) -> None:
    furnish(bureau)
    await bureau.say("分管甲", "考核数据")
    await bureau.press("分管甲", "导出表格")
    sent = bureau.newest("分管甲")
    assert sent.media["document"]["file_name"] == "考核数据2026年.xlsx"
    book = load_workbook(BytesIO(bureau.playground.file(sent.media["document"]["file_id"])))
    units, people, rows = (list(sheet.iter_rows(values_only=True)) for sheet in book)
    head, behind = units[2], rows[3:]
    for row in units[3:]:
        for name, figure in list(zip(head, row, strict=True))[1:]:
            if name != "按期率":
                assert figure == sum(each[0] == name and each[1] == row[0] for each in behind), (row[0], name)
    assert [row[0] for row in units[3:]] == ["社会救助股", "养老服务股"], "the deputy's own field"
    assert {row[1] for row in people[3:]} == {"甲某", "别股长"}
    assert "=1+1" in {row[5] for row in behind}
    assert all(cell.data_type != "f" for sheet in book for line in sheet.iter_rows() for cell in line)


async def test_the_workbook_goes_round_and_names_nothing_sensitive(bureau: Bureau) -> None:
    furnish(bureau)
    returned = Step(at("11-05 10:00"), "分管甲", Did.SEND_BACK, "张三住址有误")
    bureau.add(
        item("2026-11-10", number=17, title="张三反映补贴", source="张三来信", is_sensitive=True, history=(returned,))
    )
    await bureau.say("局长", "考核数据")
    await bureau.press("局长", "导出表格")
    sent = bureau.newest("局长")
    book = load_workbook(BytesIO(bureau.playground.file(sent.media["document"]["file_id"])))
    rows = [row for row in book["依据"].iter_rows(values_only=True) if row[3] == 17]
    assert {row[0] for row in rows} >= {"退回次数", "在办逾期"}, "it is counted"
    assert not any("张三" in str(cell) for row in rows for cell in row)


async def test_who_reads_figures_is_told_that_another_unit_is_not_theirs(bureau: Bureau) -> None:
    furnish(bureau)
    for who in ("股长", "分管甲"):
        [told] = await bureau.say(who, "/figures 儿童福利股")
        assert told.startswith("您不能查看儿童福利股"), "they do read figures"


@pytest.mark.parametrize(
    "said", ["/figures 2027年", "考核数据 2026年12月", "/paper 月通报 2027年3月", "/paper 年度汇报 2099年"]
)
async def test_of_a_period_that_has_not_begun_nothing_is_told(bureau: Bureau, said: str) -> None:
    furnish(bureau)
    [told] = await bureau.say("办主任", said)
    assert "尚未开始" in told
    assert "\n" not in told
    assert bureau.ledger.papers() == ()


@pytest.mark.parametrize("said", ["/figures 尽快", "/figures 无此股", "考核数据 13月"])
async def test_what_can_not_be_read_is_one_line_with_an_example(bureau: Bureau, said: str) -> None:
    [told] = await bureau.say("办主任", said)
    assert "考核数据 上半年" in told
    assert "\n" not in told


async def test_without_items_nothing_is_invented_and_thirty_units_are_paged(bureau: Bureau) -> None:
    [shown] = await bureau.say("办主任", "/figures 去年")
    assert "社会救助股　无" in shown
    with bureau.ledger.transaction(at=bureau.now, by="test", did="units") as tx:
        for unit in bureau.roster.units[:1] * 12:
            tx.save_unit(replace(unit, number=0, name=f"单位{len(bureau.roster.units)}", order=9))
    await bureau.say("办主任", "/figures")
    assert "下一页" in " ".join(labels(bureau.newest("办主任")))
