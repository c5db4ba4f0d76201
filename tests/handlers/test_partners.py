"""配合单位: each has a tick of its own; only the lead asks for closing, and sees who has not ticked."""

from domain.actions import Action
from domain.item import Did, ItemStatus
from domain.letter import Press
from tests.domain.office import item
from tests.handlers.office import Bureau
from tests.handlers.test_feedback import labels

PARTNERS = ("养老服务股", "公安局", "儿童福利股")


async def test_a_cooperating_unit_ticks_and_the_lead_hears_of_it(bureau: Bureau) -> None:
    bureau.add(item(partners=PARTNERS))
    await bureau.say("甲某", "谢谢")
    [told] = await bureau.say("别股长", "配合完成 12 已提供名单")
    assert told == "✅ 第12号 低保动态管理 配合完成\n已记录养老服务股配合完成，牵头的社会救助股可查看。"
    assert bureau.newest("甲某").text == (
        "【配合完成】第12号 低保动态管理\n养老服务股 别股长11月20日16:05：已提供名单\n尚未反馈：儿童福利股。"
    )
    [card] = await bureau.say("甲某", "/item 12")
    assert "配合单位：养老服务股✅（别股长11月20日）、公安局、儿童福利股" in card
    [again] = await bureau.say("别股长", "/tick 12")
    assert "养老服务股已反馈配合完成" in again
    [back] = await bureau.say("别股长", "/undo 12")
    assert back == "↩️ 第12号 低保动态管理 已撤回“配合完成”\n完成配合部分后请再次反馈，牵头的社会救助股可查看。"
    assert labels(bureau.newest("别股长")) == ["配合完成"]
    assert bureau.item(12).ticks == ()
    assert [step.did for step in bureau.item(12).history] == [Did.TICK, Did.UNDO]
    assert bureau.newest("甲某").text == (
        "【撤回配合完成】第12号 低保动态管理\n养老服务股 别股长11月20日16:05撤回。\n尚未反馈：养老服务股、儿童福利股。"
    )


async def test_the_button_takes_the_tick_back_after_the_item_was_submitted(bureau: Bureau) -> None:
    bureau.add(item(number=15, kind="rectification", partners=PARTNERS))
    await bureau.say("别股长", "/tick 15")
    told = bureau.newest("别股长")
    await bureau.say("丙某", "/tick 15")
    await bureau.say("甲某", "/done 15 已整改")
    await bureau.press("别股长", "撤回", told)
    assert [tick.unit for tick in bureau.item(15).ticks] == ["儿童福利股"]
    assert bureau.status(15) is ItemStatus.SUBMITTED
    await bureau.say("甲某", "/undo 15")
    assert bureau.status(15) is ItemStatus.ACKNOWLEDGED


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
    lacking = "儿童福利股没有可送达的群聊和负责人，请直接联系。"
    assert await bureau.press("甲某", "提醒配合单位") == f"已提醒：养老服务股。{lacking}"
    reminder = bureau.newest("别股长", chat=group)
    assert reminder.text.startswith("【配合提醒】第12号 低保动态管理\n牵头：社会救助股 甲某　期限：11月20日（周五）")
    assert await bureau.press("甲某", "提醒配合单位") == lacking
    assert bureau.newest("别股长", chat=group) == reminder
    await bureau.press("别股长", "配合完成", reminder, chat=group)
    assert bureau.item(12).ticks[0].by == "别股长"


async def test_the_approver_reads_who_has_ticked(bureau: Bureau) -> None:
    bureau.add(item(number=15, kind="rectification", partners=PARTNERS))
    await bureau.say("分管甲", "谢谢")
    await bureau.say("别股长", "/tick 15")
    [asked] = await bureau.say("甲某", "/done 15 已整改")
    assert asked == "第15号 低保动态管理〔整改〕\n儿童福利股尚未反馈配合情况。仍要申请销号？"
    assert bureau.status(15) is ItemStatus.ACKNOWLEDGED
    await bureau.press("甲某", "仍申请")
    assert bureau.item(15).history[-1].note == "已整改"
    line = "配合单位：养老服务股✅（别股长11月20日）、公安局、儿童福利股"
    assert line in bureau.newest("分管甲", "同意销号").text


async def test_who_does_not_cooperate_is_told_so(bureau: Bureau) -> None:
    bureau.add(item(partners=PARTNERS), item(number=13))
    [told] = await bureau.say("股长", "/tick 12")
    assert "未将您的单位列为配合单位" in told
    [told] = await bureau.say("别股长", "/tick 13")
    assert "没有第13号" in told


async def test_the_lead_is_asked_before_it_closes_without_a_partner(bureau: Bureau) -> None:
    bureau.add(item(partners=PARTNERS), item(number=13), item(number=14, partners=("公安局",)))
    closed, asked = await bureau.say("甲某", "/done 12 13 14 已上报")
    assert "第13号" in closed
    assert "第14号" in closed
    assert asked == "第12号 低保动态管理\n养老服务股、儿童福利股尚未反馈配合情况。仍要办结？"
    assert [label for row in bureau.newest("甲某").labels for label in row] == ["仍办结", "提醒配合单位"]
    question = bureau.newest("甲某")
    await bureau.say("别股长", "谢谢")
    assert (await bureau.press("甲某", "提醒配合单位") or "").startswith("已提醒：养老服务股。")
    assert bureau.newest("别股长").text.startswith("【配合提醒】第12号")
    await bureau.press("甲某", "仍办结", question)
    assert bureau.status(12) is ItemStatus.CLOSED
    assert bureau.item(12).history[-1].note == "已上报"


