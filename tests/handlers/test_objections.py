"""[有异议] on receipt, and the office's answer: 维持, another limit, another owner, or 撤销."""

import pytest

from domain.actions import Action
from domain.item import DoubtKind, ItemStatus
from domain.letter import Press, SettleChoice
from domain.requests import RequestKind
from playground.telegram.chats import Message
from playground.telegram.group import Group
from tests.domain.office import item
from tests.handlers.office import Bureau


def labels(message: Message) -> list[str]:
    return [button.label for button in message.buttons]


async def doubted(bureau: Bureau, words: str = "省系统11月底才开放") -> Group:
    """The unit's group, after 甲某 objected to item 12 there."""
    bureau.add(item("2026-12-10", number=12, status=ItemStatus.ASSIGNED))
    group = bureau.group("救助股", "社会救助股", "甲某", "乙某", "股长")
    await bureau.say("甲某", f"/object@duban_bot 12 {words}", group)
    await bureau.press("甲某", "时限无法完成", chat=group)
    return group


async def test_an_objection_goes_to_the_office_and_marks_the_item(bureau: Bureau) -> None:
    group = await doubted(bureau)
    doubt = bureau.item(12).doubt
    assert doubt is not None
    assert (doubt.kind, doubt.by, doubt.words) == (DoubtKind.IMPOSSIBLE, "甲某", "省系统11月底才开放")
    assert "时限无法完成。已报办公室答复；答复前本事项显示“待明确”，不催办。" in bureau.newest("甲某", chat=group).text
    asked = bureau.newest("办主任")
    assert asked.text == (
        "【交办异议】第12号 低保动态管理〔待明确〕\n社会救助股 甲某　11月20日16:05提出：时限无法完成\n"
        "说明：省系统11月底才开放\n责任人：甲某　期限：12月10日（周四）\n请答复；答复前不催办。"
    )
    assert labels(asked) == ["维持", "改期限", "改责任单位/责任人", "撤销该项"]
    [card] = await bureau.say("甲某", "/item 12")
    assert "有异议：时限无法完成（甲某，11月20日16:05）：省系统11月底才开放，待办公室答复" in card
    assert "提出异议（时限无法完成）：省系统11月底才开放" in card
    assert "〔待明确〕" in (await bureau.say("甲某", "我的事项"))[0]


async def test_words_in_reply_to_the_assignment_object_to_it(bureau: Bureau) -> None:
    group, message = await bureau.assignment()
    await bureau.say("乙某", "14 有异议 时间不够", group, reply_to=message)
    await bureau.press("乙某", "时限无法完成", chat=group)
    doubt = bureau.item(14).doubt
    assert doubt is not None
    assert doubt.words == "时间不够"
    alone = await bureau.players["办主任"].say(None, "/item 14")
    assert alone
    await bureau.breathe()
    [ask] = await bureau.say("办主任", "撤销 重复录入", reply_to=bureau.newest("办主任", "撤销"))
    assert "【请核对】拟撤销\n第14号" in ask


async def test_the_office_keeps_to_the_assignment_and_unit_and_owner_are_told(bureau: Bureau) -> None:
    group = await doubted(bureau)
    await bureau.press("办主任", "维持")
    [answer] = await bureau.say("办主任", "按省厅通知时间办理")
    assert "维持原交办" in answer
    told = bureau.newest("股长", chat=group)
    assert "办公室11月20日16:05：维持原交办，请签收并按期办理。\n说明：按省厅通知时间办理" in told.text
    assert labels(told) == ["签收"]
    assert "维持原交办" in bureau.texts("甲某")[-1]
    assert bureau.item(12).doubt is None
    assert bureau.ledger.request_of(RequestKind.DOUBT, 12) is None
    assert any("✅ 已答复：维持" in text for text in bureau.texts("办主任"))
    await bureau.press("办主任", "撤回")
    assert bureau.item(12).doubt is not None
    assert labels(bureau.newest("办主任", "撤销该项"))[0] == "维持", "it is asked once more"


async def test_the_office_moves_the_limit_instead(bureau: Bureau) -> None:
    group = await doubted(bureau)
    await bureau.press("办主任", "改期限")
    [ask] = await bureau.say("办主任", "12月25日")
    assert "期限：12月10日（周四） → 12月25日（周五）" in ask
    assert "原因：时限无法完成。" in ask
    await bureau.press("办主任", "确认调整")
    after = bureau.item(12)
    assert (after.due, after.doubt, after.status) == ("2026-12-25", None, ItemStatus.ASSIGNED)
    assert "期限12月10日（周四）→12月25日（周五）" in bureau.newest("股长", chat=group).text
    assert any("✅ 已答复：调整" in text for text in bureau.texts("办主任"))


