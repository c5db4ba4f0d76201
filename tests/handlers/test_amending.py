"""撤销, 挂账 and 恢复办理 as the office says them, and what unit and owner read of it."""

from domain.item import Did, ItemStatus
from domain.letter import Press
from domain.requests import RequestKind
from jobs.lookout import Lookout
from playground.telegram.chats import Message
from tests.domain.office import RULES, at, item
from tests.handlers.office import Bureau


def labels(message: Message) -> list[str]:
    return [button.label for button in message.buttons]


async def test_a_mistake_is_cancelled_once_confirmed_and_everybody_concerned_is_told(bureau: Bureau) -> None:
    bureau.add(item(number=12))
    group = bureau.group("救助股", "社会救助股", "甲某", "股长")
    [ask] = await bureau.say("办主任", "撤销 12 重复录入")
    assert ask.startswith("【请核对】拟撤销\n第12号 低保动态管理")
    assert "原因：重复录入。" in ask
    assert labels(bureau.newest("办主任")) == ["确认撤销", "取消"]
    assert bureau.status(12) is ItemStatus.ACKNOWLEDGED
    await bureau.press("办主任", "确认撤销")
    assert bureau.status(12) is ItemStatus.CANCELLED
    told = "【撤销】第12号 低保动态管理\n本事项已撤销，不再办理，不计入办结。\n原因：重复录入。\n办主任　11月20日16:05"
    assert bureau.newest("股长", chat=group).text == told
    assert bureau.texts("甲某")[-1] == told
    assert labels(bureau.newest("办主任")) == ["撤回"]
    await bureau.press("办主任", "撤回")
    assert bureau.status(12) is ItemStatus.ACKNOWLEDGED
    assert "“撤销”已撤回" in bureau.newest("股长", chat=group).text


async def test_cancelling_ends_what_was_asked_about_the_item_and_taking_back_asks_again(bureau: Bureau) -> None:
    bureau.add(item(number=15, kind="rectification"))
    await bureau.say("甲某", "/done 15 已整改")
    await bureau.say("办主任", "/cancel 15 误录")
    await bureau.press("办主任", "确认撤销")
    assert labels(bureau.newest("分管甲")) == []
    assert bureau.ledger.request_of(RequestKind.CLOSE, 15) is None
    await bureau.say("办主任", "/undo 15")
    assert bureau.status(15) is ItemStatus.SUBMITTED
    assert "同意销号" in labels(bureau.newest("分管甲"))


async def test_a_button_asks_for_the_reason_and_cancel_leaves_all_as_it_was(bureau: Bureau) -> None:
    bureau.add(item(number=12))
    await bureau.say("办主任", "/item 12")
    await bureau.press("办主任", "撤销")
    assert "请直接发送撤销原因" in bureau.texts("办主任")[-1]
    [ask] = await bureau.say("办主任", "重复录入")
    assert "原因：重复录入" in ask
    await bureau.press("办主任", "取消")
    assert bureau.texts("办主任")[-1].endswith("好的，未作改动。（11月20日16:05）")
    await bureau.press("办主任", "撤销")
    assert "未作改动" in (await bureau.say("办主任", "算了"))[0]
    assert (bureau.status(12), bureau.item(12).version) == (ItemStatus.ACKNOWLEDGED, 1)


async def test_an_item_is_suspended_to_a_day_and_comes_back_by_itself(bureau: Bureau) -> None:
    bureau.add(item("2026-12-10", number=12))
    group = bureau.group("救助股", "社会救助股", "甲某", "股长")
    [ask] = await bureau.say("办主任", "挂账 12 至11月28日 等待省级系统升级")
    assert "挂账至：11月28日（周六）〔写作“至11月28日”；当日休息，11月30日（周一）恢复〕" in ask
    assert "原因：等待省级系统升级。" in ask
    await bureau.press("办主任", "确认挂账")
    assert bureau.status(12) is ItemStatus.SUSPENDED
    assert "挂账至11月28日（周六），届时自动恢复办理" in bureau.newest("股长", chat=group).text
    lookout = Lookout(bureau.ledger, RULES, "duban_bot")
    lookout.look(at("11-28 09:00"))
    assert bureau.status(12) is ItemStatus.SUSPENDED
    lookout.look(at("11-30 08:31"))
    lookout.look(at("11-30 09:31"))
    await bureau.breathe()
    assert bureau.status(12) is ItemStatus.ASSIGNED
    told = [m.text for m in bureau.playground.messages(group.chat_id) if "挂账到期" in m.text]
    assert told == ["【恢复办理】第12号 低保动态管理\n挂账到期，自本日起恢复办理。责任人：甲某\n期限：12月10日（周四）"]
    assert sum("挂账到期" in text for text in bureau.texts("办主任")) == 1


