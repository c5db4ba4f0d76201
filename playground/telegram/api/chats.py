"""Methods about a chat as a whole."""

from playground.telegram.access import member_chat, writable_chat
from playground.telegram.chats import Chat, MemberStatus
from playground.telegram.params import Params
from playground.telegram.refusals import Json, bad_request
from playground.telegram.world import World

_GIFTS = dict.fromkeys(
    ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
)
_PERMISSIONS = dict.fromkeys(
    [
        "can_send_messages",
        "can_send_audios",
        "can_send_documents",
        "can_send_photos",
        "can_send_videos",
        "can_send_video_notes",
        "can_send_voice_notes",
        "can_send_polls",
        "can_send_other_messages",
        "can_add_web_page_previews",
        "can_react_to_messages",
        "can_invite_users",
    ],
    True,
)


def get_chat(world: World, params: Params) -> Json:
    chat = member_chat(world, params)
    full = chat.as_json() | {"accent_color_id": abs(chat.chat_id) % 7, "max_reaction_count": 11}
    full["accepted_gift_types"] = _GIFTS
    if not chat.is_private:
        full["permissions"] = _PERMISSIONS | {"can_send_messages": chat.bot_may_write}
    if chat.description:
        full["description"] = chat.description
    if pinned := chat.newest_pinned:
        full["pinned_message"] = pinned.as_json(is_nested=True)
    return full


def leave_chat(world: World, params: Params) -> bool:
    chat = member_chat(world, params)
    if chat.is_private:
        raise bad_request("chat member status can't be changed in private chats")
    world.service(chat, world.bot, left_chat_member=world.bot.as_json())
    world.change_status(chat, world.bot, MemberStatus.LEFT, world.bot)
    return True


def pin_chat_message(world: World, params: Params) -> bool:
    chat = _pinnable(world, params)
    message = chat.alive(params.integer("message_id") or 0)
    if message is None:
        raise bad_request("message to pin not found")
    if message.message_id not in chat.pinned:
        chat.pinned.append(message.message_id)
        pinned = message.as_json(is_nested=True)
        is_silent = params.flag("disable_notification")
        world.service(chat, world.bot, is_silent=is_silent, thread=message.thread, pinned_message=pinned)
    return True


def unpin_chat_message(world: World, params: Params) -> bool:
    chat = _pinnable(world, params)
    newest = chat.newest_pinned
    message_id = params.integer("message_id") or (newest.message_id if newest else 0)
    if message_id not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(message_id)
    world.note("unpinned", chat_id=chat.chat_id, message_id=message_id)
    return True


def unpin_all_chat_messages(world: World, params: Params) -> bool:
    chat = _pinnable(world, params)
    chat.pinned.clear()
    world.note("unpinned", chat_id=chat.chat_id)
    return True


def _pinnable(world: World, params: Params) -> Chat:
    chat = writable_chat(world, params)
    if not chat.is_private and not chat.member(world.bot).is_admin:
        raise bad_request("not enough rights to manage pinned messages in the chat")
    return chat
