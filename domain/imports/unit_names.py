"""Units whose names were misspelt: 养老服务科 where the roster has 养老服务股 is most likely no new unit.

What differs in width, spaces or brackets only is the same unit. What differs in its ending, the bureau's name before it
or one letter is near: it is read as the known unit and asked about. A numeral (一股, 二股) makes another unit, and so
does the ending of an institution (院, 站).
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator

from msgspec import Struct

from domain.text_forms import bare_name

_ENDING = re.compile(r"(股室|科室|处室|股|科|室|处)$")
_BUREAU = re.compile(r"^\S*?(民政局|局机关|局)(?=\S{3})")
_TELLS_APART = frozenset("0123456789一二三四五六七八九十甲乙丙丁东西南北中上下前后左右新老大小第")
_INSTITUTIONS = frozenset("院站所馆园队校心会堂")
_LEAST = 4


class UnitNames(Struct):
    """The units that are known, and what each written name was read as."""

    known: Collection[str]
    _read: dict[str, str] = {}
    _times: dict[str, int] = {}

    def read(self, written: str) -> str:
        """The known unit that is meant, as written where there is none."""
        if written not in self._read:
            self._read[written] = self._find(written)
        self._times[written] = self._times.get(written, 0) + 1
        return self._read[written]

    def near(self) -> Iterator[tuple[str, str, int]]:
        """Names that were read as a unit that is called nearly so, the unit, and how often."""
        for written, unit in self._read.items():
            if is_near(written, unit):
                yield written, unit, self._times[written]

    def _find(self, written: str) -> str:
        if written in self.known:
            return written
        same = (name for name in self.known if plain_unit(name) == plain_unit(written))
        return next(same, near_one(written, sorted(self.known)) or written)


def plain_unit(name: str) -> str:
    """The name without what says nothing."""
    return "".join(bare_name(unicodedata.normalize("NFKC", name)).split())


def is_near(one: str, other: str) -> bool:
    """Whether one may well be a slip for the other."""
    one, other = plain_unit(one), plain_unit(other)
    if one == other:
        return False
    stems = {_ENDING.sub("", _BUREAU.sub("", one)), _ENDING.sub("", _BUREAU.sub("", other))}
    if len(stems) == 1:
        return len(stems.pop()) > 1
    return min(len(one), len(other)) >= _LEAST and _is_one_letter_off(one, other)


def _is_one_letter_off(one: str, other: str) -> bool:
    """One letter exchanged, left out or added, which tells no two units apart; or two that changed places."""
    shorter, longer = sorted((one, other), key=len)
    if len(longer) - len(shorter) > 1:
        return False
    start = next((n for n, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), len(shorter))
    if len(shorter) < len(longer):
        return shorter[start:] == longer[start + 1 :] and not _tells_apart(longer[start], at_end=False)
    if shorter[start + 1 :] == longer[start + 1 :]:
        is_last = start + 1 == len(shorter)
        return not any(_tells_apart(letter, at_end=is_last) for letter in (shorter[start], longer[start]))
    return shorter[start + 2 :] == longer[start + 2 :] and shorter[start : start + 2] == longer[start : start + 2][::-1]


def _tells_apart(letter: str, *, at_end: bool) -> bool:
    return letter in _TELLS_APART or (at_end and letter in _INSTITUTIONS)


def near_one(name: str, others: Iterable[str]) -> str:
    """The first of them that is called nearly so; ``""`` for none."""
    return next((other for other in others if is_near(name, other)), "")
