"""What the bot sends, and how Telegram refuses what it may not send."""

import httpx
import pytest

from playground.telegram.server import Playground
from tests.playground.conftest import TOKEN, Caller


async def test_sent_message_carries_what_telegram_says_of_it(playground: Playground, call: Caller) -> None:
    person = playground.person(11, "甲某", username="jia_mou")
    sent = await call.ok("sendMessage", chat_id=11, text="😀 <b>逾期</b> #督办", parse_mode="HTML")
    assert sent["chat"] == {"id": 11, "type": "private", "username": "jia_mou", "first_name": "甲某"}
    assert sent["from"]["username"] == "duban_bot"
    assert sent["from"]["is_bot"] is True
    assert sent["date"] == int(playground.clock.now().timestamp())
    assert sent["entities"] == [
        {"type": "bold", "offset": 3, "length": 2},
        {"type": "hashtag", "offset": 6, "length": 3},
    ]
    (message,) = playground.messages(person.chat_id)
    assert (message.text, message.silent, message.edited, message.thread) == ("😀 逾期 #督办", False, False, None)
    assert message.html == "😀 <b>逾期</b> #督办"


@pytest.mark.parametrize(
    ("params", "description"),
    [
        ({"text": "您好"}, "Bad Request: chat_id is empty"),
        ({"chat_id": 999, "text": "您好"}, "Bad Request: chat not found"),
        ({"chat_id": "@nobody", "text": "您好"}, "Bad Request: chat not found"),
        ({"chat_id": 11}, "Bad Request: message text is empty"),
        ({"chat_id": 11, "text": "  \n "}, "Bad Request: message text is empty"),
        ({"chat_id": 11, "text": "长" * 4097}, "Bad Request: message is too long"),
        ({"chat_id": 11, "text": "😀" * 2049}, "Bad Request: message is too long"),
        ({"chat_id": 11, "text": "x", "parse_mode": "Wiki"}, "Bad Request: unsupported parse_mode"),
        ({"chat_id": 11, "text": "x", "message_thread_id": 7}, "Bad Request: message thread not found"),
        (
            {"chat_id": 11, "text": "x", "reply_parameters": {"message_id": 5}},
            "Bad Request: message to be replied not found",
        ),
        ({"chat_id": 11, "text": "x", "reply_markup": "{"}, "Bad Request: can't parse reply markup JSON object"),
    ],
)
async def test_what_cannot_be_sent_is_refused_in_telegrams_words(
    playground: Playground, call: Caller, params: dict[str, object], description: str
) -> None:
    """docs/promises.md 22."""
    playground.person(11, "甲某")
    assert await call.refused("sendMessage", **params) == description
    assert playground.messages(11) == []


async def test_text_limit_counts_what_is_left_after_the_markup(playground: Playground, call: Caller) -> None:
    playground.person(11, "甲某")
    text = "<b>" + "&lt;" * 4096 + "</b>"
    assert len((await call.ok("sendMessage", chat_id=11, text=text, parse_mode="HTML"))["text"]) == 4096


async def test_of_more_than_a_hundred_entities_the_first_hundred_are_kept(playground: Playground, call: Caller) -> None:
    """docs/promises.md 22."""
    playground.person(11, "甲某")
    text = " ".join("<b>x</b>" for _ in range(130))
    sent = await call.ok("sendMessage", chat_id=11, text=text, parse_mode="HTML")
    assert len(sent["entities"]) == 100
    assert sent["entities"][-1]["offset"] == 198


async def test_reply_falls_back_to_a_plain_message_only_if_the_sender_allows_it(
    playground: Playground, call: Caller
) -> None:
    person = playground.person(11, "甲某")
    asked = await person.say(None, "/mytasks")
    sent = await call.ok("sendMessage", chat_id=11, text="在办1项", reply_parameters={"message_id": asked})
    assert sent["reply_to_message"]["text"] == "/mytasks"
    assert "reply_to_message" not in sent["reply_to_message"]
    await person.delete(None, asked)
    gone = {"message_id": asked}
    assert "replied not found" in await call.refused("sendMessage", chat_id=11, text="x", reply_parameters=gone)
    gone["allow_sending_without_reply"] = True
    assert "reply_to_message" not in await call.ok("sendMessage", chat_id=11, text="x", reply_parameters=gone)


