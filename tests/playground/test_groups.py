"""Groups: what the bot hears there, how it comes and goes, topics, and the move to a supergroup."""

from typing import Any

import pytest

from playground.telegram.server import Playground
from tests.playground.conftest import Caller


async def heard(call: Caller) -> list[str]:
    """The texts of the messages waiting, which are then confirmed."""
    updates = await call.ok("getUpdates")
    if updates:
        await call.ok("getUpdates", offset=updates[-1]["update_id"] + 1)
    return [update["message"].get("text", "") for update in updates if "message" in update]


async def test_privacy_mode_hears_addressed_commands_and_replies_only(playground: Playground, call: Caller) -> None:
    """docs/promises.md 20, and the limits worth knowing."""
    person = playground.person(11, "甲某")
    group = playground.group("社会救助股", person)
    for text in ("今天吃什么", "@duban_bot 在吗", "/done 12", "/done@otherbot 12", "看/done@duban_bot 12"):
        await person.say(group, text)
    assert await heard(call) == []
    await person.say(group, "/DONE@Duban_Bot 12")
    assert await heard(call) == ["/DONE@Duban_Bot 12"]
    sent = await call.ok("sendMessage", chat_id=group.chat_id, text="已办结")
    await person.say(group, "收到", reply_to=sent["message_id"])
    await person.say(group, "/mytasks")
    assert await heard(call) == ["收到", "/mytasks"]
    group.other_bot_says("我也说一句")
    await person.say(group, "/mytasks")
    assert await heard(call) == []


async def test_administrator_bot_hears_everything_but_other_bots(playground: Playground, call: Caller) -> None:
    person = playground.person(11, "甲某")
    group = playground.group("社会救助股", person, bot_is_admin=True)
    group.other_bot_says("广告")
    await person.say(group, "今天吃什么")
    assert await heard(call) == ["今天吃什么"]
    assert (await call.ok("getMe"))["can_read_all_group_messages"] is False


async def test_private_chat_answers_403_until_it_is_started_and_after_it_is_blocked(
    playground: Playground, call: Caller
) -> None:
    """docs/promises.md 17 and 24."""
    person = playground.person(11, "甲某", started=False)
    playground.person(12, "路人", met=False)
    send = {"chat_id": 11, "text": "您好"}
    assert await call.refused("sendMessage", **send) == "Forbidden: bot can't initiate conversation with a user"
    assert call.status == 403
    assert await call.refused("sendMessage", chat_id=12, text="x") == "Bad Request: chat not found"
    await person.start("unit-3")
    assert await heard(call) == ["/start unit-3"]
    await call.ok("sendMessage", **send)
    await person.block()
    assert await call.refused("sendMessage", **send) == "Forbidden: bot was blocked by the user"
    person.unblock()
    await call.ok("sendMessage", **send)
    changes = [update["my_chat_member"] for update in await call.ok("getUpdates")]
    assert [change["new_chat_member"]["status"] for change in changes] == ["kicked", "member"]
    assert changes[0]["old_chat_member"]["status"] == "member"


async def test_removed_bot_is_told_and_answered_403_until_it_is_back(playground: Playground, call: Caller) -> None:
    """docs/promises.md 17."""
    person = playground.person(11, "甲某")
    group = playground.group("社会救助股", person)
    group.remove_bot(person)
    send = {"chat_id": group.chat_id, "text": "早"}
    assert await call.refused("sendMessage", **send) == "Forbidden: bot was kicked from the group chat"
    group.add_bot(person)
    assert (await call.ok("sendMessage", **send))["text"] == "早"
    kinds = [next(key for key in update if key != "update_id") for update in await call.ok("getUpdates")]
    assert kinds == ["message", "my_chat_member", "my_chat_member", "message"]


async def test_bot_that_left_is_no_member(playground: Playground, call: Caller) -> None:
    group = playground.group("社会救助股", playground.person(11, "甲某"), kind="supergroup")
    assert await call.ok("leaveChat", chat_id=group.chat_id) is True
    refusal = await call.refused("sendMessage", chat_id=group.chat_id, text="早")
    assert refusal == "Forbidden: bot is not a member of the supergroup chat"


async def test_group_link_adds_the_bot_and_speaks_to_it(playground: Playground, call: Caller) -> None:
    person = playground.person(11, "甲某")
    group = playground.group("社会救助股", person, has_bot=False)
    assert "not a member of the group chat" in await call.refused("getChat", chat_id=group.chat_id)
    await person.start_in(group, "bind-3")
    assert "/start@duban_bot bind-3" in await heard(call)


async def test_migration_refuses_the_old_id_with_the_new_one(playground: Playground, call: Caller) -> None:
    """docs/promises.md 16."""
    person = playground.person(11, "甲某")
    group = playground.group("社会救助股", person)
    new = group.migrate(is_told=False)
    answer = await call("sendMessage", chat_id=group.chat_id, text="早")
    assert answer == {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": {"migrate_to_chat_id": new.chat_id},
    }
    assert str(new.chat_id).startswith("-100")
    await call.ok("sendMessage", chat_id=new.chat_id, text="早")
    assert await call.ok("getUpdates") == []


