"""What a workbook's roster sheets (花名册) change: people new and changed, refusals row by row.

A row is the person who has its Telegram ID and its name; else its name and unit; else its name, where that is the only
one on both sides. An empty Telegram ID leaves the one that is known; nobody is ever taken off the roster by an import.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from domain.findings import Notice, Place, Reason, Refusal, Remark, field_changes, quote
from domain.importing.itemrow import FAULT_REASONS
from domain.names import bare_name, split_names
from domain.privacy import is_private
from domain.roster import Person, Role, Roster
from domain.sheet import PersonRow, RosterSheet

PERSON_FIELDS = ("name", "unit", "role", "oversees", "telegram_id")
_REQUIRED = ("name", "role")
_LENGTHS = {"name": 30, "unit": 60, "oversees": 500}
#: Roles that answer within one unit, and so need its name.
_OF_UNITS = frozenset({Role.HEAD, Role.STAFF})
_NAMES_OF_ROLES = {
    Role.OFFICE: ("办公室", "局办公室", "办公室人员", "office"),
    Role.DIRECTOR: ("局长", "主要领导", "director"),
    Role.DEPUTY: ("分管领导", "副局长", "deputy"),
    Role.HEAD: ("股室负责人", "科室负责人", "处室负责人", "部门负责人", "单位负责人", "负责人", "head"),
    Role.STAFF: ("经办人", "工作人员", "staff"),
    Role.INSPECTOR: ("机关纪委", "督查", "纪委", "inspector"),
}
ROLE_OF_NAME = {name: role for role, names in _NAMES_OF_ROLES.items() for name in names}
#: What is offered when a role is not known.
ROLE_NAMES = ("办公室", "局长", "分管领导", "股室负责人", "经办人", "机关纪委", "督查")
_LARGEST_ID = 2**52


class People(Struct):
    """What the roster sheets come to."""

    new: list[tuple[Place, Person]] = msgspec.field(default_factory=list)
    changed: list[tuple[Place, Person, Person]] = msgspec.field(default_factory=list)
    unchanged: int = 0
    refused: list[Refusal] = msgspec.field(default_factory=list)
    notices: list[Notice] = msgspec.field(default_factory=list)

    def after(self, roster: Roster) -> list[Person]:
        """Everybody who will be on the roster."""
        changed = {before.number: person for _, before, person in self.changed}
        return [changed.get(person.number, person) for person in roster.people] + [person for _, person in self.new]

    def touched(self) -> list[Person]:
        """Whom the import adds or changes."""
        return [person for _, person in self.new] + [person for _, _, person in self.changed]


def plan_people(sheets: Iterable[RosterSheet], roster: Roster) -> People:
    """Compares the roster sheets with the roster."""
    return _Comparison(roster).over(tuple(sheets))


class _Comparison:
    """One pass over the roster sheets, and who was met on the way."""

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        self._people = People()
        self._rows: dict[tuple[str, str], Place] = {}
        self._names: Counter[str] = Counter()
        self._ids = {person.telegram_id: person.name for person in roster.people if person.telegram_id}

    def over(self, sheets: tuple[RosterSheet, ...]) -> People:
        self._names.update(bare_name(row.name) for sheet in sheets for row in sheet.rows)
        for sheet in sheets:
            missing = tuple(name for name in _REQUIRED if name not in sheet.headings)
            if missing:
                refusal = Refusal(place=Place(sheet.name), reason=Reason.COLUMNS_MISSING, known=missing)
                self._people.refused.append(refusal)
            for row in () if missing else sheet.rows:
                self._take(row, sheet)
        absent = tuple(person.name for person in self._roster.people if not self._names[person.name])
        if absent and sheets:
            self._people.notices.append(Notice(remark=Remark.PEOPLE_ABSENT, known=absent))
        return self._people

    def _take(self, row: PersonRow, sheet: RosterSheet) -> None:
        place = Place(sheet.name, row.row)
        judged = _judge(row, place, sheet)
        if isinstance(judged, Person):
            judged = self._only_once(judged, place, sheet)
        if isinstance(judged, Refusal):
            self._people.refused.append(judged)
            return
        known = self._known(judged)
        if known is None:
            self._people.new.append((place, judged))
            return
        after = _merge(known, judged, sheet)
        if field_changes(known, after, PERSON_FIELDS):
            self._people.changed.append((place, known, after))
        else:
            self._people.unchanged += 1

    def _only_once(self, person: Person, place: Place, sheet: RosterSheet) -> Person | Refusal:
        other = self._rows.setdefault((person.name, person.unit), place)
        if other != place:
            return Refusal(place=place, reason=Reason.PERSON_TWICE, cell=person.name, other=other)
        holder = self._ids.setdefault(person.telegram_id, person.name) if person.telegram_id else person.name
        if holder != person.name:
            heading = sheet.headings["telegram_id"]
            return Refusal(
                place=place,
                reason=Reason.TELEGRAM_ID_TAKEN,
                heading=heading,
                cell=str(person.telegram_id),
                known=(holder,),
            )
        return person

    def _known(self, person: Person) -> Person | None:
        named = [each for each in self._roster.people if each.name == person.name]
        by_id = [each for each in named if person.telegram_id and each.telegram_id == person.telegram_id]
        by_unit = [each for each in named if each.unit == person.unit]
        alone = named if len(named) == 1 and self._names[person.name] == 1 else []
        return next(iter(by_id or by_unit or alone), None)


def _merge(known: Person, written: Person, sheet: RosterSheet) -> Person:
    """The known person with what the row says; columns that the sheet lacks say nothing."""
    changes: dict[str, Any] = {"name": written.name, "role": written.role}
    if "unit" in sheet.headings:
        changes["unit"] = written.unit
    if "oversees" in sheet.headings:
        changes["oversees"] = written.oversees
    if written.telegram_id and written.telegram_id != known.telegram_id:
        changes |= {"telegram_id": written.telegram_id, "silent_since": None}
    return replace(known, **changes)


def _judge(row: PersonRow, place: Place, sheet: RosterSheet) -> Person | Refusal:
    """The person of a row, or why it is refused."""
    name, unit, role = bare_name(row.name), bare_name(row.unit), ROLE_OF_NAME.get(bare_name(row.role).casefold())
    telegram_id = _telegram_id(row.telegram_id)
    questions = (
        (not name, Refusal(place=place, reason=Reason.NO_NAME), "name"),
        (
            role is None,
            Refusal(place=place, reason=Reason.ROLE_UNKNOWN, cell=quote(row.role), known=ROLE_NAMES),
            "role",
        ),
        (not unit and role in _OF_UNITS, Refusal(place=place, reason=Reason.NO_PERSON_UNIT, cell=quote(name)), "unit"),
        (
            row.telegram_id and not telegram_id,
            Refusal(place=place, reason=Reason.TELEGRAM_ID_WRONG, cell=_quotable(row.telegram_id)),
            "telegram_id",
        ),
    )
    unreadable = _unreadable(row, place, sheet)
    if unreadable:
        return unreadable
    for holds, refusal, field in questions:
        if holds:
            return replace(refusal, heading=sheet.headings.get(field, ""))
    assert role is not None
    return Person(name=name, unit=unit, role=role, oversees=split_names(row.oversees), telegram_id=telegram_id)


def _unreadable(row: PersonRow, place: Place, sheet: RosterSheet) -> Refusal | None:
    for bad in row.bad:
        return Refusal(place=place, reason=FAULT_REASONS[bad.fault], heading=bad.heading)
    for field, limit in _LENGTHS.items():
        text, heading = getattr(row, field), sheet.headings.get(field, "")
        if is_private(text):
            return Refusal(place=place, reason=Reason.PRIVATE_DATA, heading=heading)
        if len(text) > limit:
            return Refusal(place=place, reason=Reason.TEXT_TOO_LONG, heading=heading, cell=quote(text), limit=limit)
    return None


def _quotable(text: str) -> str:
    """What a refusal may show: a telephone number in the wrong column is not repeated."""
    return "" if is_private(text) else quote(text)


def _telegram_id(text: str) -> int | None:
    """A person's numeric id. A group's is negative, and a mobile number in this column is a mistake."""
    digits = unicodedata.normalize("NFKC", text).strip()
    is_number = digits.isascii() and digits.isdigit() and not is_private(digits)
    return int(digits) if is_number and 0 < int(digits[:20]) <= _LARGEST_ID else None
