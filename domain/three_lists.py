"""The three lists (任务清单, 责任清单, 问题清单): which items each has, how they are grouped, and in which order.

任务清单 goes by source, then kind; 责任清单 by leader, unit and owner; 问题清单 by source. Within a group the nearest
limit comes first. Outlines are enough for all of it, so a list of a large ledger decodes only the page that is shown.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import IntEnum, StrEnum

from msgspec import Struct

from domain.ledger_year import UNSETTLED
from domain.listing import Stood
from domain.outline import Outlined
from domain.roster import Role, Roster
from domain.rules import Rules
from domain.views import Line


class ThreeList(StrEnum):
    """Which of the lists; the value is its command."""

    TASKS = "tasks"  # 任务清单
    DUTIES = "duties"  # 责任清单
    PROBLEMS = "problems"  # 问题清单


class FileChoice(IntEnum):
    """What a list is sent as."""

    WORKBOOK = 1  # 导出表格
    PAGE = 2  # 打印页


#: What one group of a list has in common: source and kind; leader, unit and owner; source. ``""``: not filled in.
Keys = tuple[str, ...]


class Arrangement(Struct, frozen=True):
    """The order of groups. What is in none of these comes behind, by its words; what is not filled in comes last."""

    leaders: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    deputies: Mapping[str, str] = {}  # unit -> who oversees it


def arrangement_of(roster: Roster, rules: Rules) -> Arrangement:
    """The office's own order of leaders, units, kinds and sources."""
    leaders = (*roster.of_role(Role.DIRECTOR), *roster.of_role(Role.DEPUTY))
    found = ((unit.name, roster.deputies(unit.name)) for unit in roster.units)
    return Arrangement(
        leaders=tuple(dict.fromkeys(person.name for person in leaders)),
        units=tuple(unit.name for unit in roster.units),
        kinds=tuple(rules.kinds),
        sources=rules.sources,
        deputies={unit: deputies[0].name for unit, deputies in found if deputies},
    )


def is_listed(which: ThreeList, item: Outlined, rules: Rules) -> bool:
    """Whether the list has the item: 问题清单 only what has to be verified before it is crossed off."""
    return which is not ThreeList.PROBLEMS or rules.kind(item.kind).verify


def leader_of(item: Outlined, arrangement: Arrangement) -> str:
    """Who leads the work: 责任领导, else who oversees the unit; ``""`` for nobody."""
    return item.leader or arrangement.deputies.get(item.unit, "")


def keys_of(which: ThreeList, item: Outlined, arrangement: Arrangement) -> Keys:
    """The item's group."""
    if which is ThreeList.TASKS:
        return item.source, item.kind
    if which is ThreeList.PROBLEMS:
        return (item.source,)
    return leader_of(item, arrangement), item.unit, item.owner


def place_of(which: ThreeList, keys: Keys, arrangement: Arrangement) -> tuple[tuple[bool, int, str], ...]:
    """What groups are ordered by."""
    orders = {
        ThreeList.TASKS: (arrangement.sources, arrangement.kinds),
        ThreeList.PROBLEMS: (arrangement.sources,),
        ThreeList.DUTIES: (arrangement.leaders, arrangement.units, ()),
    }[which]
    return tuple(
        (not key, order.index(key) if key in order else len(order), key)
        for key, order in zip(keys, orders, strict=True)
    )


class Section(Struct, frozen=True):
    """One group of a list as a workbook or a printed page has it; lines by limit."""

    keys: Keys
    lines: tuple[Line, ...]


def sections_of(which: ThreeList, lines: Iterable[Line], arrangement: Arrangement, rules: Rules) -> tuple[Section, ...]:
    """The list, group by group. ``lines`` of items that are not on it are left out."""
    groups: dict[Keys, list[Line]] = {}
    for line in lines:
        if is_listed(which, line.item, rules):
            groups.setdefault(keys_of(which, line.item, arrangement), []).append(line)
    ordered = sorted(groups, key=lambda keys: place_of(which, keys, arrangement))
    return tuple(Section(keys, tuple(sorted(groups[keys], key=_by_limit))) for keys in ordered)


def _by_limit(line: Line) -> tuple[bool, date, str, int]:
    """Those still to be done first, then by limit; those without one last."""
    item = line.item
    return item.status not in UNSETTLED, line.due_on or date.max, item.due, item.number


class Grouped(Struct, frozen=True):
    """A list of outlines: in order, and how many each group has."""

    stood: Sequence[Stood]
    counts: Mapping[Keys, int]


def grouped(which: ThreeList, stood: Iterable[Stood], arrangement: Arrangement, rules: Rules) -> Grouped:
    """The list in its order, of outlines alone."""
    groups: dict[Keys, list[Stood]] = {}
    for each in stood:
        if is_listed(which, each.item, rules):
            groups.setdefault(keys_of(which, each.item, arrangement), []).append(each)
    ordered = sorted(groups, key=lambda keys: place_of(which, keys, arrangement))
    for keys in ordered:
        groups[keys].sort(key=lambda each: each.place[2:])
    return Grouped([each for keys in ordered for each in groups[keys]], {keys: len(groups[keys]) for keys in ordered})


def led_by(found: Grouped, arrangement: Arrangement, leader: str) -> Grouped:
    """The part of 责任清单 that the leader answers for."""
    stood = [each for each in found.stood if leader_of(each.item, arrangement) == leader]
    return Grouped(stood, {keys: count for keys, count in found.counts.items() if keys[0] == leader})


def count_leaders(found: Grouped) -> Mapping[str, int]:
    """How many items of 责任清单 each leader answers for, in its order."""
    counts: Counter[str] = Counter()
    for keys, count in found.counts.items():
        counts[keys[0]] += count
    return counts
