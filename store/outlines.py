"""Outlines of items, read without the rest of their documents; those of whoever asked lately are kept."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

import msgspec

from domain.coercion import is_limit
from domain.item import OPEN
from domain.outline import Outline, Outlined
from store.documents import ITEMS, read_item
from store.rows import Rows

_decode = msgspec.json.Decoder(Outline).decode
#: So many are kept, a hundredth of what a large ledger takes; when there are more, all are let go.
_KEPT = 4096
#: Lists longer than this are not kept: they would only push out the others.
_LONGEST = 1024


def read_outline(number: int, document: bytes) -> Outlined:
    """The outline of a document; the item itself where that does not tell its limit, or is not plain."""
    try:
        outline = _decode(b'%b,"number":%d}' % (document[:-1], number))
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return read_item(number, document)
    if outline.rests_on_history or (outline.due and not is_limit(outline.due)):
        return read_item(number, document)
    return outline


class SettledOutlines(NamedTuple):
    """What is not in hand: all of it, and by unit and owner, as both are written."""

    items: Sequence[Outlined]
    by_unit: Mapping[str, Sequence[Outlined]]
    by_owner: Mapping[str, Sequence[Outlined]]


class Outlines:
    """Reads outlines of the items table. A kept one holds as long as its item has the very same document."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._kept: dict[int, tuple[bytes, Outlined]] = {}
        self._settled_kept: dict[int, tuple[bytes, Outlined | None]] = {}
        self._settled: tuple[int, SettledOutlines] | None = None

    def of(self, numbers: list[int]) -> list[Outlined]:
        """The outlines of those of these items that exist, in the order asked for."""
        if len(numbers) > _LONGEST:
            return list(self.each(numbers))
        if len(self._kept) > _KEPT:
            self._kept.clear()
        stored, kept, found = self._rows.tables.get(ITEMS, {}), self._kept, []
        for number in numbers:
            document = stored.get(number)
            if document is None:
                continue
            known = kept.get(number)
            if known is None or known[0] is not document:
                known = kept[number] = (document, read_outline(number, document))
            found.append(known[1])
        return found

    def each(self, numbers: Iterable[int]) -> Iterator[Outlined]:
        """The same, one at a time, and none is kept."""
        stored = self._rows.tables.get(ITEMS, {})
        for number in numbers:
            document = stored.get(number)
            if document is not None:
                yield read_outline(number, document)

    def settled(self) -> SettledOutlines:
        """What is closed, suspended or cancelled. All of it is kept: the board shows it to a thousand readers at once.

        After a change only what changed is read again.
        """
        generation = self._rows.generations.get(ITEMS, 0)
        if self._settled is None or self._settled[0] != generation:
            self._settled = generation, _grouped(self._read_settled())
        return self._settled[1]

    def read_ahead(self, step: int) -> Iterator[None]:
        """Read for ``settled`` what it does not know yet, and pause after so many rows; the rest may be left to it."""
        if self._settled is not None and self._settled[0] == self._rows.generations.get(ITEMS, 0):
            return
        rows = iter([*self._rows.tables.get(ITEMS, {}).items()])  # as of now: it may change in a pause
        while part := [*islice(rows, step)]:
            for number, document in part:
                self._settled_kept[number] = self._known(number, document)
            yield

    def _read_settled(self) -> list[Outlined]:
        now = {number: self._known(number, document) for number, document in self._rows.tables.get(ITEMS, {}).items()}
        self._settled_kept = now
        return [outline for _, outline in now.values() if outline is not None]

    def _known(self, number: int, document: bytes) -> tuple[bytes, Outlined | None]:
        """What is kept of the row, read anew where the row is another one."""
        known = self._settled_kept.get(number)
        if known is None or known[0] is not document:
            outline = read_outline(number, document)
            known = document, None if outline.status in OPEN else outline
        return known


def _grouped(items: list[Outlined]) -> SettledOutlines:
    by_unit: dict[str, list[Outlined]] = {}
    by_owner: dict[str, list[Outlined]] = {}
    for item in items:
        by_unit.setdefault(item.unit, []).append(item)
        by_owner.setdefault(item.owner, []).append(item)
    return SettledOutlines(items, by_unit, by_owner)
