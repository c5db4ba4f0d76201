"""调整: which fields of an item somebody may change, and what a line such as 期限=12月20日 责任人=乙某 changes."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from domain.actions import Action, Reach
from domain.amending import moves_limit
from domain.amending_errors import DayPast, FieldNotYours, FieldUnknown, TitleMissing
from domain.assigning import TITLE_LIMIT, names_known, people_in, units_of
from domain.assigning_errors import KindUnknown, OwnerMissing, TitleTooLong, UnitNotYours
from domain.assignment_fields import fields_of
from domain.dates.leading import split_limit
from domain.errors import DateNotUnderstood, UnitUnknown
from domain.item import Item
from domain.item_records import Measure
from domain.joining_errors import PersonUnknown
from domain.limits import local_day, written_limit
from domain.measures import as_kept, measures_of
from domain.plan_values import NAMES, read_value, with_signs
from domain.quota_errors import TargetUnclear
from domain.quota_setting import names_setting, parent_in, partners_with, set_quota, take_settings
from domain.rights import may_in, reach_of, reach_of_post
from domain.roster import Person, Role, Roster
from domain.rules import Rules
from domain.sources import as_listed
from domain.statutory import with_law
from domain.text_forms import empties, split_names

#: The fields that may be changed, as a preview names them.
EDITABLE = (
    "title", "unit", "owner", "due", "is_endless", "kind", "standard", "measures", "source", "reference", "partners",
    "quota", "parent", *NAMES,
)  # fmt: skip
#: What a head may change of the unit's items.
_OF_HEADS = frozenset({"standard", "measures", "report_every"})
#: Fields that a button asks for, by their place in its ``AmendChoice``.
ASKED = ("due", "owner", "standard", "title")
#: 负责=乙某: a field by its form.
_FIELD_LIKE = re.compile(r"\s*(?P<name>[^\s=\uff1d:\uff1a]{1,20})\s*[=\uff1d]")
_PLAIN = ("standard", "source", "reference")


class Changes(Struct, frozen=True):
    """The fields as they would be, and the reason; ``written`` is the limit as it was written."""

    fields: dict[str, Any]
    reason: str = ""
    written: str = ""


def editable(person: Person, item: Item, roster: Roster) -> tuple[str, ...]:
    """The fields that the person may change of this item."""
    if reach_of(person, Action.EDIT, roster) is Reach.ALL:
        return EDITABLE
    posts = roster.posts(person)
    if any(post.role is Role.DEPUTY and item.unit in post.oversees for post in posts):
        return tuple(name for name in EDITABLE if name != "kind")
    is_head = any(reach_of_post(post, Action.EDIT, roster) is Reach.UNIT and post.unit == item.unit for post in posts)
    return tuple(name for name in EDITABLE if name in _OF_HEADS) if is_head else ()


def require_editable(person: Person, item: Item, changes: Mapping[str, Any], roster: Roster) -> None:
    """Raise for a field that the person may not change, and for a unit out of their reach."""
    allowed = editable(person, item, roster)
    barred = tuple(name for name in changes if name in EDITABLE and name not in allowed and name != "is_endless")
    if barred:
        raise FieldNotYours(item.number, item.title, barred, tuple(name for name in allowed if name != "is_endless"))
    unit = changes.get("unit", item.unit)
    if unit != item.unit and not may_in(person, Action.EDIT, unit, roster):
        raise UnitNotYours(unit)


def read_changes(words: str, item: Item, at: datetime, roster: Roster, rules: Rules, field: str = "") -> Changes:
    """What the words change; without a field's name they are ``field``, or the limit with its reason.

    Raises for a day, a person, a unit or a kind that is not understood.
    """
    settings, words = ({}, words) if field else take_settings(words)
    named, rest = fields_of(words if field else with_signs(words), later=True)
    if not field and not settings and names_setting(words):
        raise TargetUnclear(item.number, item.title, written=words)
    if not named and field:
        named, rest = {field: words.strip()}, ""
    if not named and not settings:
        if unknown := _FIELD_LIKE.match(words):
            raise FieldUnknown(item.number, item.title, unknown["name"])
        named, rest = {"due": words}, ""
    reader = _Changes(item, at, roster, rules)
    for name, value in named.items():
        reader.take(name, value)
    reader.take_settings(settings)
    return reader.done(rest)


class _Changes:
    """The changes as they are read, field by field."""

    def __init__(self, item: Item, at: datetime, roster: Roster, rules: Rules) -> None:
        self._item = item
        self._at = at
        self._roster = roster
        self._rules = rules
        self._fields: dict[str, Any] = {}
        self._owner = ""
        self._reason = ""
        self._written = ""

    def take(self, name: str, value: str) -> None:
        """One field."""
        take = {
            "due": self._take_limit,
            "owner": self._take_owner,
            "unit": self._take_unit,
            "kind": self._take_kind,
            "title": self._take_title,
        }.get(name)
        if take is not None:
            take(value)
        elif name == "partners":
            self._fields["partners"] = split_names(value)
        elif name == "reason":
            self._reason = value
        elif name in NAMES:
            self._fields[name] = read_value(name, value, self._item, local_day(self._at, self._rules), self._rules)
        elif name == "measures":
            self._fields[name] = self._measures("" if empties(value) else value)
        elif name in _PLAIN:
            plain = " ".join(value.split())
            plain = "" if empties(plain) else plain
            self._fields[name] = as_listed(plain, self._rules.sources) if name == "source" else plain

    def _take_title(self, value: str) -> None:
        title = " ".join(value.split())
        if not title:
            raise TitleMissing(self._item.number, self._item.title)
        if len(title) > TITLE_LIMIT:
            raise TitleTooLong(len(title), TITLE_LIMIT)
        self._fields["title"] = title

    def _measures(self, value: str) -> Any:
        """Each line one; what is done of those that stay remains done."""
        lines = (" ".join(line.split()) for line in re.split(r"[\n;\uff1b]", value))
        known = {each.words: each for each in measures_of(self._item)}
        return as_kept([known.get(line) or Measure(words=line) for line in lines if line])

    def take_settings(self, settings: dict[str, str]) -> None:
        """The parent; target, shares and quarters, where who has a share cooperates."""
        if "parent" in settings:
            self._fields["parent"] = parent_in(settings["parent"])
        if settings.keys() - {"parent"}:
            quota = set_quota(self._item, settings, units_of(self._roster))
            self._fields["quota"] = quota
            if quota is not None and (partners := partners_with(self._item, quota)) != self._item.partners:
                self._fields["partners"] = partners

    def _take_limit(self, value: str) -> None:
        found = split_limit(value, local_day(self._at, self._rules), self._rules)
        if found is None:
            raise DateNotUnderstood(value)
        limit = written_limit(found.limit.due)
        day = limit.date() if isinstance(limit, datetime) else limit
        if day is not None and day < local_day(self._at, self._rules):
            raise DayPast(self._item.number, self._item.title, day)
        self._fields |= {"due": found.limit.due, "is_endless": found.limit.is_endless}
        self._written = found.written
        self._reason = self._reason or found.rest

    def _take_unit(self, value: str) -> None:
        if value and value not in units_of(self._roster):
            raise UnitUnknown(value, units_of(self._roster))
        self._fields["unit"] = value or self._item.unit

    def _take_owner(self, value: str) -> None:
        """乙某, or 儿童福利股 丙某."""
        for unit in units_of(self._roster):
            if value.startswith(unit):
                self._fields["unit"] = unit
                value = value.removeprefix(unit)
        self._owner = value.strip(" \u3000\u3001\uff08()\uff09")

    def _take_kind(self, value: str) -> None:
        known = names_known(self._roster, self._rules).kinds
        if value and value not in known:
            raise KindUnknown(value, tuple(kind.label for kind in self._rules.kinds.values()))
        self._fields["kind"] = known.get(value, self._item.kind)

    def done(self, rest: str) -> Changes:
        """All of it; what no field was said of is the reason."""
        self._settle_owner()
        self._settle_limit()
        return Changes(self._fields, self._reason or rest.strip(), self._written)

    def _settle_limit(self) -> None:
        """A limit that the law sets follows what it is counted from."""
        if self._fields.keys() & {"received_on", "urgency", "kind"} and "due" not in self._fields:
            changed = with_law(self._item, replace(self._item, **self._fields), self._rules)
            if changed.due != self._item.due:
                self._fields |= {"due": changed.due, "is_endless": False}

    def _settle_owner(self) -> None:
        """The owner is of the unit; one of another unit, where there is one of that name, takes it there."""
        unit = self._fields.get("unit", self._item.unit)
        near = tuple(person.name for person in people_in(unit, self._roster))
        if self._owner and self._owner not in near and "unit" not in self._fields:
            units = {post.unit for post in self._roster.of_name(self._owner) if post.unit}
            if len(units) == 1:
                self._fields["unit"] = units.pop()
                near = (self._owner,)
        if self._owner and self._owner not in near:
            raise PersonUnknown(self._owner, near)
        if self._owner:
            self._fields["owner"] = self._owner
        elif unit != self._item.unit and self._item.owner not in near:
            raise OwnerMissing(unit, near)


def needs_reason(changes: Changes, item: Item) -> bool:
    """Whether a limit is moved and nobody said why."""
    new = {name for name, value in changes.fields.items() if getattr(item, name) != value}
    return not changes.reason and moves_limit(dict.fromkeys(new))
