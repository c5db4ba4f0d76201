"""交办: a new item as it is proposed, what it still lacks, whether there is one like it, and how it is entered."""

from collections.abc import Iterable
from datetime import date, datetime
from difflib import SequenceMatcher
from enum import StrEnum

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from domain.actions import Action, Reach
from domain.assigning_errors import MayNotAssign, NoUnitsYet, TitleTooLong, UnitNotYours
from domain.assignment_words import Known, Written
from domain.item import OPEN, Did, Item, ItemStatus, Quota, Step
from domain.limits import local_day, written_limit
from domain.plan_values import read_value
from domain.rights import may_in, reach_of
from domain.roster import Person, Role, Roster
from domain.rules import Rules
from domain.statutory import with_first_limit
from domain.steps import checked

#: A title of more characters is rather a paragraph.
TITLE_LIMIT = 200
#: So many may be assigned at once.
MOST = 60
#: How much alike two titles are of which one is probably the other.
_ALIKE = 0.8


class Lack(StrEnum):
    """What an assignment can't do without; asked for in this order."""

    SPLIT = "split"  # 各股室: one for each unit
    UNIT = "unit"
    OWNER = "owner"
    LIMIT = "limit"
    KIND = "kind"
    TITLE = "title"


class Assignment(Struct, frozen=True, omit_defaults=True):
    """One item as it is proposed; empty where it is still to be asked for. It waits as JSON."""

    title: str = ""
    units: tuple[str, ...] = ()  # several: it is to be split, or the first leads
    owner: str = ""
    owners: tuple[str, ...] = ()  # several names were written: which of them is asked
    due: str = ""
    due_written: str = ""
    is_endless: bool = False
    every: str = ""  # it recurs (``Limit.every``): the limit is that of the first
    is_next_only: bool = False  # it was written as recurring, and only the next one is meant
    other_due: str = ""  # what the limit may mean as well
    start_on: date | None = None
    vague: str = ""  # what was written in place of a limit
    kind: str = "task"
    unknown: str = ""  # a name of a kind, a unit or a person that nobody knows
    is_sensitive: bool = False
    standard: str = ""
    measures: str = ""
    source: str = ""
    reference: str = ""
    partners: tuple[str, ...] = ()
    quota: Quota | None = None
    parent: int = 0
    plan: dict[str, str] = {}  # fields of its plan (紧急程度=特急) as they were written

    @property
    def unit(self) -> str:
        return self.units[0] if len(self.units) == 1 else ""


def names_known(roster: Roster, rules: Rules) -> Known:
    """The names by which a line is read."""
    kinds = {name: kind.name for kind in rules.kinds.values() for name in (kind.name, kind.label)}
    people = frozenset(person.name for person in roster.people)
    urgencies = frozenset(name for kind in rules.kinds.values() for name, _ in kind.urgency)
    return Known(units=units_of(roster), people=people, kinds=kinds, sources=rules.sources, urgencies=urgencies)


def units_of(roster: Roster) -> tuple[str, ...]:
    """The units, in the office's order."""
    return tuple(unit.name for unit in roster.units)


def units_within(speaker: Person, roster: Roster) -> tuple[str, ...]:
    """The units that the person may set work; raises ``MayNotAssign`` where there is none."""
    if reach_of(speaker, Action.ADD, roster) is Reach.NONE:
        raise MayNotAssign
    if not roster.units:
        raise NoUnitsYet
    units = tuple(unit for unit in units_of(roster) if may_in(speaker, Action.ADD, unit, roster))
    if not units:
        raise MayNotAssign
    return units


def proposed(written: Written, speaker: Person, roster: Roster) -> Assignment:
    """The assignment as far as it was written; raises where a unit is out of the speaker's reach.

    The unit follows from the owner, where there is one of that name; never the owner from the unit.
    """
    within = units_within(speaker, roster)
    units = within if written.is_for_all else written.units
    if not units and len(written.owners) == 1 and not written.unknown:  # 无此股 甲某: which unit is meant is asked
        units = tuple({post.unit for post in roster.of_name(written.owners[0]) if post.unit})
        units = units if len(units) == 1 else ()
    for unit in units:
        if unit not in within:
            raise UnitNotYours(unit)
    if not units and len(within) == 1:
        units = within
    limit = written.limit
    return settled(
        Assignment(
            title=written.title,
            units=units,
            owners=written.owners,
            owner=written.owners[0] if len(written.owners) == 1 else "",
            due=limit.due if limit else "",
            due_written=written.due_written,
            is_endless=bool(limit and limit.is_endless),
            every=limit.every if limit else "",
            other_due=limit.other if limit else "",
            start_on=limit.start_on if limit else None,
            vague=written.vague,
            kind=written.kind or ("" if written.unknown_kind else "task"),
            unknown=written.unknown or written.unknown_kind,
            is_sensitive=written.is_sensitive,
            standard=written.standard,
            measures=written.measures,
            source=written.source,
            reference=written.reference,
            partners=written.partners,
            quota=written.quota,
            parent=written.parent,
            plan=written.plan,
        ),
        roster,
    )


