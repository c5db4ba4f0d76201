"""What is typed without a slash: commands, doubts, receipts, and what is not understood."""

import pytest

from domain.item import ItemStatus
from domain.letter import Letter
from tests.domain.office import item
from tests.handlers.office import Bureau
from tests.texts.reading import model

CLOSED, OPEN, NEW = ItemStatus.CLOSED, ItemStatus.ACKNOWLEDGED, ItemStatus.ASSIGNED


def labels(bureau: Bureau, name: str) -> list[str]:
    return [button.label for button in bureau.newest(name).buttons]


@pytest.mark.parametrize("text", ["/done 3个问题已整改", "/done 3 个问题已整改", "/done 3处隐患已消除"])
async def test_a_number_with_a_measure_closes_the_answered_item(bureau: Bureau, text: str) -> None:
    """Fault 2.1: in reply to item 13's message the three problems are words, and item 3 stays."""
    bureau.add(item(number=3), item(number=13))
    await bureau.say("甲某", "第13号")
    await bureau.say("甲某", text, reply_to=bureau.newest("甲某"))
    assert (bureau.status(3), bureau.status(13)) == (OPEN, CLOSED)
    assert bureau.item(13).progress == text.removeprefix("/done ")


async def test_a_date_closes_nothing(bureau: Bureau) -> None:
    """Fault 2.1: 12月 is a month, not item 12."""
    bureau.add(item(number=12), item(number=8))
    for text in ("完成12月报表报送", "12月12号完成", "完成〔2026〕8号文件精神落实", "12号楼已修缮", "12月报表已完成"):
        await bureau.say("甲某", text)
    assert (bureau.status(12), bureau.status(8)) == (OPEN, OPEN)


async def test_lists_and_ranges_name_all_of_their_items(bureau: Bureau) -> None:
    """Fault 2.1: 21、22已完成 means both, 23至25 all three."""
    bureau.add(*(item(number=number) for number in range(21, 28)))
    await bureau.say("甲某", "21、22已完成")
    await bureau.say("甲某", "完成23至25")
    assert [n for n in range(21, 28) if bureau.status(n) is CLOSED] == [21, 22, 23, 24, 25]


async def test_in_doubt_a_button_asks_and_nothing_changes(bureau: Bureau) -> None:
    """Fault 2.1: what may be a day as well as items is asked about."""
    bureau.add(item(number=12), item(number=13))
    [asked] = await bureau.say("甲某", "请完成12")
    assert asked == "是否要办结第12号 低保动态管理？"
    assert labels(bureau, "甲某") == ["办结第12号", "不是"]
    assert bureau.status(12) is OPEN
    await bureau.press("甲某", "不是")
    assert bureau.texts("甲某")[-1] == "好的，未作改动。"
    await bureau.say("甲某", "12-13已完成")
    assert labels(bureau, "甲某") == ["办结第12号", "办结第13号", "不是"]
    await bureau.press("甲某", "办结第13号")
    assert (bureau.status(12), bureau.status(13)) == (OPEN, CLOSED)


@pytest.mark.parametrize(
    "text", ["12还没完成", "12未办结", "12快完成了", "12完成80%", "12什么时候完成？", "/done 12还没完成"]
)
async def test_what_is_not_finished_is_not_closed(bureau: Bureau, text: str) -> None:
    """Fault 2.1: a negation, a part or a question closes nothing."""
    bureau.add(item(number=12))
    assert len(await bureau.say("甲某", text)) == 1
    assert bureau.status(12) is OPEN


