"""What an import would do, worked out before anything changes: shown as a preview, applied as it stands."""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from domain.imports.findings import FieldChange, Notice, Place, Refusal, Remark, field_changes
from domain.imports.item_names import Names
from domain.imports.items import ITEM_FIELDS, PlannedItems, plan_items
from domain.imports.list_sheets import settle_lists
from domain.imports.notices import (
    about_absent,
    about_liaisons,
    about_new_units,
    about_overseers,
    about_rebound,
    about_sheets,
)
from domain.imports.people import PERSON_FIELDS, People, plan_people
from domain.imports.row_limits import is_provisional
from domain.imports.sheet import Sheets
from domain.imports.unit_names import UnitNames
from domain.item import OPEN, Item, ItemStatus
from domain.limits import local_day
from domain.roster import Chat, Person, Role, Roster, Unit
from domain.rules import Rules
from domain.three_lists import arrangement_of

#: People whose unit is one that answers for items; a director's or an inspector's is no unit of the ledger.
_OF_UNITS = frozenset({Role.OFFICE, Role.HEAD, Role.STAFF})


_HEADING = (Role.HEAD, Role.OFFICE)


def units_of(people: Iterable[Person]) -> list[str]:
    """The units that people work in, each once, in their order."""
    return list(dict.fromkeys(person.unit for person in people if person.unit and person.role in _OF_UNITS))


def heads_of(people: Iterable[Person]) -> dict[str, str]:
    """Who heads each unit; the 办公室 is headed by the first of the office's people in it."""
    ranked = sorted(
        (p for p in people if p.role in _HEADING and p.unit), key=lambda person: _HEADING.index(person.role)
    )
    heads: dict[str, str] = {}
    for person in ranked:
        heads.setdefault(person.unit, person.name)
    return heads


def plan_units(roster: Roster, people: Iterable[Person], named: Iterable[str]) -> tuple[Unit, ...]:
    """The units to be added, placed behind those that the ledger has."""
    known = {unit.name for unit in roster.units}
    names = dict.fromkeys([*units_of(people), *named])
    last = max((unit.order for unit in roster.units), default=0)
    new = (name for name in names if name not in known)
    return tuple(Unit(name=name, order=last + place) for place, name in enumerate(new, 1))


def rebind(
    roster: Roster, after: Sequence[Person], added: Collection[str], in_use: Collection[str]
) -> tuple[Chat, ...]:
    """The groups of units that are called otherwise from now on, as they are bound then.

    A unit is, if all its people are in one unit afterwards that is ``added``, and no row of the workbook names the old
    one (``in_use``): its group goes on reading what is theirs.
    """
    now = {person.number: person.unit for person in after}
    staying = {*units_of(after), *in_use}
    moved: dict[str, set[str]] = {}
    for person in roster.people:
        if person.role in _OF_UNITS and person.number in now:
            moved.setdefault(person.unit, set()).add(now[person.number])
    renamed = {unit: new.pop() for unit, new in moved.items() if unit not in staying and len(new) == 1}
    return tuple(
        replace(chat, unit=renamed[chat.unit])
        for chat in roster.chats
        if chat.unit and renamed.get(chat.unit, "") in added
    )


#: Items that somebody has to go on with.
UNDONE = OPEN | {ItemStatus.SUSPENDED}


class Handover(Struct, frozen=True):
    """Somebody's items, to be given to others."""

    person: Person
    items: tuple[Item, ...]


def hand_over(leavers: Iterable[Person], items: Iterable[Item], before: Roster, after: Roster) -> tuple[Handover, ...]:
    """The items of those who leave, one entry a name; what another of the name still answers for is not among them."""
    left = {person.number: person for person in leavers}
    found: dict[str, tuple[Person, list[Item]]] = {person.name: (person, []) for person in left.values()}
    for item in items:
        owner = before.named(item.owner, item.unit)
        is_theirs = owner is not None and owner.number in left
        if owner is not None and is_theirs and item.status in UNDONE and after.named(item.owner, item.unit) is None:
            found[owner.name][1].append(item)
    return tuple(Handover(person, tuple(items)) for person, items in found.values())


_ORDER = {remark: place for place, remark in enumerate(Remark)}


class NewItem(Struct, frozen=True, gc=False):
    """An item to be added. ``item`` has its number and everything but instants and history, which applying adds."""

    place: Place
    item: Item
    is_provisional: bool = False  # its limit was counted in work days of a year whose rest days are not published


