"""A ledger year (台账年度): closed once, its open items carried over with their history (结转)."""

from msgspec import Struct

from domain.item import Instant


class ClosedYear(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A year that was closed: what was open then stands in the next year's ledger."""

    year: int
    closed_at: Instant
    closed_by: str
    carried: int = 0  # items carried over
    stayed: int = 0  # items that were settled, and stay in that year
