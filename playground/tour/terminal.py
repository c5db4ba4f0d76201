"""Prints what happens in the chats of a playground: speech, presses, the bot's messages and their buttons.

``click`` drops the colours in a pipe or a file.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator

import click

from texts import tour as words

#: Characters that may not begin a line, and those that may not end one.
_CLOSING = frozenset("，。；：！？、）】〕”’》%,.;:!?)]}")
_OPENING = frozenset("（【〔“‘《([{")
#: A word of another script is not split; other text may be split anywhere.
_PIECE = re.compile(r"[!-~]+|\s|.", re.DOTALL)


def width_of(text: str) -> int:
    """How many columns the text takes."""
    return sum(_width(sign) for sign in text)


def _width(sign: str) -> int:
    if unicodedata.combining(sign) or unicodedata.category(sign) in {"Mn", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(sign) in {"W", "F"} else 1


def wrap(text: str, width: int) -> list[str]:
    """The text in lines of at most so many columns; its own line breaks are kept."""
    return [line for paragraph in text.split("\n") for line in _wrapped(paragraph, width)]


def _wrapped(paragraph: str, width: int) -> Iterator[str]:
    line, used = "", 0
    for piece in _pieces(paragraph, width):
        if used + width_of(piece) > width and line:
            yield line.rstrip()
            line, used, piece = "", 0, piece.lstrip()  # noqa: PLW2901 - a line begins without the space before it
        line, used = line + piece, used + width_of(piece)
    yield line.rstrip()


def _pieces(paragraph: str, width: int) -> list[str]:
    """What stays together: words, and signs with the brackets and stops that belong to them."""
    pieces: list[str] = []
    for found in _PIECE.findall(paragraph):
        for piece in [found] if width_of(found) <= width else list(found):
            joins = pieces and (piece in _CLOSING or pieces[-1][-1] in _OPENING)
            if joins and width_of(pieces[-1] + piece) <= width:
                pieces[-1] += piece
            else:
                pieces.append(piece)
    return pieces


WIDEST = 88
_INDENT = "    "
_HEAD = re.compile("【[^】]*】")


class TerminalWriter:
    """Writes lines of at most ``width`` columns with ``write``."""

    def __init__(self, width: int, write: Callable[[str], object] = click.echo) -> None:
        self._width = min(width, WIDEST)
        self._write = write

    def chapter(self, title: str) -> None:
        """A new day."""
        line = f"━━ {title} "
        self._write("")
        self._write(click.style(line + "━" * max(self._width - width_of(line), 0), fg="cyan", bold=True))

    def scene(self, title: str, story: str = "") -> None:
        """A heading, and what a newcomer should know before reading on."""
        self._write("")
        self._write(click.style(f"▎{title}", fg="cyan", bold=True))
        self._lines(story, "  ", fg="bright_black")

    def note(self, text: str) -> None:
        """A remark to the reader."""
        self._lines(text, "  · ", fg="bright_black")

    def result(self, text: str) -> None:
        """A check that passed."""
        self._lines(text, "  ✓ ", fg="green")

    def printed(self, command: str, lines: Iterable[str], *, prompt: str = "$") -> None:
        """A command of the operator, and what it printed."""
        self._write("")
        self._lines(command, f"  {prompt} ", bold=True)
        for line in lines:
            self._lines(line, _INDENT)

    def speech(self, hour: str, where: str, who: str, text: str) -> None:
        """What a person said."""
        self._write("")
        self._lines(f"{who}：{text}", f"  {hour} {words.in_chat(where)} ", fg="yellow")

    def press(self, hour: str, where: str, who: str, label: str) -> None:
        """A press of a button."""
        self._write("")
        self._lines(words.presses(who, label), f"  {hour} {words.in_chat(where)} ", fg="yellow")

    def event(self, hour: str, where: str, text: str) -> None:
        """What Telegram itself shows in a chat."""
        self._write("")
        self._lines(text, f"  {hour} {words.in_chat(where)} ", fg="bright_black")

    def toast(self, text: str) -> None:
        """What the presser alone is shown."""
        self._lines(text, f"{_INDENT}{words.TOAST}", fg="magenta")

    def message(self, hour: str, where: str, text: str, rows: Iterable[Iterable[str]], *, how: str = "") -> None:
        """A message of the bot; ``how`` says that it came silently, or replaced an earlier one."""
        self._write("")
        self._lines(f"{words.BOT}{how}", f"  {hour} {words.in_chat(where)} ", fg="cyan")
        for line in text.split("\n"):
            self._lines(line or " ", _INDENT, has_head=True)
        for row in rows:
            self._lines(" ".join(f"[{label}]" for label in row), _INDENT, fg="blue")

    def _lines(
        self, text: str, before: str, *, fg: str | None = None, bold: bool = False, has_head: bool = False
    ) -> None:
        """The text, wrapped, its further lines under its first; of one that ``has_head`` a 【title】 stands out."""
        if not text:
            return
        room = self._width - width_of(before)
        for index, line in enumerate(wrap(text, room)):
            lead = before if index == 0 else " " * width_of(before)
            head = _HEAD.match(line) if has_head and index == 0 else None
            end = head.end() if head else 0
            styled = (click.style(line[:end], bold=True) if end else "") + _styled(line[end:], fg, bold=bold)
            self._write(lead + styled if line.strip() else "")


def _styled(text: str, fg: str | None, *, bold: bool) -> str:
    return click.style(text, fg=fg, bold=bold or None) if text and (fg or bold) else text
