"""What somebody said, as a command and the words after it; tolerant, because it is typed on phones.

``/done12``, ``/DONE@ourbot 12``, ``／done １２``, ``完成 12`` and ``@ourbot 完成 12`` all say the same thing.
Nothing here knows the ledger: numbers are only read, and what cannot be read with certainty is left unread.
"""

import re
from enum import Enum, auto

from msgspec import Struct

#: Digits as a Chinese keyboard types them. Only numbers pass through it, never a note.
_NARROW = str.maketrans("０１２３４５６７８９", "0123456789")
_SLASH = re.compile(r"[/／]([A-Za-z]+)(?:_?([0-9０-９]+))?(?:[@\uff20](\w+))?(?![\w@])[ \t　]*(.*)", re.DOTALL)
#: An item's number at most: longer ones are telephone or ID numbers, and are not read as items.
_DIGITS = 10
_NUMBER = rf"(?:第\s*|[#＃]\s*)?([0-9０-９]{{1,{_DIGITS}}})(?![0-9０-９])\s*号?"
#: What may follow the first number: nothing, a space or a sign, or a word at once (``12已报局办``), never a range.
_FIRST = re.compile(_NUMBER + r"(?![-~\u2013—～.．:/a-zA-Z_])[\s、,，;；:：]*")
#: A further number stands alone: in ``12 2个问题已整改`` the 2 belongs to the note.
_NEXT = re.compile(_NUMBER + r"(?:[\s、,，;；]+|$)")

#: Plain Chinese for private chats, as Telegram's commands are Latin only. The longer phrase is tried first.
_PHRASES = {
    "我的事项": "mytasks",
    "我的任务": "mytasks",
    "待审": "pending",
    "逾期": "overdue",
    "今日": "today",
    "本周": "week",
    "本单位": "unit",
    "汇总": "summary",
    "申请销号": "done",
    "已办结": "done",
    "已完成": "done",
    "办结": "done",
    "完成": "done",
    "销号": "done",
    "撤回": "undo",
    "签收": "ack",
    "事项": "item",
    "帮助": "help",
    "我是谁": "whoami",
    "停用": "retire",
    "离岗": "retire",
    "恢复": "rejoin",
    "返岗": "rejoin",
}
_SIGNED = frozenset({"收到", "已收到", "收悉"})
#: Phrases that are complete by themselves; the others want a number, or an answered message that tells it.
_ALONE = frozenset({"mytasks", "pending", "overdue", "today", "week", "unit", "summary", "help", "whoami"})

#: Phrases that somebody's name follows after a space, and perhaps a unit: 恢复原状 is no command.
_OF_PEOPLE = frozenset({"retire", "rejoin"})
_NAME = re.compile(r"[ \t　:：]+[\u3400-\u9fff\u00b7]{2,12}(?:\s\S{1,30})?")


class Form(Enum):
    """How a command was put."""

    SLASH = auto()
    PLAIN = auto()


class Said(Struct, frozen=True):
    """A command and the words after it, untouched."""

    command: str
    words: str = ""
    form: Form = Form.SLASH


class Numbers(Struct, frozen=True):
    """The items a command names, each once, in the order named, and the note after them."""

    numbers: tuple[int, ...] = ()
    note: str = ""


def read_command(text: str, username: str) -> Said | None:
    """The slash command, unless it is addressed to another bot."""
    found = _SLASH.match(text.strip())
    if found is None:
        return None
    name, digits, address, rest = found.groups()
    if address and address.lower() != username.lower():
        return None
    words = f"{digits} {rest}" if digits else rest
    return Said(name.lower(), words.strip())


def is_for_another(text: str, username: str) -> bool:
    """Whether it is a slash command that names another bot."""
    found = _SLASH.match(text.strip())
    return found is not None and found[3] is not None and found[3].lower() != username.lower()


def read_phrase(text: str, username: str = "") -> Said | None:
    """The plain Chinese command (我的事项, 完成 12), with or without the bot's name before it."""
    text = without_mention(text, username)
    if re.fullmatch(_NUMBER, text) and text[0] in "第#＃":
        return Said("item", text, Form.PLAIN)
    for phrase, command in _PHRASES.items():
        if text.startswith(phrase):
            rest = text.removeprefix(phrase).lstrip(" \t\n　:：")
            return Said(command, rest, Form.PLAIN) if _fits(command, text.removeprefix(phrase), rest) else None
    return None


def _fits(command: str, written: str, rest: str) -> bool:
    """Whether what follows the phrase is what the command takes."""
    if command in _OF_PEOPLE:
        return bool(_NAME.fullmatch(written))
    return not rest or (command not in _ALONE and bool(_FIRST.match(rest)))


def without_mention(text: str, username: str) -> str:
    """The text without ``@ourbot`` at its beginning."""
    mention = re.compile(rf"^\s*[@\uff20]{re.escape(username)}(?!\w)[\s,，:：]*", re.IGNORECASE)
    return (mention.sub("", text) if username else text).strip()


def mentions(text: str, username: str) -> bool:
    """Whether the bot is spoken to by its name."""
    return bool(re.search(rf"[@\uff20]{re.escape(username)}(?!\w)", text, re.IGNORECASE))


def is_receipt(text: str) -> bool:
    """Whether it is a 收到 and nothing else."""
    return text.strip().rstrip("。！!.") in _SIGNED


def read_numbers(words: str) -> Numbers:
    """The numbers at the beginning of the words, and the note that follows."""
    found = _FIRST.match(words)
    numbers: list[int] = []
    at = 0
    while found is not None:
        numbers.append(int(found[1].translate(_NARROW)))
        at = found.end()
        found = _NEXT.match(words, at)
    return Numbers(tuple(dict.fromkeys(numbers)), words[at:].strip())
