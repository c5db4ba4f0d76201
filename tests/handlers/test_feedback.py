"""反馈进展 in plain words: echoed, confirmed, recorded; by number, in reply, in private and in the unit's group."""

from domain.actions import Action
from domain.item import Did, ItemStatus
from domain.letter import DraftChoice, Letter, Press
from playground.telegram.chats import Message
from playground.telegram.group import Group
from tests.domain.office import item
from tests.handlers.office import Bureau
from tests.texts.reading import model


def labels(message: Message) -> list[str]:
    return [button.label for button in message.buttons]


async def told(bureau: Bureau, *numbers: int) -> tuple[Group, Message]:
    """The unit's group, and the bot's message in it about these items."""
    bureau.add(*(item(number=number) for number in numbers))
    group = bureau.group("救助股", "社会救助股", "甲某", "乙某", "股长", "分管甲", "陌生人")
    with bureau.ledger.transaction(at=bureau.now, by="test", did="tell") as tx:
        tx.queue(Letter(chat_id=group.chat_id, html="今日提示", about=numbers, queued_at=bureau.now))
    await bureau.breathe()
    return group, bureau.newest("甲某", chat=group)


async def test_words_on_an_item_are_recorded_once_confirmed(bureau: Bureau) -> None:
    """Fault 6.4: a number and words are feedback: echoed, then the item's newest word and a step."""
    bureau.add(item(number=21))
    [echo] = await bureau.say("甲某", "21 已报局办，待会签")
    assert echo == "记为第21号进展？\n“已报局办，待会签”（甲某，11月20日16:05）"
    assert echo in model(13)
    assert labels(bureau.newest("甲某")) == ["确认", "改一改", "取消"]
    assert bureau.item(21).progress == ""
    await bureau.press("甲某", "确认")
    assert bureau.item(21).progress == "已报局办，待会签"
    assert (bureau.item(21).history[-1].did, bureau.item(21).history[-1].by) == (Did.PROGRESS, "甲某")
    assert bureau.texts("甲某")[-1].startswith("已记录第21号进展。该项今日到期")
    assert labels(bureau.newest("甲某")) == ["撤回"]


async def test_words_may_be_changed_or_dropped(bureau: Bureau) -> None:
    bureau.add(item(number=21))
    await bureau.say("甲某", "21 已报局半")
    await bureau.press("甲某", "改一改")
    [echo] = await bureau.say("甲某", "已报局办")
    assert "“已报局办”" in echo
    await bureau.press("甲某", "取消")
    assert bureau.texts("甲某")[-1] == "好的，未作记录。"
    assert bureau.item(21).progress == ""


async def test_a_command_ends_the_question_for_other_words(bureau: Bureau) -> None:
    bureau.add(item(number=21))
    await bureau.say("甲某", "21 已报局半")
    await bureau.press("甲某", "改一改")
    [reply] = await bureau.say("甲某", "我的事项")
    assert "【我的事项】" in reply
    [reply] = await bureau.say("甲某", "今天天气不错")
    assert "没有看懂" in reply


async def test_a_reply_in_a_group_reports_on_its_item(bureau: Bureau) -> None:
    """Fault 6.4: a reply to the bot in a group is served, without a number on the item that is answered."""
    group, message = await told(bureau, 9)
    for words in ("9 已报局办", "已报局办"):
        [echo] = await bureau.say("甲某", words, group, reply_to=message)
        assert echo.startswith("记为第9号进展？\n“已报局办”")
    await bureau.press("甲某", "确认", chat=group)
    assert bureau.item(9).progress == "已报局办"


async def test_a_reply_to_several_items_is_asked_which(bureau: Bureau) -> None:
    group, message = await told(bureau, 9, 12)
    await bureau.say("甲某", "已报局办，待会签", group, reply_to=message)
    asked = bureau.newest("甲某", chat=group)
    assert labels(asked) == ["第9号 低保动态管理", "第12号 低保动态管理", "取消"]
    await bureau.press("甲某", "第12号 低保动态管理", asked, chat=group)
    await bureau.press("甲某", "确认", chat=group)
    assert (bureau.item(9).progress, bureau.item(12).progress) == ("", "已报局办，待会签")


async def test_only_their_author_decides_on_words(bureau: Bureau) -> None:
    group, message = await told(bureau, 9)
    await bureau.say("甲某", "已报局办", group, reply_to=message)
    assert "甲某" in (await bureau.press("股长", "确认", chat=group) or "")
    assert bureau.item(9).progress == ""


