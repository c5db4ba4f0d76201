"""Cells of a workbook that say two things, nothing, or no plain figure: each is named, and none is guessed."""

from io import BytesIO
from typing import Any

from openpyxl import Workbook

from domain.item import ItemStatus, Quota
from reports.export import write_ledger
from tests.domain.office import RULES, item
from tests.domain.sheets import HEADINGS
from tests.handlers.office import Bureau
from tests.handlers.test_imports import OFFICE, send
from tests.handlers.test_imports_returned import returned, rows_of

_COLUMNS = (
    *("number", "kind", "title", "unit", "owner", "due", "state", "crossed_off", "amount", "quota_target"),
    *("quota_reached", "parent", "instruction", "evidence", "source", "measures", "given_on", "instruction_day"),
)


def book(*rows: dict[str, Any]) -> bytes:
    """A sheet of tasks of 甲某 with these cells; each row has its 序号 for its title as well."""
    made = Workbook()
    made.worksheets[0].append([HEADINGS[field] for field in _COLUMNS])
    plain = {"kind": "任务", "unit": "社会救助股", "owner": "甲某", "due": "2026-12-15"}
    for row in rows:
        cells = {"title": f"事项{row['number']}", **plain, **row}
        made.worksheets[0].append([cells.get(field) for field in _COLUMNS])
    content = BytesIO()
    made.save(content)
    return content.getvalue()


async def preview_of(bureau: Bureau, *rows: dict[str, Any]) -> str:
    """All that the office is told of the workbook before it agrees."""
    before = len(bureau.texts(OFFICE))
    await send(bureau, OFFICE, "台账.xlsx", book(*rows))
    return "\n".join(bureau.texts(OFFICE)[before:])


#: What a row says, and the line that the preview has for it.
REFUSED = (
    ({"due": "6月30日、9月30日前"}, "“完成时限”写为“6月30日、9月30日前”，含有几个日期，请只填最后办结的期限"),
    ({"due": "6月底前完成初稿，12月底前办结"}, "含有几个日期"),
    ({"due": "每月25日前，12月底前总结"}, "含有几个日期"),
    ({"amount": "12,5万元"}, "“涉及金额（万元）”写为“12,5万元”，未能识别"),
    ({"amount": "约3万元"}, "“涉及金额（万元）”写为“约3万元”，未能识别"),
    ({"quota_target": "10篇左右"}, "“目标值”写为“10篇左右”，未能识别"),
    ({"quota_target": "8/10篇"}, "“目标值”写为“8/10篇”，未能识别"),
    ({"instruction": "抓紧", "instruction_day": "2月5日至2月8日"}, "“批示日期”写为“2月5日至2月8日”，未能识别"),
    ({"instruction": "抓紧", "instruction_day": "12月5日"}, "请这样写：2月5日，不晚于今日"),
    ({"quota_target": "10篇", "quota_reached": "80%"}, "“已完成数”写为“80%”，未能识别"),
)


async def test_what_says_two_things_or_no_plain_figure_refuses_its_row_with_the_reason(bureau: Bureau) -> None:
    rows = [{"number": number, **cells} for number, (cells, _) in enumerate(REFUSED, 1)]
    told = await preview_of(bureau, *rows)
    lines = {line.partition("：")[0]: line for line in told.splitlines()}
    for number, (cells, expected) in enumerate(REFUSED, 1):
        assert expected in lines[f"Sheet 第{number + 1}行"], cells
    assert f"未导入{len(REFUSED)}行" in told


async def test_all_that_is_wrong_in_a_row_is_said_at_once_and_stands_in_the_workbook_that_comes_back(
    bureau: Bureau,
) -> None:
    """Only the first bad cell was named: who mended it had to send the workbook again for each."""
    wrong = {
        "owner": "各股室",
        "due": "尽快",
        "amount": "约3万元",
        "quota_target": "10篇左右",
        "instruction": "抓紧",
        "instruction_day": "不详",
    }
    told = await preview_of(bureau, {"number": 1, **wrong})
    line = next(line for line in told.splitlines() if line.startswith("Sheet 第2行"))
    assert line == (
        "Sheet 第2行：“责任人”写为“各股室”，请明确一名责任人；"
        "“完成时限”写为“尽快”，不是具体期限，请写明日期，例如：12月15日；"
        "“涉及金额（万元）”写为“约3万元”，未能识别，请这样写：18.6万元；另有2处"
    )
    assert "未导入1行" in told
    [_, row] = rows_of(returned(bureau)[1])
    assert [said.partition("，")[0] for said in str(row[-1]).splitlines()] == [
        "“责任人”写为“各股室”",
        "“完成时限”写为“尽快”",
        "“涉及金额（万元）”写为“约3万元”",
        "“目标值”写为“10篇左右”",
        "“批示日期”写为“不详”",
    ]


