"""Thousands of items at once: read as of one moment and made ready in any thread, so that entering them takes no time.

What costs is decoding, encoding and filing each; none of it needs the ledger, whose documents are immutable bytes.
What is left for the transaction is putting references where they belong (docs/decisions/0017-items-in-bulk.md).
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from operator import is_

import msgspec
from msgspec import Struct, structs

from domain.done_share import with_percent
from domain.families import DEPTH, rolled_up, share_of_part
from domain.item import Item
from domain.ledger_year import entered_in, standing_in
from domain.outline import Outlined
from store import documents
from store.documents import item_heading, item_key
from store.engine import Enclosure
from store.errors import NumberTaken, Overtaken
from store.outlines import read_outline
from store.rows import ItemIndexes


class Moment:
    """The items as they were at one moment. Nothing about it changes, so any thread may read it."""

    def __init__(self, documents: dict[int, bytes], ledger_year: int) -> None:
        self._documents = documents
        self.ledger_year = ledger_year

    @property
    def numbers(self) -> Iterable[int]:
        """All numbers in use."""
        return self._documents.keys()

    def document(self, number: int) -> bytes | None:
        """The item's document, if it existed."""
        return self._documents.get(number)

    def owned_by(self, owners: Collection[str]) -> Iterator[Item]:
        """The items of these owners; no other is decoded whole."""
        for number, document in self._documents.items() if owners else ():
            if item_key(document).owner in owners:
                yield documents.read(Item, number, document)

    def outlines(self) -> Iterator[Outlined]:
        """The outline of every item, in the order of the table."""
        return (read_outline(number, document) for number, document in self._documents.items())

    def items(self, numbers: Iterable[int]) -> Iterator[Item]:
        """Those of these items that exist, one at a time, in the order asked for."""
        for number in numbers:
            document = self._documents.get(number)
            if document is not None:
                yield documents.read(Item, number, document)

    def like(self, pattern: re.Pattern[bytes]) -> Iterator[Item]:
        """The items whose documents contain the pattern; no other is decoded."""
        for number, document in self._documents.items():
            if pattern.search(document):
                yield documents.read(Item, number, document)

    def find(self, is_wanted: Callable[[int, str, str], bool]) -> Iterator[Item]:
        """The items that are wanted by their number, title and ledger number; hardly any other is decoded whole."""
        for number, document in self._documents.items():
            if _may_be(is_wanted, number, document):
                yield documents.read(Item, number, document)


def _may_be(is_wanted: Callable[[int, str, str], bool], number: int, document: bytes) -> bool:
    try:
        heading = item_heading(document)
    except (msgspec.MsgspecError, UnicodeDecodeError):  # written by hand, and perhaps still readable
        return True
    return is_wanted(number, heading.title, heading.ledger_number)


class Batch(Struct, frozen=True):
    """Items made ready to be entered: new documents, what each replaces, and where the indexes file them."""

    documents: dict[int, bytes]
    replaced: dict[int, bytes | None]  # by the same numbers, each another document
    gone: ItemIndexes  # entries that no longer hold
    come: ItemIndexes  # and those that do from now on
    enclosed: Enclosure | None = None  # where the documents are kept already, for the journal to name
    moves_shares: bool = True  # whether more or less may be done of an item than before

    def require_current(self, documents: Mapping[int, bytes]) -> None:
        """Raise if one of the items is no longer what it was when the batch was made."""
        if all(map(is_, map(documents.get, self.replaced), self.replaced.values())):
            return
        for number, old in self.replaced.items():
            if documents.get(number) != old:
                raise NumberTaken(number) if old is None else Overtaken(number)


def counted_together(new: Iterable[Item]) -> Iterable[Item]:
    """New items with how much is done of each, of those with parts among them by these.

    What else changes at a parent is worked out when the batch is entered, while others wait.
    """
    items = {item.number: with_percent(item) for item in new}
    parts = defaultdict[int, list[int]](list)
    for item in items.values():
        if item.parent in items:
            parts[item.parent].append(item.number)
    for _ in range(DEPTH if parts else 0):
        for number, below in parts.items():
            percent = rolled_up(items[number], (share_of_part(items[each]) for each in below))
            if percent != items[number].percent:
                items[number] = structs.replace(items[number], percent=percent)
    return items.values()


def make_batch(new: Iterable[Item], changed: Iterable[Item], moment: Moment, *, moves_shares: bool = True) -> Batch:
    """New items, and items found at that moment with what changes; what others have added to their documents stays.

    Without ``moves_shares`` nothing changes of what is done of an item, and nobody works it out again.
    """
    year, counted = moment.ledger_year, with_percent if moves_shares else _as_it_is
    encoded = {
        item.number: documents.write(item, None) for item in counted_together(entered_in(each, year) for each in new)
    }
    replaced: dict[int, bytes | None] = dict.fromkeys(encoded)
    gone, come = ItemIndexes(), ItemIndexes()
    come.fill(encoded)
    for item in changed:
        number, old = item.number, moment.document(item.number)
        document = documents.write(counted(standing_in(item, year)), old)
        if document == old:
            continue
        encoded[number], replaced[number] = document, old
        if old is not None:
            if item_key(old) == item_key(encoded[number]):
                continue
            gone.fill({number: old})
        come.fill({number: encoded[number]})
    in_order = dict(sorted(encoded.items()))
    return Batch(in_order, {n: replaced[n] for n in in_order}, gone, come, moves_shares=moves_shares)


def _as_it_is(item: Item) -> Item:
    return item
