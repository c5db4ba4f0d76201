"""Playing people from another process: they speak, edit, press, react, send files, start and block the bot."""

from typing import Any

from playground.telegram.control.request import ControlRequest
from playground.telegram.group import Group
from playground.telegram.params import Params
from playground.telegram.player import Player
from playground.telegram.refusals import Json
from playground.telegram.request_body import read_params


async def add_person(call: ControlRequest) -> Json:
    wanted = call.given("username", "started", "met")
    player = call.playground.person(int(call.body["user_id"]), str(call.body["first_name"]), **wanted)
    return {"user_id": player.user_id}


async def say(call: ControlRequest) -> Json:
    wanted = call.given("reply_to", "thread", "entities")
    if "date" in call.body:
        wanted["date"] = call.instant(call.body["date"])
    return {"message_id": await _speaker(call).say(_group(call), str(call.body["text"]), **wanted)}


async def forward(call: ControlRequest) -> Json:
    """``message_id`` of ``from_chat_id``, into ``chat_id``."""
    source = call.playground.world.chats[int(call.body["from_chat_id"])]
    message = source.alive(int(call.body["message_id"]))
    if message is None:
        raise LookupError(call.body["message_id"])
    return {"message_id": await _player(call).forward(message, _group(call))}


async def edit(call: ControlRequest) -> None:
    await _player(call).edit(_group(call), int(call.body["message_id"]), str(call.body["text"]))


async def delete(call: ControlRequest) -> None:
    await _player(call).delete(_group(call), int(call.body["message_id"]))


async def press(call: ControlRequest) -> Json:
    """``button`` is a label or a payload; the answer is waited for, at most ``within`` seconds."""
    player, wanted = _player(call), call.given("is_forged")
    within = call.seconds("within", 5.0)
    message, button = int(call.body["message_id"]), str(call.body["button"])
    text = await player.press(message, button, chat=_group(call), within=within, **wanted)
    answer = player.last_answer
    if text is None or answer is None:
        return {"answered": False}
    return {"answered": True, "text": text, "alert": answer.show_alert, "url": answer.url}


async def react(call: ControlRequest) -> None:
    """``emoji`` below ``message_id``; an empty one takes it back."""
    player, emoji = _speaker(call), str(call.body["emoji"])
    await player.react(int(call.body["message_id"]), emoji, chat=_group(call))


async def send_location(call: ControlRequest) -> Json:
    latitude, longitude = float(call.body["latitude"]), float(call.body["longitude"])
    wanted = call.given("reply_to", "thread")
    return {"message_id": await _speaker(call).send_location(_group(call), latitude, longitude, **wanted)}


async def send_file(call: ControlRequest) -> Json:
    """Multipart: ``file``, and as fields ``kind``, ``chat_id``, ``caption``, ``reply_to``, ``thread``.

    ``kind`` is photo, video, voice or document. Several files are an album; their parts are named ``photo1`` and so on.
    """
    params = await read_params(call.request)
    uploads = [(_kind_of(name, params), upload) for name, upload in params.uploads.items()]
    if not uploads:
        raise LookupError("file")
    player, chat_id = _player(call), params.integer("chat_id")
    group = call.playground.group_at(chat_id) if chat_id and chat_id != player.chat_id else None
    reply_to, thread = params.integer("reply_to"), params.integer("thread")
    sent = await player.send_uploads(group, uploads, params.text("caption"), reply_to=reply_to, thread=thread)
    return {"message_id": sent[0], "message_ids": sent}


def _kind_of(part: str, params: Params) -> str:
    return params.text("kind") or "document" if part == "file" else part.rstrip("0123456789")


async def start(call: ControlRequest) -> Json:
    """The link that starts the bot, or with ``chat_id`` the link that adds it to a group."""
    player, payload, group = _player(call), str(call.body.get("payload", "")), _group(call)
    sent = await (player.start(payload) if group is None else player.start_in(group, payload))
    return {"message_id": sent}


async def block(call: ControlRequest) -> None:
    await _player(call).block()


async def unblock(call: ControlRequest) -> None:
    _player(call).unblock()


async def join(call: ControlRequest) -> None:
    await _player(call).join(call.playground.group_at(int(call.body["chat_id"])))


async def leave(call: ControlRequest) -> None:
    await _player(call).leave(call.playground.group_at(int(call.body["chat_id"])))


def _player(call: ControlRequest) -> Player:
    return call.playground.player(call.number("user_id"))


def _speaker(call: ControlRequest) -> Player:
    """The person, or their identity: ``"as": "anonymous"`` or ``"as": "channel"``."""
    player, identity = _player(call), call.body.get("as")
    identities: dict[Any, Player] = {None: player}
    if identity == "anonymous":
        identities[identity] = player.as_anonymous_admin(str(call.body.get("signature", "")))
    if identity == "channel":
        identities[identity] = player.as_channel(str(call.body.get("signature", "频道")))
    return identities[identity]


def _group(call: ControlRequest) -> Group | None:
    chat_id = call.body.get("chat_id")
    return None if chat_id in (None, call.number("user_id")) else call.playground.group_at(int(str(chat_id)))
