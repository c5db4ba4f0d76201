"""The counts of the morning at any time (汇总): the same census, so that nobody reads two totals of one ledger.

What is sensitive is in no count that a group reads; here it is counted apart, since the reader may see it.
"""

from collections.abc import Sequence

from msgspec import Struct

from domain.census import Census
from domain.overview import bureau_counts
from domain.roster import Roster
from domain.views import BureauDigest


class Summary(Struct, frozen=True, kw_only=True):
    """What one reader may know of, in counts."""

    counts: BureauDigest
    is_whole: bool  # of the whole bureau; else of what the reader answers for
    sensitive: int  # open items that are in no other count
    waiting: int  # that await approval, the sensitive among them


def summary_of(census: Census, roster: Roster, units: Sequence[str] | None) -> Summary:
    """Of a census that counted what the reader may see: of these units, or (``None``) of the whole bureau."""
    known = [unit.name for unit in roster.units]
    scope = known if units is None else [name for name in known if name in units]
    return Summary(
        counts=bureau_counts(census, scope),
        is_whole=units is None,
        sensitive=census.secret_in(census.units),
        waiting=census.awaiting,
    )
