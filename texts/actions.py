"""What each action is called: its button, its line in menus and help, an example, and the words that ask for it.

The rows stand by capability in ``texts/action_words/``; those of the bot itself stand here.

A phrase stands in lower case and half width, without the politeness and punctuation around it.
"""

import re
from collections.abc import Mapping

from domain.actions import ACTIONS, COMMANDS, Action, Reach
from domain.roster import Role
from texts.action_words.assigning import ASSIGNING
from texts.action_words.items import ITEMS
from texts.action_words.lists import LISTS
from texts.action_words.office import OFFICE
from texts.action_words.people import PEOPLE
from texts.action_words.plans import PLANS
from texts.action_words.requests import REQUESTS
from texts.action_words.row import Words

_BOT: Mapping[Action, Words] = {
    Action.START: Words(does="启用督办助手", phrases="启用 启用督办助手 开始 开始使用 启动 start"),
    Action.HELP: Words(
        label="全部指令",
        does="使用说明",
        phrases="""
            帮助 怎么用 如何使用 怎么使用 使用说明 说明 用法 指令 命令 功能 菜单 你会什么 你能做什么 能做什么
            有什么功能 怎么操作 操作说明 ? ?? help menu
        """,
    ),
    Action.WHOAMI: Words(does="我的身份", phrases="我是谁 我的身份 我的编号 我的id whoami"),
}
WORDS: Mapping[Action, Words] = {
    **_BOT,
    **LISTS,
    **OFFICE,
    **ITEMS,
    **ASSIGNING,
    **REQUESTS,
    **PEOPLE,
    **PLANS,
}
BUTTONS: Mapping[Action, str] = {action: words.label for action, words in WORDS.items() if words.label}

#: The private menu of each role, most needed first: at most six, and the board; ``Role.STAFF`` is what most people get.
MENUS: Mapping[Role, tuple[Action, ...]] = {
    Role.OFFICE: (Action.SUMMARY, Action.WAITING, Action.LATE, Action.ADD, Action.FIND, Action.HELP),
    Role.DIRECTOR: (Action.SUMMARY, Action.LATE, Action.WAITING, Action.WEEK, Action.FIND, Action.HELP),
    Role.DEPUTY: (Action.WAITING, Action.LATE, Action.WEEK, Action.SUMMARY, Action.VERIFY, Action.HELP),
    Role.HEAD: (Action.MINE, Action.UNIT, Action.LATE, Action.WEEK, Action.DONE, Action.HELP),
    Role.STAFF: (Action.MINE, Action.PROGRESS, Action.DONE, Action.HELP),
    Role.INSPECTOR: (Action.SUMMARY, Action.LATE, Action.CHANGES, Action.SAMPLE, Action.FIND, Action.HELP),
}
#: The menu of every group: what a unit's own group may see and do.
IN_GROUPS = (Action.UNIT, Action.LATE, Action.DONE, Action.HELP)
_COMMAND = re.compile(rf"(?<![\w/])/(?:{'|'.join(COMMANDS)})\b(?!@)", re.ASCII)

#: Name and description of each command, as Telegram's menu takes them.
Menu = tuple[tuple[str, str], ...]


def example_of(command: str) -> str:
    """How the command is typed; one that is not listed takes a number."""
    action = COMMANDS.get(command)
    return f"/{command} {WORDS[action].example if action else '12'}".rstrip()


def addressed(words: str, bot: str) -> str:
    """The words with each command naming the bot: a group hears no other (privacy mode)."""
    return _COMMAND.sub(rf"\g<0>@{bot}", words)


def may_use(action: Action, role: Role) -> bool:
    """Whether the role has the action's right at all."""
    return ACTIONS[action].reaches[role] is not Reach.NONE


def menu_for(role: Role, *, has_board: bool = False) -> Menu:
    """The role's private menu; where there is a board (督办看板), it stands before the help."""
    *actions, last = MENUS[role]
    shown = (*actions, *((Action.BOARD,) if has_board else ()), last)
    return tuple((ACTIONS[action].command, WORDS[action].does) for action in shown if may_use(action, role))


def group_menu() -> Menu:
    """The menu of every group."""
    return tuple((ACTIONS[action].command, WORDS[action].does) for action in IN_GROUPS)
