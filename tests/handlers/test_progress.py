"""反馈进展: by command, by button, by stage; what follows an edited message, and the answer to a 催办."""

from msgspec.structs import replace

from domain.item import Did, ItemStatus, Quota, Stage
from domain.letter import Letter
from playground.telegram.chats import Message
from playground.telegram.group import Group
from tests.domain.office import item
from tests.handlers.office import Bureau
from tests.handlers.test_feedback import labels

CHASE = "2026-11-18|chase:1"


async def chased(bureau: Bureau) -> tuple[Group, Message]:
    """The unit's group, and a 催办 of item 12 in it, of which 分管甲 and 办主任 read a copy."""
    bureau.add(item("2026-11-18"))
    group = bureau.group("救助股", "社会救助股", "甲某", "乙某", "股长")
    with bureau.ledger.transaction(at=bureau.now, by="clock", did="alert") as tx:
        tx.queue(
            Letter(chat_id=group.chat_id, html="催办", about=(12,), queued_at=bureau.now, told=(f"12|{CHASE}|chat:1",))
        )
        for recipient in ("chat:1", "person:9003", "person:9001"):
            tx.tell(f"12|{CHASE}|{recipient}", bureau.now)
    for name in ("分管甲", "办主任"):
        await bureau.say(name, "谢谢")
    return group, bureau.newest("甲某", chat=group)


async def write(bureau: Bureau, text: str, group: Group | None = None) -> int:
    """甲某 says it; the number of the message."""
    written = await bureau.players["甲某"].say(group, text)
    await bureau.breathe()
    return written


async def test_a_command_with_words_is_recorded_at_once_and_can_be_taken_back(bureau: Bureau) -> None:
    bureau.add(item())
    [told] = await bureau.say("甲某", "/progress 12 已报局办，待会签")
    assert told.startswith("已记录第12号进展。该项今日到期")
    assert bureau.item(12).progress == "已报局办，待会签"
    await bureau.press("甲某", "撤回")
    assert bureau.item(12).progress == ""
    assert "已撤回“反馈进展”" in bureau.newest("甲某").text
    [told] = await bureau.say("甲某", "/undo 12")
    assert "尚未办结" in told


async def test_the_button_takes_the_next_message(bureau: Bureau) -> None:
    bureau.add(item())
    await bureau.say("甲某", "/item 12")
    await bureau.press("甲某", "反馈进展")
    assert "请直接发送进展" in bureau.newest("甲某").text
    assert labels(bureau.newest("甲某")) == ["未启动", "推进中", "基本完成"]
    [told] = await bureau.say("甲某", "数据比对完成60%")
    assert told.startswith("已记录第12号进展")
    assert bureau.item(12).progress == "数据比对完成60%"


async def test_without_words_the_command_asks_for_them(bureau: Bureau) -> None:
    bureau.add(item())
    for words in ("/progress 12", "反馈 12"):
        [asked] = await bureau.say("甲某", words)
        assert asked.startswith("【反馈进展】第12号 低保动态管理")


async def test_a_stage_is_one_press_and_says_so(bureau: Bureau) -> None:
    bureau.add(replace(item(), progress="数据比对中"))
    await bureau.say("甲某", "/progress 12")
    await bureau.press("甲某", "推进中")
    assert bureau.newest("甲某").text.startswith("已记录第12号进展：推进中。")
    assert (bureau.item(12).stage, bureau.item(12).progress) == (Stage.UNDER_WAY, "数据比对中")


async def test_words_that_name_another_item_answer_no_question_of_this_one(bureau: Bureau) -> None:
    """Fault 2.1: 反馈 9 asks; what then begins with 12, or closes it, is about 12."""
    bureau.add(item(), item(number=9))
    await bureau.say("甲某", "反馈 9")
    [echo] = await bureau.say("甲某", "12 已报局办")
    assert "记为第12号进展？" in echo
    await bureau.say("甲某", "反馈 9")
    [closed] = await bureau.say("甲某", "完成 12 已报局办")
    assert "第12号 低保动态管理 已办结" in closed
    await bureau.say("甲某", "反馈 9")
    await bureau.say("甲某", "300 户中已核查280户")
    assert (bureau.item(9).progress, bureau.item(12).progress) == ("300 户中已核查280户", "已报局办")


async def test_a_figure_counts_only_where_the_item_has_a_target(bureau: Bureau) -> None:
    bureau.add(replace(item(number=33), quota=Quota(10, 3, "条")), item(number=12))
    [told] = await bureau.say("甲某", "/progress 33 本月报送2条，累计已完成８条")
    assert told.startswith("已记录第33号进展：+5条，已完成8/10条，还差2条。")
    await bureau.say("甲某", "/progress 12 已完成8条")
    assert bureau.item(12).quota is None


async def test_a_reply_to_a_chase_is_its_answer_and_its_readers_are_told(bureau: Bureau) -> None:
    """有上文有下文: who had the 催办 copied reads what came of it."""
    group, message = await chased(bureau)
    await bureau.say("甲某", "消防整改待复验，11月24日完成", group, reply_to=message)
    await bureau.press("甲某", "确认", chat=group)
    assert (bureau.item(12).history[-1].did, bureau.item(12).history[-1].answers) == (Did.PROGRESS, CHASE)
    for name in ("分管甲", "办主任"):
        assert bureau.newest(name).text == (
            "【催办答复】第12号 低保动态管理\n社会救助股 甲某11月20日16:05：消防整改待复验，11月24日完成"
        )


