"""What an import would do, worked out before anything is changed: shown as a preview, applied as it stands.

A plan is data: made by ``plan_import`` from the rows read and the ledger's present state, worded by ``texts/``, applied
in one transaction by ``handlers/import_plan.py``. The same workbook planned again after that has nothing to do.
"""

from msgspec import Struct

from domain.findings import Notice, Place, Refusal
from domain.item import Item
from domain.roster import Person, Unit


class FieldChange(Struct, frozen=True):
    """One field of an item or a person that the workbook says differently, as text: ``""`` for nothing, ISO for dates.

    ``field`` is the name in ``Item`` (title, kind, unit, owner, due, leader, partners, source, reference, measures,
    standard, remark, marks, is_sensitive, is_endless, start_on, ledger_number) or in ``Person`` (name, unit, role,
    oversees, telegram_id).
    Several names are joined by 、; yes and no are ``"1"`` and ``""``; a kind is its name, a role its value.
    """

    field: str
    old: str
    new: str


class NewItem(Struct, frozen=True):
    """An item to be added. ``item`` has its number and everything but instants and history, which applying adds."""

    place: Place
    item: Item


class ChangedItem(Struct, frozen=True):
    """An item of the ledger that the workbook changes: its state and history stay."""

    place: Place
    before: Item
    after: Item  # ``before`` with the changed fields; version and history not yet counted up
    changes: tuple[FieldChange, ...]


class NewPerson(Struct, frozen=True):
    """Somebody to be put on the roster (``number`` is 0)."""

    place: Place
    person: Person


class ChangedPerson(Struct, frozen=True):
    """Somebody of the roster whose row the workbook changes."""

    place: Place
    before: Person
    after: Person
    changes: tuple[FieldChange, ...]


class ImportPlan(Struct, frozen=True, kw_only=True):
    """Everything an import would do, each in the workbook's order."""

    new: tuple[NewItem, ...] = ()
    changed: tuple[ChangedItem, ...] = ()
    unchanged: tuple[int, ...] = ()  # numbers of items that the workbook names and leaves as they are
    refused: tuple[Refusal, ...] = ()
    notices: tuple[Notice, ...] = ()
    new_people: tuple[NewPerson, ...] = ()
    changed_people: tuple[ChangedPerson, ...] = ()
    unchanged_people: int = 0
    new_units: tuple[Unit, ...] = ()  # with ``order`` set, ``number`` 0

    @property
    def is_idle(self) -> bool:
        """Whether applying it would change nothing."""
        return not (self.new or self.changed or self.new_people or self.changed_people or self.new_units)


class ImportResult(Struct, frozen=True):
    """What applying a plan did."""

    new: tuple[int, ...]
    changed: tuple[int, ...]
    unchanged: int
    refused: int
    people: int  # added or changed
    units: int  # added
