"""What audits found in money, and what came of it: totals of 涉及金额, 整改金额 and 出台制度."""

import re
from collections.abc import Iterable, Mapping

from msgspec import Struct

from domain.item import Item, ItemStatus
from domain.text_forms import NUMBER

#: Sums are as exact as a cell in 元 is read.
PLACES = 6
#: Greater figures are slips of the pen.
MOST = 1_000_000_000
_YUAN = 10_000
#: What a sum may be written in → how many 万元 one of it is.
IN_WAN: Mapping[str, float] = {"万元": 1.0, "万": 1.0, "元": 1 / _YUAN, "亿元": float(_YUAN), "亿": float(_YUAN)}
_SUM = re.compile(rf"(?:¥|人民币)?\s*(?P<figure>{NUMBER})\s*(?P<unit>{'|'.join(IN_WAN)})?整?")


def read_sum(words: str, unit: str = "万元") -> float:
    """The sum in 万元; the words are in half width, and a bare figure is one of ``unit``. Raises ``ValueError``."""
    found = _SUM.fullmatch(words)
    if found is None:
        raise ValueError(words)
    amount = float(found["figure"].replace(",", "")) * IN_WAN[found["unit"] or unit]
    if amount > MOST:
        raise ValueError(words)
    return round(amount, PLACES)


class Amounts(Struct, frozen=True):
    """Totals, in 万元; ``items`` are those that name a sum or a rule."""

    items: int = 0
    involved: float = 0
    put_right: float = 0
    rules_made: int = 0

    def __add__(self, other: "Amounts") -> "Amounts":
        return Amounts(
            self.items + other.items,
            round(self.involved + other.involved, PLACES),
            round(self.put_right + other.put_right, PLACES),
            self.rules_made + other.rules_made,
        )


def has_amounts(item: Item) -> bool:
    """Whether the item names a sum or a rule that was made."""
    return item.amount is not None or item.amount_put_right is not None or bool(item.rules_made)


def of_item(item: Item) -> Amounts:
    """The item's own."""
    return Amounts(1, item.amount or 0, item.amount_put_right or 0, len(item.rules_made))


def amounts_of(items: Iterable[Item]) -> Amounts | None:
    """The totals; ``None`` where no item names any. What was cancelled (撤销) counts for nothing."""
    found = [each for each in items if has_amounts(each) and each.status is not ItemStatus.CANCELLED]
    return sum(map(of_item, found), Amounts()) if found else None
