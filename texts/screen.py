"""How much of a telephone's screen a message takes, and so how many of its items are named: the others are counted."""

from collections.abc import Iterable, Sequence
from unicodedata import east_asian_width

from texts.pages import Block, visible

#: A line holds so many full-width characters, a screen so many lines, rows of buttons among them.
COLUMNS = 20
LINES = 24
#: So many items are named, fewer where they would fill more than a screen.
MOST_NAMED, LEAST_NAMED = 5, 3
_WIDE = frozenset("WF")
_REST = 2  # 另有7项…, and the empty line before it


def height_of(html: str) -> int:
    """The lines that a piece of a message takes."""
    return sum(max(1, -(-_half_widths(line) // (2 * COLUMNS))) for line in visible(html).split("\n"))


def _half_widths(line: str) -> int:
    return sum(2 if east_asian_width(sign) in _WIDE else 1 for sign in line)


def named(items: Sequence[Block], around: Iterable[str], a_row: int = 2) -> Sequence[Block]:
    """As many of the items as are named: what fits beside what stands ``around`` them, and the button of the list."""
    room = LINES - sum(height_of(words) for words in around if words) - _REST
    for count in range(min(MOST_NAMED, len(items)), LEAST_NAMED, -1):
        if _height(items[:count], a_row) <= room:
            return items[:count]
    return items[:LEAST_NAMED]


def _height(items: Sequence[Block], a_row: int) -> int:
    buttons = sum(len(each.buttons) for each in items) + 1
    return sum(height_of(each.html) + 1 for each in items) - (-buttons // a_row)


def say_rest(total: int, shown: int) -> str:
    """另有7项请点下方按钮查看, or nothing."""
    return f"另有{total - shown}项请点下方按钮查看。" if total > shown else ""