@pytest.mark.parametrize("new_first", [False, True])
async def test_migration_is_told_in_both_chats_in_either_order(
    playground: Playground, call: Caller, new_first: bool
) -> None:
    """docs/promises.md 16."""
    group = playground.group("社会救助股", playground.person(11, "甲某"))
    new = group.migrate(is_told=False)
    group.tell_of_migration(new_first=new_first)
    told = [update["message"] for update in await call.ok("getUpdates")]
    old_told, new_told = reversed(told) if new_first else told
    assert (old_told["chat"]["id"], old_told["migrate_to_chat_id"]) == (group.chat_id, new.chat_id)
    assert (new_told["chat"]["id"], new_told["migrate_from_chat_id"]) == (new.chat_id, group.chat_id)
    assert new_told["sender_chat"]["id"] == new.chat_id


async def test_messages_in_a_topic_carry_it_and_a_deleted_topic_is_not_found(
    playground: Playground, call: Caller
) -> None:
    """docs/promises.md 18."""
    person = playground.person(11, "甲某")
    group = playground.group("局大群", person, topics=True, bot_is_admin=True)
    thread = group.create_topic("养老服务股")
    await person.say(group, "话题里", thread=thread)
    await person.say(group, "大厅里")
    created, inside, general = [update["message"] for update in await call.ok("getUpdates")]
    assert created["forum_topic_created"]["name"] == "养老服务股"
    assert (inside["message_thread_id"], inside["is_topic_message"]) == (thread, True)
    assert "message_thread_id" not in general
    send: dict[str, Any] = {"chat_id": group.chat_id, "text": "晨报"}
    assert (await call.ok("sendMessage", **send, message_thread_id=thread))["message_thread_id"] == thread
    reply = {"message_id": inside["message_id"]}
    assert (await call.ok("sendMessage", **send, reply_parameters=reply))["message_thread_id"] == thread
    for wrong in (1, 424242):
        refusal = await call.refused("sendMessage", **send, message_thread_id=wrong)
        assert refusal == "Bad Request: message thread not found"
    group.delete_topic(thread)
    refusal = await call.refused("sendMessage", **send, message_thread_id=thread)
    assert refusal == "Bad Request: message thread not found"
    assert [message.thread for message in playground.messages(group.chat_id)] == []


async def test_that_something_was_pinned_is_told_in_its_own_topic(playground: Playground, call: Caller) -> None:
    group = playground.group("局大群", playground.person(11, "甲某"), topics=True, bot_is_admin=True)
    thread = group.create_topic("养老服务股")
    for given in ({"message_thread_id": thread}, {}):
        sent = await call.ok("sendMessage", chat_id=group.chat_id, text="看板", **given)
        assert await call.ok("pinChatMessage", chat_id=group.chat_id, message_id=sent["message_id"]) is True
    told = [message.as_json() for message in playground.history(group.chat_id) if "pinned_message" in message.service]
    assert [(each.get("message_thread_id"), each.get("is_topic_message")) for each in told] == [
        (thread, True),
        (None, None),
    ]


async def test_typing_is_shown_in_general_by_its_number(playground: Playground, call: Caller) -> None:
    group = playground.group("局大群", playground.person(11, "甲某"), topics=True)
    assert await call.ok("sendChatAction", chat_id=group.chat_id, action="typing", message_thread_id=1) is True
    assert "wrong parameter action" in await call.refused("sendChatAction", chat_id=group.chat_id, action="dancing")


async def test_reply_thread_of_a_plain_supergroup_is_no_topic(playground: Playground, call: Caller) -> None:
    person = playground.person(11, "甲某")
    group = playground.group("养老服务股", person, kind="supergroup", bot_is_admin=True)
    first = await person.say(group, "请看")
    await person.say(group, "已看", reply_to=first)
    answer = (await call.ok("getUpdates"))[1]["message"]
    assert answer["message_thread_id"] == first
    assert "is_topic_message" not in answer


async def test_topics_are_managed_by_an_administrator_bot(playground: Playground, call: Caller) -> None:
    group = playground.group("局大群", playground.person(11, "甲某"), topics=True)
    refusal = await call.refused("createForumTopic", chat_id=group.chat_id, name="督办")
    assert refusal == "Bad Request: not enough rights to create a topic"
    group.promote_bot()
    topic = await call.ok("createForumTopic", chat_id=group.chat_id, name="督办")
    target = {"chat_id": group.chat_id, "message_thread_id": topic["message_thread_id"]}
    assert await call.ok("editForumTopic", **target, name="督办事项") is True
    assert await call.ok("closeForumTopic", **target) is True
    group.demote_bot()
    assert await call.refused("sendMessage", **target, text="x") == "Bad Request: TOPIC_CLOSED"


