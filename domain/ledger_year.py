"""A ledger year (台账年度): closed once, its open items carried over with their history (结转)."""

from msgspec import Struct

from domain.item import OPEN, Instant, ItemStatus
from domain.outline import Outlined

#: What is still to be done; it stands in the current year's ledger, whatever its document says.
IN_HAND = OPEN | {ItemStatus.SUSPENDED}


class ClosedYear(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A year that was closed: what was open then stands in the next year's ledger."""

    year: int
    closed_at: Instant
    closed_by: str
    carried: int = 0  # items carried over
    stayed: int = 0  # items that were settled, and stay in that year


def is_current(item: Outlined, year: int) -> bool:
    """Whether the item stands in the ledger of the current ``year`` (``Ledger.ledger_year``)."""
    return item.status in IN_HAND or item.ledger_year == year