async def test_a_button_on_a_chase_answers_it_as_well(bureau: Bureau) -> None:
    group, message = await chased(bureau)
    await bureau.say("甲某", "/progress@duban_bot 12", group, reply_to=message)
    await bureau.press("甲某", "基本完成", chat=group)
    assert bureau.item(12).history[-1].answers == CHASE
    assert bureau.newest("分管甲").text.endswith("甲某11月20日16:05：基本完成")


async def test_an_edited_report_is_asked_about_and_both_words_stay(bureau: Bureau) -> None:
    bureau.add(item())
    written = await write(bureau, "/progress 12 已报局半")
    await bureau.players["甲某"].edit(None, written, "/progress 12 已报局办")
    await bureau.breathe()
    asked = bureau.newest("甲某")
    assert asked.text == "您修改了第12号的反馈，是否更正？\n原记：“已报局半”\n改为：“已报局办”"
    assert bureau.item(12).progress == "已报局半"
    await bureau.press("甲某", "更正", asked)
    assert bureau.item(12).progress == "已报局办"
    assert [step.note for step in bureau.item(12).history if step.did is Did.PROGRESS] == ["已报局半", "已报局办"]
    assert "失效" in (await bureau.forge("甲某", asked, f"fix:0:{written}:1") or "")


async def test_an_edit_of_anything_else_is_met_with_silence(bureau: Bureau) -> None:
    """docs/promises.md 19: an edit never acts."""
    bureau.add(item())
    written = await write(bureau, "谢谢")
    before = len(bureau.playground.messages(9007))
    await bureau.players["甲某"].edit(None, written, "/done 12")
    await bureau.breathe()
    assert len(bureau.playground.messages(9007)) == before
    assert bureau.status(12) is ItemStatus.ACKNOWLEDGED


async def test_only_the_writer_corrects(bureau: Bureau) -> None:
    bureau.add(item())
    group = bureau.group("救助股", "社会救助股", "甲某", "乙某", "股长")
    written = await write(bureau, "/progress@duban_bot 12 已报局半", group)
    await bureau.players["甲某"].edit(group, written, "/progress@duban_bot 12 已报局办")
    await bureau.breathe()
    assert "请由其本人确认" in (await bureau.press("股长", "更正", chat=group) or "")
    await bureau.press("甲某", "不更正", chat=group)
    assert bureau.item(12).progress == "已报局半"


async def test_what_can_not_be_reported_on_is_refused_and_nothing_changes(bureau: Bureau) -> None:
    bureau.add(
        item(),
        item(number=13, status=ItemStatus.CANCELLED),
        item(number=14, unit="养老服务股", owner="别股长"),
    )
    for words, answer in {
        "/progress": "请写明事项编号",
        "/progress 12 " + "报" * 1001: "最多1000字",
        "/progress 12 身份证110101199003078515": "未保存",
        "/progress 13 已报": "已撤销",
        "/progress 14 已报": "没有第14号事项",
        "/progress 99 已报": "没有第99号事项",
    }.items():
        [told] = await bureau.say("甲某", words)
        assert answer in told, words
    assert [bureau.item(number).version for number in (12, 13, 14)] == [1, 1, 1]


async def test_a_report_in_a_group_is_nodded_at_or_answered_in_a_line(bureau: Bureau) -> None:
    """One message less in the group; where reactions are not allowed, a line says that it was recorded."""
    bureau.add(item())
    group = bureau.group("救助股", "社会救助股", "甲某", "股长", bot_is_admin=True)
    assert await bureau.say("甲某", "/progress@duban_bot 12 数据比对中", group) == []
    nodded = bureau.playground.world.chats[group.chat_id].messages[max(group.chat.messages)]
    assert list(nodded.reactions.values()) == ["👍"]
    group.forbid_reactions()
    assert await bureau.say("甲某", "/progress@duban_bot 12 已报局办", group) == ["已记录第12号进展。"]
    assert bureau.item(12).progress == "已报局办"


async def test_a_reply_to_a_copy_that_a_kill_kept_from_being_noted_finds_its_item(bureau: Bureau) -> None:
    """Only the reader has that copy: it is read as it stands there, and what it names as an example is no item."""
    bureau.add(item("2026-12-18", number=33), item("2026-12-18", number=12, title="别的事项"))
    group = bureau.group("救助股", "社会救助股", "甲某")
    copy = {
        "message_id": 77_001,
        "date": int(bureau.now.timestamp()),
        "chat": {"id": group.chat_id, "type": "supergroup", "title": "救助股"},
        "from": {"id": bureau.app.bot.id, "is_bot": True, "first_name": "督办助手", "username": "duban_bot"},
        "text": "【催办·第1次】社会救助股 甲某\n第33号 低保动态管理\n请反馈；例如：完成 12，或第12号 已完成",
    }
    await bureau.take(
        {
            "update_id": 910_001,
            "message": copy
            | {
                "message_id": 77_002,
                "from": {"id": bureau.players["甲某"].chat_id, "is_bot": False, "first_name": "甲某"},
                "text": "已报局办，待会签",
                "reply_to_message": copy,
            },
        }
    )
    assert "第33号" in bureau.playground.messages(group.chat_id)[-1].text
    assert bureau.item(12).history == ()
