"""Playing groups from another process, and reading what any chat shows."""

from playground.telegram.chats import Message
from playground.telegram.control.asking import Asking
from playground.telegram.group import Group
from playground.telegram.refusals import Json


async def add_group(asking: Asking) -> Json:
    members = [asking.playground.player(int(user_id)) for user_id in asking.body.get("members", [])]
    wanted = asking.given("chat_id", "kind", "topics", "bot_is_admin", "has_bot")
    return {"chat_id": asking.playground.group(str(asking.body["title"]), *members, **wanted).chat_id}


async def migrate(asking: Asking) -> Json:
    return {"chat_id": _group(asking).migrate(**asking.given("is_told", "chat_id")).chat_id}


async def tell_of_migration(asking: Asking) -> None:
    _group(asking).tell_of_migration(**asking.given("new_first"))


async def add_bot(asking: Asking) -> None:
    _group(asking).add_bot()


async def remove_bot(asking: Asking) -> None:
    _group(asking).remove_bot()


async def promote_bot(asking: Asking) -> None:
    _group(asking).promote_bot()


async def demote_bot(asking: Asking) -> None:
    _group(asking).demote_bot()


async def create_topic(asking: Asking) -> Json:
    return {"message_thread_id": _group(asking).create_topic(str(asking.body["name"]))}


async def close_topic(asking: Asking) -> None:
    _group(asking).close_topic(asking.number("thread_id"))


async def delete_topic(asking: Asking) -> None:
    _group(asking).delete_topic(asking.number("thread_id"))


async def messages(asking: Asking) -> list[Json]:
    """What the bot sent to a chat, with ``all=1`` everything; ``after`` leaves out up to that message id."""
    chat_id, after = asking.number("chat_id"), int(asking.query("after", "0"))
    shown = asking.playground.history(chat_id) if asking.query("all") else asking.playground.messages(chat_id)
    return [_shown(message) for message in shown if message.message_id > after]


def _shown(message: Message) -> Json:
    """A message as a person's screen has it: the API's object, and what bots are not told."""
    return message.as_json() | {
        "html": message.html,
        "is_silent": message.is_silent,
        "reply_interface": message.reply_interface,
        "versions": message.versions,
    }


def _group(asking: Asking) -> Group:
    return asking.playground.group_at(asking.number("chat_id"))
