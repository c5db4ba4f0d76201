"""Which item of the ledger a row of a workbook speaks of.

In this order, each item taken by one row only, and every row asked a question before any is asked the next:

1. its 督办号 (written by ``export``) is the item's number;
2. title, unit, kind and 序号 are the same;
3. title, unit, kind and limit are the same: rows were inserted above, and the numbers moved on;
4. title, unit and kind are the same, and the item is open;
5. title, kind and 序号 are the same: another unit answers for it now;
6. 序号, unit and kind are the same, and the titles much alike: its title was rewritten;
7. the same on a sheet of the same name, and the titles somewhat alike.

A sheet's name and a number prove nothing by themselves: two lists that came as Sheet1 both begin at 1.

A settled item (closed, cancelled) is never taken for one of another year: 第5号 党政信息报送 returns every January.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher

from msgspec import Struct

from domain.findings import Refusal
from domain.importing.itemrow import Draft
from domain.importing.rowlimit import RowLimit, still_stands
from domain.item import Item, ItemStatus
from domain.names import written_form

SETTLED = frozenset({ItemStatus.CLOSED, ItemStatus.CANCELLED})
_ALIKE, _AKIN = 0.6, 0.3
_YEAR_DIGITS = 4


class Claim(Struct):
    """A draft, its limit as it reads today, the year it speaks of, and the item it was matched with."""

    draft: Draft
    limit: RowLimit | Refusal
    year: str = ""
    item: Item | None = None


Question = Callable[[Claim, Item], bool]


def match_items(claims: Sequence[Claim], items: Iterable[Item]) -> None:
    """Gives every claim its item, where the ledger has one."""
    by_number: dict[int, Item] = {}
    by_title: dict[str, list[Item]] = defaultdict(list)
    by_written: dict[str, list[Item]] = defaultdict(list)
    for item in sorted(items, key=lambda item: item.number):
        by_number[item.number] = item
        by_title[item.title].append(item)
        by_written[written_number(item)].append(item)
    taken: set[int] = set()
    for claim in claims:
        own = by_number.get(claim.draft.own_number or 0)
        if own and own.number not in taken:
            _take(claim, own, taken)
    for question in _BY_TITLE:
        _ask(question, claims, lambda claim: by_title.get(claim.draft.title, ()), taken)
    for question in _BY_NUMBER:
        _ask(question, claims, lambda claim: by_written.get(claim.draft.number, ()), taken)


def written_number(item: Item) -> str:
    """The 序号 that the item came with, in the form that drafts have."""
    return written_form(item.ledger_number or str(item.number))


def _ask(
    question: Question, claims: Iterable[Claim], candidates: Callable[[Claim], Iterable[Item]], taken: set[int]
) -> None:
    for claim in claims:
        if claim.item is None:
            for item in candidates(claim):
                if item.number not in taken and _may_be(claim, item) and question(claim, item):
                    _take(claim, item, taken)
                    break


def _take(claim: Claim, item: Item, taken: set[int]) -> None:
    claim.item = item
    taken.add(item.number)


def _may_be(claim: Claim, item: Item) -> bool:
    """A row that will be refused for its limit takes no item from one that will not."""
    if isinstance(claim.limit, Refusal) and not still_stands(claim.draft, item):
        return False
    if item.status not in SETTLED or not (claim.year and item.due) or still_stands(claim.draft, item):
        return True
    return claim.year == item.due[:_YEAR_DIGITS]


def _same_place(claim: Claim, item: Item) -> bool:
    return claim.draft.unit == item.unit and (claim.draft.is_kind_assumed or claim.draft.kind.name == item.kind)


def _same_number(claim: Claim, item: Item) -> bool:
    return claim.draft.number == written_number(item)


def _same_limit(claim: Claim, item: Item) -> bool:
    return still_stands(claim.draft, item)


def _likeness(claim: Claim, item: Item) -> float:
    return SequenceMatcher(None, claim.draft.title, item.title).ratio()


#: Asked of items with the row's title.
_BY_TITLE: tuple[Question, ...] = (
    lambda claim, item: _same_place(claim, item) and _same_number(claim, item),
    lambda claim, item: _same_place(claim, item) and _same_limit(claim, item),
    lambda claim, item: _same_place(claim, item) and item.status not in SETTLED,
    lambda claim, item: (
        _same_number(claim, item) and (claim.draft.is_kind_assumed or claim.draft.kind.name == item.kind)
    ),
)
#: Asked of items with the row's number.
_BY_NUMBER: tuple[Question, ...] = (
    lambda claim, item: bool(claim.draft.number) and _same_place(claim, item) and _likeness(claim, item) >= _ALIKE,
    lambda claim, item: (
        bool(claim.draft.number)
        and _same_place(claim, item)
        and claim.draft.place.sheet == item.sheet
        and _likeness(claim, item) >= _AKIN
    ),
)