async def test_the_button_asks_as_well_and_closes_where_all_have_ticked(bureau: Bureau) -> None:
    bureau.add(item(partners=("养老服务股",)))
    await bureau.say("甲某", "/item 12")
    card = bureau.newest("甲某")
    await bureau.press("甲某", "办结", card)
    assert "养老服务股尚未反馈配合情况" in bureau.newest("甲某").text
    assert bureau.status(12) is ItemStatus.ACKNOWLEDGED
    await bureau.say("别股长", "已配合 12")
    await bureau.press("甲某", "办结", card)
    assert bureau.status(12) is ItemStatus.CLOSED


async def test_another_cannot_close_with_the_words_that_wait(bureau: Bureau) -> None:
    bureau.add(item(partners=PARTNERS))
    group = bureau.group("救助股", "社会救助股", "甲某", "股长", "丙某")
    await bureau.say("甲某", "/done@duban_bot 12 已上报", group)
    question = bureau.newest("股长", chat=group)
    data = question.buttons[0].data or ""
    for name, told in (("股长", "甲某"), ("丙某", "")):
        assert told in (await bureau.press(name, "仍办结", question, chat=group) or "")
        assert bureau.status(12) is ItemStatus.ACKNOWLEDGED
    await bureau.press("甲某", "仍办结", question, chat=group)
    assert bureau.status(12) is ItemStatus.CLOSED
    version = bureau.item(12).version
    assert await bureau.forge("甲某", question, data)
    assert bureau.item(12).version == version


async def test_what_is_closed_cancelled_or_suspended_is_ticked_no_more(bureau: Bureau) -> None:
    over = (ItemStatus.CLOSED, ItemStatus.CANCELLED, ItemStatus.SUSPENDED)
    bureau.add(*(item(number=20 + n, status=status, partners=PARTNERS) for n, status in enumerate(over)))
    for number in (20, 21, 22):
        [told] = await bureau.say("别股长", f"/tick {number}")
        assert f"第{number}号" in told
        assert bureau.item(number).ticks == ()


async def test_the_list_has_what_a_unit_cooperates_on_and_has_not_ticked(bureau: Bureau) -> None:
    bureau.add(
        item(number=21, title="甲事", partners=PARTNERS),
        item(number=22, title="乙事", partners=PARTNERS, is_sensitive=True),
        item(number=23, title="丙事", unit="养老服务股", owner="别股长", partners=PARTNERS),
        item(number=24, title="丁事", partners=("儿童福利股",)),
    )
    group = bureau.group("养老股", "养老服务股", "别股长", "股长")
    await bureau.say("别股长", "/whoami")
    await bureau.forge("别股长", bureau.newest("别股长"), Press(Action.COOPERATION).encode())
    text = bureau.newest("别股长").text
    assert [title in text for title in ("甲事", "乙事", "丙事", "丁事")] == [True, True, False, False]
    await bureau.say("别股长", "/item@duban_bot 21", group)
    await bureau.forge("别股长", bureau.newest("别股长", chat=group), Press(Action.COOPERATION).encode())
    text = bureau.newest("别股长", chat=group).text
    assert [title in text for title in ("甲事", "乙事")] == [True, False]
    assert "甲事" not in (await bureau.forge("股长", bureau.newest("别股长", chat=group), "shared:0:0") or "")
    await bureau.say("别股长", "/tick 21")
    await bureau.say("别股长", "/tick 22")
    await bureau.say("别股长", "/whoami")
    await bureau.forge("别股长", bureau.newest("别股长"), Press(Action.COOPERATION).encode())
    assert "目前没有待反馈的配合事项" in bureau.newest("别股长").text


async def test_a_cooperating_unit_hears_of_a_new_assignment(bureau: Bureau) -> None:
    group = bureau.group("养老股", "养老服务股", "别股长")
    await bureau.say("办主任", "/add 社会救助股 甲某 12月30日前 完成低保核查 配合=养老服务股，公安局")
    await bureau.press("办主任", "确认交办")
    told = bureau.newest("别股长", chat=group)
    assert told.text.startswith("【配合任务】第1号 完成低保核查\n牵头：社会救助股 甲某　期限：12月30日（周三）")
    await bureau.press("别股长", "配合完成", told, chat=group)
    assert bureau.item(1).ticks[0].unit == "养老服务股"
    assert [key for key in _told_of_cooperation(bureau) if key.startswith("1|2026-11-20|cooperate:0|chat:")]


def _told_of_cooperation(bureau: Bureau) -> list[str]:
    [chat] = bureau.roster.chats_of("养老服务股")
    key = f"1|2026-11-20|cooperate:0|chat:{chat.number}"
    return [key] if bureau.ledger.told(key) else []


async def test_a_reply_to_the_reminder_ticks_with_its_words_and_nobody_is_reminded_twice_or_after_the_end(
    bureau: Bureau,
) -> None:
    bureau.add(item(partners=("养老服务股",)))
    group = bureau.group("养老股", "养老服务股", "别股长")
    await bureau.say("甲某", "/item 12")
    card = bureau.newest("甲某")
    await bureau.press("甲某", "提醒配合单位", card)
    assert "今日已提醒过" in (await bureau.press("甲某", "提醒配合单位", card) or "")
    reminder = bureau.newest("别股长", chat=group)
    [refused] = await bureau.say("别股长", "/tick@duban_bot 12 " + "长" * 2000, group)
    assert bureau.item(12).ticks == ()
    assert "字" in refused
    await bureau.say("别股长", "配合完成 已提供名单", group, reply_to=reminder)
    assert bureau.item(12).ticks[0].words == "已提供名单"
    await bureau.say("甲某", "/done 12")
    before = len(bureau.playground.messages(group.chat_id))
    assert "第12号" in (await bureau.forge("甲某", card, Press(Action.REMIND_PARTNERS, 12).encode()) or "")
    assert len(bureau.playground.messages(group.chat_id)) == before