async def test_quote_must_be_in_the_message_replied_to(playground: Playground, call: Caller) -> None:
    person = playground.person(11, "甲某")
    asked = await person.say(None, "😀第12号已报局办")
    reply = {"message_id": asked, "quote": "已报局办"}
    sent = await call.ok("sendMessage", chat_id=11, text="收到", reply_parameters=reply)
    assert sent["quote"] == {"text": "已报局办", "position": 6, "is_manual": True}
    reply["quote"] = "没有的话"
    assert "QUOTE_TEXT_INVALID" in await call.refused("sendMessage", chat_id=11, text="收到", reply_parameters=reply)


async def test_reply_into_another_chat_is_shown_as_external(playground: Playground, call: Caller) -> None:
    person = playground.person(11, "甲某")
    group = playground.group("社会救助股", person, kind="supergroup", bot_is_admin=True)
    said = await person.say(group, "请看")
    reply = {"message_id": said, "chat_id": group.chat_id}
    sent = await call.ok("sendMessage", chat_id=11, text="已看", reply_parameters=reply)
    assert sent["external_reply"]["message_id"] == said
    assert sent["external_reply"]["origin"]["sender_user"]["id"] == 11


async def test_silent_and_protected_are_noted(playground: Playground, call: Caller) -> None:
    playground.person(11, "甲某")
    await call.ok("sendMessage", chat_id=11, text="晨报", disable_notification=True, protect_content=True)
    (message,) = playground.messages(11)
    assert message.silent
    assert message.is_protected


async def test_forward_names_its_origin_and_a_copy_does_not(playground: Playground, call: Caller) -> None:
    person, other = playground.person(11, "甲某"), playground.person(12, "乙某")
    said = await person.say(None, "请转乙某")
    forwarded = await call.ok("forwardMessage", chat_id=other.chat_id, from_chat_id=11, message_id=said)
    assert forwarded["forward_origin"]["sender_user"]["first_name"] == "甲某"
    copied = await call.ok("copyMessage", chat_id=other.chat_id, from_chat_id=11, message_id=said)
    assert copied == {"message_id": forwarded["message_id"] + 1}
    assert [message.text for message in playground.messages(12)] == ["请转乙某", "请转乙某"]


async def test_answer_travels_in_one_packet(playground: Playground) -> None:
    """Else a delayed acknowledgement would add 40 ms to every call."""
    playground.person(11, "甲某")
    async with httpx.AsyncClient(
        base_url=f"{playground.base_url}/bot{TOKEN}/", trust_env=False, verify=False
    ) as client:
        await client.post("sendMessage", data={"chat_id": 11, "text": "一"})
        times = []
        for _ in range(20):
            response = await client.post("sendMessage", data={"chat_id": 11, "text": "二"})
            times.append(response.elapsed.total_seconds())
    assert sorted(times)[10] < 0.02


async def test_channel_shows_the_bots_posts_as_its_own_and_does_not_echo_them(
    playground: Playground, call: Caller
) -> None:
    person = playground.person(11, "甲某")
    channel = playground.group("局公告", person, kind="channel")
    assert "need administrator rights" in await call.refused("sendMessage", chat_id=channel.chat_id, text="x")
    channel.promote_bot()
    posted = await call.ok("sendMessage", chat_id=channel.chat_id, text="公告")
    assert posted["sender_chat"]["id"] == channel.chat_id
    assert "from" not in posted
    await call.ok("editMessageText", chat_id=channel.chat_id, message_id=posted["message_id"], text="公告二")
    await person.say(channel, "通知")
    updates = await call.ok("getUpdates", allowed_updates=["channel_post", "edited_channel_post"])
    assert [update["channel_post"]["text"] for update in updates if "channel_post" in update] == ["通知"]
    assert [message.text for message in playground.messages(channel.chat_id)] == ["公告二"]


@pytest.mark.parametrize(
    "params",
    [
        {"text": 12},
        {"text": "x", "entities": "x"},
        {"text": "x", "entities": [{"type": "bold"}]},
        {"text": "x", "entities": [{"type": "text_link", "offset": 0, "length": 1}]},
        {"text": "x", "entities": [{"type": "text_mention", "offset": -5, "length": 99, "user": 7}]},
        {"text": "x", "reply_parameters": {"message_id": "one"}},
        {"text": "x", "reply_parameters": "[]"},
        {"text": "x", "reply_markup": {"inline_keyboard": [[7]]}},
        {"text": "x", "message_thread_id": "first"},
    ],
)
async def test_nonsense_is_answered_never_broken_on(
    playground: Playground, call: Caller, params: dict[str, object]
) -> None:
    playground.person(11, "甲某")
    assert (await call("sendMessage", chat_id=11, **params)).keys() >= {"ok"}
    assert call.status in {200, 400}
