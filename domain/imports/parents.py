"""Which item a row names as the one above it (上级事项): by the workbook's 序号, by 督办号, or by title."""

from collections import defaultdict
from collections.abc import Iterable

from msgspec.structs import replace

from domain.families import ParentRefused, require_parent
from domain.imports.item_rows import RowDraft
from domain.item import Item
from domain.text_forms import one_line, plain_number


class Parents:
    """The items of the ledger that the workbook may mean, and the numbers that its own rows have or get."""

    def __init__(self) -> None:
        self._items: dict[int, Item] = {}
        self._by_title: dict[str, int] = {}
        self._by_written: dict[tuple[str, str], int] = {}
        self._numbers: dict[int, RowDraft] = {}
        self._parents: dict[int, int] = {}

    def begin(self, items: Iterable[Item]) -> None:
        """These are in the ledger."""
        for item in items:
            self._items[item.number] = item
            self._by_title.setdefault(item.title, item.number)

    def name(self, rows: Iterable[tuple[RowDraft, int]]) -> None:
        """These rows of the workbook are, or become, items of these numbers."""
        for draft, number in rows:
            self._numbers[number] = draft
            self._by_title[draft.title] = number
            if draft.number:
                self._by_written.setdefault((draft.place.sheet, draft.number), number)

    def of(self, item: Item, draft: RowDraft) -> int | None:
        """The parent's number, 0 for none; ``None`` where the row names one that is not there or can't be it."""
        written = one_line(draft.row.parent)
        if not written:
            return 0
        parent = self._find(written, draft)
        if parent is None:
            return None
        try:
            require_parent(item, parent, self._item, self._parts_of)
        except ParentRefused:
            return item.parent if item.parent == parent else None
        self._parents[item.number] = parent
        return parent

    def _find(self, written: str, draft: RowDraft) -> int | None:
        number = plain_number(written.removeprefix("第").removesuffix("号"))
        if number is None:
            return self._by_title.get(written)
        own = self._by_written.get((draft.place.sheet, str(number)))
        by_number = number if number in self._items or number in self._numbers else None
        if draft.own_number:  # a workbook that was exported means the item's own number
            return by_number or own
        return own or by_number

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
