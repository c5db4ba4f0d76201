"""Closing by words and by button, told as dialogues. ``甲某`` owns, ``股长`` heads the unit, ``分管甲`` oversees it."""

from datetime import timedelta

from domain.item import ItemStatus
from tests.domain.office import at, item
from tests.handlers.office import Bureau

UNIT = "社会救助股"


async def test_a_plain_task_is_closed_at_once(bureau: Bureau) -> None:
    bureau.add(item(number=21, title="城乡低保提标测算"), item(number=22))
    [reply] = await bureau.say("甲某", "/done 21")
    assert "✅ 第21号 城乡低保提标测算 已办结" in reply
    assert "您在办还有1项" in reply
    assert bureau.status(21) is ItemStatus.CLOSED


async def test_every_way_of_writing_closes_the_item(bureau: Bureau) -> None:
    bureau.add(*(item(number=number) for number in range(21, 28)))
    for text in ("/done21", "/DONE@duban_bot 22", "/done ２３", "/done #24", "完成 25", "办结第26号", "／done 27"):
        assert len(await bureau.say("甲某", text)) == 1
    assert {bureau.status(number) for number in range(21, 28)} == {ItemStatus.CLOSED}


async def test_several_tasks_are_closed_by_one_command_with_one_note(bureau: Bureau) -> None:
    bureau.add(item(number=12), item(number=13))
    [reply] = await bureau.say("甲某", "/done 12 13 已报局办")
    assert "第12号" in reply
    assert "第13号" in reply
    assert bureau.item(13).history[-1].note == "已报局办"


async def test_one_items_refusal_does_not_keep_the_others_open(bureau: Bureau) -> None:
    bureau.add(item(number=12), item(number=13, status=ItemStatus.CANCELLED))
    done, refused = await bureau.say("甲某", "/done 12 13 99")
    assert "第12号" in done
    assert "第13号" in refused
    assert "第99号" in refused
    assert bureau.status(12) is ItemStatus.CLOSED


async def test_a_rectification_is_submitted_and_its_deputy_leader_asked(bureau: Bureau) -> None:
    bureau.add(item(number=15, kind="rectification", title="审计反馈"))
    [reply] = await bureau.say("甲某", "/done 15 补录126户")
    assert "已申请销号" in reply
    assert "分管领导" in reply
    [request] = bureau.texts("分管甲")
    assert "【销号申请】" in request
    assert "补录126户" in request
    assert bureau.newest("分管甲").labels[0] == ["同意销号", "退回补充"]
    assert bureau.status(15) is ItemStatus.SUBMITTED


async def test_rectifications_are_crossed_off_one_by_one(bureau: Bureau) -> None:
    """Fault 6.9: the tasks of the same list are closed; the rectification has its button."""
    bureau.add(item(number=12, kind="rectification"), item(number=13))
    [done, reply] = await bureau.say("甲某", "/done 12 13")
    assert "第13号" in done
    assert "逐项" in reply
    assert (bureau.status(12), bureau.status(13)) == (ItemStatus.ACKNOWLEDGED, ItemStatus.CLOSED)
    await bureau.press("甲某", "申请销号第12号")
    assert bureau.status(12) is ItemStatus.SUBMITTED


async def test_done_in_reply_means_the_item_of_the_message(bureau: Bureau) -> None:
    bureau.add(item(number=12))
    group = bureau.group("救助股", UNIT, "甲某", "股长")
    await bureau.say("甲某", "/item@duban_bot 12", group)
    card = bureau.newest("甲某", chat=group)
    [reply] = await bureau.say("甲某", "/done 已报", group, reply_to=card)
    assert "已办结" in reply
    assert bureau.item(12).history[-1].note == "已报"


async def test_done_in_reply_to_several_items_asks_which(bureau: Bureau) -> None:
    bureau.add(item(number=12), item(number=13))
    await bureau.say("甲某", "/mytasks")
    [reply] = await bureau.say("甲某", "/done", reply_to=bureau.newest("甲某"))
    assert "第12号、第13号" in reply
    await bureau.press("甲某", "办结第13号")
    assert bureau.status(13) is ItemStatus.CLOSED
    assert bureau.status(12) is ItemStatus.ACKNOWLEDGED


async def test_done_without_a_number_tells_how_to_write_it(bureau: Bureau) -> None:
    [reply] = await bureau.say("甲某", "/done")
    assert "/done 12" in reply
    [reply] = await bureau.say("甲某", f"/done {'9' * 5000}")
    assert "/done 12" in reply


async def test_the_reply_in_a_group_quotes_the_command(bureau: Bureau) -> None:
    bureau.add(item(number=12))
    group = bureau.group("救助股", UNIT, "甲某")
    await bureau.say("甲某", "/done@duban_bot 12", group)
    quoted = bureau.newest("甲某", chat=group).reply_to
    assert quoted is not None
    assert quoted.text == "/done@duban_bot 12"


async def test_a_reply_stays_in_its_topic(bureau: Bureau) -> None:
    bureau.add(item(number=12))
    group = bureau.group("救助股", UNIT, "甲某", topics=True)
    topic = group.create_topic("督办")
    await bureau.say("甲某", "/done@duban_bot 12", group, thread=topic)
    assert bureau.newest("甲某", chat=group).thread == topic


async def test_a_command_delivered_late_counts_as_of_when_it_was_sent(bureau: Bureau) -> None:
    """docs/promises.md 11."""
    bureau.add(item(number=12, due="2026-11-20"))
    bureau.playground.clock.set(at("11-21 12:10"))
    [reply] = await bureau.say("甲某", "/done 12", date=at("11-20 16:10"))
    assert reply.startswith("〔按11月20日16:10发出时受理〕")
    assert "按期" in reply
    assert bureau.item(12).closed_at == at("11-20 16:10")