@pytest.mark.parametrize("text", ["/don 10", "/dnoe 10", "don 10", "完城10", "办节 第10号"])
async def test_what_is_not_understood_is_named_with_the_nearest_offer(bureau: Bureau, text: str) -> None:
    """Fault 6.1: the words, what they may have meant, and a button for it; never the help."""
    bureau.add(item(number=10))
    [reply] = await bureau.say("甲某", text)
    assert reply == f"没有看懂“{text}”。是否要办结第10号？"
    assert reply.replace(text, "/don 10") in model(18)
    assert labels(bureau, "甲某") == ["办结第10号", "我的事项"]
    assert bureau.status(10) is OPEN
    await bureau.press("甲某", "办结第10号")
    assert bureau.status(10) is CLOSED


@pytest.mark.parametrize("text", ["今天天气不错", "完成了没有", "/nonsense", "13800138000", "导出", "😀"])
async def test_small_talk_gets_one_line_and_the_lists_of_ones_role(bureau: Bureau, text: str) -> None:
    """Fault 6.1: nothing is near, so one's own lists are offered."""
    for name, first in (("甲某", "我的事项"), ("办主任", "待审清单"), ("局长", "逾期清单")):
        [reply] = await bureau.say(name, text)
        assert reply.startswith(f"没有看懂“{text}”。")
        assert labels(bureau, name)[0] == first


async def test_an_item_that_one_may_not_see_is_not_offered(bureau: Bureau) -> None:
    bureau.add(item(number=10, unit="儿童福利股", owner="丙某"))
    [reply] = await bureau.say("甲某", "/don 10")
    [other] = await bureau.say("甲某", "/don 99")
    assert reply.replace("10", "99") == other


async def test_a_receipt_in_private_signs_what_was_told_last(bureau: Bureau) -> None:
    """Fault 6.2: 收到 signs the items of the newest message, if all of them wait for the speaker."""
    bureau.add(*(item(number=number, status=NEW) for number in (12, 13, 14)))
    with bureau.ledger.transaction(at=bureau.now, by="test", did="assign") as tx:
        tx.queue(Letter(chat_id=9007, html="新交办2项", about=(12, 13), queued_at=bureau.now))
    await bureau.players["甲某"].start()
    await bureau.breathe()
    await bureau.say("甲某", "收到")
    assert [bureau.status(number) for number in (12, 13, 14)] == [OPEN, OPEN, NEW]


async def test_a_receipt_in_doubt_asks_which(bureau: Bureau) -> None:
    """Fault 6.2: where it is not known what was received, the unsigned items are offered."""
    bureau.add(item(number=12, status=NEW), item(number=13, status=NEW), item(number=14))
    await bureau.say("甲某", "我的事项")
    await bureau.say("甲某", "收到")
    assert labels(bureau, "甲某") == ["签收第12号", "签收第13号", "不是"]
    assert bureau.status(12) is NEW
    await bureau.press("甲某", "签收第13号")
    assert (bureau.status(12), bureau.status(13)) == (NEW, OPEN)
    [reply] = await bureau.say("乙某", "好的")
    assert reply == "好的，目前没有待您签收的事项。"


@pytest.mark.parametrize(
    ("text", "header"),
    [("待我审核", "待审"), ("有什么逾期的", "逾期"), ("本周到期", "本周"), ("今天到期", "今日"), ("本股", "在办")],
)
async def test_lists_are_asked_for_in_plain_words(bureau: Bureau, text: str, header: str) -> None:
    """Fault 6.5: each list has the words that people use for it."""
    bureau.add(item(number=12, due="2026-11-18"))
    [reply] = await bureau.say("股长", text)
    assert "没有看懂" not in reply
    assert header in reply


async def test_a_mention_is_served_wherever_it_stands(bureau: Bureau) -> None:
    """Fault 6.4: @bot 完成 9 and 完成 9 @bot."""
    bureau.add(item(number=9), item(number=10))
    group = bureau.group("救助股", "社会救助股", "甲某", bot_is_admin=True)
    await bureau.say("甲某", "@duban_bot 完成 9", group)
    await bureau.say("甲某", "完成 10 @duban_bot", group)
    assert (bureau.status(9), bureau.status(10)) == (CLOSED, CLOSED)


