"""Outlines of items, read without the rest of their documents; those of whoever asked lately are kept."""

from collections.abc import Iterable, Iterator

import msgspec

from domain.coercion import is_limit
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


class Outlines:
    """Reads outlines of the items table. A kept one holds as long as its item has the very same document."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._kept: dict[int, tuple[bytes, Outlined]] = {}

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