async def test_a_pressed_button_counts_as_received(bureau: Bureau) -> None:
    """docs/promises.md 11: a press carries no date."""
    bureau.add(item(number=12, due="2026-11-20"))
    await bureau.say("甲某", "/item 12")
    bureau.wait(hours=20)
    await bureau.press("甲某", "办结")
    assert bureau.item(12).closed_at == at("11-20 16:05") + timedelta(hours=20)


async def test_an_edited_command_does_not_act_again(bureau: Bureau) -> None:
    """docs/promises.md 19."""
    bureau.add(item(number=12), item(number=13))
    player = bureau.players["甲某"]
    message = await player.say(None, "/done 12")
    await bureau.breathe()
    before = len(bureau.texts("甲某"))
    await player.edit(None, message, "/done 13")
    for update in await bureau.app.bot.get_updates(timeout=0):
        await bureau.take(update.to_dict())
    assert bureau.status(13) is ItemStatus.ACKNOWLEDGED
    assert len(bureau.texts("甲某")) == before
    assert bureau.ledger.waiting_updates() == []


async def test_another_bots_command_meets_silence(bureau: Bureau) -> None:
    """docs/promises.md 20."""
    bureau.add(item(number=12))
    group = bureau.group("救助股", UNIT, "甲某", bot_is_admin=True)
    assert await bureau.say("甲某", "/done@otherbot 12", group) == []
    assert bureau.status(12) is ItemStatus.ACKNOWLEDGED
    [reply] = await bureau.say("甲某", "/DONE@duban_bot 12", group)
    assert "已办结" in reply


async def test_anonymous_administrators_and_channels_are_told_to_speak_as_themselves(bureau: Bureau) -> None:
    """docs/promises.md 21."""
    bureau.add(item(number=12))
    group = bureau.group("救助股", UNIT, "甲某", kind="supergroup")
    player = bureau.players["甲某"]
    for guise in (player.as_anonymous_admin(), player.as_channel()):
        await guise.say(group, "/done@duban_bot 12")
        await bureau.breathe()
        assert "本人身份" in bureau.newest("甲某", chat=group).text
    assert bureau.status(12) is ItemStatus.ACKNOWLEDGED


async def test_a_channel_is_nobody_whoever_is_named_beside_it(bureau: Bureau) -> None:
    """Fault 7.23: the message says which chat speaks, and the person named as its sender is a stand-in."""
    bureau.add(item(number=12))
    group = bureau.group("救助股", UNIT, "甲某")
    message = {
        "message_id": 99,
        "date": int(bureau.now.timestamp()),
        "chat": {"id": group.chat_id, "type": "group", "title": "救助股"},
        "from": {"id": 9007, "is_bot": False, "first_name": "甲某"},
        "sender_chat": {"id": -1009, "type": "channel", "title": "公告"},
        "text": "/done@duban_bot 12",
    }
    await bureau.take({"update_id": 77, "message": message})
    assert bureau.status(12) is ItemStatus.ACKNOWLEDGED
    assert "本人身份" in bureau.newest("甲某", chat=group).text


async def test_what_is_typed_is_shown_as_text(bureau: Bureau) -> None:
    """docs/promises.md 29."""
    bureau.add(item(number=15, kind="rectification", title="<b>标题</b> {0} & <a href='tg://x'>"))
    await bureau.say("甲某", "/done 15 <b>加粗</b> {title} %s =1+1")
    request = bureau.newest("分管甲")
    assert "<b>加粗</b> {title} %s =1+1" in request.text
    assert "<b>标题</b> {0} & <a href='tg://x'>" in request.text


async def test_private_numbers_are_refused_and_nothing_is_closed(bureau: Bureau) -> None:
    bureau.add(item(number=12))
    [reply] = await bureau.say("甲某", "/done 12 联系13800138000")
    assert "电话号码" in reply
    assert "13800138000" not in reply
    assert bureau.status(12) is ItemStatus.ACKNOWLEDGED


async def test_the_owner_hears_that_the_head_closed_the_item(bureau: Bureau) -> None:
    bureau.add(item(number=12))
    await bureau.say("股长", "/done 12")
    [told] = bureau.texts("甲某")
    assert "第12号" in told
    assert "股长" in told


async def test_a_forwarded_command_does_not_speak_for_its_forwarder(bureau: Bureau) -> None:
    bureau.add(item(number=12))
    origin = {"type": "hidden_user", "sender_user_name": "某人", "date": 1}
    chat = {"id": 9007, "type": "private", "first_name": "甲某"}
    sender = {"id": 9007, "is_bot": False, "first_name": "甲某"}
    message = {"message_id": 5, "date": int(bureau.now.timestamp()), "chat": chat, "from": sender, "text": "/done 12"}
    await bureau.take({"update_id": 77, "message": message | {"forward_origin": origin}})
    assert bureau.status(12) is ItemStatus.ACKNOWLEDGED


async def test_many_items_closed_at_once_fit_a_phone(bureau: Bureau) -> None:
    """Fault 6.7: of many items closed at once four are named, and the rest are counted."""
    bureau.add(*(item(number=number, title="特困人员供养资金专项清查整改落实情况" * 3) for number in range(50, 70)))
    [reply] = await bureau.say("甲某", "完成50至69")
    assert sum(-(-len(line) // 20) for line in reply.splitlines()) + len(bureau.newest("甲某").buttons) <= 22
    assert "另有16项已办结。共20项。" in reply