async def test_suspending_without_a_day_is_refused_and_asked_again(bureau: Bureau) -> None:
    bureau.add(item(number=12))
    [refusal] = await bureau.say("办主任", "/suspend 12 等待省级系统升级")
    assert "请写明挂账到哪天恢复，例如：挂账 12 至3月31日" in refusal
    await bureau.say("办主任", "挂账 12")
    [refusal] = await bureau.say("办主任", "尽快 等省级通知")
    assert "不是具体期限" in refusal
    [ask] = await bureau.say("办主任", "3月31日 等待省级系统升级")
    assert "2027年3月31日（周三）" in ask, "the question stayed open"


async def test_a_suspended_item_is_resumed_by_hand(bureau: Bureau) -> None:
    bureau.add(item(number=12, status=ItemStatus.SUSPENDED), item(number=13))
    replies = await bureau.say("办主任", "恢复办理 12、13")
    assert "【恢复办理】第12号" in replies[0]
    assert "第13号 低保动态管理 没有挂账" in replies[1]
    assert bureau.item(12).history[-1].did is Did.RESUME
    await bureau.press("办主任", "撤回")
    assert bureau.status(12) is ItemStatus.SUSPENDED
    await bureau.say("办主任", "/item 12")
    await bureau.press("办主任", "恢复办理")
    assert bureau.status(12) is ItemStatus.ASSIGNED


async def test_who_may_only_take_back_means_that_by_cancel(bureau: Bureau) -> None:
    bureau.add(item(number=12))
    await bureau.say("甲某", "/done 12")
    await bureau.say("甲某", "撤销 12 误点")
    assert labels(bureau.newest("甲某")) == ["撤回第12号", "不是"]
    [refusal] = await bureau.say("甲某", "/suspend 12 至12月1日 等")
    assert "无权办理" in refusal


async def test_a_preview_is_its_writers_and_of_the_item_as_it_was(bureau: Bureau) -> None:
    bureau.add(item(number=12))
    group = bureau.group("救助股", "社会救助股", "甲某", "管理员", "办主任")
    await bureau.say("管理员", "/cancel@duban_bot 12 误录", group)
    asked = bureau.newest("管理员", chat=group)
    draft = Press.decode(asked.buttons[0].data)
    assert draft is not None
    assert "由其本人" in (await bureau.press("办主任", "确认撤销", asked, chat=group) or "")
    await bureau.say("甲某", "/ack@duban_bot 12", group)
    await bureau.say("甲某", "/done@duban_bot 12", group)
    assert "状态已变化" in (await bureau.press("管理员", "确认撤销", asked, chat=group) or "")
    assert bureau.status(12) is ItemStatus.CLOSED
    assert "失效" in (await bureau.forge("管理员", asked, Press(draft.action, 12, 999, 1).encode()) or "")


async def test_an_items_number_stands_apart_from_the_day_that_follows(bureau: Bureau) -> None:
    """挂账 108 月底 named no item, and 12-20 named the items 12 to 20."""
    bureau.add(item("2026-12-18", number=108), item("2026-12-18", number=109))
    for said, day in (
        ("/suspend 108 月底 等系统", "11月30日"),
        ("挂账 108 月底 等系统", "11月30日"),
        ("/suspend 108 12-20 等系统", "12月20日"),
        ("/suspend 108 十二月三十日 等系统", "12月30日"),
    ):
        [shown] = await bureau.say("办主任", said)
        assert f"挂账至：{day}" in shown, said
        assert "原因：等系统。" in shown, said
    [refusal] = await bureau.say("办主任", "/suspend 108 2月30日 等系统")
    assert "未能识别期限“2月30日”" in refusal
    [asked] = await bureau.say("办主任", "/suspend 108 109 至12月20日 等系统")
    assert "请选择要挂账的事项" in asked or "第109号" in asked
