"""Playing groups from another process, and reading what any chat shows."""

from playground.telegram.chats import Message
from playground.telegram.control.request import ControlRequest
from playground.telegram.group import Group
from playground.telegram.reactions import reactions_of
from playground.telegram.refusals import Json


async def add_group(call: ControlRequest) -> Json:
    members = [call.playground.player(int(user_id)) for user_id in call.body.get("members", [])]
    wanted = call.given("chat_id", "kind", "topics", "bot_is_admin", "has_bot")
    return {"chat_id": call.playground.group(str(call.body["title"]), *members, **wanted).chat_id}


async def migrate(call: ControlRequest) -> Json:
    return {"chat_id": _group(call).migrate(**call.given("is_told", "chat_id")).chat_id}


async def tell_of_migration(call: ControlRequest) -> None:
    _group(call).tell_of_migration(**call.given("new_first"))


async def add_bot(call: ControlRequest) -> None:
    _group(call).add_bot()


async def remove_bot(call: ControlRequest) -> None:
    _group(call).remove_bot()


async def promote_bot(call: ControlRequest) -> None:
    _group(call).promote_bot()


async def demote_bot(call: ControlRequest) -> None:
    _group(call).demote_bot()


async def create_topic(call: ControlRequest) -> Json:
    return {"message_thread_id": _group(call).create_topic(str(call.body["name"]))}


async def close_topic(call: ControlRequest) -> None:
    _group(call).close_topic(call.number("thread_id"))


async def delete_topic(call: ControlRequest) -> None:
    _group(call).delete_topic(call.number("thread_id"))


async def messages(call: ControlRequest) -> list[Json]:
    """What the bot sent to a chat, with ``all=1`` everything; ``after`` leaves out up to that message id."""
    chat_id, after = call.number("chat_id"), int(call.query("after", "0"))
    shown = call.playground.history(chat_id) if call.query("all") else call.playground.messages(chat_id)
    return [_shown(message) for message in shown if message.message_id > after]


def _shown(message: Message) -> Json:
    """A message as a person sees it: the API's object, and what bots are not told."""
    return message.as_json() | {
        "html": message.html,
        "is_silent": message.is_silent,
        "reply_interface": message.reply_interface,
        "versions": message.versions,
        "reactions": reactions_of(message),
    }


def _group(call: ControlRequest) -> Group:
    return call.playground.group_at(call.number("chat_id"))
