"""The font that charts carry: which signs it has, and how wide a text is.

Noto Sans SC Medium (SIL Open Font License), cut to 通用规范汉字表, GB 2312 and the usual signs (font/README.md).
"""

import unicodedata
from functools import lru_cache
from pathlib import Path

import msgspec
from msgspec import Struct

#: Read from the font when it was cut, as reading it takes half a second.
_ADVANCES = Path(__file__).parent / "font" / "advances.json"
FONT = Path(__file__).parent / "font" / "NotoSansSC-Medium-subset.ttf"
#: Stands for a sign that the font lacks, such as an emoji.
BOX = "□"
_ELLIPSIS = "…"
#: Signs that only change others, and what no line shows: they are left out.
_SILENT = frozenset({"Cc", "Cf", "Cs", "Mn", "Me"})
#: Skin colours and the like follow the emoji that they colour.
_MODIFIERS = range(0x1F3FB, 0x1F400)


class _Advances(Struct, frozen=True):
    """How far each sign of the font moves on, in text sizes: ``full`` are those that take exactly one."""

    full: str
    others: dict[str, float]


class Face:
    """Measures text set in the font."""

    def __init__(self) -> None:
        found = msgspec.json.decode(_ADVANCES.read_bytes(), type=_Advances)
        self._advances = dict.fromkeys(found.full, 1.0) | found.others
        self._known: dict[str, float] = {}

    def shown(self, text: str) -> str:
        """The text on one line as the font can show it: a box for each sign that it lacks."""
        return "".join(self._shown(sign) for sign in " ".join(text.split()))

    def _shown(self, sign: str) -> str:
        if sign in self._advances:
            return sign
        silent = unicodedata.category(sign) in _SILENT or ord(sign) in _MODIFIERS
        return "" if silent else BOX

    def width(self, shown: str, size: float) -> float:
        """How wide the text is; ``shown`` has only signs that the font has."""
        width = self._known.get(shown)
        if width is None:
            width = self._known[shown] = sum(map(self._advances.__getitem__, shown))
        return width * size

    def cut(self, shown: str, size: float, most: float) -> str:
        """As much of the text as fits into ``most``, with … where something is left out."""
        if self.width(shown, size) <= most:
            return shown
        kept, room = "", most - self.width(_ELLIPSIS, size)
        for sign in shown:
            room -= self._advances[sign] * size
            if room < 0:
                break
            kept += sign
        return kept.rstrip() + _ELLIPSIS if kept else ""

    def wrapped(self, shown: str, size: float, most: float, lines: int) -> list[str]:
        """The text on at most so many lines; the last is cut."""
        found: list[str] = []
        rest = shown
        while rest and len(found) < lines - 1 and self.width(rest, size) > most:
            end = self._fitting(rest, size, most)
            found.append(rest[:end].rstrip())
            rest = rest[end:].lstrip()
        return [*found, self.cut(rest, size, most)] if rest else found

    def _fitting(self, shown: str, size: float, most: float) -> int:
        """How many signs fit, at least one; a line does not begin with a mark of punctuation, nor within a number."""
        room, end = most, 0
        for sign in shown:
            room -= self._advances[sign] * size
            if room < 0:
                break
            end += 1
        back = end
        while 0 < back < len(shown) and (shown[back] in _NEVER_FIRST or shown[back - 1 : back + 1].isdecimal()):
            back -= 1
        return max(back or end, 1)


_NEVER_FIRST = frozenset("，。、；：！？）】》〉”’…%项天月日年")


@lru_cache(maxsize=1)
def the_face() -> Face:
    """The font, read once in a process that draws."""
    return Face()
