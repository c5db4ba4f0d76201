"""The command menu that Telegram offers to one person in one chat: the narrowest scope that the bot set wins."""

from collections.abc import Iterator

from playground.api.menus import get_my_commands
from playground.chats import Chat
from playground.params import Params
from playground.refusals import Json
from playground.world import World


def menu_of(world: World, user_id: int, chat_id: int) -> list[Json]:
    """The commands, those set for the person's language before those set for none; empty where nothing is set."""
    chat, person = world.chats[chat_id], world.people[user_id]
    languages = (person.language_code.partition("-")[0], "")
    for scope in _scopes(world, chat, user_id):
        for language in languages:
            commands: list[Json] = get_my_commands(world, Params({"scope": scope, "language_code": language}))
            if commands:
                return commands
    return []


def _scopes(world: World, chat: Chat, user_id: int) -> Iterator[Json]:
    """In the order in which Telegram looks."""
    if chat.is_private:
        yield {"type": "chat", "chat_id": chat.chat_id}
        yield {"type": "all_private_chats"}
    else:
        is_admin = chat.member(world.people[user_id]).is_admin
        yield {"type": "chat_member", "chat_id": chat.chat_id, "user_id": user_id}
        if is_admin:
            yield {"type": "chat_administrators", "chat_id": chat.chat_id}
        yield {"type": "chat", "chat_id": chat.chat_id}
        if is_admin:
            yield {"type": "all_chat_administrators"}
        yield {"type": "all_group_chats"}
    yield {"type": "default"}
