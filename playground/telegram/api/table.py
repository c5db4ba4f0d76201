"""Every method of the playground. Names ignore case, as with Telegram."""

from collections.abc import Awaitable, Callable
from typing import Any

from playground.telegram.api import (
    callbacks,
    chats,
    editing,
    files,
    forwarding,
    members,
    menus,
    reactions,
    receiving,
    sending,
    topics,
)
from playground.telegram.params import Params
from playground.telegram.world import World

#: A method is synchronous, so that its effect is all there or not at all; only the long poll waits.
Method = Callable[[World, Params], Any | Awaitable[Any]]

_METHODS: dict[str, Method] = {
    "getMe": receiving.get_me,
    "getUpdates": receiving.get_updates,
    "setWebhook": receiving.set_webhook,
    "deleteWebhook": receiving.delete_webhook,
    "getWebhookInfo": receiving.get_webhook_info,
    "sendMessage": sending.send_message,
    "sendDocument": sending.send_document,
    "sendPhoto": sending.send_photo,
    "sendVideo": sending.send_video,
    "sendVoice": sending.send_voice,
    "sendLocation": sending.send_location,
    "sendChatAction": sending.send_chat_action,
    "forwardMessage": forwarding.forward_message,
    "copyMessage": forwarding.copy_message,
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "deleteMessage": editing.delete_message,
    "deleteMessages": editing.delete_messages,
    "setMessageReaction": reactions.set_message_reaction,
    "answerCallbackQuery": callbacks.answer_callback_query,
    "getFile": files.get_file,
    "getChat": chats.get_chat,
    "leaveChat": chats.leave_chat,
    "pinChatMessage": chats.pin_chat_message,
    "unpinChatMessage": chats.unpin_chat_message,
    "unpinAllChatMessages": chats.unpin_all_chat_messages,
    "getChatMember": members.get_chat_member,
    "getChatAdministrators": members.get_chat_administrators,
    "getChatMemberCount": members.get_chat_member_count,
    "createForumTopic": topics.create_forum_topic,
    "editForumTopic": topics.edit_forum_topic,
    "closeForumTopic": topics.close_forum_topic,
    "reopenForumTopic": topics.reopen_forum_topic,
    "deleteForumTopic": topics.delete_forum_topic,
    "setMyCommands": menus.set_my_commands,
    "getMyCommands": menus.get_my_commands,
    "deleteMyCommands": menus.delete_my_commands,
    "setMyName": menus.set_my_name,
    "getMyName": menus.get_my_name,
    "setMyDescription": menus.set_my_description,
    "getMyDescription": menus.get_my_description,
    "setMyShortDescription": menus.set_my_short_description,
    "getMyShortDescription": menus.get_my_short_description,
    "setChatMenuButton": menus.set_chat_menu_button,
    "getChatMenuButton": menus.get_chat_menu_button,
}

METHODS: dict[str, Method] = {name.lower(): method for name, method in _METHODS.items()}
NAMES: dict[str, str] = {name.lower(): name for name in _METHODS}
