"""Drawing items at random (随机抽查), so that a third person can do it again by hand.

Each item that may be drawn has a lot: the SHA-256 of ``SEED:NUMBER`` in ASCII, as hexadecimal (``printf '%s'
20260630:12 | sha256sum``). The items with the smallest lots are drawn, the smallest first. So the same seed draws the
same items for as long as the same may be drawn, and an item that is added displaces at most one.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from domain.filters import mark_of
from domain.item import ItemStatus
from domain.outline import Outlined
from domain.rules import Rules
from domain.text_forms import meant_of

#: So many are drawn where nothing is said.
USUAL = 5
#: And at most.
MOST = 50
_SEED_DIGITS = 10
_SEEDS = 10_000_000_000
_MARKS = 1_000_000
_AMONG = 999
_NUMBER = re.compile(r"\d+")


class Wish(Struct, frozen=True):
    """What is to be drawn: how many, with which seed, and of which unit and kind (0: any) by their marks."""

    count: int = USUAL
    seed: int = 0
    unit: int = 0
    kind: int = 0
    among: int = 0  # the mark of how many it was drawn among (``drawn_among``); 0: not known

    def pack(self) -> int:
        """The wish as a number for a button, at most 27 digits."""
        of_which = (self.among * _MARKS + self.unit) * _MARKS + self.kind
        return (of_which * 100 + self.count) * _SEEDS + self.seed

    @classmethod
    def unpack(cls, number: int) -> "Wish":
        """The wish of a number; a wish that nobody can have draws nothing."""
        number, seed = divmod(max(number, 0), _SEEDS)
        number, count = divmod(number, 100)
        number, kind = divmod(number, _MARKS)
        among, unit = divmod(number, _MARKS)
        return cls(min(count, MOST), seed, unit, kind, among)

    def drawn_among(self, total: int) -> "Wish":
        """The wish that was drawn among so many: of another number other items may be drawn."""
        return replace(self, among=total % _AMONG + 1)


class Drawn(Struct, frozen=True):
    """What was drawn, in the order drawn, and of how many."""

    items: Sequence[Outlined]
    total: int


def read_wish(words: str, units: Sequence[str], rules: Rules, seed: int) -> Wish | str:
    """What ``5 20260630 社会救助股 整改`` asks for; the word that means nothing, where there is one.

    The first number is how many, the second the seed; without one it is ``seed``.
    """
    numbers: list[int] = []
    unit = kind = 0
    labels = {each.label: each.name for each in rules.kinds.values()}
    for word in words.split():
        plain = word.removesuffix("项").removesuffix("件")
        if _NUMBER.fullmatch(plain) and len(plain) <= _SEED_DIGITS and len(numbers) < 2:  # noqa: PLR2004
            numbers.append(int(plain))
        elif word in labels:
            kind = mark_of(labels[word])
        elif meant := meant_of(word, units):
            unit = mark_of(meant)
        else:
            return word
    count = numbers[0] if numbers else USUAL
    if not 1 <= count <= MOST:
        return str(count)
    return Wish(count, numbers[1] if len(numbers) > 1 else seed, unit, kind)


def seed_of(words: str) -> int:
    """A seed that nobody chooses: eight digits of the hash of what the ledger was at that instant."""
    return int(hashlib.sha256(words.encode()).hexdigest(), 16) % 10**8


def lot_of(seed: int, number: int) -> str:
    """The item's lot."""
    return hashlib.sha256(f"{seed}:{number}".encode("ascii")).hexdigest()


def draw(items: Iterable[Outlined], wish: Wish) -> Drawn:
    """Draw among those of the items that are of the unit and kind wished for, and not cancelled."""
    among = [item for item in items if item.status is not ItemStatus.CANCELLED and _is_wanted(item, wish)]
    among.sort(key=lambda item: lot_of(wish.seed, item.number))
    return Drawn(among[: wish.count], len(among))


def _is_wanted(item: Outlined, wish: Wish) -> bool:
    return (not wish.unit or wish.unit == mark_of(item.unit)) and (not wish.kind or wish.kind == mark_of(item.kind))
