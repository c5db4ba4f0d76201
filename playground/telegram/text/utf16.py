"""Telegram counts text in UTF-16 code units; Python counts code points. The only place that converts."""

from collections.abc import Callable
from itertools import accumulate


def width(text: str) -> int:
    """The length of a text in UTF-16 code units."""
    return len(text) + sum(character > "\uffff" for character in text)


def offset_of(text: str) -> Callable[[int], int]:
    """A function from a position in ``text`` (code points) to its offset in UTF-16 code units."""
    if text.isascii():
        return lambda position: position
    offsets = [0, *accumulate(2 if character > "\uffff" else 1 for character in text)]
    return offsets.__getitem__


def cut(text: str, offset: int, length: int) -> str:
    """The part of a text that starts at a UTF-16 offset and is so many code units long."""
    units = text.encode("utf-16-le")
    return units[offset * 2 : (offset + length) * 2].decode("utf-16-le", errors="replace")
