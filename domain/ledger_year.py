"""A ledger year (台账年度): closed once, its open items carried over with their history (结转)."""

from datetime import date

from msgspec import Struct, structs

from domain.item import OPEN, Did, Instant, Item, ItemStatus, Step
from domain.outline import Outlined
from domain.steps import take_step

#: What is still to be done; it stands in the current year's ledger, whatever its document says.
UNSETTLED = OPEN | {ItemStatus.SUSPENDED}


#: A year may be closed from this month of its own on.
FIRST_MONTH = 12
#: Before any year was closed, what is closed up to this month is the year before.
_LATEST_MONTH = 3


class ClosedYear(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A year that was closed: what was open then stands in the next year's ledger."""

    year: int
    closed_at: Instant
    closed_by: str
    carried: int = 0  # items carried over
    stayed: int = 0  # items that were settled, and stay in that year


def is_current(item: Outlined, year: int) -> bool:
    """Whether the item stands in the ledger of the current ``year`` (``Ledger.ledger_year``)."""
    return item.status in UNSETTLED or item.ledger_year == year


def year_to_close(year: int, today: date) -> int | None:
    """The ledger year that may be closed today, or None; ``year`` is the current one, 0 before any was closed."""
    if year:
        return year if today >= date(year, FIRST_MONTH, 1) else None
    if today.month >= FIRST_MONTH:
        return today.year
    return today.year - 1 if today.month <= _LATEST_MONTH else None


def entered_in(item: Item, year: int) -> Item:
    """A new item in the ledger of the current ``year``, settled already or not."""
    return structs.replace(item, ledger_year=year) if item.ledger_year < year else item


def standing_in(item: Item, year: int) -> Item:
    """The item in the ledger of the current ``year``, if it is to be done yet and stands in an earlier one."""
    return structs.replace(item, ledger_year=year) if item.status in UNSETTLED and item.ledger_year < year else item


def carried_over(item: Item, year: int, by: str, at: Instant) -> Item:
    """结转: the item in the ledger of the year after ``year``. Nothing that binds its owner changes."""
    return take_step(item, Step(at, by, Did.CARRY, to=str(year + 1)), ledger_year=year + 1, carried_from=year)


def stays_in(item: Outlined, year: int, first_closed: int) -> bool:
    """Whether the item is settled and stays in that closed year's ledger; ``first_closed`` is the first closed year."""
    return item.status not in UNSETTLED and (item.ledger_year or first_closed) == year


def stood_in(item: Item, year: int, first_closed: int) -> bool:
    """Whether the item stood in that year's ledger when it was closed; ``first_closed`` is the first closed year.

    What was settled before any year was closed stood in the first one.
    """
    carried = any(step.did is Did.CARRY and step.to == str(year + 1) for step in item.history)
    return carried or stays_in(item, year, first_closed)
