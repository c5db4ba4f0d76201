"""Which item of the ledger a row of a workbook speaks of.

In this order, each item taken by one row only, and every row asked a question before any is asked the next:

1. its 督办号 (written by ``export``) is the item's number;
2. title, unit, kind and 序号 are the same;
3. title, unit, kind and limit are the same: rows were inserted above, and the numbers moved on;
4. title, unit and kind are the same, and the item is open;
5. title, kind and 序号 are the same: another unit answers for it now;
6. 序号, unit and kind are the same, and the titles nearly so: its title was rewritten.

A sheet's name and a number prove nothing by themselves: two lists that came as Sheet1 both begin at 1. Titles that are
only somewhat alike are a question for a person (``Claim.alike``), and so is an open item of another year.

No item is taken for one of another year (``years``): 第5号 党政信息报送 returns every January. A settled item (closed,
cancelled) is never meant by a row with a later limit.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher

from domain.findings import Refusal
from domain.importing.rowlimit import still_stands
from domain.importing.years import SETTLED, Claim, is_later, is_of_another_year, stands
from domain.item import Item
from domain.names import written_form

#: 敬老院消防改造 and 敬老院食堂改造 are 0.71 alike.
_SAME, _CONTINUED, _AKIN = 0.8, 0.6, 0.3
_NUMERAL = re.compile(r"[0-9一二三四五六七八九十两]+")
_YEAR_DIGITS = 4


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
        if own and own.number not in taken and not (own.status in SETTLED and is_later(claim, own)):
            _take(claim, own, taken)
    for question in _BY_TITLE:
        _ask(question, claims, lambda claim: by_title.get(claim.draft.title, ()), taken)
    _ask(_is_rewritten, claims, lambda claim: by_written.get(claim.draft.number, ()), taken)
    for claim in claims:
        if claim.item is None:
            candidates = (*by_title.get(claim.draft.title, ()), *by_written.get(claim.draft.number, ()))
            claim.alike = next((item for item in candidates if _may_be_meant(claim, item, taken)), None)


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
    if is_of_another_year(claim, item):
        return False
    if item.status not in SETTLED or stands(claim, item):
        return True
    is_same_year = not (claim.year and item.due) or claim.year == item.due[:_YEAR_DIGITS]
    return is_same_year and not is_later(claim, item)


def _may_be_meant(claim: Claim, item: Item, taken: set[int]) -> bool:
    """Whether a person is to be asked: an open item with the row's title, or one somewhat like it of the same place."""
    if item.number in taken or item.status in SETTLED:
        return False
    return _same_place(claim, item) and _likeness(claim, item) >= _AKIN


def _same_place(claim: Claim, item: Item) -> bool:
    return claim.draft.unit == item.unit and (claim.draft.is_kind_assumed or claim.draft.kind.name == item.kind)


def _same_number(claim: Claim, item: Item) -> bool:
    return claim.draft.number == written_number(item)


def _same_limit(claim: Claim, item: Item) -> bool:
    return stands(claim, item)


def _is_rewritten(claim: Claim, item: Item) -> bool:
    """The title has a few other letters, or goes on; what differs in a numeral (一期, 二期) is another item."""
    one, other = claim.draft.title, item.title
    if not claim.draft.number or not _same_place(claim, item) or _NUMERAL.findall(one) != _NUMERAL.findall(other):
        return False
    goes_on = one.startswith(other) or other.startswith(one)
    return _likeness(claim, item) >= (_CONTINUED if goes_on else _SAME)


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
