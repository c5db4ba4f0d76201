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
    """Fault 6.3: what is written under a picture or a file is served, and the picture is kept."""
    bureau.add(item(number=12), item(number=13))
    [filed] = await send(bureau, "甲某", **media, caption="12 现场照片")
    assert filed.startswith("📎 已存入第12号佐证：")
    assert filed.endswith("附言：“现场照片”")
    [filed, done] = await send(bureau, "甲某", **media, caption="/done 13")
    assert "已存入第13号佐证" in filed
    assert "已办结" in done
    assert bureau.status(13) is ItemStatus.CLOSED
    assert [len(bureau.item(number).evidence) for number in (12, 13)] == [1, 1]


@pytest.mark.parametrize(("media", "words"), [(STICKER, "请用文字发送"), (CONTACT, "名片不予保存")])
async def test_what_is_no_text_gets_one_line(bureau: Bureau, media: dict[str, Any], words: str) -> None:
    """Fault 6.3: it is never lost without a word, nor answered with the help."""
    [line] = await send(bureau, "甲某", **media)
    assert line.startswith(words)
    assert "\n" not in line


@pytest.mark.parametrize("media", [PHOTO, VIDEO, VOICE, LOCATION, document("核查.pdf")])
async def test_a_piece_without_an_item_is_not_kept_and_says_how(bureau: Bureau, media: dict[str, Any]) -> None:
    """Fault 6.3."""
    [line] = await send(bureau, "甲某", **media)
    assert line.startswith("未保存：不知属于哪一项。")


async def test_an_album_gets_one_line(bureau: Bureau) -> None:
    answers = [await send(bureau, "甲某", **PHOTO, media_group_id="a") for _ in range(4)]
    assert [len(lines) for lines in answers] == [1, 0, 0, 0]


@pytest.mark.parametrize("name", ["台账.xlsx", "旧.xls"])
async def test_a_workbook_from_whoever_may_not_import_is_answered_so(bureau: Bureau, name: str) -> None:
    """Fault 6.3: workbooks are the office's to import; nobody is told to make an .xlsx of a report."""
    [line] = await send(bureau, "甲某", **document(name))
    assert "请交办公室导入" in line
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
    assert line.startswith("📎 已存入第9号佐证")
    other = {"photo": [{"file_id": "q", "file_unique_id": "q", "width": 1, "height": 1}]}
    [line] = await send(bureau, "甲某", group.chat_id, **other, caption="现场已整改", reply_to_message=reply)
    assert line.endswith("该项共2份。\n附言：“现场已整改”")
    assert await send(bureau, "甲某", group.chat_id, **STICKER, reply_to_message=reply) == []
    assert await send(bureau, "甲某", group.chat_id, **PHOTO, caption="聚餐") == []
    assert len(await send(bureau, "甲某", group.chat_id, **PHOTO, caption="@duban_bot 完成 9")) == 2
