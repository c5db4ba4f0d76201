"""How much of a phone's screen a message takes: a screen holds about 22 lines of 20 full-width characters.

A list is cut so that one page with its buttons can be read without scrolling; a row of buttons counts as one line.
"""

from collections.abc import Iterable, Sequence
from itertools import islice

from markupsafe import Markup

from texts.pages import visible

LINES = 22
WIDTH = 20  # full-width characters a line; a half-width one takes half the room
#: What a line holds on other phones and at other sizes of type, in half-width characters.
_WIDTHS = range(36, 46)


def lines_of(words: str) -> int:
    """The lines that a text takes, an empty one included."""
    return sum(max(1, -(-_halves(line) // (2 * WIDTH))) for line in words.split("\n"))


def breaks_within(before: str, words: str) -> bool:
    """Whether some phone would break the words across two lines where they follow ``before`` on its line."""
    start, length = _halves(before.rsplit("\n", maxsplit=1)[-1]), _halves(words)
    return any(start % width + length > width for width in _WIDTHS)


def _halves(line: str) -> int:
    return 2 * len(line) - len(line.encode("ascii", "ignore"))


def fitting(items: Iterable[Markup], *, lines: int, most: int, a_row: int) -> Sequence[Markup]:
    """As many of the items as ``lines`` hold: an empty line before each, ``a_row`` buttons in a row; at least one."""
    kept: list[Markup] = []
    for item in islice(items, most):
        lines -= 1 + lines_of(visible(item))
        rows = -(-(len(kept) + 1) // a_row)
        if kept and lines < rows:
            break
        kept.append(item)
    return kept
