"""The first words, and what the bot does not understand."""

from domain.roster import Person, Role
from tests.domain.office import ADMIN_ID, item
from tests.handlers.office import Bureau


async def test_start_greets_by_name_and_role(bureau: Bureau) -> None:
    [reply] = await bureau.say("股长", "/start")
    assert "股长" in reply
    assert "股室负责人" in reply


async def test_help_names_what_the_speaker_may_use(bureau: Bureau) -> None:
    [head] = await bureau.say("股长", "帮助")
    [staff] = await bureau.say("甲某", "/help")
    assert "/bind" in head
    assert "/bind" not in staff


async def test_everybody_reads_their_own_help_by_right_not_by_row(bureau: Bureau) -> None:
    """Fault 6.6: an administrator without a row acts as the office; a group reads what it hears."""
    expected = {
        "管理员": "导入台账",
        "局长": "全局情况：“汇总”“挂图”“看板”",
        "分管甲": "审核（同意销号",
        "纪委": "办理过程",
        "甲某": "签收 12",
    }
    for name, words in expected.items():
        [reply] = await bureau.say(name, "/help")
        assert words in reply, name
    [deputy] = await bureau.say("分管甲", "/help")
    assert "/unit 社会救助股" in deputy
    group = bureau.group("救助股", "社会救助股", "甲某")
    [reply] = await bureau.say("甲某", "/help@duban_bot", group)
    assert "/done@duban_bot 12" in reply
    [private] = await bureau.say("甲某", "/start help")
    assert "我的事项" in private


async def test_all_commands_of_the_role_are_two_presses_away(bureau: Bureau) -> None:
    await bureau.say("分管甲", "/help")
    await bureau.press("分管甲", "全部指令")
    assert "/pending　待审清单" in bureau.texts("分管甲")[-1]
    await bureau.press("分管甲", "信访、复查")
    assert "/verify 12　回头看：巩固或反弹" in bureau.texts("分管甲")[-1]
    assert "/confirm" not in bureau.texts("分管甲")[-1]


async def test_an_administrator_with_a_row_reads_the_offices_help(bureau: Bureau) -> None:
    """Fault 6.6: they have the office's rights, whatever their post."""
    with bureau.ledger.transaction(at=bureau.now, by="test", did="appoint") as tx:
        tx.save_person(Person(name="管理员", unit="社会救助股", role=Role.STAFF, telegram_id=ADMIN_ID))
    for text in ("/help", "/start"):
        [reply] = await bureau.say("管理员", text)
        assert "导入台账" in reply


async def test_whoami_tells_the_id_that_the_roster_needs(bureau: Bureau) -> None:
    [reply] = await bureau.say("陌生人", "/whoami")
    assert "4242" in reply
    [reply] = await bureau.say("甲某", "我是谁")
    assert "经办人" in reply


async def test_small_talk_is_answered_shortly(bureau: Bureau) -> None:
    """Fault 6.2: 你好 and 谢谢 get a line, with what the speaker has in hand or due today."""
    bureau.add(item(number=21, due="2026-11-20"), item(number=22, due="2026-11-18"))
    [hello] = await bureau.say("甲某", "你好")
    assert hello == "甲某（社会救助股），您好。您在办2项，其中逾期1项。"
    assert 2 <= len(bureau.newest("甲某").buttons) <= 3
    [thanks] = await bureau.say("甲某", "谢谢")
    assert thanks == "不客气。您今日还有1项到期：第21号。"
    [thanks] = await bureau.say("乙某", "辛苦了")
    assert thanks == "不客气。"


async def test_a_mention_in_a_group_is_understood_in_plain_chinese(bureau: Bureau) -> None:
    group = bureau.group("救助股", "社会救助股", "甲某", "陌生人", bot_is_admin=True)
    [reply] = await bureau.say("甲某", "@duban_bot 我的事项", group)
    assert "【我的事项】" in reply
    [reply] = await bureau.say("甲某", "@duban_bot 在吗", group)
    assert "您好" in reply
    assert await bureau.say("陌生人", "@duban_bot 在吗", group) == []


async def test_a_groups_chatter_is_neither_stored_nor_answered(bureau: Bureau) -> None:
    group = bureau.group("救助股", "社会救助股", "甲某", bot_is_admin=True)
    sequence = bureau.ledger.sequence
    for text in ("收到", "完成 12", "今天开会", "/weather", "/weather 12"):
        assert await bureau.say("甲某", text, group) == []
    assert bureau.ledger.sequence == sequence
