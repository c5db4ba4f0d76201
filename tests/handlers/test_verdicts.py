"""群众评价 in the chat: asked after 销号, taken down by button and in words; 重办 told in private, and counted."""

from domain.item import ItemStatus
from jobs.lookout import Lookout
from tests.domain.office import RULES, at
from tests.handlers.office import Bureau
from tests.handlers.test_feedback import labels
from tests.handlers.test_statutory import ON, petition


async def close(bureau: Bureau, number: int = 12) -> None:
    """The petition is done, and the deputy leader agrees."""
    bureau.add(petition(number, clock_marks=(ON,)))
    for name in ("甲某", "股长", "分管甲"):
        await bureau.say(name, "谢谢")
    await bureau.say("甲某", f"/done {number} 补贴已补发")
    await bureau.press("分管甲", "同意销号")
    assert bureau.status(number) is ItemStatus.CLOSED


async def test_the_verdict_is_asked_with_the_closing_and_taken_down_by_button(bureau: Bureau) -> None:
    await close(bureau)
    assert "群众评价" in labels(bureau.newest("分管甲"))
    await bureau.press("甲某", "群众评价")
    assert labels(bureau.newest("甲某")) == ["满意", "基本满意", "不满意", "未联系上"]
    choices = bureau.newest("甲某")
    await bureau.press("甲某", "满意", choices)
    assert bureau.newest("甲某").text == "第12号 反映补贴发放问题〔信访〕\n群众评价“满意”已登记。"
    [card] = await bureau.say("甲某", "/item 12")
    assert "群众评价：满意（11月20日 甲某）" in card
    assert "群众评价" not in labels(bureau.newest("甲某"))
    [again] = await bureau.say("甲某", "/verdict 12 不满意 改口")
    assert "的群众评价已登记，无须再登记" in again
    [counts] = await bureau.say("局长", "/summary")
    assert "群众评价：满意1" in counts
    [counts] = await bureau.say("分管甲", "/summary")
    assert "群众评价：满意1" in counts
    [counts] = await bureau.say("分管乙", "/summary")
    assert "群众评价" not in counts
    [back] = await bureau.say("甲某", "/undo 12")
    assert "已撤回" in back
    assert (bureau.status(12), bureau.item(12).verdicts) == (ItemStatus.CLOSED, ())


async def test_not_satisfied_asks_why_and_opens_it_again_in_private(bureau: Bureau) -> None:
    group = bureau.group("救助股", "社会救助股", "甲某", "股长")
    await close(bureau)
    await bureau.press("甲某", "群众评价")
    await bureau.press("甲某", "不满意")
    assert "请直接发送不满意的原因" in bureau.newest("甲某").text
    [told] = await bureau.say("甲某", "补贴仍未到账")
    assert "群众评价“不满意”已登记：补贴仍未到账。\n本事项转为第2次办理，期限12月21日（周一）。" in told
    for name in ("股长", "分管甲"):
        assert bureau.newest(name).text == (
            "【重办】第12号 反映补贴发放问题〔信访〕\n"
            "群众评价不满意（甲某11月20日登记）：补贴仍未到账\n本事项转为第2次办理，期限12月21日（周一）。"
        )
    [card] = await bureau.say("甲某", "/item 12")
    assert "办理次数：第2次办理" in card
    assert bureau.status(12) is ItemStatus.ACKNOWLEDGED
    [counts] = await bureau.say("局长", "/summary")
    assert "群众评价：不满意1（已重办）" in counts
    await bureau.say("甲某", "/undo 12")
    assert bureau.status(12) is ItemStatus.CLOSED
    assert "群众评价已撤回，恢复为已销号" in bureau.newest("股长").text
    assert bureau.playground.messages(group.chat_id) == []


async def test_bad_verdicts_are_refused_with_one_line(bureau: Bureau) -> None:
    bureau.add(petition(13))
    await close(bureau)
    for name, words, refusal in (
        ("甲某", "/verdict 13 满意", "尚未销号"),
        ("甲某", "群众评价 12 还行", "请写满意、基本满意、不满意或未联系上"),
        ("甲某", "/verdict 12 不满意", "原因"),
        ("甲某", f"/verdict 12 不满意 {'很' * 5000}", "1000字"),
        ("丙某", "/verdict 12 满意", "无权"),
        ("甲某", "/verdict 99 满意", "99"),
    ):
        [told] = await bureau.say(name, words)
        assert refusal in told, (words, told)
    assert bureau.item(12).verdicts == ()


async def test_the_owner_is_reminded_once_in_private_even_after_a_restart(bureau: Bureau) -> None:
    group = bureau.group("救助股", "社会救助股", "甲某", "股长")
    await close(bureau)
    bureau.playground.clock.set(at("11-27 09:31"))
    for _ in range(2):
        Lookout(bureau.ledger, RULES, "duban_bot").look(bureau.now)
    await bureau.breathe()
    told = [text for text in bureau.texts("甲某") if text.startswith("【群众评价】")]
    assert told == ["【群众评价】\n第12号 反映补贴发放问题〔信访〕\n11月20日销号，请回访并登记群众评价。"]
    assert all("反映" not in message.text for message in bureau.playground.messages(group.chat_id))
