"""Lays text out in a terminal: a Chinese character takes two columns, and a line never begins with a comma."""

import re
import unicodedata
from collections.abc import Iterator

#: What may not begin a line, and what may not end one.
_CLOSING = frozenset("，。；：！？、）】〕”’》%,.;:!?)]}")
_OPENING = frozenset("（【〔“‘《([{")
#: A word of another script stays together; anything else may be parted anywhere.
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
