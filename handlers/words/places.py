"""Which step of a plan or which measure is meant: 节点2, 第二条; before what is said of it, or behind."""

import re

_HAN = "一二三四五六七八九十"
#: The place as a pattern's group: a digit or two, or a numeral up to ten.
PLACE = rf"(?P<place>\d{{1,2}}|[{_HAN}])"


def second_place(pattern: str) -> str:
    """The same pattern where one with ``PLACE`` stands already: a group's name may stand once only."""
    return pattern.replace("?P<place>", "?P<other>")


def place_in(found: re.Match[str]) -> int:
    """The place that was named, from 1."""
    written = next(each for name, each in found.groupdict().items() if name in ("place", "other") and each)
    return _HAN.index(written) + 1 if written in _HAN else int(written)  # of digits in full width too
