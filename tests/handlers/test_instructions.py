"""领导批示: recorded with its day, put first, told to the unit, answered to the leader, reminded by its own clock."""

from datetime import date

import pytest

from domain.instructions import MARK
from jobs.lookout import Lookout
from tests.domain.office import RULES, at, item
from tests.handlers.office import Bureau
from tests.handlers.test_feedback import labels

SAID = "批示 12 局长：请抓紧整改，12月4日前报结果"


async def test_it_is_recorded_told_to_the_unit_and_stands_first(bureau: Bureau) -> None:
    group = bureau.group("救助股", "社会救助股", "甲某", "股长")
    bureau.add(item("2027-01-29"), item("2027-01-20", number=13))
    [said] = await bureau.say("办主任", SAID)
    assert "局长11月20日：请抓紧整改，12月4日前报结果（12月4日（周五）前报结果）" in said
    [given] = bureau.item(12).instructions
    assert (given.leader, given.answer_by) == ("局长", date(2026, 12, 4))
    assert bureau.item(12).marks == (MARK,)
    assert "请按批示抓紧办理" in bureau.newest("股长", chat=group).text
    [mine] = await bureau.say("甲某", "我的事项")
    assert mine.index("第12号") < mine.index("第13号")
    assert "批示：局长，12月4日（周五）前报结果" in mine
    [card] = await bureau.say("甲某", "/item 12")
    assert "领导批示：局长11月20日：请抓紧整改" in card


async def test_the_owner_answers_once_and_the_leader_reads_it(bureau: Bureau) -> None:
    bureau.add(item("2027-01-29"))
    await bureau.say("办主任", SAID)
    await bureau.say("甲某", "/item 12")
    await bureau.press("甲某", "报批示办理情况")
    await bureau.say("甲某", "已约谈责任人，整改过半")
    assert bureau.newest("局长").text.startswith("【批示办理情况】第12号 低保动态管理\n已约谈责任人，整改过半")
    assert bureau.item(12).marks == ()
    [again] = await bureau.say("甲某", "批示办理 12 又报")
    assert "没有待办的批示" in again
    await bureau.say("甲某", "/undo 12")
    assert bureau.item(12).marks == (MARK,)


async def test_its_own_clock_reminds_chases_and_then_is_silent(bureau: Bureau) -> None:
    group = bureau.group("救助股", "社会救助股", "甲某", "股长")
    bureau.add(item("2027-01-29"))
    await bureau.say("办主任", SAID)
    lookout = Lookout(bureau.ledger, RULES, "duban_bot")

    async def told(moment: str) -> list[str]:
        before = len(bureau.playground.messages(group.chat_id))
        lookout.look(at(moment))
        await bureau.breathe()
        return [each.text for each in bureau.playground.messages(group.chat_id)[before:]]

    days = ("11-30", "12-01", "12-02", "12-03", "12-04", "12-07", "12-08", "12-09", "12-10")
    found: list[str] = []
    for day in days:
        for hour in ("08:30", "09:30", "15:00"):
            found += [
                f"{day} {hour}" for text in await told(f"{day} {hour}") if "批示提醒" in text or "批示催办" in text
            ]
    assert found == ["12-03 09:30", "12-04 15:00", "12-07 09:30", "12-09 09:30"]
    copies = [text for text in bureau.texts("分管甲") if "批示" in text]
    assert len(copies) == 2


@pytest.mark.parametrize(
    ("who", "said", "answer"),
    [
        ("甲某", SAID, "您无权"),
        ("办主任", "批示 12 局长：请抓紧，11月1日前报", "日期已过"),
        ("办主任", "/instruct 12 " + "抓" * 301, "最多300字"),
        ("办主任", "/instruct 12", "批示内容为空"),
        ("办主任", "/instruct 12 局长：联系13800138000", "电话"),
        ("乙某", "批示办理 12 已办", "您无权"),
    ],
)
async def test_what_can_not_be_recorded_is_said_in_one_line(bureau: Bureau, who: str, said: str, answer: str) -> None:
    bureau.add(item("2027-01-29"))
    [reply] = await bureau.say(who, said)
    assert answer in reply
    assert bureau.item(12).instructions == ()


async def test_a_leader_speaks_for_themself_and_a_colon_of_others_is_no_name(bureau: Bureau) -> None:
    bureau.add(item("2027-01-29"))
    await bureau.say("分管甲", "批示 12 要求：逐户核查")
    [given] = bureau.item(12).instructions
    assert (given.leader, given.words, given.answer_by) == ("分管甲", "要求：逐户核查", None)
    assert labels(bureau.newest("分管甲")) == ["撤回"]