async def test_the_office_gives_the_item_to_another_unit_or_cancels_it(bureau: Bureau) -> None:
    await doubted(bureau)
    await bureau.press("办主任", "改责任单位/责任人")
    await bureau.say("办主任", "儿童福利股 丙某")
    await bureau.press("办主任", "确认调整")
    assert (bureau.item(12).owner, bureau.item(12).doubt) == ("丙某", None)
    await bureau.say("丙某", "有异议 12")
    await bureau.press("丙某", "非本股室职责")
    await bureau.press("办主任", "撤销该项")
    assert "原因：非本股室职责。" in bureau.texts("办主任")[-1]
    await bureau.press("办主任", "确认撤销")
    assert bureau.status(12) is ItemStatus.CANCELLED


async def test_suspending_the_item_answers_the_objection(bureau: Bureau) -> None:
    await doubted(bureau)
    await bureau.say("办主任", "挂账 12 至12月20日 等省级系统")
    await bureau.press("办主任", "确认挂账")
    assert (bureau.item(12).doubt, bureau.ledger.request_of(RequestKind.DOUBT, 12)) == (None, None)
    assert any("✅ 已答复：挂账" in text for text in bureau.texts("办主任"))
    await bureau.press("办主任", "撤回")
    assert bureau.item(12).doubt is not None
    assert bureau.ledger.request_of(RequestKind.DOUBT, 12) is not None


async def test_signing_ends_the_objection(bureau: Bureau) -> None:
    await doubted(bureau)
    await bureau.say("甲某", "/ack 12")
    assert (bureau.item(12).doubt, bureau.status(12)) == (None, ItemStatus.ACKNOWLEDGED)
    assert labels(bureau.newest("办主任")) == []
    [refusal] = await bureau.say("甲某", "有异议 12 做不完")
    assert "已签收，不再受理异议" in refusal


async def test_an_objection_is_taken_back_by_whoever_made_it(bureau: Bureau) -> None:
    group = await doubted(bureau)
    await bureau.press("甲某", "撤回", chat=group)
    assert bureau.item(12).doubt is None
    assert labels(bureau.newest("办主任")) == []
    assert "已撤回" in bureau.newest("办主任").text


async def test_only_the_unit_objects_and_only_the_office_answers(bureau: Bureau) -> None:
    bureau.add(item(number=12, status=ItemStatus.ASSIGNED))
    for name in ("乙某", "分管甲", "局长"):
        assert "无权" in (await bureau.say(name, "有异议 12 不明确"))[0], name
    assert "没有第12号" in (await bureau.say("丙某", "有异议 12 不明确"))[0]
    await bureau.say("股长", "有异议 12")
    await bureau.press("股长", "要求不明确")
    assert "已由股长提出异议" in (await bureau.say("甲某", "有异议 12 不明确"))[0]
    await bureau.say("甲某", "/help")
    for choice in SettleChoice:
        await bureau.forge("甲某", bureau.newest("甲某"), Press(Action.SETTLE, 12, 0, choice).encode())
    assert bureau.item(12).doubt is not None


async def test_nobody_answers_their_own_objection(bureau: Bureau) -> None:
    bureau.add(item(number=12, status=ItemStatus.ASSIGNED, unit="办公室", owner="办主任"))
    await bureau.say("管理员", "/start")
    await bureau.say("办主任", "有异议 12 时间不够")
    await bureau.press("办主任", "时限无法完成")
    await bureau.say("办主任", "/item 12")
    await bureau.forge(
        "办主任", bureau.newest("办主任"), Press(Action.SETTLE, 12, 0, SettleChoice.KEEP_PLAINLY).encode()
    )
    assert bureau.item(12).doubt is not None
    await bureau.press("管理员", "维持")
    await bureau.press("管理员", "直接维持")
    assert bureau.item(12).doubt is None


@pytest.mark.parametrize("words", ["核" * 1001, "联系13812345678"])
async def test_words_that_may_not_be_kept_are_refused(bureau: Bureau, words: str) -> None:
    bureau.add(item(number=12, status=ItemStatus.ASSIGNED))
    replies = await bureau.say("甲某", f"有异议 12 {words}")
    assert not labels(bureau.newest("甲某"))
    assert "请选择" not in "".join(replies)


async def test_what_is_objected_to_is_listed_until_it_is_answered(bureau: Bureau) -> None:
    bureau.add(item("2026-12-18", number=12, status=ItemStatus.ASSIGNED))
    await bureau.say("甲某", "/object 12 时间不够")
    await bureau.press("甲某", "时限无法完成")
    await bureau.say("办主任", "/pending")
    await bureau.press("办主任", "待答复异议1")
    assert "第12号" in bureau.newest("办主任").text
    await bureau.press("办主任", "12 低保动态管理")
    await bureau.say("丙某", "/start doubts")
    assert "目前没有待答复的异议" in bureau.texts("丙某")[-1]