def settled(order: Assignment, roster: Roster) -> Assignment:
    """The same without an owner who is neither of the unit nor above it."""
    if not order.owner or not order.unit or order.owner in {each.name for each in people_in(order.unit, roster)}:
        return order
    return replace(order, owner="", owners=(), unknown=order.owner)


def people_in(unit: str, roster: Roster) -> tuple[Person, ...]:
    """Who may own an item of the unit: its head first, then its people, then the leaders who oversee it."""
    people = [person for person in roster.people if person.unit == unit and person.role is not Role.DIRECTOR]
    leaders = [person for person in roster.deputies(unit) if person not in people]
    return (*sorted(people, key=lambda person: person.role is not Role.HEAD), *leaders)


def lacks(order: Assignment, now: datetime, rules: Rules) -> tuple[Lack, ...]:
    """What has to be asked for before it can be entered."""
    found = {
        Lack.SPLIT: len(order.units) > 1,
        Lack.UNIT: not order.units,
        Lack.OWNER: len(order.units) < 2 and not order.owner,  # noqa: PLR2004 - of several units it is asked later
        Lack.LIMIT: not has_limit(order, now, rules),
        Lack.KIND: order.kind not in rules.kinds,
        Lack.TITLE: not order.title,
    }
    return tuple(lack for lack, is_lacking in found.items() if is_lacking)


def has_limit(order: Assignment, now: datetime, rules: Rules) -> bool:
    """Whether it has a limit that has not passed."""
    limit = written_limit(order.due)
    if order.is_endless or limit is None:
        return order.is_endless or is_left_to_the_law(order, rules)
    day = limit.date() if isinstance(limit, datetime) else limit
    return day >= local_day(now, rules)


def is_left_to_the_law(order: Assignment, rules: Rules) -> bool:
    """Whether no limit was written, and that of the kind's last clock (法定时限) holds."""
    return not order.due and not order.vague and bool(rules.kind(order.kind).clocks)


def split(order: Assignment, roster: Roster) -> tuple[Assignment, ...]:
    """One for each unit, its only head being the owner; of several heads, or none, it is asked."""
    return tuple(_for_unit(order, unit, roster) for unit in order.units)


def _for_unit(order: Assignment, unit: str, roster: Roster) -> Assignment:
    heads = roster.heads(unit)
    return replace(order, units=(unit,), owner=heads[0].name if len(heads) == 1 else "", owners=())


def led_by_first(order: Assignment, roster: Roster) -> Assignment:
    """The first unit leads, the others cooperate (配合)."""
    first, *others = order.units
    partners = tuple(dict.fromkeys((*order.partners, *others)))
    return settled(replace(order, units=(first,), partners=partners), roster)


def check(order: Assignment) -> None:
    """Raise for words that may not be kept."""
    if len(order.title) > TITLE_LIMIT:
        raise TitleTooLong(len(order.title), TITLE_LIMIT)
    written = (order.title, order.standard, order.measures, order.source, order.reference)
    for words in (*written, "".join(order.partners), *order.plan.values()):
        checked(words)


def alike(order: Assignment, open_items: Iterable[Item]) -> Item | None:
    """An open item of the unit that has nearly the same title."""
    compared = SequenceMatcher(None, "", _bare(order.title))
    for item in open_items:
        compared.set_seq1(_bare(item.title))
        is_near = bool(order.title) and compared.real_quick_ratio() >= _ALIKE and compared.quick_ratio() >= _ALIKE
        if item.status in OPEN and is_near and compared.ratio() >= _ALIKE:
            return item
    return None


def _bare(title: str) -> str:
    return "".join(sign for sign in title if sign.isalnum())


def entered(order: Assignment, by: str, at: datetime, rules: Rules) -> Item:
    """交办: the new item, under a number that the ledger gives; 撤回 makes it 撤销.

    Raises ``ValueUnclear`` for a field of its plan that is not understood.
    """
    kind = rules.kind(order.kind)
    new = Item(
        number=0,
        kind=order.kind,
        title=order.title,
        unit=order.unit,
        owner=order.owner,
        due=order.due,
        due_written=order.due_written,
        is_endless=order.is_endless,
        start_on=order.start_on,
        status=ItemStatus.ASSIGNED,
        version=1,
        is_sensitive=order.is_sensitive or kind.sensitive,
        standard=order.standard,
        measures=order.measures,
        source=order.source,
        reference=order.reference,
        partners=order.partners,
        quota=order.quota,
        parent=order.parent,
        assigned_at=at,
        due_set_at=at,
        history=(Step(at, by, Did.ASSIGN, was={"status": ItemStatus.CANCELLED.value}),),
    )
    today = local_day(at, rules)
    said = {name: read_value(name, words, new, today, rules) for name, words in order.plan.items()}
    return with_first_limit(replace(new, **said), today, rules)


def kept(orders: Iterable[Assignment]) -> str:
    """The assignments as they wait for a yes."""
    return msgspec.json.encode(tuple(orders)).decode()


def waiting(text: str) -> tuple[Assignment, ...]:
    """The same read again."""
    return msgspec.json.decode(text, type=tuple[Assignment, ...])
