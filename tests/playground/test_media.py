"""Pictures, videos, places and albums: as a person sends them, and as the bot passes them on."""

import pytest

from playground.telegram.params import Upload
from playground.telegram.pictures import sample_picture
from playground.telegram.refusals import Refusal
from playground.telegram.server import Playground
from tests.playground.conftest import TOKEN, Caller

KINDS = {"photo": "sendPhoto", "video": "sendVideo", "voice": "sendVoice", "document": "sendDocument"}


async def test_what_a_person_sends_reaches_the_bot_with_caption_and_reply(playground: Playground, call: Caller) -> None:
    person = playground.person(11, "甲某")
    group = playground.group("救助", person)
    asked = await call.ok("sendMessage", chat_id=group.chat_id, text="第12号")
    place = {"reply_to": asked["message_id"]}
    await person.send_photo(group, sample_picture(), "12号现场", **place)
    await person.send_video(group, caption="12号录像", **place)
    await person.send_voice(group, **place)
    await person.send_location(group, 30.25, 120.5, **place)
    photo, video, voice, where = [update["message"] for update in await call.ok("getUpdates")]
    assert [(size["width"], size["height"]) for size in photo["photo"]] == [(90, 68), (320, 240)]
    assert (photo["caption"], video["caption"], video["video"]["width"]) == ("12号现场", "12号录像", 640)
    assert voice["voice"]["mime_type"] == "audio/ogg"
    assert where["location"] == {"latitude": 30.25, "longitude": 120.5}
    assert "caption" not in where
    assert all(each["reply_to_message"]["message_id"] == asked["message_id"] for each in (photo, video, voice, where))


async def test_an_album_is_several_messages_of_one_group_id(playground: Playground, call: Caller) -> None:
    person = playground.person(11, "甲某")
    sent = await person.send_album(None, [sample_picture(shade) for shade in range(3)], "12号三处现场")
    await person.send_album(None, [sample_picture(), sample_picture(1)])
    messages = [update["message"] for update in await call.ok("getUpdates")]
    albums = [message["media_group_id"] for message in messages]
    assert (len(set(albums[:3])), len(set(albums[3:])), len(set(albums))) == (1, 1, 2)
    assert [message["message_id"] for message in messages[:3]] == sent
    assert [message.get("caption") for message in messages[:3]] == ["12号三处现场", None, None]


@pytest.mark.parametrize("kind", KINDS)
async def test_what_was_sent_is_passed_on_by_its_id_and_fetched(
    playground: Playground, call: Caller, kind: str
) -> None:
    person = playground.person(11, "甲某")
    content = sample_picture(4) if kind == "photo" else b"content"
    await person.send_upload(kind, None, Upload("佐证", content))
    (update,) = await call.ok("getUpdates")
    media = update["message"][kind]
    for one in media if kind == "photo" else [media]:
        sent = await call.ok(
            KINDS[kind], chat_id=11, caption="<b>佐证</b>", parse_mode="HTML", **{kind: one["file_id"]}
        )
        assert (sent[kind], sent["caption"]) == (media, "佐证")
        found = await call.ok("getFile", file_id=one["file_id"])
        assert (await call.client.get(f"{playground.base_url}/file/bot{TOKEN}/{found['file_path']}")).content == content


async def test_an_id_serves_only_its_own_kind(playground: Playground, call: Caller) -> None:
    person = playground.person(11, "甲某")
    await person.send_voice(None)
    (update,) = await call.ok("getUpdates")
    refused = await call.refused("sendPhoto", chat_id=11, photo=update["message"]["voice"]["file_id"])
    assert refused == "Bad Request: can't use file of type Voice as Photo"


async def test_a_caption_can_be_corrected_and_a_picture_forwarded(playground: Playground, call: Caller) -> None:
    person, other = playground.person(11, "甲某"), playground.person(12, "乙某")
    sent = await person.send_photo(None, caption="13号现场")
    await person.edit(None, sent, "12号现场")
    (shown,) = playground.history(11)
    await other.forward(shown)
    first, corrected, passed_on = await call.ok("getUpdates")
    assert first["message"]["photo"] == corrected["edited_message"]["photo"] == passed_on["message"]["photo"]
    assert (corrected["edited_message"]["caption"], shown.versions) == ("12号现场", ["13号现场"])
    assert passed_on["message"]["forward_origin"]["sender_user"]["id"] == 11
    with pytest.raises(ValueError, match=str(sent)):
        await other.edit(None, shown, "别人的话")


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ({}, "latitude is empty"),
        ({"latitude": 91, "longitude": 0}, "latitude must be in the range [-90, 90]"),
        ({"latitude": 30, "longitude": "x"}, "longitude is empty"),
        ({"latitude": 30, "longitude": 181}, "longitude must be in the range [-180, 180]"),
    ],
)
async def test_where_there_is_no_such_place_it_is_refused(
    playground: Playground, call: Caller, place: dict[str, object], why: str
) -> None:
    person = playground.person(11, "甲某")
    assert await call.refused("sendLocation", chat_id=11, **place) == f"Bad Request: {why}"
    with pytest.raises(Refusal):
        await person.send_location(None, 91.0)


async def test_a_place_has_buttons_and_no_caption(playground: Playground, call: Caller) -> None:
    playground.person(11, "甲某")
    keyboard = {"inline_keyboard": [[{"text": "退回此件", "callback_data": "x", "style": "danger"}]]}
    sent = await call.ok("sendLocation", chat_id=11, latitude="30.25", longitude=120.5, reply_markup=keyboard)
    (shown,) = playground.messages(11)
    assert [(button.label, button.style) for button in shown.buttons] == [("退回此件", "danger")]
    await call.ok("editMessageReplyMarkup", chat_id=11, message_id=sent["message_id"])
    assert shown.buttons == ()


async def test_a_long_history_is_an_expandable_quote_which_is_one_entity(playground: Playground, call: Caller) -> None:
    playground.person(11, "甲某")
    html = "第12号\n<blockquote expandable>11月3日 <b>交办</b>\n11月5日 签收</blockquote>"
    sent = await call.ok("sendMessage", chat_id=11, text=html, parse_mode="HTML")
    assert [entity["type"] for entity in sent["entities"]] == ["expandable_blockquote", "bold"]
    assert playground.messages(11)[0].html == html
