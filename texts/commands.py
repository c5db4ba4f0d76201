"""The commands as people see them: what each does, how it is typed, and which of them stand in whose menu.

A menu is a convenience of a few entries; what anybody may do is decided by their rights.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from domain.rights import TABLE, Action, Reach
from domain.roster import Role


@dataclass(frozen=True, slots=True)
class Command:
    """One command: what it does in a few words, how it is typed, and which right it needs."""

    name: str
    does: str
    example: str
    action: Action


COMMANDS: tuple[Command, ...] = (
    Command("mytasks", "我的事项", "/mytasks", Action.MINE),
    Command("pending", "待审清单", "/pending", Action.SEE_WAITING),
    Command("overdue", "逾期清单", "/overdue", Action.SEE_LATE),
    Command("today", "今日到期", "/today", Action.SEE_TODAY),
    Command("week", "本周到期", "/week", Action.SEE_WEEK),
    Command("unit", "本单位事项", "/unit", Action.SEE_UNIT),
    Command("summary", "督办汇总", "/summary", Action.SEE_SUMMARY),
    Command("item", "查看一项", "/item 12", Action.SEE),
    Command("done", "办结或申请销号", "/done 12 已报局办", Action.DONE),
    Command("undo", "撤回办结或申请", "/undo 12", Action.UNDO),
    Command("ack", "签收交办事项", "/ack 12", Action.ACKNOWLEDGE),
    Command("bind", "绑定群聊", "/bind 社会救助股", Action.BIND),
    Command("unbind", "解除本群绑定", "/unbind", Action.UNBIND),
    Command("retire", "停用离岗人员", "/retire 王某", Action.KEEP_ROSTER),
    Command("rejoin", "恢复返岗人员", "/rejoin 王某", Action.KEEP_ROSTER),
    Command("whoami", "我的身份", "/whoami", Action.WHOAMI),
    Command("help", "使用说明", "/help", Action.HELP),
    Command("start", "启用督办助手", "/start", Action.START),
)
_BY_NAME: Mapping[str, Command] = {command.name: command for command in COMMANDS}
_COMMAND = re.compile(rf"(?<![\w/])/(?:{'|'.join(_BY_NAME)})\b(?!@)", re.ASCII)

#: The private menu of each role, most needed first; ``Role.STAFF`` is what most people get.
MENUS: Mapping[Role, tuple[str, ...]] = {
    Role.OFFICE: ("summary", "pending", "overdue", "today", "week", "done", "bind", "help"),
    Role.DIRECTOR: ("summary", "overdue", "pending", "week", "unit", "item", "help"),
    Role.DEPUTY: ("pending", "overdue", "week", "summary", "unit", "item", "help"),
    Role.HEAD: ("mytasks", "unit", "overdue", "week", "done", "bind", "help"),
    Role.STAFF: ("mytasks", "done", "item", "help"),
    Role.INSPECTOR: ("summary", "overdue", "week", "pending", "unit", "item", "help"),
}
#: The menu of every group: what a unit's own group may see and do.
IN_GROUPS = ("unit", "overdue", "done", "help")
#: What ``/unit`` shows to those who stand above units.
_ABOVE_UNITS: Mapping[Role, str] = {
    Role.DIRECTOR: "全局或某单位事项",
    Role.DEPUTY: "分管或某单位事项",
    Role.INSPECTOR: "全局或某单位事项",
}

#: Name and description of each command, as Telegram's menu takes them.
Menu = tuple[tuple[str, str], ...]


def example_of(name: str) -> str:
    """How the command is typed; one that is not listed takes a number."""
    return _BY_NAME[name].example if name in _BY_NAME else f"/{name} 12"


def addressed(words: str, bot: str) -> str:
    """The words with each command naming the bot: a group hears no other (privacy mode)."""
    return _COMMAND.sub(rf"\g<0>@{bot}", words)


def may_use(command: Command, role: Role) -> bool:
    """Whether the role has the command's right at all."""
    return TABLE[command.action][role] is not Reach.NONE


def menu_for(role: Role) -> Menu:
    """The role's private menu."""
    commands = (_BY_NAME[name] for name in MENUS[role])
    return tuple(
        (command.name, _ABOVE_UNITS.get(role, command.does) if command.name == "unit" else command.does)
        for command in commands
        if may_use(command, role)
    )


def group_menu() -> Menu:
    """The menu of every group."""
    return tuple((name, _BY_NAME[name].does) for name in IN_GROUPS)
