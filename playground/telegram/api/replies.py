"""What a message replies to: ``reply_parameters``, in the same chat, another topic or another chat."""

from dataclasses import dataclass, field

from playground.telegram.chats import Chat, ChatKind, Message
from playground.telegram.params import Params
from playground.telegram.refusals import Json, bad_request
from playground.telegram.text.utf16 import width
from playground.telegram.world import World


@dataclass(slots=True)
class ReplyTo:
    """The message replied to where it is of the same chat and topic, else what is known of it."""

    message: Message | None = None
    context: Json = field(default_factory=dict)


def read_reply(world: World, chat: Chat, thread_id: int | None, params: Params) -> ReplyTo:
    """Find what a message replies to; refuse if it is gone, unless the caller allows that."""
    wanted = params.object("reply_parameters")
    if not wanted and params.integer("reply_to_message_id"):  # the older way, which Telegram still takes
        wanted = {"message_id": params.integer("reply_to_message_id")}
        wanted["allow_sending_without_reply"] = params.flag("allow_sending_without_reply")
    message_id = Params(wanted).integer("message_id")
    if not message_id:
        return ReplyTo()
    elsewhere = wanted.get("chat_id")
    source = _chat(world, elsewhere) if elsewhere not in (None, "") else chat
    target = source.alive(message_id)
    if target is None:
        if Params(wanted).flag("allow_sending_without_reply") and source is chat:
            return ReplyTo()
        raise bad_request("message to be replied not found")
    context = _quote(target, wanted)
    is_other_topic = chat.is_forum and thread_id is not None and target.thread != thread_id
    if source is not chat or is_other_topic:
        return ReplyTo(None, {"external_reply": _external(target), **context})
    return ReplyTo(target, context)


def origin_of(message: Message) -> Json:
    """The ``MessageOrigin`` of a message that is forwarded or replied to from elsewhere."""
    date = int(message.date.timestamp())
    if message.forward_origin is not None:
        return message.forward_origin
    if message.chat.kind is ChatKind.CHANNEL:
        return {"type": "channel", "date": date, "chat": message.chat.as_json(), "message_id": message.message_id}
    if message.sender_chat is not None:
        return {"type": "chat", "date": date, "sender_chat": message.sender_chat.as_json()}
    if message.sender is None:
        return {"type": "hidden_user", "date": date, "sender_user_name": message.chat.title}
    return {"type": "user", "date": date, "sender_user": message.sender.as_json()}


def _chat(world: World, chat_id: object) -> Chat:
    try:
        chat = world.chats.get(int(str(chat_id)))
    except ValueError:
        chat = None
    if chat is None:
        raise bad_request("chat not found")
    return chat


def _external(message: Message) -> Json:
    reply: Json = {"origin": origin_of(message), **message.media}
    if message.chat.counts_for_itself:
        reply |= {"chat": message.chat.as_json(), "message_id": message.message_id}
    return reply


def _quote(message: Message, wanted: Json) -> Json:
    quote = Params(wanted).text("quote")
    if not quote:
        return {}
    if quote not in message.text:
        raise bad_request("QUOTE_TEXT_INVALID")
    position = width(message.text[: message.text.index(quote)])
    return {"quote": {"text": quote, "position": position, "is_manual": True}}
