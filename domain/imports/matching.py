"""Which item of the ledger a row of a workbook speaks of, and whether both mean the same year."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher

from msgspec import Struct

from domain.imports.findings import Refusal
from domain.imports.item_rows import RowDraft, number_of
from domain.imports.row_limits import RowLimit, still_stands, year_named
from domain.imports.sheet import Sheets
from domain.item import Item, ItemStatus
from domain.text_forms import one_line, plain_number, written_form


class Meant:
    """The titles and numbers that a workbook's rows have."""

    def __init__(self, sheets: Sheets) -> None:
        rows = [row for sheet in sheets.items for row in sheet.rows]
        self._titles = {one_line(each) for row in rows for each in (row.title, row.parent)}
        self._written = {number_of(row) for row in rows}
        self._own = {plain_number(each) for row in rows for each in (row.own_number, row.parent)}

    def may_be(self, number: int, title: str, ledger_number: str) -> bool:
        """Whether some row may mean the item of that number, title and 序号 (``""``: its own number)."""
        return number in self._own or title in self._titles or self._is_written(number, ledger_number)

    def names(self, number: int) -> bool:
        """Whether some row has it as the number that this ledger gave (编号)."""
        return number in self._own

    def _is_written(self, number: int, ledger_number: str) -> bool:
        return (written_form(ledger_number) if ledger_number else str(number)) in self._written


SETTLED = frozenset({ItemStatus.CLOSED, ItemStatus.CANCELLED})
_YEAR_LENGTH, _DAY_LENGTH = len("2026"), len("2026-11-20")


class Claim(Struct):
    """A draft, its limit as it reads today, the year it speaks of, and the item it was matched with."""

    draft: RowDraft
    limit: RowLimit | Refusal
    year: str = ""  # of its limit as a date, else of its sheet
    sheet_year: int | None = None
    read_again: Callable[[], RowLimit | Refusal] | None = None  # on another day, to tell 三日内 from 12月31日前
    item: Item | None = None
    alike: Item | None = None  # an open item that it may mean, which is a question for a person

    @property
    def due(self) -> str:
        """The day of the row's limit; ``""`` for none."""
        return "" if isinstance(self.limit, Refusal) else self.limit.due[:_DAY_LENGTH]


def stands(claim: Claim, item: Item) -> bool:
    """Whether the row says of the limit what it said before, of the same year."""
    return still_stands(claim.draft, item) and not is_of_another_year(claim, item)


def is_of_another_year(claim: Claim, item: Item) -> bool:
    """Whether the row stands in the ledger of a later year, or of an earlier one where the item's sheet names its year.

    An item that was carried over with its limit is the same; so is one whose limit depends on the day of reading.
    """
    sheet_year, on_sheet = claim.sheet_year, year_named(item.sheet)
    year = on_sheet or _own_year(item)
    if sheet_year is None or year is None or claim.due == item.due[:_DAY_LENGTH] != "":
        return False
    goes_on = item.is_endless and item.status not in SETTLED
    if still_stands(claim.draft, item) and (goes_on or not _is_dated(claim)):
        return False
    row_year = int(claim.due[:_YEAR_LENGTH]) if claim.due else sheet_year
    return (row_year > year and sheet_year > year) or (on_sheet is not None and sheet_year < on_sheet)


def is_later(claim: Claim, item: Item) -> bool:
    """Whether the row promises a day after the item's own, so that a settled item can't be meant."""
    if claim.draft.status in SETTLED or stands(claim, item):
        return False
    return bool(claim.due and item.due) and claim.due > item.due[:_DAY_LENGTH]


def is_year_unsaid(claim: Claim, item: Item) -> bool:
    """Whether the same words would mean a later year if they were new: a settled item may be meant, or the next one."""
    is_later_day = bool(claim.due and item.due) and claim.due[:_YEAR_LENGTH] > item.due[:_YEAR_LENGTH]
    return claim.draft.status not in SETTLED and claim.sheet_year is None and is_later_day and _is_dated(claim)


def _is_dated(claim: Claim) -> bool:
    """Whether the limit is a day of the calendar, which it stays whenever it is read."""
    if claim.read_again is None or isinstance(claim.limit, Refusal):
        return False
    again = claim.read_again()
    return not isinstance(again, Refusal) and again.due == claim.limit.due


def _own_year(item: Item) -> int | None:
    if item.due:
        return int(item.due[:_YEAR_LENGTH])
    return item.closed_at.year if item.closed_at else None


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