async def test_whoever_may_not_report_is_told_so(bureau: Bureau) -> None:
    group, message = await told(bureau, 9)
    [reply] = await bureau.say("乙某", "已报局办", group, reply_to=message)
    assert "第9号" in reply
    assert "记为" not in reply
    assert await bureau.say("陌生人", "已报局办", group, reply_to=message) == []


async def test_a_claim_in_reply_is_asked_about(bureau: Bureau) -> None:
    """Fault 2.1: 已完成 without a number closes nothing before the button is pressed; its words are kept."""
    group, message = await told(bureau, 13)
    [asked] = await bureau.say("甲某", "已完成，报告已交", group, reply_to=message)
    assert asked.startswith("是否要办结第13号 低保动态管理？")
    assert bureau.status(13) is ItemStatus.ACKNOWLEDGED
    await bureau.press("甲某", "办结第13号", chat=group)
    assert bureau.status(13) is ItemStatus.CLOSED
    assert bureau.item(13).progress == "已完成，报告已交"


async def test_what_is_too_long_or_private_is_refused_at_once(bureau: Bureau) -> None:
    bureau.add(item(number=21))
    [reply] = await bureau.say("甲某", "21 " + "已报局办" * 300)
    assert "请精简后重发" in reply
    [reply] = await bureau.say("甲某", "21 联系人电话13800138000")
    assert "疑似" in reply
    assert bureau.item(21).version == 1


async def test_words_on_several_items_keep_the_one_that_may_be_kept(bureau: Bureau) -> None:
    """Fault 6.9: one refused number does not keep the others from being recorded."""
    bureau.add(item(number=21), item(number=22, status=ItemStatus.SUSPENDED))
    [echo, refusal] = await bureau.say("甲某", "21、22、99 已报局办")
    assert echo.startswith("记为第21号进展？")
    assert "第22号" in refusal
    assert "第99号" in refusal
    await bureau.press("甲某", "确认")
    assert bureau.item(21).progress == "已报局办"


async def test_two_words_wait_side_by_side(bureau: Bureau) -> None:
    bureau.add(item(number=21), item(number=22))
    await bureau.say("甲某", "21 已报局办")
    first = bureau.newest("甲某")
    await bureau.say("甲某", "22 待会签")
    await bureau.press("甲某", "确认", first)
    await bureau.press("甲某", "确认")
    assert (bureau.item(21).progress, bureau.item(22).progress) == ("已报局办", "待会签")


async def test_words_survive_a_restart_and_are_forgotten_in_the_end(bureau: Bureau) -> None:
    bureau.add(item(number=21))
    await bureau.say("甲某", "21 已报局办")
    echo = bureau.newest("甲某")
    bureau.wait(days=9)
    bureau.ledger.prune(bureau.now)
    assert "失效" in (await bureau.press("甲某", "确认", echo) or "")
    assert bureau.item(21).progress == ""


async def test_done_with_words_in_reply_to_several_items_keeps_the_words(bureau: Bureau) -> None:
    """Fault 2.1: which of several items is closed is asked, and what was said goes with it."""
    group, message = await told(bureau, 9, 12)
    [asked] = await bureau.say("甲某", "/done 3个问题已整改", group, reply_to=message)
    assert asked.startswith("请选择要办结的事项：")
    assert labels(bureau.newest("甲某", chat=group)) == ["办结第9号", "办结第12号", "不是"]
    await bureau.press("甲某", "办结第12号", chat=group)
    assert (bureau.status(9), bureau.status(12)) == (ItemStatus.ACKNOWLEDGED, ItemStatus.CLOSED)
    assert bureau.item(12).progress == "3个问题已整改"


async def test_words_go_to_no_item_that_their_author_may_not_touch(bureau: Bureau) -> None:
    """Fault 6.4: a button's payload is never trusted, nor one without words behind it."""
    bureau.add(item(number=21), item(number=30, unit="儿童福利股", owner="丙某"))
    await bureau.say("甲某", "21 已报局办")
    echo = bureau.newest("甲某")
    draft = Press.decode(echo.buttons[0].data)
    assert draft is not None
    for choice in (DraftChoice.CHOOSE, DraftChoice.CLOSE):
        answer = await bureau.forge("甲某", echo, Press(Action.NOTE, 30, draft.version, choice).encode())
        assert "没有第30号事项" in (answer or "")
    for stale in (
        Press(Action.NOTE, 21, draft.version + 1, DraftChoice.KEEP),
        Press(Action.NOTE, 21, draft.version, 9),
    ):
        assert "失效" in (await bureau.forge("甲某", echo, stale.encode()) or "")
    assert (bureau.item(21).version, bureau.item(30).version) == (1, 1)
