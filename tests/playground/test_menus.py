"""A bot's commands and descriptions, kept by scope and language."""

from typing import Any

import pytest

from playground.telegram.server import Playground
from tests.playground.conftest import Caller

COMMANDS = [{"command": "mytasks", "description": "我的事项"}]


async def test_commands_are_kept_for_each_scope_and_language(playground: Playground, call: Caller) -> None:
    playground.person(11, "甲某")
    private = {"type": "all_private_chats"}
    assert await call.ok("setMyCommands", commands=COMMANDS, scope=private) is True
    assert await call.ok("getMyCommands", scope=private) == COMMANDS
    assert await call.ok("getMyCommands") == []
    assert await call.ok("getMyCommands", scope=private, language_code="zh") == []
    one_chat = {"type": "chat", "chat_id": 11}
    await call.ok("setMyCommands", commands=[], scope=one_chat)
    assert await call.ok("deleteMyCommands", scope=private) is True
    assert await call.ok("getMyCommands", scope=private) == []


async def test_bad_menus_are_refused(call: Caller) -> None:
    bad = [{"command": "My-Tasks", "description": "x"}]
    assert "BOT_COMMAND_INVALID" in await call.refused("setMyCommands", commands=bad)
    empty = [{"command": "mytasks", "description": ""}]
    assert "BOT_COMMAND_DESCRIPTION_INVALID" in await call.refused("setMyCommands", commands=empty)
    assert "BOT_COMMANDS_TOO_MUCH" in await call.refused("setMyCommands", commands=COMMANDS * 101)
    assert "chat_id is empty" in await call.refused("setMyCommands", commands=COMMANDS, scope={"type": "chat"})
    assert "BotCommandScope" in await call.refused("setMyCommands", commands=COMMANDS, scope={"type": "planet"})


async def test_name_descriptions_and_menu_button_are_kept(call: Caller) -> None:
    assert await call.ok("setMyDescription", description="督办助手，按时提醒。") is True
    assert await call.ok("getMyDescription") == {"description": "督办助手，按时提醒。"}
    assert await call.ok("getMyDescription", language_code="en") == {"description": "督办助手，按时提醒。"}
    assert await call.ok("getMyName") == {"name": "督办助手"}
    assert "too long" in await call.refused("setMyShortDescription", short_description="x" * 121)
    assert await call.ok("setChatMenuButton", menu_button={"type": "commands"}) is True
    assert await call.ok("getChatMenuButton", chat_id=11) == {"type": "commands"}


@pytest.mark.parametrize(
    ("button", "description"),
    [
        ({"type": "planet"}, "MenuButton has unsupported type"),
        ({"text": "督办"}, "MenuButton has unsupported type"),
        ({"type": "web_app", "text": "督办"}, "Only HTTPS links are allowed"),
        ({"type": "web_app", "text": "督办", "web_app": {"url": "http://e.com"}}, "Only HTTPS links are allowed"),
        ({"type": "web_app", "text": " ", "web_app": {"url": "https://e.com"}}, "text is empty"),
        ("[" * 2000, "can't parse menu button"),
    ],
)
async def test_bad_menu_buttons_are_refused(call: Caller, button: Any, description: str) -> None:
    """Fault 8.5."""
    assert description in await call.refused("setChatMenuButton", menu_button=button)


async def test_a_menu_button_is_for_somebody_who_exists(playground: Playground, call: Caller) -> None:
    """Fault 8.5."""
    playground.person(11, "甲某")
    app = {"type": "web_app", "text": "督办", "web_app": {"url": "https://e.com"}}
    assert await call.ok("setChatMenuButton", chat_id=11, menu_button=app) is True
    assert await call.ok("getChatMenuButton", chat_id=11) == app
    assert "chat not found" in await call.refused("setChatMenuButton", chat_id=12, menu_button=app)
