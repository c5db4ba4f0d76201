"""Which item a row names as the one above it (上级事项): by the workbook's 序号, by 督办号, or by title."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from domain.families import FamilyCircle, ParentOver, ParentRefused, ParentUnknown, require_parent
from domain.imports.findings import ParentFault
from domain.imports.item_rows import RowDraft
from domain.item import OPEN, Item
from domain.text_forms import one_line, plain_number, written_form

#: 1、3: two items, of which neither is meant alone.
_SEVERAL = re.compile(r"[第@#]?\s*\d+号?(?:\s*[\u3001,\uff0c;\uff1b和及与]\s*[第@#]?\s*\d+号?)+")


class Parents:
    """The items of the ledger that the workbook may mean, and the numbers that its own rows have or get."""

    def __init__(self) -> None:
        self._items: dict[int, Item] = {}
        self._titled: defaultdict[str, list[int]] = defaultdict(list)  # in the ledger
        self._titled_here: defaultdict[str, list[int]] = defaultdict(list)
        self._by_written: dict[tuple[str, str], int] = {}
        self._numbers: dict[int, RowDraft] = {}
        self._parents: dict[int, int] = {}

    def begin(self, items: Iterable[Item]) -> None:
        """These are in the ledger."""
        for item in items:
            self._items[item.number] = item
            self._titled[item.title].append(item.number)

    def name(self, rows: Iterable[tuple[RowDraft, int]]) -> None:
        """These rows of the workbook are, or become, items of these numbers."""
        for draft, number in rows:
            self._numbers[number] = draft
            self._titled_here[draft.title].append(number)
            if draft.number:
                self._by_written.setdefault((draft.place.sheet, draft.number), number)

    def release(self, numbers: Iterable[int]) -> None:
        """The rows of these items take them out of their families, before others join: 12 and 13 may change places."""
        self._parents |= dict.fromkeys(numbers, 0)

    def of(self, item: Item, draft: RowDraft) -> int | ParentFault:
        """The parent's number, 0 for none; why not where the row names one that is not there or can't be it."""
        written = one_line(draft.row.parent)
        if not written:
            return 0
        if _SEVERAL.fullmatch(written):
            return ParentFault.SEVERAL
        parent = self._find(written, draft)
        if isinstance(parent, ParentFault):
            return parent
        try:
            require_parent(item, parent, self._item, self._parts_of)
        except ParentRefused as refusal:
            return item.parent if item.parent == parent else _fault_of(refusal)
        self._parents[item.number] = parent
        return parent

    def _find(self, written: str, draft: RowDraft) -> int | ParentFault:
        number = plain_number(written_form(written.lstrip("@#").removeprefix("第").removesuffix("号")))
        if number is None:
            return self._of_title(written)
        own = self._by_written.get((draft.place.sheet, str(number)))
        by_number = number if number in self._items or number in self._numbers else None
        if draft.own_number:  # a workbook that was exported means the item's own number
            return by_number or own or ParentFault.UNKNOWN
        return own or by_number or ParentFault.UNKNOWN

    def _of_title(self, title: str) -> int | ParentFault:
        """The one of the workbook that is called so, else the one of the ledger, of several the one in hand."""
        open_ones = [number for number in self._titled.get(title, ()) if self._items[number].status in OPEN]
        return _only(self._titled_here.get(title, ()) or open_ones or self._titled.get(title, ()))

    def _item(self, number: int) -> Item | None:
        """The item as it will be; of a new one only what a family needs."""
        known = self._items.get(number)
        draft = self._numbers.get(number)
        if known is None and draft is None:
            return None
        if known is None and draft is not None:
            known = Item(
                number=number,
                kind=draft.kind.name,
                title=draft.title,
                unit=draft.unit,
                owner=draft.owner,
                due="",
                status=draft.status,
                version=1,
            )
        return known and replace(known, parent=self._parents.get(number, known.parent))

    def _parts_of(self, number: int) -> tuple[int, ...]:
        parents: defaultdict[int, list[int]] = defaultdict(list)
        for each in (*self._items.values(), *(self._item(n) for n in self._parents)):
            if each is not None:
                parents[self._parents.get(each.number, each.parent)].append(each.number)
        return tuple(dict.fromkeys(parents.get(number, ())))


def _only(numbers: Sequence[int]) -> int | ParentFault:
    if len(numbers) == 1:
        return numbers[0]
    return ParentFault.SEVERAL if numbers else ParentFault.UNKNOWN


def _fault_of(refusal: ParentRefused) -> ParentFault:
    if isinstance(refusal, ParentUnknown):
        return ParentFault.UNKNOWN
    if isinstance(refusal, FamilyCircle):
        return ParentFault.CIRCLE
    return ParentFault.OVER if isinstance(refusal, ParentOver) else ParentFault.TOO_DEEP
