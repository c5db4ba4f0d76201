"""Whether the bot may reach a chat, a topic, a message, and how Telegram refuses where it may not."""

from playground.telegram.chats import GENERAL_TOPIC, Chat, ChatKind, MemberStatus, Message
from playground.telegram.params import Params
from playground.telegram.people import Person
from playground.telegram.refusals import bad_request, forbidden
from playground.telegram.world import World


def named_chat(world: World, params: Params, name: str = "chat_id") -> Chat:
    """The chat that a parameter names by id or @username, whether or not the bot may write there."""
    text = params.text(name).strip()
    if not text:
        raise bad_request(f"{name} is empty")
    chat = _by_username(world, text[1:]) if text.startswith("@") else _by_id(world, text)
    if chat is None or (chat.person is not None and not chat.person.met):
        raise bad_request("chat not found")
    if chat.migrated_to is not None:
        raise bad_request("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to)
    return chat


def member_chat(world: World, params: Params, name: str = "chat_id") -> Chat:
    """A chat in which the bot is: it may read about it."""
    chat = named_chat(world, params, name)
    if chat.person is None:
        _require_member(world, chat)
    return chat


def writable_chat(world: World, params: Params) -> Chat:
    """The chat that ``chat_id`` names, in which the bot may write."""
    chat = named_chat(world, params)
    if chat.person is not None:
        _require_reachable(chat.person)
        return chat
    _require_member(world, chat)
    if not chat.bot_may_write:
        raise bad_request("not enough rights to send text messages to the chat")
    if chat.kind is ChatKind.CHANNEL and not chat.member(world.bot).is_admin:
        raise bad_request("need administrator rights in the channel chat")
    return chat


def open_thread(world: World, chat: Chat, params: Params) -> int | None:
    """The topic that ``message_thread_id`` names; General (id 1) is refused, for it is the chat itself."""
    thread_id = params.integer("message_thread_id")
    if not thread_id:
        return None
    if not chat.is_forum:
        if chat.kind is ChatKind.SUPERGROUP and _starts_thread(chat, thread_id):
            return thread_id
        raise bad_request("message thread not found")
    topic = chat.topics.get(thread_id) if thread_id != GENERAL_TOPIC else None
    if topic is None:
        raise bad_request("message thread not found")
    if topic.is_closed and not chat.member(world.bot).is_admin:
        raise bad_request("TOPIC_CLOSED")
    return thread_id


def own_message(world: World, chat: Chat, params: Params) -> Message:
    """The message that ``message_id`` names, which the bot itself sent and may edit."""
    message_id = params.integer("message_id")
    if not message_id:
        raise bad_request("message identifier is not specified")
    message = chat.alive(message_id)
    if message is None:
        raise bad_request("message to edit not found")
    if message.author is not world.bot or message.service:
        raise bad_request("message can't be edited")
    return message


def _by_id(world: World, text: str) -> Chat | None:
    try:
        return world.chats.get(int(text))
    except ValueError:
        return None


def _by_username(world: World, username: str) -> Chat | None:
    public = (chat for chat in world.chats.values() if chat.username and chat.person is None)
    return next((chat for chat in public if chat.username.lower() == username.lower()), None)


def _require_reachable(person: Person) -> None:
    if person.deactivated:
        raise forbidden("user is deactivated")
    if person.is_bot:
        raise forbidden("bot can't send messages to bots")
    if person.blocked:
        raise forbidden("bot was blocked by the user")
    if not person.started:
        raise forbidden("bot can't initiate conversation with a user")


def _require_member(world: World, chat: Chat) -> None:
    if chat.is_deleted:
        raise forbidden("the group chat was deleted")
    member = chat.member(world.bot)
    if member.status is MemberStatus.KICKED:
        raise forbidden(f"bot was kicked from the {chat.kind} chat")
    if not member.is_present:
        raise forbidden(f"bot is not a member of the {chat.kind} chat")


def _starts_thread(chat: Chat, thread_id: int) -> bool:
    return any(message.thread_id == thread_id for message in chat.messages.values()) or thread_id in chat.messages
