"""The bot's commands, name, descriptions and menu button. The narrowest scope that the bot set wins."""

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from playground.telegram.chats import Chat
from playground.telegram.params import Params
from playground.telegram.refusals import Json, bad_request
from playground.telegram.world import World

MAX_COMMANDS = 100
MAX_COMMAND_DESCRIPTION = 256
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_SCOPES: dict[str, tuple[str, ...]] = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}


def set_my_commands(world: World, params: Params) -> bool:
    commands: Any = params.json("commands")
    if not isinstance(commands, list):
        raise bad_request("can't parse commands list: expected an Array of BotCommand")
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    world.menus[_scope(params)] = [_command(command) for command in commands]
    return True


def get_my_commands(world: World, params: Params) -> Any:
    return world.menus.get(_scope(params), [])


def delete_my_commands(world: World, params: Params) -> bool:
    world.menus.pop(_scope(params), None)
    return True


def set_my_name(world: World, params: Params) -> bool:
    return _describe(world, params, "name", 64)


def get_my_name(world: World, params: Params) -> Json:
    return _described(world, params, "name", world.bot.first_name)


def set_my_description(world: World, params: Params) -> bool:
    return _describe(world, params, "description", 512)


def get_my_description(world: World, params: Params) -> Json:
    return _described(world, params, "description")


def set_my_short_description(world: World, params: Params) -> bool:
    return _describe(world, params, "short_description", 120)


def get_my_short_description(world: World, params: Params) -> Json:
    return _described(world, params, "short_description")


def set_chat_menu_button(world: World, params: Params) -> bool:
    chat_id = params.integer("chat_id")
    if chat_id is not None and chat_id not in world.people:
        raise bad_request("chat not found")
    world.menus[f"menu_button {chat_id}"] = _menu_button(params.object("menu_button") or {"type": "default"})
    return True


def get_chat_menu_button(world: World, params: Params) -> Any:
    default = world.menus.get("menu_button None", {"type": "commands"})
    return world.menus.get(f"menu_button {params.integer('chat_id')}", default)


def _menu_button(button: Json) -> Json:
    if button.get("type") in {"default", "commands"}:
        return {"type": button["type"]}
    if button.get("type") != "web_app":
        raise bad_request("can't parse menu button: MenuButton has unsupported type")
    app = button.get("web_app")
    url = app.get("url") if isinstance(app, dict) else None
    if not isinstance(button.get("text"), str) or not button["text"].strip():
        raise bad_request("can't parse menu button: text is empty")
    if not isinstance(url, str) or not url.lower().startswith("https://"):
        raise bad_request(f"menu button Web App URL '{url or ''}' is invalid: Only HTTPS links are allowed")
    return {"type": "web_app", "text": button["text"], "web_app": {"url": url}}


def _command(command: Any) -> Json:
    name = command.get("command") if isinstance(command, dict) else None
    if not isinstance(name, str) or not _COMMAND.fullmatch(name.removeprefix("/")):
        raise bad_request("BOT_COMMAND_INVALID")
    description = str(command.get("description", ""))
    if not 1 <= len(description) <= MAX_COMMAND_DESCRIPTION:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name.removeprefix("/"), "description": description}


def _scope(params: Params) -> str:
    scope = params.object("scope") or {"type": "default"}
    needs = _SCOPES.get(str(scope.get("type")))
    if needs is None:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    if missing := [name for name in needs if not scope.get(name)]:
        raise bad_request(f"can't parse BotCommandScope: {missing[0]} is empty")
    named = {"type": scope["type"], **{name: str(scope[name]) for name in needs}}
    return f"commands {msgspec.json.encode(named).decode()} {params.text('language_code')}"


def _describe(world: World, params: Params, what: str, limit: int) -> bool:
    text = params.text(what)
    if len(text) > limit:
        raise bad_request(f"bot {what.replace('_', ' ')} is too long")
    world.menus[f"{what} {params.text('language_code')}"] = text
    return True


def _described(world: World, params: Params, what: str, default: str = "") -> Json:
    general = world.menus.get(f"{what} ") or default
    return {what: world.menus.get(f"{what} {params.text('language_code')}") or general}


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
