"""How much of a phone's screen a message takes, and so how many of its items are named: the others are counted.

A screen holds 22 lines of 20 full-width characters, rows of buttons among them. [MODELS.md, rules for all]
"""

from collections.abc import Iterable, Sequence
from itertools import islice

from markupsafe import Markup

from texts.pages import Block, visible

COLUMNS = 20
LINES = 22
#: A message that comes of itself may be a little taller: nobody pages in it, and its last button is the whole list.
UNASKED_LINES = 24
#: So many items are named, fewer where they would fill more than a screen.
MOST_NAMED, LEAST_NAMED = 5, 3
_REST = 2  # 另有7项…, and the empty line before it
#: What a line holds on other phones and at other sizes of type, in half-width characters.
_WIDTHS = range(36, 46)


def height_of(html: str) -> int:
    """The lines that a piece of a message takes."""
    return sum(max(1, -(-_half_widths(line) // (2 * COLUMNS))) for line in visible(html).split("\n"))


def breaks_within(before: str, words: str) -> bool:
    """Whether some phone would break the words across two lines where they follow ``before`` on its line."""
    start, length = _half_widths(before.rsplit("\n", maxsplit=1)[-1]), _half_widths(words)
    return any(start % width + length > width for width in _WIDTHS)


def _half_widths(line: str) -> int:
    """The width of a line; whatever is not ASCII counts as full."""
    return 2 * len(line) - len(line.encode("ascii", "ignore"))


def fitting(items: Iterable[Markup], *, lines: int, most: int, a_row: int) -> Sequence[Markup]:
    """As many of the items as ``lines`` hold: an empty line before each, ``a_row`` buttons in a row; at least one."""
    kept: list[Markup] = []
    for item in islice(items, most):
        lines -= 1 + height_of(item)
        rows = -(-(len(kept) + 1) // a_row)
        if kept and lines < rows:
            break
        kept.append(item)
    return kept


def named(items: Sequence[Block], around: Iterable[str], a_row: int = 2) -> Sequence[Block]:
    """As many of the items as are named: what fits beside what stands ``around`` them, and the button of the list."""
    room = UNASKED_LINES - sum(height_of(words) for words in around if words) - _REST
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
