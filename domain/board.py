"""The board (督办看板): what an address asks for, and how what one may see is filtered, grouped and counted for it."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum

from msgspec import Struct

from domain.filters import Facet, value_of
from domain.finding import MOST_WORDS, keywords_of
from domain.item import ItemStatus
from domain.listing import Stood
from domain.rules import Rules
from domain.three_lists import Arrangement, Keys, ThreeList, grouped, leader_of
from domain.views import Light, Tally, tally_of

#: No name of a unit, a source or a person is longer.
LONGEST_VALUE = 60
#: Rows on one page of a list; a printed page has all of them, up to the second figure.
PAGE_ROWS, MOST_PRINTED = 100, 1_000
#: Further pages than this nobody turns.
MOST_PAGES = 1_000
#: How an address asks for what is not filled in.
NOTHING = "-"
_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])", re.ASCII)


class Scope(StrEnum):
    """Whose items."""

    ALL = "all"  # everything that one may list
    MINE = "mine"


class Grouping(StrEnum):
    """How a list is divided."""

    LIGHT = "light"  # not at all: the most pressing first
    UNIT = "unit"
    SOURCE = "source"
    TASKS = "tasks"  # 任务清单
    DUTIES = "duties"  # 责任清单
    PROBLEMS = "problems"  # 问题清单


class Stand(StrEnum):
    """Which of them."""

    OPEN = "open"  # 在办
    CLOSED = "closed"  # 办结, of the current ledger year
    PAUSED = "paused"  # 中止


class BadAddress(ValueError):
    """The address says something that no page of the board would say."""


class BoardQuery(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a list's address asks for. It is written back as it was read, so it can be passed on."""

    scope: Scope = Scope.ALL
    by: Grouping = Grouping.LIGHT
    state: Stand = Stand.OPEN
    light: Light | None = None
    unit: str | None = None  # "" asks for what has none
    kind: str | None = None
    source: str | None = None
    owner: str | None = None
    leader: str | None = None
    words: str = ""
    page: int = 1

    @property
    def is_search(self) -> bool:
        return bool(keywords_of(self.words))


#: The texts that an address may name, by their field.
_TEXTS = ("unit", "kind", "source", "owner", "leader")


def read_query(written: Mapping[str, str]) -> BoardQuery:
    """What the address asks for; what else it says is left alone. Raises ``BadAddress``."""
    try:
        return BoardQuery(
            scope=Scope(written.get("scope") or Scope.ALL),
            by=Grouping(written.get("by") or Grouping.LIGHT),
            state=Stand(written.get("state") or Stand.OPEN),
            light=Light(written["light"]) if written.get("light") else None,
            words=_text(written.get("q", ""), MOST_WORDS),
            page=_page(written.get("page") or "1"),
            **{name: read_value(written[name]) for name in _TEXTS if written.get(name)},
        )
    except ValueError as error:
        raise BadAddress(str(error)) from error


def pairs_of(query: BoardQuery) -> dict[str, str]:
    """The query as an address writes it, without what goes without saying."""
    plain = BoardQuery()
    names = {"words": "q"}
    found = ((name, getattr(query, name)) for name in query.__struct_fields__)
    return {names.get(name, name): write_value(str(value)) for name, value in found if value != getattr(plain, name)}


def names_people(query: BoardQuery) -> bool:
    """Whether the list names people by what it is divided or filtered by: no wall shows it."""
    return query.by is Grouping.DUTIES or query.owner is not None or query.leader is not None


def read_value(written: str) -> str:
    """A filter's value: an empty field of a form asks for nothing, so what is not filled in has a sign of its own."""
    return "" if written == NOTHING else _text(written)


def write_value(value: str) -> str:
    """The same as an address writes it."""
    return value or NOTHING


def _text(written: str, longest: int = LONGEST_VALUE) -> str:
    if len(written) > longest or not written.isprintable():
        raise BadAddress(written[:longest])
    return written.strip()


def _page(written: str) -> int:
    if not (written.isascii() and written.isdecimal() and len(written) <= len(str(MOST_PAGES))):
        raise BadAddress(written)
    page = int(written)
    if not 1 <= page <= MOST_PAGES:
        raise BadAddress(written)
    return page


def read_month(written: str) -> tuple[int, int]:
    """Year and month of ``2026-11``. Raises ``BadAddress``."""
    found = _MONTH.fullmatch(written)
    if found is None:
        raise BadAddress(written)
    return int(found[1]), int(found[2])


