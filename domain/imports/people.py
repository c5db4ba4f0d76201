"""What a workbook's roster sheets (花名册) change: people new and changed, refusals row by row.

A row is one post of somebody (``posts``). An empty Telegram ID leaves the one that is known. Nobody is taken off the
roster by an import that does not name them; 离岗 ends rights and messages, and the row stays for the history.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from domain.imports.cells import ROLE_NAMES, has_left, is_named, is_unclear, role_of
from domain.imports.findings import (
    Notice,
    Place,
    Reason,
    Refusal,
    Remark,
    all_wrong,
    field_changes,
    quotable,
    quote,
)
from domain.imports.item_rows import refuse_bad
from domain.imports.posts import PersonClaim, match_people, refuse_shared
from domain.imports.sheet import PersonRow, RosterSheet
from domain.private_data import is_private
from domain.roster import Person, Role, Roster
from domain.text_forms import bare_name, split_names

PERSON_FIELDS = ("name", "unit", "role", "oversees", "liaisons", "telegram_id", "left_at")
_LENGTHS = {"name": 30, "unit": 60, "oversees": 500, "liaisons": 200, "role": 60, "post": 60}
#: Roles that answer within one unit, and so need its name.
_OF_UNITS = frozenset({Role.HEAD, Role.STAFF})
_LARGEST_ID = 2**52


class People(Struct):
    """What the roster sheets come to."""

    new: list[tuple[Place, Person]] = msgspec.field(default_factory=list)
    changed: list[tuple[Place, Person, Person]] = msgspec.field(default_factory=list)
    unchanged: int = 0
    refused: list[Refusal] = msgspec.field(default_factory=list)
    notices: list[Notice] = msgspec.field(default_factory=list)

    def after(self, roster: Roster) -> list[Person]:
        """Everybody who will be on the roster, without those who have left."""
        changed = {before.number: person for _, before, person in self.changed}
        known = [changed.get(person.number, person) for person in (*roster.people, *roster.former)]
        return [person for person in (*known, *(person for _, person in self.new)) if person.left_at is None]

    def touched(self) -> list[Person]:
        """Whom the import adds or changes."""
        return [person for _, person in self.new] + [person for _, _, person in self.changed]


def plan_people(sheets: Iterable[RosterSheet], roster: Roster, now: datetime) -> People:
    """Compares the roster sheets with the roster."""
    return _Comparison(roster, now).over(tuple(sheets))


class _Comparison:
    """One pass over the roster sheets."""

    def __init__(self, roster: Roster, now: datetime) -> None:
        self._roster, self._now = roster, now
        self._people = People()
        self._rows: dict[tuple[str, str, Role], Place] = {}
        self._outdated: list[str] = []  # names whose account was changed since the workbook was written

    def over(self, sheets: tuple[RosterSheet, ...]) -> People:
        claims = [claim for sheet in sheets for claim in self._claims(sheet)]
        match_people(claims, self._roster.people, self._roster.former)
        planned = [(claim, _merged(claim, self._now)) for claim in claims]
        kept, shared = refuse_shared(planned, self._roster)
        self._people.refused += shared
        for claim, after in kept:
            self._take(claim, after)
        order = [sheet.name for sheet in sheets]
        self._people.refused.sort(key=lambda refusal: (order.index(refusal.place.sheet), refusal.place.row))
        self._people.notices += _about_people(claims, self._roster) if sheets else ()
        if self._outdated:
            names = tuple(dict.fromkeys(self._outdated))
            self._people.notices.append(Notice(remark=Remark.ACCOUNT_OUTDATED, known=names))
        return self._people

    def _claims(self, sheet: RosterSheet) -> Iterable[PersonClaim]:
        missing = _missing(sheet)
        if missing:
            refusal = Refusal(place=Place(sheet.name), reason=Reason.COLUMNS_MISSING, known=missing)
            self._people.refused.append(refusal)
            return
        for row in sheet.rows:
            place = Place(sheet.name, row.row)
            judged = _judge(row, place, sheet)
            if isinstance(judged, Person):
                judged = self._only_once(self._with_account_of_today(judged), place)
            if isinstance(judged, Refusal):
                self._people.refused.append(judged)
            else:
                yield PersonClaim(place, row, sheet, judged, has_left(row))

    def _with_account_of_today(self, person: Person) -> Person:
        """An account that the office has changed since (更换账号) is read as the one that took its place."""
        for known in self._roster.of_name(person.name):
            if person.telegram_id in known.former_ids:
                self._outdated.append(person.name)
                return replace(person, telegram_id=known.telegram_id)
        return person

    def _only_once(self, person: Person, place: Place) -> Person | Refusal:
        other = self._rows.setdefault((person.name, person.unit, person.role), place)
        if other == place:
            return person
        return Refusal(place=place, reason=Reason.PERSON_TWICE, cell=person.name, other=other)

    def _take(self, claim: PersonClaim, after: Person) -> None:
        if claim.known is None:
            self._people.new.append((claim.place, after))
        elif field_changes(claim.known, after, PERSON_FIELDS):
            self._people.changed.append((claim.place, claim.known, after))
        else:
            self._people.unchanged += 1


def _missing(sheet: RosterSheet) -> tuple[str, ...]:
    """The required columns that the sheet lacks; a 职务 serves for a 角色."""
    is_there = {"name": "name" in sheet.headings, "role": not {"role", "post"}.isdisjoint(sheet.headings)}
    return tuple(field for field, there in is_there.items() if not there)


def _merged(claim: PersonClaim, now: datetime) -> Person:
    """The known person with what the row says; columns that the sheet lacks say nothing."""
    known, written, headings = claim.known, claim.written, claim.sheet.headings
    if known is None:
        return replace(written, left_at=now if claim.has_left else None)
    changes: dict[str, Any] = {"name": written.name, "role": written.role}
    if "unit" in headings:
        changes["unit"] = written.unit
    if "oversees" in headings:
        changes["oversees"] = written.oversees
    if "liaisons" in headings:
        changes["liaisons"] = written.liaisons
    if written.telegram_id and written.telegram_id != known.telegram_id:
        changes |= {"telegram_id": written.telegram_id, "silent_since": None}
    if claim.has_left is not None:
        changes["left_at"] = (known.left_at or now) if claim.has_left else None
    return replace(known, **changes)


def _about_people(claims: Iterable[PersonClaim], roster: Roster) -> Iterable[Notice]:
    """Whom the workbook leaves out, who stays 离岗, and what was concluded about roles and states."""
    claims = tuple(claims)
    met = {claim.known.number for claim in claims if claim.known}
    absent = tuple(_told_apart(person, roster) for person in roster.people if person.number not in met)
    if absent:
        yield Notice(remark=Remark.PEOPLE_ABSENT, known=absent)
    gone = tuple(c.written.name for c in claims if c.has_left is None and c.known and c.known.left_at)
    if gone:
        yield Notice(remark=Remark.PEOPLE_STAY_LEFT, known=gone)
    roles = Counter((quote(c.row.role or c.row.post), c.written.role) for c in claims)
    for (written, role), count in roles.items():
        if not is_named(written):
            yield Notice(remark=Remark.ROLE_READ, written=written, meaning=role, count=count)
    for claim in claims:
        if is_unclear(claim.row):
            yield Notice(remark=Remark.DUTY_UNCLEAR, place=claim.place, written=quote(claim.row.state))


def _told_apart(person: Person, roster: Roster) -> str:
    """The name, with the unit where somebody else has it too."""
    is_shared = sum(1 for each in roster.people if each.name == person.name) > 1
    return f"{person.name}（{person.unit}）" if is_shared and person.unit else person.name


def _judge(row: PersonRow, place: Place, sheet: RosterSheet) -> Person | Refusal:
    """The person of a row, or why it is refused."""
    name, unit, post = bare_name(row.name), bare_name(row.unit), row.role or row.post
    role, telegram_id = role_of(post, unit), _telegram_id(row.telegram_id)
    post_field = "role" if row.role or "role" in sheet.headings else "post"
    questions = (
        (not name, Refusal(place=place, reason=Reason.NO_NAME), "name"),
        (
            role is None,
            Refusal(place=place, reason=Reason.ROLE_UNKNOWN, cell=quotable(post), known=ROLE_NAMES),
            post_field,
        ),
        (
            not unit and role in _OF_UNITS,
            Refusal(place=place, reason=Reason.NO_PERSON_UNIT, cell=quotable(name)),
            "unit",
        ),
        (
            row.telegram_id and not telegram_id,
            Refusal(place=place, reason=Reason.TELEGRAM_ID_WRONG, cell=quotable(row.telegram_id)),
            "telegram_id",
        ),
    )
    asked = (replace(refusal, heading=sheet.headings.get(field, "")) for holds, refusal, field in questions if holds)
    faults = (*_unreadable(row, place, sheet), *asked)
    if faults or role is None:
        return all_wrong(faults)
    return Person(
        name=name,
        unit=unit,
        role=role,
        oversees=split_names(row.oversees),
        liaisons=split_names(row.liaisons),
        telegram_id=telegram_id,
    )


def _unreadable(row: PersonRow, place: Place, sheet: RosterSheet) -> Iterator[Refusal]:
    for bad in row.bad:
        yield refuse_bad(bad, place)
    for field, limit in _LENGTHS.items():
        text, heading = getattr(row, field), sheet.headings.get(field, "")
        if is_private(text):
            yield Refusal(place=place, reason=Reason.PRIVATE_DATA, heading=heading)
        if len(text) > limit:
            yield Refusal(place=place, reason=Reason.TEXT_TOO_LONG, heading=heading, cell=quote(text), limit=limit)


def _telegram_id(text: str) -> int | None:
    """A person's numeric id. A group's is negative, and a mobile number in this column is a mistake."""
    digits = unicodedata.normalize("NFKC", text).strip()
    is_number = digits.isascii() and digits.isdigit() and not is_private(digits)
    return int(digits) if is_number and 0 < int(digits[:20]) <= _LARGEST_ID else None
