"""配合单位: each has a tick of its own; only the lead asks for closing, and sees who has not ticked."""

from domain.item import Did
from tests.domain.office import item
from tests.handlers.office import Bureau
from tests.handlers.test_feedback import labels

PARTNERS = ("养老服务股", "公安局", "儿童福利股")


async def test_a_cooperating_unit_ticks_and_the_lead_hears_of_it(bureau: Bureau) -> None:
    bureau.add(item(partners=PARTNERS))
    await bureau.say("甲某", "谢谢")
    [told] = await bureau.say("别股长", "配合完成 12 已提供名单")
    assert told == "✅ 第12号 低保动态管理 配合完成\n已记录养老服务股配合完成，已告知牵头的社会救助股。"
    assert bureau.newest("甲某").text == (
        "【配合完成】第12号 低保动态管理\n养老服务股 别股长11月20日16:05：已提供名单\n尚未反馈：儿童福利股。"
    )
    [card] = await bureau.say("甲某", "/item 12")
    assert "配合单位：养老服务股✅（11月20日16:05）、公安局、儿童福利股" in card
    [again] = await bureau.say("别股长", "/tick 12")
    assert "养老服务股已反馈配合完成" in again
    await bureau.say("别股长", "/undo 12")
    assert bureau.item(12).ticks == ()
    assert [step.did for step in bureau.item(12).history] == [Did.TICK, Did.UNDO]


async def test_people_of_a_cooperating_unit_see_the_item_and_do_no_more_than_tick(bureau: Bureau) -> None:
    bureau.add(item(partners=PARTNERS))
    [card] = await bureau.say("丙某", "/item 12")
    assert card.startswith("第12号 低保动态管理")
    assert "配合完成" in labels(bureau.newest("丙某"))
    for words in ("/done 12", "/progress 12 已报", "/ack 12", "/extend 12 12月31日 升级"):
        [told] = await bureau.say("丙某", words)
        assert "无权办理" in told, words
    await bureau.press("丙某", "配合完成")
    assert bureau.item(12).ticks[0].unit == "儿童福利股"
    assert bureau.item(12).version == 2


async def test_in_its_own_group_a_cooperating_unit_ticks_unless_the_item_is_sensitive(bureau: Bureau) -> None:
    bureau.add(item(partners=PARTNERS), item(number=13, is_sensitive=True, partners=PARTNERS))
    group = bureau.group("养老股", "养老服务股", "别股长")
    [told] = await bureau.say("别股长", "/tick@duban_bot 12", group)
    assert "配合完成" in told
    [told] = await bureau.say("别股长", "/tick@duban_bot 13", group)
    assert "没有第13号" in told


async def test_the_lead_reminds_those_who_have_not_ticked_once_a_day(bureau: Bureau) -> None:
    bureau.add(item(partners=PARTNERS))
    group = bureau.group("养老股", "养老服务股", "别股长")
    await bureau.say("甲某", "/item 12")
    assert await bureau.press("甲某", "提醒配合单位") == "已提醒：养老服务股、儿童福利股。"
    reminder = bureau.newest("别股长", chat=group)
    assert reminder.text.startswith("【配合提醒】第12号 低保动态管理\n牵头：社会救助股 甲某　期限：11月20日（周五）")
    assert "今日已提醒过" in (await bureau.press("甲某", "提醒配合单位") or "")
    await bureau.press("别股长", "配合完成", reminder, chat=group)
    assert bureau.item(12).ticks[0].by == "别股长"


async def test_the_approver_reads_who_has_ticked(bureau: Bureau) -> None:
    bureau.add(item(number=15, kind="rectification", partners=PARTNERS))
    await bureau.say("分管甲", "谢谢")
    await bureau.say("别股长", "/tick 15")
    [told] = await bureau.say("甲某", "/done 15 已整改")
    line = "配合单位：养老服务股✅（11月20日16:05）、公安局、儿童福利股"
    assert line in told
    assert line in bureau.newest("分管甲", "同意销号").text


async def test_who_does_not_cooperate_is_told_so(bureau: Bureau) -> None:
    bureau.add(item(partners=PARTNERS), item(number=13))
    [told] = await bureau.say("股长", "/tick 12")
    assert "未将您的单位列为配合单位" in told
    [told] = await bureau.say("别股长", "/tick 13")
    assert "没有第13号" in told