async def test_anonymous_administrators_and_channels_speak_without_a_face(playground: Playground, call: Caller) -> None:
    """docs/promises.md 21."""
    person = playground.person(11, "甲某")
    group = playground.group("局大群", person, kind="supergroup", bot_is_admin=True)
    await person.as_anonymous_admin("主任").say(group, "/done 12")
    await person.as_channel("局公告").say(group, "/done 13")
    admin, channel = [update["message"] for update in await call.ok("getUpdates")]
    assert (admin["from"]["id"], admin["sender_chat"]["id"]) == (1087968824, group.chat_id)
    assert admin["author_signature"] == "主任"
    assert (channel["from"]["id"], channel["sender_chat"]["type"]) == (136817688, "channel")


async def test_members_and_chats_can_be_asked_about(playground: Playground, call: Caller) -> None:
    first, second = playground.person(11, "甲某"), playground.person(12, "乙某")
    group = playground.group("局大群", first, second, bot_is_admin=True)
    chat = {"chat_id": group.chat_id}
    assert await call.ok("getChatMemberCount", **chat) == 3
    assert (await call.ok("getChatMember", **chat, user_id=12))["status"] == "member"
    admins = await call.ok("getChatAdministrators", **chat)
    assert [admin["status"] for admin in admins] == ["creator", "administrator"]
    await second.leave(group)
    assert (await call.ok("getChatMember", **chat, user_id=12))["status"] == "left"
    assert (await call.ok("getChat", **chat))["title"] == "局大群"
    assert "PARTICIPANT_ID_INVALID" in await call.refused("getChatMember", **chat, user_id=99)


async def test_join_is_told_to_an_administrator_bot_that_asked(playground: Playground, call: Caller) -> None:
    person, newcomer = playground.person(11, "甲某"), playground.person(12, "乙某")
    group = playground.group("局大群", person, bot_is_admin=True)
    await call.ok("getUpdates", allowed_updates=["message", "chat_member"])
    await newcomer.join(group)
    member, service = await call.ok("getUpdates")
    assert member["chat_member"]["new_chat_member"]["status"] == "member"
    assert service["message"]["new_chat_members"][0]["id"] == 12


async def test_pinning_needs_rights_in_groups_and_none_in_private(playground: Playground, call: Caller) -> None:
    person = playground.person(11, "甲某")
    group = playground.group("局大群", person)
    for chat_id, may in ((11, True), (group.chat_id, False)):
        sent = await call.ok("sendMessage", chat_id=chat_id, text="置顶我")
        answer = await call("pinChatMessage", chat_id=chat_id, message_id=sent["message_id"])
        assert answer["ok"] is may
    assert (await call.ok("getChat", chat_id=11))["pinned_message"]["text"] == "置顶我"
    assert await call.ok("unpinChatMessage", chat_id=11) is True


async def test_the_newest_message_that_hangs_is_shown_and_taken_down_first(
    playground: Playground, call: Caller
) -> None:
    """By the day on which it was sent, not by that on which it was pinned; a deleted one hangs no longer."""
    group = playground.group("局大群", playground.person(11, "甲某"), bot_is_admin=True)
    sent = [(await call.ok("sendMessage", chat_id=group.chat_id, text=text))["message_id"] for text in "一二三"]
    for message_id in (sent[1], sent[2], sent[0]):
        assert await call.ok("pinChatMessage", chat_id=group.chat_id, message_id=message_id, disable_notification=True)
    services = [message for message in playground.history(group.chat_id) if message.service]
    assert [message.silent for message in services] == [True, True, True]
    await call.ok("deleteMessage", chat_id=group.chat_id, message_id=sent[2])
    assert (await call.ok("getChat", chat_id=group.chat_id))["pinned_message"]["text"] == "二"
    assert await call.ok("unpinChatMessage", chat_id=group.chat_id) is True
    assert (await call.ok("getChat", chat_id=group.chat_id))["pinned_message"]["text"] == "一"


async def test_bot_without_the_right_to_write_is_refused(playground: Playground, call: Caller) -> None:
    group = playground.group("局大群", playground.person(11, "甲某"))
    group.forbid_writing()
    refusal = await call.refused("sendMessage", chat_id=group.chat_id, text="x")
    assert refusal == "Bad Request: not enough rights to send text messages to the chat"
    group.delete()
    refusal = await call.refused("sendMessage", chat_id=group.chat_id, text="x")
    assert refusal == "Forbidden: the group chat was deleted"


async def test_links_to_the_bot_are_followed(playground: Playground, call: Caller) -> None:
    """docs/promises.md 24."""
    person = playground.person(11, "甲某", started=False)
    group = playground.group("股室", person, has_bot=False)
    await person.follow("https://t.me/duban_bot?start=unit-3")
    await person.follow("https://t.me/Duban_Bot?startgroup=bind", group)
    assert await heard(call) == ["/start unit-3", "", "/start@duban_bot bind"]
    with pytest.raises(LookupError):
        await person.follow("https://t.me/other_bot?start=x")
