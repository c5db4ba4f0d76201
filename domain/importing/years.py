"""Whether a row and an item speak of the same year: 12月31日前 on the 2027 sheet is another promise than 2026's.

Words alone prove nothing, as the same list returns every January. What counts is the year that was read.
"""

from collections.abc import Callable

from msgspec import Struct

from domain.findings import Refusal
from domain.importing.itemrow import Draft
from domain.importing.ledgeryear import year_named
from domain.importing.rowlimit import RowLimit, still_stands
from domain.item import Item, ItemStatus

SETTLED = frozenset({ItemStatus.CLOSED, ItemStatus.CANCELLED})
_YEAR_LENGTH, _DAY_LENGTH = len("2026"), len("2026-11-20")


class Claim(Struct):
    """A draft, its limit as it reads today, the year it speaks of, and the item it was matched with."""

    draft: Draft
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
