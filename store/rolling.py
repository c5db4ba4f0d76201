"""How much is done of what changed in a transaction, and of everything above it: kept as the transaction ends."""

from msgspec import structs

from domain.families import DEPTH
from store import documents
from store.documents import ITEMS
from store.families import Families
from store.rows import Rows

#: More rounds than a family has levels: each works out the parents of what changed in the one before.
_ROUNDS = 2 * DEPTH + 2
#: Fields of a document that are counted.
_COUNTED = (b'"quota"', b'"milestones"', b'"measures":[', b'"percent"')


def roll_up(rows: Rows, families: Families) -> None:
    """Keep the share of each parent whose parts changed, and of what is above it; no version moves.

    Where another program made a circle of items, it ends after some rounds.
    """
    for _ in range(_ROUNDS):
        touched = families.take_touched()
        if not touched:
            return
        for number in touched:
            document = rows.get(ITEMS, number)
            if document is not None:
                _keep(rows, families, number, document)


def count_drafted(rows: Rows, families: Families) -> None:
    """Keep the share of items whose own quota, plan or measures another program changed."""
    if not rows.has_drafted(ITEMS):
        return
    for number, document in (rows.drafted().get(ITEMS) or {}).items():
        if document is not None and any(word in document for word in _COUNTED):
            _keep(rows, families, number, document)


def _keep(rows: Rows, families: Families, number: int, document: bytes) -> None:
    item = documents.read_item(number, document)
    percent = families.percent(item)
    if percent != item.percent:
        rows.put(ITEMS, number, documents.write(structs.replace(item, percent=percent), document))
