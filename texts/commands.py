"""The commands as people see them: the menu that Telegram shows, and the help with an example for each."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.rights import TABLE, Action, Reach
from domain.roster import Role


class Place(StrEnum):
    """Where a command makes sense, and so in which menu it stands. A menu is no permission."""

    PRIVATE = "private"
    GROUP = "group"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Command:
    """One command: what it does in a few words, how it is typed, and which right it needs."""

    name: str
    does: str
    example: str
    action: Action
    place: Place = Place.BOTH


COMMANDS: tuple[Command, ...] = (
    Command("mytasks", "我的事项", "/mytasks", Action.MINE, Place.PRIVATE),
    Command("item", "查看事项", "/item 12", Action.SEE),
    Command("done", "办结或申请销号", "/done 12 已报局办", Action.DONE),
    Command("undo", "撤回办结或申请", "/undo 12", Action.UNDO),
    Command("ack", "签收交办事项", "/ack 12", Action.ACKNOWLEDGE),
    Command("bind", "绑定本群", "/bind 社会救助股", Action.BIND),
    Command("unbind", "解除本群绑定", "/unbind", Action.UNBIND, Place.GROUP),
    Command("whoami", "我的身份", "/whoami", Action.WHOAMI),
    Command("help", "使用说明", "/help", Action.HELP),
    Command("start", "启用督办助手", "/start", Action.START, Place.PRIVATE),
)

#: Plain Chinese that does the same in a private chat, as Telegram's commands are Latin only.
PLAIN: Mapping[str, str] = {"mytasks": "我的事项", "done": "完成 12", "undo": "撤回 12", "item": "第12号"}


def may_use(command: Command, role: Role | None) -> bool:
    """Whether the role has the command's right at all; ``None`` is somebody who is not on the roster."""
    if role is None:
        return command.action in {Action.START, Action.HELP, Action.WHOAMI}
    return TABLE[command.action][role] is not Reach.NONE


def commands_for(role: Role | None, *, in_group: bool) -> tuple[Command, ...]:
    """The commands that this role may use in such a chat."""
    elsewhere = Place.PRIVATE if in_group else Place.GROUP
    return tuple(command for command in COMMANDS if command.place is not elsewhere and may_use(command, role))


def menu_for(role: Role, *, in_group: bool) -> tuple[tuple[str, str], ...]:
    """Name and description of each command, for Telegram's command menu; ``Role.STAFF`` is what most people get."""
    return tuple((command.name, command.does) for command in commands_for(role, in_group=in_group))
