"""Playing people from another process: they speak, edit, press, send files, start and block the bot."""

from typing import Any

from playground.telegram.control.asking import Asking
from playground.telegram.group import Group
from playground.telegram.player import Player
from playground.telegram.refusals import Json
from playground.telegram.request_body import read_params


async def add_person(asking: Asking) -> Json:
    wanted = asking.given("username", "started", "met")
    player = asking.playground.person(int(asking.body["user_id"]), str(asking.body["first_name"]), **wanted)
    return {"user_id": player.user_id}


async def say(asking: Asking) -> Json:
    wanted = asking.given("reply_to", "thread", "entities")
    if "date" in asking.body:
        wanted["date"] = asking.instant(asking.body["date"])
    return {"message_id": await _speaker(asking).say(_group(asking), str(asking.body["text"]), **wanted)}


async def forward(asking: Asking) -> Json:
    """``message_id`` of ``from_chat_id``, into ``chat_id``."""
    source = asking.playground.world.chats[int(asking.body["from_chat_id"])]
    message = source.alive(int(asking.body["message_id"]))
    if message is None:
        raise LookupError(asking.body["message_id"])
    return {"message_id": await _player(asking).forward(message, _group(asking))}


async def edit(asking: Asking) -> None:
    await _player(asking).edit(_group(asking), int(asking.body["message_id"]), str(asking.body["text"]))


async def delete(asking: Asking) -> None:
    await _player(asking).delete(_group(asking), int(asking.body["message_id"]))


async def press(asking: Asking) -> Json:
    """``button`` is a label or a payload; the answer is waited for, at most ``within`` seconds."""
    player, wanted = _player(asking), asking.given("is_forged")
    within = asking.seconds("within", 5.0)
    message, button = int(asking.body["message_id"]), str(asking.body["button"])
    text = await player.press(message, button, chat=_group(asking), within=within, **wanted)
    answer = player.last_answer
    if text is None or answer is None:
        return {"answered": False}
    return {"answered": True, "text": text, "alert": answer.show_alert, "url": answer.url}


async def send_file(asking: Asking) -> Json:
    """Multipart: ``file``, and as fields ``chat_id``, ``caption``, ``reply_to``, ``thread``, ``as_photo``."""
    params = await read_params(asking.request)
    upload, player = params.uploads["file"], _player(asking)
    chat_id, reply_to = params.integer("chat_id"), params.integer("reply_to")
    group = asking.playground.group_at(chat_id) if chat_id and chat_id != player.chat_id else None
    caption = params.text("caption")
    if params.flag("as_photo"):
        return {"message_id": await player.send_photo(group, upload.content, caption, reply_to=reply_to)}
    thread = params.integer("thread")
    sent = await player.send_file(group, upload.name, upload.content, caption, reply_to=reply_to, thread=thread)
    return {"message_id": sent}


async def start(asking: Asking) -> Json:
    """The link that starts the bot, or with ``chat_id`` the link that adds it to a group."""
    player, payload, group = _player(asking), str(asking.body.get("payload", "")), _group(asking)
    sent = await (player.start(payload) if group is None else player.start_in(group, payload))
    return {"message_id": sent}


async def block(asking: Asking) -> None:
    await _player(asking).block()


async def unblock(asking: Asking) -> None:
    _player(asking).unblock()


async def join(asking: Asking) -> None:
    await _player(asking).join(asking.playground.group_at(int(asking.body["chat_id"])))


async def leave(asking: Asking) -> None:
    await _player(asking).leave(asking.playground.group_at(int(asking.body["chat_id"])))


def _player(asking: Asking) -> Player:
    return asking.playground.player(asking.number("user_id"))


def _speaker(asking: Asking) -> Player:
    """The person, or their guise: ``"as": "anonymous"`` or ``"as": "channel"``."""
    player, guise = _player(asking), asking.body.get("as")
    guises: dict[Any, Player] = {None: player}
    if guise == "anonymous":
        guises[guise] = player.as_anonymous_admin(str(asking.body.get("signature", "")))
    if guise == "channel":
        guises[guise] = player.as_channel(str(asking.body.get("signature", "频道")))
    return guises[guise]


def _group(asking: Asking) -> Group | None:
    chat_id = asking.body.get("chat_id")
    return None if chat_id in (None, asking.number("user_id")) else asking.playground.group_at(int(str(chat_id)))