class ChangedItem(Struct, frozen=True, gc=False):
    """An item of the ledger that the workbook changes: its state and history stay."""

    place: Place
    before: Item
    after: Item  # ``before`` with the changed fields; version and history not yet counted up
    changes: tuple[FieldChange, ...]
    is_provisional: bool = False  # its new limit was counted as that of a ``NewItem``


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
    rebound: tuple[Chat, ...] = ()  # groups whose unit is called otherwise from now on
    handovers: tuple[Handover, ...] = ()  # whom the roster loses, and their open items
    today: date | None = None  # the office's day on which it was made

    @property
    def leavers(self) -> tuple[Person, ...]:
        """Who leaves (离岗) or is called otherwise from now on: their items are nobody's."""
        return tuple(
            each.before
            for each in self.changed_people
            if each.before.left_at is None and (each.after.left_at or each.after.name != each.before.name)
        )

    def roster_after(self, roster: Roster) -> Roster:
        """The roster as it will be, for the questions that people's names are asked."""
        changed = {each.before.number: each.after for each in self.changed_people}
        known = (changed.get(person.number, person) for person in (*roster.people, *roster.former))
        return Roster((*known, *(each.person for each in self.new_people)), roster.units, roster.chats, roster.admins)

    @property
    def changes_known(self) -> bool:
        """Whether applying it would change items or people that there are."""
        return bool(self.changed or self.changed_people)

    @property
    def is_idle(self) -> bool:
        """Whether applying it would change nothing."""
        return not (self.new or self.changed or self.new_people or self.changed_people or self.new_units)


#: Bytes of a seal: with the workbook's number it fits into the payload of a button.
_SEAL_BYTES = 6


def seal_of(plan: ImportPlan) -> int:
    """What the plan changes of items and people that there are, as a number: who confirms has seen just this."""
    items = [(each.before.number, each.changes) for each in plan.changed]
    people = [(each.before.number, each.changes) for each in plan.changed_people]
    digest = hashlib.sha256(msgspec.json.encode((items, people))).digest()
    return int.from_bytes(digest[:_SEAL_BYTES]) or 1


class ImportResult(Struct, frozen=True):
    """What applying a plan did."""

    new: tuple[int, ...]
    changed: tuple[int, ...]
    unchanged: int
    refused: int
    people: int  # added or changed
    units: int  # added
    handovers: tuple[Handover, ...] = ()


def plan_import(
    sheets: Sheets,
    *,
    items: Iterable[Item],
    roster: Roster,
    rules: Rules,
    now: datetime,
    taken: Iterable[int] | None = None,
) -> ImportPlan:
    """What importing the workbook would do to a ledger with these items, whatever their state.

    They are all that it has, or those that the workbook may mean (``importing.meant``); then ``taken`` are the numbers
    of all.
    """
    people = plan_people(sheets.rosters, roster, now)
    present = people.after(roster)
    units = {unit.name for unit in roster.units}.union(units_of(present))
    items = tuple(items)
    names = _names_of(units, present, items)
    numbers = frozenset(item.number for item in items) if taken is None else frozenset(taken)
    rows, disagreeing = settle_lists(sheets.items, items, arrangement_of(roster, rules), rules)
    named = plan_items(rows, items, numbers, names, rules, now)
    new_units = plan_units(roster, people.touched(), named.units)
    added = [unit.name for unit in new_units]
    strays = (*about_overseers(people.touched(), {*units, *added}), *about_liaisons(people.touched(), names.people))
    absent = about_absent(sheets.items, numbers, {*named.unchanged, *(known.number for _, known, _ in named.changed)})
    rebound = rebind(roster, present, added, _units_named(named, items))
    changing = (*about_new_units(added, (unit.name for unit in roster.units)), *about_rebound(rebound, roster))
    return ImportPlan(
        new=tuple(NewItem(place, item, is_provisional(item.due, item.due_written, rules)) for place, item in named.new),
        changed=_changed_items(named, rules),
        unchanged=tuple(named.unchanged),
        refused=(*people.refused, *named.refused, *disagreeing),
        notices=tuple(
            sorted((*about_sheets(sheets), *named.notices, *people.notices, *strays, *changing, *absent), key=_gravity)
        ),
        new_people=tuple(NewPerson(place, person) for place, person in people.new),
        changed_people=_changed_people(people),
        unchanged_people=people.unchanged,
        new_units=new_units,
        rebound=rebound,
        today=local_day(now, rules),
    )


def _names_of(units: Collection[str], present: Collection[Person], items: Collection[Item]) -> Names:
    """The names that rows may use."""
    ownerless = frozenset(item.number for item in items if not item.owner)
    known = frozenset(item.number for item in items)
    return Names(units, {person.name for person in present}, heads_of(present), UnitNames(units), ownerless, known)


def _changed_items(named: PlannedItems, rules: Rules) -> tuple[ChangedItem, ...]:
    return tuple(
        ChangedItem(
            place,
            before,
            after,
            field_changes(before, after, ITEM_FIELDS),
            is_provisional=before.due != after.due and is_provisional(after.due, after.due_written, rules),
        )
        for place, before, after in named.changed
    )


def _changed_people(people: People) -> tuple[ChangedPerson, ...]:
    return tuple(
        ChangedPerson(place, before, after, field_changes(before, after, PERSON_FIELDS))
        for place, before, after in people.changed
    )


def _units_named(named: PlannedItems, items: Iterable[Item]) -> set[str]:
    """The units of the workbook's rows, as they are from now on."""
    rows = (*(item for _, item in named.new), *(item for _, _, item in named.changed))
    unchanged = frozenset(named.unchanged)
    return {item.unit for item in rows} | {item.unit for item in items if item.number in unchanged}


def _gravity(notice: Notice) -> int:
    """Notices come by what they are about; within that, in the workbook's order."""
    return _ORDER[notice.remark]
