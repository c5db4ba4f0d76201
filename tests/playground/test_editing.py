"""Edits and deletions, and what Telegram says where they can't be done."""

from datetime import timedelta

from playground.telegram.server import Playground
from tests.playground.conftest import Caller

BUTTON = {"inline_keyboard": [[{"text": "撤回", "callback_data": "undo:12"}]]}


async def test_edit_changes_text_and_buttons_together(playground: Playground, call: Caller) -> None:
    playground.person(11, "甲某")
    sent = await call.ok("sendMessage", chat_id=11, text="在办", reply_markup=BUTTON)
    playground.clock.advance(timedelta(minutes=1))
    target = {"chat_id": 11, "message_id": sent["message_id"]}
    edited = await call.ok("editMessageText", **target, text="<b>办结</b>", parse_mode="HTML")
    assert edited["edit_date"] == sent["date"] + 60
    assert edited["date"] == sent["date"]
    assert "reply_markup" not in edited
    (message,) = playground.messages(11)
    assert (message.text, message.edited, message.buttons, message.versions) == ("办结", True, (), ["在办"])


async def test_edit_that_changes_nothing_is_refused_as_not_modified(playground: Playground, call: Caller) -> None:
    """docs/promises.md 26."""
    playground.person(11, "甲某")
    sent = await call.ok("sendMessage", chat_id=11, text="在办", reply_markup=BUTTON)
    same = {"chat_id": 11, "message_id": sent["message_id"], "reply_markup": BUTTON}
    assert "message is not modified" in await call.refused("editMessageText", **same, text="在办")
    assert "message is not modified" in await call.refused("editMessageReplyMarkup", **same)
    await call.ok("editMessageReplyMarkup", chat_id=11, message_id=sent["message_id"])
    assert playground.messages(11)[0].buttons == ()


async def test_only_ones_own_existing_messages_can_be_edited(playground: Playground, call: Caller) -> None:
    person = playground.person(11, "甲某")
    asked = await person.say(None, "您好")
    refusal = await call.refused("editMessageText", chat_id=11, message_id=asked, text="x")
    assert refusal == "Bad Request: message can't be edited"
    refusal = await call.refused("editMessageText", chat_id=11, message_id=999, text="x")
    assert refusal == "Bad Request: message to edit not found"
    refusal = await call.refused("editMessageText", chat_id=11, text="x")
    assert refusal == "Bad Request: message identifier is not specified"


async def test_deleted_message_is_gone_for_edits_and_deletions(playground: Playground, call: Caller) -> None:
    playground.person(11, "甲某")
    sent = await call.ok("sendMessage", chat_id=11, text="在办")
    target = {"chat_id": 11, "message_id": sent["message_id"]}
    assert await call.ok("deleteMessage", **target) is True
    assert playground.messages(11) == []
    assert "message to delete not found" in await call.refused("deleteMessage", **target)
    assert "message to edit not found" in await call.refused("editMessageText", **target, text="x")


async def test_message_older_than_two_days_cannot_be_deleted(playground: Playground, call: Caller) -> None:
    playground.person(11, "甲某")
    sent = await call.ok("sendMessage", chat_id=11, text="在办")
    playground.clock.advance(timedelta(hours=49))
    assert "message can't be deleted" in await call.refused("deleteMessage", chat_id=11, message_id=sent["message_id"])


async def test_others_messages_in_a_group_are_deleted_only_by_an_administrator(
    playground: Playground, call: Caller
) -> None:
    person = playground.person(11, "甲某")
    group = playground.group("社会救助股", person)
    said = await person.say(group, "闲聊")
    target = {"chat_id": group.chat_id, "message_ids": [said]}
    assert "message can't be deleted" in await call.refused("deleteMessages", **target)
    group.promote_bot()
    assert await call.ok("deleteMessages", **target) is True
    assert playground.history(group.chat_id) == []


async def test_persons_edit_reaches_the_bot_as_edited_message(playground: Playground, call: Caller) -> None:
    """docs/promises.md 19."""
    person = playground.person(11, "甲某")
    said = await person.say(None, "/done 12")
    await person.edit(None, said, "/done 13")
    first, second = await call.ok("getUpdates")
    assert first["message"]["text"] == "/done 12"
    assert second["edited_message"]["text"] == "/done 13"
    assert second["edited_message"]["edit_date"]
    assert second["edited_message"]["entities"][0]["type"] == "bot_command"