async def test_a_limit_that_is_counted_by_a_calendar_to_come_is_marked_before_the_import(bureau: Bureau) -> None:
    """Lists show 〔暂定〕; the preview asked for a day to be confirmed as if it were certain."""
    told = await preview_of(
        bureau,
        {"number": 1, "due": "60个工作日内"},
        {"number": 2, "due": "60个工作日内", "given_on": "11月19日"},
        {"number": 3, "due": "5个工作日内"},
        {"number": 4, "due": "2027年3月1日"},
    )
    lines = {line[: line.index("号") + 1]: line for line in told.splitlines() if line.startswith("第")}
    assert "自11月20日（周五）起算，为2027年2月19日（周五）〔暂定〕，请核对" in told
    assert "自11月20日（周五）起算，为11月27日（周五），请核对" in told
    assert [number for number, line in lines.items() if line.endswith("〔暂定〕")] == ["第1号", "第2号"]


async def test_a_changed_limit_that_is_counted_by_a_calendar_to_come_is_marked_too(bureau: Bureau) -> None:
    """The marks stood behind new items alone. History keeps none: the calendar comes, and the mark would stay."""
    bureau.add(*(item("2026-12-15", number=number, title=f"事项{number}") for number in range(1, 4)))
    told = await preview_of(
        bureau,
        {"number": 1, "due": "60个工作日内", "given_on": "11月19日", "source": "专项审计"},
        {"number": 2, "due": "5个工作日内", "given_on": "11月19日"},
        {"number": 3, "due": "2027年3月1日"},
    )
    lines = {line.partition(" ")[0]: line for line in told.splitlines() if line.startswith("第")}
    assert "完成时限 12月15日（周二）→2027年2月18日（周四）〔暂定〕；" in lines["第1号"]
    assert "完成时限 12月15日（周二）→11月26日（周四）；" in lines["第2号"]
    assert lines["第3号"].endswith("：完成时限 12月15日（周二）→2027年3月1日（周一）")
    await bureau.press(OFFICE, "确认导入")
    assert bureau.item(1).due == "2027-02-18"
    note = bureau.item(1).history[-1].note
    assert "→2027-02-18；" in note


async def test_figures_are_read_as_offices_write_them(bureau: Bureau) -> None:
    """10篇以上 counted in 篇以上, of which nobody could report +2篇."""
    await preview_of(
        bureau,
        {"number": 1, "amount": "￥1,200.5万元整", "quota_target": "10篇以上", "quota_reached": "3篇"},
        {"number": 2, "amount": "30,000.5元", "quota_target": "≥95%"},
        {"number": 3, "amount": "人民币12万", "quota_target": "12+"},
    )
    await bureau.press(OFFICE, "确认导入")
    assert [bureau.item(n).amount for n in (1, 2, 3)] == [1200.5, 3.00005, 12]
    assert [bureau.item(n).quota for n in (1, 2, 3)] == [Quota(10, 3, "篇"), Quota(95, counted_in="%"), Quota(12)]
    [told] = await bureau.say("甲某", "1 +2篇")
    assert "已完成5/10篇" in told


async def test_a_cell_that_says_nothing_is_empty(bureau: Bureau) -> None:
    """领导批示 无 was an instruction that waited for its answer, 佐证材料 / a piece of evidence."""
    nothing = dict.fromkeys(("instruction", "evidence", "source", "measures", "parent", "quota_target", "amount"))
    rows = [{"number": n, **dict.fromkeys(nothing, word)} for n, word in enumerate(("无", "/", "暂无。", "N/A"), 1)]
    told = await preview_of(bureau, *rows, {"number": 5, "source": "取消"})
    assert "新增5，变更0，不变0，未导入0行" in told
    await bureau.press(OFFICE, "确认导入")
    assert bureau.item(5).source == "取消", "an order that is given in the chat"
    for number in (1, 2, 3, 4):
        made = bureau.item(number)
        assert (made.instructions, made.marks, made.evidence) == ((), (), ())
        assert (made.source, made.measures, made.parent, made.quota, made.amount) == ("", "", 0, None, None)


async def test_states_that_two_columns_say_differently_are_named_and_nothing_is_lost(bureau: Bureau) -> None:
    """等通知 beside 是否销号 是 became 进展 without a word; 已办结 beside 否 was forgotten."""
    told = await preview_of(
        bureau,
        {"number": 1, "state": "等通知", "crossed_off": "是"},
        {"number": 2, "state": "推进中", "crossed_off": "是"},
        {"number": 3, "state": "已办结", "crossed_off": "否"},
        {"number": 4, "state": "已办结", "crossed_off": "是"},
        {"number": 5, "state": "待研究", "given_on": "见通知"},
        {"number": 6, "given_on": "12月30日"},
    )
    for line in (
        "第1号状态“等通知”未能识别，按已办结导入，原文记入进展",
        "第1号状态“是否销号：是”，按已办结导入",
        "第2号状态“推进中；是否销号：是”，按已办结导入",
        "Sheet：1项状态为已完成而“是否销号”未填“是”，按在办导入",
        "第4号状态“是否销号：是”，按已办结导入",
        "第5号状态“待研究”未能识别，按已交办导入，原文记入进展",
        "第5号受理日期“见通知”未能识别，未采用",
        "第6号受理日期“12月30日”未能识别，未采用",
    ):
        assert line in told, told
    await bureau.press(OFFICE, "确认导入")
    assert bureau.item(1).progress == "等通知"
    assert bureau.status(3) is ItemStatus.ASSIGNED
    again = await preview_of(bureau, {"number": 3, "state": "等通知"})
    assert "1项的进展、状态和已完成数以台账为准，未采用表中内容" in again