_STATUSES: Mapping[Stand, frozenset[ItemStatus]] = {
    Stand.OPEN: frozenset({ItemStatus.ASSIGNED, ItemStatus.ACKNOWLEDGED, ItemStatus.SUBMITTED}),
    Stand.CLOSED: frozenset({ItemStatus.CLOSED}),
    Stand.PAUSED: frozenset({ItemStatus.SUSPENDED}),
}


def is_of(state: Stand, status: ItemStatus) -> bool:
    """Whether an item of that status is among them."""
    return status in _STATUSES[state]


def lets(query: BoardQuery, stood: Stood, arrangement: Arrangement) -> bool:
    """Whether the item has all that the filters want."""
    wanted = {Facet.UNIT: query.unit, Facet.KIND: query.kind, Facet.SOURCE: query.source, Facet.OWNER: query.owner}
    if query.light is not None and not _is_lit(stood.standing.light, query.light):
        return False
    if query.leader is not None and leader_of(stood.item, arrangement) != query.leader:
        return False
    return all(value is None or value_of(stood, facet) == value for facet, value in wanted.items())


def _is_lit(light: Light, wanted: Light) -> bool:
    """滞后 asks for 严重滞后 as well: the board counts them in one figure."""
    return light is wanted or (wanted is Light.BEHIND and light is Light.FAR_BEHIND)


class BoardSection(Struct, frozen=True):
    """One group of a list: what its items have in common, and the items in order."""

    keys: Keys
    stood: Sequence[Stood]
    tally: Tally


_LISTS = {
    Grouping.TASKS: ThreeList.TASKS,
    Grouping.DUTIES: ThreeList.DUTIES,
    Grouping.PROBLEMS: ThreeList.PROBLEMS,
}


def three_list_of(by: Grouping) -> ThreeList | None:
    """Which of the three lists it is, if one."""
    return _LISTS.get(by)


def sections(by: Grouping, stood: Iterable[Stood], arrangement: Arrangement, rules: Rules) -> tuple[BoardSection, ...]:
    """The list, group by group in the office's order; the most pressing of each group first."""
    which = three_list_of(by)
    if which is not None:
        found = grouped(which, stood, arrangement, rules)
        places = iter(found.stood)
        return tuple(_section(keys, [next(places) for _ in range(count)]) for keys, count in found.counts.items())
    ordered = sorted(stood, key=lambda each: each.place)
    if by is Grouping.LIGHT:
        return (_section((), ordered),) if ordered else ()
    facet, known = (Facet.UNIT, arrangement.units) if by is Grouping.UNIT else (Facet.SOURCE, arrangement.sources)
    return tuple(_section((key,), each) for key, each in _groups(ordered, lambda s: value_of(s, facet), known))


def _section(keys: Keys, stood: Sequence[Stood]) -> BoardSection:
    return BoardSection(keys, stood, count(stood))


def _groups(
    stood: Iterable[Stood], key_of: Callable[[Stood], str], known: Sequence[str]
) -> list[tuple[str, list[Stood]]]:
    """By key: those known in their order, then the others, what is not filled in last."""
    found: dict[str, list[Stood]] = {}
    for each in stood:
        found.setdefault(key_of(each), []).append(each)
    places = {key: place for place, key in enumerate(known)}
    return sorted(found.items(), key=lambda each: (not each[0], places.get(each[0], len(places)), each[0]))


def count(stood: Iterable[Stood]) -> Tally:
    """How many of them have which light."""
    return tally_of(Counter(each.standing.light for each in stood))


class Turned(Struct, frozen=True):
    """One page of a list: the groups with the rows that it shows, and which page it is of how many."""

    shown: tuple[BoardSection, ...]  # each with the counts of its whole group
    page: int
    pages: int


def turned(found: Sequence[BoardSection], page: int, rows: int) -> Turned:
    """The page of that number, else the last one."""
    whole = sum(len(section.stood) for section in found)
    pages = max(1, -(-whole // rows))
    page = min(page, pages)
    first, shown, place = (page - 1) * rows, list[BoardSection](), 0
    for section in found:
        here = section.stood[max(first - place, 0) : max(first + rows - place, 0)]
        if here:
            shown.append(BoardSection(section.keys, here, section.tally))
        place += len(section.stood)
    return Turned(tuple(shown), page, pages)
