"""Pictures, files and voices: their captions are heard like words, and none of them is lost without a line."""

from itertools import count
from typing import Any

import pytest

from domain.item import ItemStatus
from tests.domain.office import item
from tests.handlers.office import Bureau

PHOTO: dict[str, Any] = {"photo": [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]}
VOICE = {"voice": {"file_id": "v", "file_unique_id": "v", "duration": 2}}
STICKER = {
    "sticker": {
        "file_id": "s",
        "file_unique_id": "s",
        "type": "regular",
        "width": 1,
        "height": 1,
        "is_animated": False,
        "is_video": False,
    }
}
LOCATION = {"location": {"latitude": 30.0, "longitude": 110.0}}
CONTACT = {"contact": {"phone_number": "13800138000", "first_name": "某"}}
VIDEO = {"video": {"file_id": "v", "file_unique_id": "v", "width": 1, "height": 1, "duration": 1}}
_NUMBERS = count(900_000)


def document(name: str) -> dict[str, Any]:
    return {"document": {"file_id": "d", "file_unique_id": "d", "file_name": name, "file_size": 10}}


async def send(bureau: Bureau, name: str, chat_id: int | None = None, /, **content: Any) -> list[str]:
    """What the bot answers to a message with that content."""
    user = bureau.players[name].user_id
    place = chat_id or user
    number = next(_NUMBERS)
    message = {
        "message_id": number,
        "date": int(bureau.now.timestamp()),
        "chat": {"id": place, "type": "supergroup" if chat_id else "private"},
        "from": {"id": user, "is_bot": False, "first_name": name},
        **content,
    }
    raw = {"update_id": number, "message": message}
    bureau.players[name].person.started = True
    before = {message.message_id for message in bureau.playground.messages(place)}
    if bureau.door.concerns(raw):
        await bureau.take(raw)
    return [message.text for message in bureau.playground.messages(place) if message.message_id not in before]


@pytest.mark.parametrize("media", [PHOTO, VIDEO, document("现场.jpg"), document("核查.pdf"), document("表.xlsx")])
async def test_a_caption_is_heard_like_words(bureau: Bureau, media: dict[str, Any]) -> None:
    """Fault 6.3: what is written under a picture or a file is served; that the picture is not kept is said."""
    bureau.add(item(number=12), item(number=13))
    [echo, line] = await send(bureau, "甲某", **media, caption="12 现场照片")
    assert echo.startswith("记为第12号进展？")
    assert "暂不能存入台账" in line
    [done, line] = await send(bureau, "甲某", **media, caption="/done 13")
    assert "已办结" in done
    assert "暂不能存入台账" in line
    assert bureau.status(13) is ItemStatus.CLOSED


@pytest.mark.parametrize(
    ("media", "words"),
    [
        (PHOTO, "图片暂不能存入台账。请用文字说明"),
        (VIDEO, "视频暂不能存入台账。请用文字说明"),
        (VOICE, "语音无法识别，请用文字发送"),
        (STICKER, "请用文字发送"),
        (LOCATION, "位置不作为办理情况"),
        (CONTACT, "名片不予保存"),
    ],
)
async def test_what_is_no_text_gets_one_line(bureau: Bureau, media: dict[str, Any], words: str) -> None:
    """Fault 6.3: a picture, a voice or a place is never lost without a word, nor answered with the help."""
    [line] = await send(bureau, "甲某", **media)
    assert line.startswith(words)
    assert "\n" not in line


async def test_an_album_gets_one_line(bureau: Bureau) -> None:
    answers = [await send(bureau, "甲某", **PHOTO, media_group_id="a") for _ in range(4)]
    assert [len(lines) for lines in answers] == [1, 0, 0, 0]


@pytest.mark.parametrize("name", ["台账.xlsx", "佐证.pdf", "方案.docx", "旧.xls"])
async def test_a_file_from_whoever_may_not_import_is_answered_so(bureau: Bureau, name: str) -> None:
    """Fault 6.3: workbooks are the office's to import; nobody is told to make an .xlsx of a report."""
    [line] = await send(bureau, "甲某", **document(name))
    assert "办公室" in line
    assert ".xlsx" not in line


async def test_a_picture_in_reply_in_a_group_is_answered_and_chatter_is_not(bureau: Bureau) -> None:
    """Fault 6.3: in a group as well, where the picture replies to the bot."""
    bureau.add(item(number=9))
    group = bureau.group("救助股", "社会救助股", "甲某", bot_is_admin=True)
    await bureau.say("甲某", "/item@duban_bot 9", group)
    answered = bureau.newest("甲某", chat=group).as_json()
    bot = {"id": bureau.app.bot.id, "is_bot": True, "first_name": "督办", "username": "duban_bot"}
    reply = {
        "message_id": answered["message_id"],
        "date": 1,
        "chat": {"id": group.chat_id, "type": "supergroup"},
        "from": bot,
    }
    [line] = await send(bureau, "甲某", group.chat_id, **PHOTO, reply_to_message=reply)
    assert "暂不能存入台账" in line
    [echo, line] = await send(bureau, "甲某", group.chat_id, **PHOTO, caption="现场已整改", reply_to_message=reply)
    assert echo.startswith("记为第9号进展？")
    assert await send(bureau, "甲某", group.chat_id, **STICKER, reply_to_message=reply) == []
    assert await send(bureau, "甲某", group.chat_id, **PHOTO, caption="聚餐") == []
    assert len(await send(bureau, "甲某", group.chat_id, **PHOTO, caption="@duban_bot 完成 9")) == 2
