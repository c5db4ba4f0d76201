"""Methods that edit or delete messages."""

from datetime import timedelta

from playground.telegram.access import own_message, writable_chat
from playground.telegram.chats import Chat, Message
from playground.telegram.keyboards import read_inline_only
from playground.telegram.params import Params
from playground.telegram.refusals import Json, bad_request
from playground.telegram.text.formatted import MAX_CAPTION, MAX_TEXT, Formatted, read_formatted
from playground.telegram.world import World

MAX_DELETED = 100
DELETABLE_FOR = timedelta(hours=48)
_UNCHANGED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def edit_message_text(world: World, params: Params) -> Json:
    message = _editable(world, params)
    formatted = read_formatted(params, "text", "entities", MAX_TEXT, world.known_person)
    if not formatted.text:
        raise bad_request("message text is empty")
    if message.media:
        raise bad_request("there is no text in the message to edit")
    message.link_preview = params.object("link_preview_options") or message.link_preview
    return _change(world, message, formatted, params)


def edit_message_caption(world: World, params: Params) -> Json:
    message = _editable(world, params)
    formatted = read_formatted(params, "caption", "caption_entities", MAX_CAPTION, world.known_person)
    if not message.media:
        raise bad_request("there is no caption in the message to edit")
    return _change(world, message, formatted, params)


def edit_message_reply_markup(world: World, params: Params) -> Json:
    message = _editable(world, params)
    return _change(world, message, Formatted(message.text, message.entities), params)


def delete_message(world: World, params: Params) -> bool:
    chat = writable_chat(world, params)
    message = chat.alive(params.integer("message_id") or 0)
    if message is None:
        raise bad_request("message to delete not found")
    if not _may_delete(world, chat, message):
        raise bad_request("message can't be deleted")
    world.delete(message)
    return True


def delete_messages(world: World, params: Params) -> bool:
    chat = writable_chat(world, params)
    numbers = params.integers("message_ids")
    if not 1 <= len(numbers) <= MAX_DELETED:
        raise bad_request("message identifiers are not specified")
    messages = [message for number in numbers if (message := chat.alive(number))]
    if not all(_may_delete(world, chat, message) for message in messages):
        raise bad_request("message can't be deleted")
    for message in messages:
        world.delete(message)
    return True


def _editable(world: World, params: Params) -> Message:
    if params.text("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")  # this bot never sent one through inline mode
    return own_message(world, writable_chat(world, params), params)


def _change(world: World, message: Message, formatted: Formatted, params: Params) -> Json:
    keyboard = read_inline_only(params, is_private=message.chat.is_private)
    if (message.text, message.entities, message.keyboard) == (formatted.text, formatted.entities, keyboard):
        raise bad_request(_UNCHANGED)
    if message.text != formatted.text:
        message.versions.append(message.text)
    message.text, message.entities, message.keyboard = formatted.text, formatted.entities, keyboard
    world.edited(message)
    return message.as_json()


def _may_delete(world: World, chat: Chat, message: Message) -> bool:
    if world.clock.now() - message.date > DELETABLE_FOR or "supergroup_chat_created" in message.service:
        return False
    is_own = message.author is world.bot
    return is_own or chat.is_private or chat.member(world.bot).is_admin
