"""Methods about the topics (话题) of a forum."""

from playground.telegram.access import writable_chat
from playground.telegram.chats import Chat, Message, Topic
from playground.telegram.params import Params
from playground.telegram.people import Person
from playground.telegram.refusals import Json, bad_request
from playground.telegram.world import World

MAX_NAME = 128
_COLORS = frozenset({7322096, 16766590, 13338331, 9367192, 16749490, 16478047})


def create_forum_topic(world: World, params: Params) -> Json:
    chat = _forum(world, params)
    name = params.text("name").strip()
    if not 1 <= len(name) <= MAX_NAME:
        raise bad_request("TOPIC_TITLE_EMPTY" if not name else "topic name is too long")
    color = params.integer("icon_color") or 7322096
    if color not in _COLORS:
        raise bad_request("invalid forum topic icon color specified")
    return open_topic(world, chat, world.bot, name, color, params.text("icon_custom_emoji_id")).as_json()


def edit_forum_topic(world: World, params: Params) -> bool:
    chat = _forum(world, params)
    topic = _topic(chat, params)
    name, icon = params.text("name").strip() or topic.name, params.text("icon_custom_emoji_id")
    if name == topic.name and "icon_custom_emoji_id" not in params.values:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.name, topic.icon_custom_emoji_id = name, icon or topic.icon_custom_emoji_id
    _say(world, chat, topic, world.bot, forum_topic_edited={"name": name})
    return True


def close_forum_topic(world: World, params: Params) -> bool:
    return _set_closed(world, params, is_closed=True)


def reopen_forum_topic(world: World, params: Params) -> bool:
    return _set_closed(world, params, is_closed=False)


def delete_forum_topic(world: World, params: Params) -> bool:
    chat = _forum(world, params)
    drop_topic(world, chat, _topic(chat, params).thread_id)
    return True


def open_topic(
    world: World, chat: Chat, by: Person, name: str, color: int = 7322096, icon_custom_emoji_id: str = ""
) -> Topic:
    """Open a topic; its id is that of the service message about it."""
    topic = Topic(world.next_message_id(chat), name, color, icon_custom_emoji_id)
    chat.topics[topic.thread_id] = topic
    world.put(_message(world, chat, topic, by, topic.thread_id, {"forum_topic_created": topic.as_created()}))
    return topic


def drop_topic(world: World, chat: Chat, thread_id: int) -> None:
    """Delete a topic with all its messages."""
    del chat.topics[thread_id]
    for message in chat.messages.values():
        if message.thread == thread_id and not message.is_deleted:
            world.delete(message)


def _set_closed(world: World, params: Params, *, is_closed: bool) -> bool:
    chat = _forum(world, params)
    topic = _topic(chat, params)
    if topic.is_closed is is_closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.is_closed = is_closed
    _say(world, chat, topic, world.bot, **{"forum_topic_closed" if is_closed else "forum_topic_reopened": {}})
    return True


def _say(world: World, chat: Chat, topic: Topic, by: Person, **service: object) -> None:
    world.put(_message(world, chat, topic, by, world.next_message_id(chat), service))


def _message(world: World, chat: Chat, topic: Topic, by: Person, message_id: int, service: Json) -> Message:
    return Message(
        message_id=message_id,
        chat=chat,
        date=world.clock.now(),
        sender=by,
        thread_id=topic.thread_id,
        is_topic=True,
        service=service,
    )


def _forum(world: World, params: Params) -> Chat:
    chat = writable_chat(world, params)
    if not chat.is_forum:
        raise bad_request("the chat is not a forum")
    if not chat.member(world.bot).is_admin:
        raise bad_request("not enough rights to create a topic")
    return chat


def _topic(chat: Chat, params: Params) -> Topic:
    topic = chat.topics.get(params.integer("message_thread_id") or 0)
    if topic is None:
        raise bad_request("message thread not found")
    return topic