async def test_a_bare_done_in_reply_closes_and_a_question_opens(bureau: Bureau) -> None:
    """Fault 6.4: in reply to a message of one item its number need not be said."""
    bureau.add(item(number=9))
    await bureau.say("甲某", "第9号")
    card = bureau.newest("甲某")
    [shown] = await bureau.say("甲某", "完成了吗", reply_to=card)
    assert "第9号" in shown
    assert bureau.status(9) is OPEN
    await bureau.say("甲某", "完成", reply_to=card)
    assert bureau.status(9) is CLOSED


@pytest.mark.parametrize(("command", "status"), [("ack", NEW), ("done", OPEN), ("undo", OPEN)])
async def test_one_refused_number_keeps_no_other_from_being_done(
    bureau: Bureau, command: str, status: ItemStatus
) -> None:
    """Fault 6.9: each of several numbers is done or refused on its own."""
    bureau.add(
        item(number=12, status=status), item(number=13, unit="儿童福利股", owner="丙某"), item(number=14, status=status)
    )
    if command == "undo":
        await bureau.say("甲某", "/done 12 14")
    before = (bureau.item(12).version, bureau.item(14).version)
    replies = await bureau.say("甲某", f"/{command} 12、13、99、14")
    assert (bureau.item(12).version, bureau.item(14).version) == (before[0] + 1, before[1] + 1)
    assert "第13号" in replies[-1]
    assert "第99号" in replies[-1]


async def test_edited_and_forwarded_words_never_act(bureau: Bureau) -> None:
    bureau.add(item(number=12))
    said = await bureau.players["甲某"].say(None, "今天开会")
    await bureau.players["甲某"].edit(None, said, "完成12")
    group = bureau.group("救助股", "社会救助股", "甲某", "股长")
    await bureau.players["股长"].say(group, "完成12")
    theirs = bureau.playground.history(group.chat_id)[-1]
    await bureau.players["甲某"].forward(theirs)
    await bureau.breathe()
    assert bureau.status(12) is OPEN
    assert "转发的内容不作为指令" in bureau.texts("甲某")[-1]


async def test_anything_may_be_typed(bureau: Bureau) -> None:
    bureau.add(item(number=12))
    for text in (
        "<b>12</b> & 完成",
        "\u200b" + "x" * 10,
        "完成" * 2000,
        "12 " + "长" * 4000,
        "1、一\n2、二\n3、三",
        "。。。",
    ):
        assert await bureau.say("甲某", text)
    await bureau.say("甲某", "\u200b完成\u200b１２")
    assert bureau.status(12) is CLOSED


async def test_a_claim_on_what_is_closed_already_is_told_so(bureau: Bureau) -> None:
    """Fault 6.9: 都完成了 in reply to an item that is closed says that it is, and asks for no number."""
    bureau.add(item(number=12))
    await bureau.say("甲某", "12")
    shown = bureau.newest("甲某")
    await bureau.say("甲某", "完成 12")
    assert "无须重复操作" in (await bureau.say("甲某", "都完成了", reply_to=shown))[0]


async def test_a_number_in_the_words_of_a_closing_closes_nothing_in_reply(bureau: Bureau) -> None:
    """Fault 2.1: /done 不是12 in reply to item 13 closes neither."""
    bureau.add(item(number=12), item(number=13))
    await bureau.say("甲某", "13")
    for words in ("/done 不是12", "/done 已整改，第12号"):
        await bureau.say("甲某", words, reply_to=bureau.newest("甲某", "办理过程"))
    assert not {bureau.status(12), bureau.status(13)} & {ItemStatus.CLOSED}


async def test_what_cannot_be_seen_is_not_quoted(bureau: Bureau) -> None:
    """Fault 6.1: a message of zero-width characters is said to have no words, not quoted as nothing."""
    assert "消息中没有文字" in (await bureau.say("甲某", "\u200b"))[0]
