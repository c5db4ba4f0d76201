"""``/plan 24`` (时间表): asked for, proposed, set by line, moved, done by button and by word, and taken back."""

import pytest

from tests.domain.office import item
from tests.handlers.office import Bureau
from tests.handlers.test_feedback import labels


def days_of(bureau: Bureau) -> list[tuple[str, str, bool]]:
    return [(f"{each.due:%m-%d}", each.words, each.done_at is not None) for each in bureau.item(12).milestones]


async def test_steps_are_proposed_and_nothing_is_set_before_a_yes(bureau: Bureau) -> None:
    bureau.add(item("2027-01-29"))
    [shown] = await bureau.say("甲某", "时间表 12")
    assert "尚未编制节点" in shown
    await bureau.press("甲某", "倒排工期")
    asked = bureau.newest("甲某")
    assert "拟设3个节点" in asked.text
    assert bureau.item(12).milestones == ()
    await bureau.press("甲某", "采用")
    assert [each.words for each in bureau.item(12).milestones] == ["摸底并明确任务", "全面推进", "自查收尾"]
    assert "节点已完成0/3" in bureau.newest("甲某").text
    [card] = await bureau.say("甲某", "/item 12")
    assert "节点：已完成0/3，下一节点：摸底并明确任务" in card


async def test_steps_are_set_by_line_and_each_is_done_once(bureau: Bureau) -> None:
    bureau.add(item("2027-01-29"))
    [shown] = await bureau.say("甲某", "/plan 12 12月15日 完成选址；1月20日前主体完工")
    assert "1. ▫️ 完成选址，12月15日（周二）到期，还有25天" in shown
    assert days_of(bureau) == [("12-15", "完成选址", False), ("01-20", "主体完工", False)]
    await bureau.press("甲某", "完成节点1")
    assert bureau.newest("甲某").text.count("✅") == 1
    assert bureau.item(12).percent == 50
    [again] = await bureau.say("甲某", "/plan 12 完成1")
    assert "已完成，无须再办" in again
    await bureau.say("甲某", "/undo 12")
    assert days_of(bureau)[0] == ("12-15", "完成选址", False)


async def test_a_step_is_moved_renamed_and_removed_by_its_place(bureau: Bureau) -> None:
    bureau.add(item("2027-01-29"))
    await bureau.say("股长", "节点 12 12月15日 完成选址；1月20日 主体完工")
    await bureau.say("股长", "节点 12 2 改到12月1日")
    assert days_of(bureau) == [("12-01", "主体完工", False), ("12-15", "完成选址", False)]
    await bureau.say("股长", "节点 12 第一个改为基础完工")
    await bureau.say("股长", "/plan 12 删除第2个")
    assert days_of(bureau) == [("12-01", "基础完工", False)]


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("/plan 12 完成选址", "“完成选址”没有日期，请这样写"),
        ("/plan 12 2月30日 完成选址", "2月30日"),
        ("/plan 12 11月1日 完成选址", "请改"),
        ("/plan 12 2027年3月1日 完成选址", "晚于第12号的期限1月29日"),
        ("/plan 12 完成3", "第12号尚无节点"),
        ("/plan 12 12月15日 " + "长" * 5000, "最多"),
        ("/plan 12 12月15日 联系13800138000", "电话"),
    ],
)
async def test_what_is_no_step_gets_one_line_that_says_what_to_do(bureau: Bureau, said: str, answer: str) -> None:
    bureau.add(item("2027-01-29"))
    replies = await bureau.say("甲某", said)
    assert len(replies) == 1
    assert answer in replies[0]
    assert bureau.item(12).milestones == ()


async def test_a_proposal_is_adopted_by_who_asked_and_once(bureau: Bureau) -> None:
    bureau.add(item("2027-01-29"))
    group = bureau.group("救助股", "社会救助股", "甲某", "股长", "乙某")
    await bureau.say("甲某", "/plan@duban_bot 12 倒排", group)
    await bureau.press("股长", "采用", chat=group)
    assert bureau.item(12).milestones == ()
    await bureau.press("甲某", "采用", chat=group)
    assert len(bureau.item(12).milestones) == 3
    assert "采用" not in labels(bureau.newest("甲某", chat=group))


async def test_a_proposal_outlives_progress_and_no_change_of_limit_plan_or_state(bureau: Bureau) -> None:
    """Each time somebody else acts between the proposal and its 采用."""
    bureau.add(*(item("2027-01-29", number=number) for number in (12, 13, 14, 15, 16)))
    proposals = {}
    for number in (12, 13, 14, 15, 16):
        await bureau.say("股长", f"/plan {number} 倒排")
        proposals[number] = bureau.newest("股长", "采用")
    await bureau.say("甲某", "/progress 12 已报局办")
    await bureau.say("办主任", "/edit 13 期限=12月31日 原因=提前")
    await bureau.press("办主任", "确认调整")
    await bureau.say("甲某", "/plan 14 12月15日 完成选址")
    await bureau.say("甲某", "/done 15")
    await bureau.say("办主任", "/cancel 16 重复录入")
    await bureau.press("办主任", "确认撤销")
    answers = {number: await bureau.press("股长", "采用", message) for number, message in proposals.items()}
    assert [len(bureau.item(number).milestones) for number in proposals] == [3, 0, 1, 0, 0]
    assert "第13号 低保动态管理 状态已变化" in (answers[13] or "")
    assert "第14号 低保动态管理 状态已变化" in (answers[14] or "")
    assert "第15号 低保动态管理 已于11月20日16:05由甲某办结" in (answers[15] or "")
    assert "第16号 低保动态管理 已撤销，不再办理" in (answers[16] or "")


async def test_who_only_sees_the_item_reads_the_plan_and_changes_nothing(bureau: Bureau) -> None:
    bureau.add(item("2027-01-29"))
    await bureau.say("甲某", "/plan 12 12月15日 完成选址")
    [shown] = await bureau.say("乙某", "/plan 12")
    assert "完成选址" in shown
    assert labels(bureau.newest("乙某")) == []
    await bureau.say("乙某", "/plan 12 12月20日 主体完工")
    await bureau.say("乙某", "/plan 12 完成1")
    assert days_of(bureau) == [("12-15", "完成选址", False)]


async def test_a_step_and_a_measure_are_named_in_full_width_as_well(bureau: Bureau) -> None:
    """完成１ ended in an apology: the digit was taken for a Chinese numeral."""
    bureau.add(item("2026-12-31", number=12, measures="清理台账"))
    await bureau.say("甲某", "时间表 12 12月10日 完成招标")
    [shown] = await bureau.say("甲某", "时间表 12 完成\uff11")
    assert "1. ✅ 完成招标" in shown
    [shown] = await bureau.say("甲某", "措施 12 完成\uff11")
    assert "1. ✅ 清理台账" in shown
    assert "共有1条措施" in (await bureau.say("甲某", "措施 12 完成\uff19"))[0]