async def test_why_an_item_can_not_be_above_another_is_said(bureau: Bureau) -> None:
    """A ring, itself, too many levels, one that is closed, a title that two rows have, two at once."""
    told = await preview_of(
        bureau,
        {"number": 1, "parent": "2"},
        {"number": 2, "parent": "1"},
        {"number": 3, "parent": "第3号"},
        {"number": 4, "parent": "5"},
        {"number": 5, "parent": "6"},
        {"number": 6, "parent": "7"},
        {"number": 7},
        {"number": 8, "state": "已办结"},
        {"number": 9, "parent": "8"},
        {"number": 10, "parent": "8", "state": "已办结"},
        {"number": 11, "title": "同名", "due": "2026-12-16"},
        {"number": 12, "title": "同名", "due": "2026-12-17"},
        {"number": 13, "parent": "同名"},
        {"number": 14, "parent": "7、8"},
        {"number": 15, "parent": "没有这一项"},
        {"number": 16, "parent": "一"},
    )
    for line in (
        "第2号的上级事项“1”就是本事项或其下级，未采用",
        "第3号的上级事项“第3号”就是本事项或其下级，未采用",
        "第6号的上级事项“7”之下不能再挂下级（上下级最多3层），未采用",
        "第9号的上级事项“8”已办结或撤销，未采用",
        "第13号的上级事项“同名”不止一项，请写一个编号，未采用",
        "第14号的上级事项“7、8”不止一项",
        "第15号的上级事项“没有这一项”未找到，未采用",
    ):
        assert line in told, told
    await bureau.press(OFFICE, "确认导入")
    parents = {each.number: each.parent for each in bureau.ledger.all_items() if each.parent}
    assert parents == {1: 2, 4: 5, 5: 6, 10: 8, 16: 1}


async def test_two_items_may_change_places_in_one_workbook(bureau: Bureau) -> None:
    """12 over 13 becomes 13 over 12, whichever row is first; what a refused row says moves nobody."""
    await preview_of(bureau, {"number": 12}, {"number": 13, "parent": "12"})
    await bureau.press(OFFICE, "确认导入")
    told = await preview_of(bureau, {"number": 12, "parent": "13"}, {"number": 13, "due": "尽快"})
    assert "第12号的上级事项“13”就是本事项或其下级" in told
    await preview_of(bureau, {"number": 12, "parent": "13"}, {"number": 13})
    await bureau.press(OFFICE, "确认导入")
    assert (bureau.item(12).parent, bureau.item(13).parent) == (13, 0)


async def test_a_row_that_was_deleted_from_the_whole_ledger_withdraws_nothing_and_is_named(bureau: Bureau) -> None:
    """Of a part of the ledger nothing is missing."""
    bureau.add(*(item("2027-01-29", number=n, title=f"事项{n}") for n in range(11, 19)))

    async def sent_back(*numbers: int) -> str:
        path = bureau.ledger.spool / "台账.xlsx"
        write_ledger(map(bureau.item, numbers), bureau.roster, RULES, path)
        before = len(bureau.texts(OFFICE))
        await send(bureau, OFFICE, "台账.xlsx", path.read_bytes())
        return "\n".join(bureau.texts(OFFICE)[before:])

    told = await sent_back(11, 12, 14, 15, 16, 17, 18)
    assert "台账中有而表中没有的事项予以保留：第13号；不再办理的，请用“撤销”" in told
    assert "予以保留" not in await sent_back(11, 12, 13, 14, 15, 16, 17, 18)
    assert "予以保留" not in await sent_back(11, 12, 13, 14, 15)


async def test_what_nobody_sees_is_no_part_of_a_cell_and_an_emoji_of_several_signs_is(bureau: Bureau) -> None:
    """Controls as the format writes them (_x0007_), and joiners."""
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    words = f"低_x0007_保\u200b核\u200d查{family}"
    await preview_of(bureau, {"number": 1, "title": words, "measures": words})
    await bureau.press(OFFICE, "确认导入")
    assert (bureau.item(1).title, bureau.item(1).measures) == (f"低保核查{family}", f"低保核查{family}")
    await bureau.say("甲某", f"/progress 1 低\x07保\u200b核\u200d查{family}")
    assert bureau.item(1).progress == f"低保核查{family}"
