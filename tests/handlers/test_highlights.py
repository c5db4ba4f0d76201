"""已总结上报 in dialogues: by button after closing, on the card and in words; taken back; what is refused."""

from msgspec.structs import replace

from domain.item import ItemStatus
from playground.telegram.chats import Message
from tests.domain.office import item
from tests.handlers.office import Bureau

HIGHLIGHT = replace(item("2026-12-31", number=8, title="婚俗改革示范村"), is_highlight=True)


def labels(message: Message) -> list[str]:
    return [button.label for button in message.buttons]


async def test_after_closing_one_press_says_that_it_was_summed_up(bureau: Bureau) -> None:
    bureau.add(HIGHLIGHT)
    await bureau.say("甲某", "/done 8")
    await bureau.press("甲某", "已总结上报")
    assert bureau.item(8).summed_up_by == "甲某"
    assert bureau.newest("甲某").text == "第8号 婚俗改革示范村 已总结上报\n甲某　11月20日16:05登记。"
    [card] = await bureau.say("甲某", "/item 8")
    assert "亮点工作：甲某11月20日已总结上报" in card
    [refused] = await bureau.say("办主任", "8已总结上报")
    assert refused == "第8号 婚俗改革示范村 已由甲某于11月20日登记总结上报，无须重复。"
    [told] = await bureau.say("办主任", "/summary")
    assert "八大亮点：办结1项（已总结上报1项），推进0项。" in told
    await bureau.press("甲某", "撤回")
    assert bureau.item(8).summed_up_at is None
    assert bureau.status(8) is ItemStatus.CLOSED


async def test_the_approver_has_the_button_as_well(bureau: Bureau) -> None:
    bureau.add(replace(HIGHLIGHT, kind="rectification"))
    await bureau.say("甲某", "/done 8")
    await bureau.press("分管甲", "同意销号")
    message = bureau.newest("分管甲", "已总结上报")
    await bureau.press("分管甲", "已总结上报", message)
    assert bureau.item(8).summed_up_by == "分管甲"
    assert "已总结上报" not in labels(message)


async def test_what_is_open_or_no_highlight_is_refused(bureau: Bureau) -> None:
    bureau.add(HIGHLIGHT, item(number=12, status=ItemStatus.CLOSED))
    assert await bureau.say("甲某", "/sumup 8") == ["第8号 婚俗改革示范村 尚未办结，请办结后再登记总结上报。"]
    [refused] = await bureau.say("甲某", "/sumup 12")
    assert refused == "第12号 低保动态管理 不是亮点工作，无须总结上报。"
    [refused] = await bureau.say("丙某", "/sumup 8")
    assert "没有第8号" in refused
