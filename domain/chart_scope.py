"""Whose items a wall chart (挂图) shows, how it is asked for, and what it is sent as."""

from collections.abc import Collection, Iterable
from enum import IntEnum

from msgspec import Struct

from domain.actions import Action, Reach
from domain.errors import DubanError, UnitOutOfReach
from domain.filters import mark_of
from domain.finding import MOST_PACKED, has_all, keywords_of, pack, unpack
from domain.ledger_year import is_current
from domain.outline import Outlined
from domain.rights import may_in, may_list, reach_of, reach_of_post
from domain.roster import Person, Role, Roster


class ScopeKind(IntEnum):
    """Whose items a chart shows; the number stands in buttons."""

    OWN = 0  # whatever the speaker answers for
    BUREAU = 1
    UNIT = 2
    LEADER = 3  # the units that a leader oversees, and what names the leader (责任领导)
    SOURCE = 4  # 来源: an audit, an inspection


class ChartMedium(IntEnum):
    """What a chart is sent as; the number stands in buttons."""

    PHOTO = 0  # for a phone
    PRINT = 1  # 打印版: PDF on A1
    VECTOR = 2  # 矢量图: SVG of the same sheet


class ChartScope(Struct, frozen=True):
    """Whose items; ``name`` is the unit's, the leader's or (a part of) the source's."""

    kind: ScopeKind = ScopeKind.BUREAU
    name: str = ""


class ChartUnknown(DubanError):
    """No unit, leader or source is called so, as far as the speaker may see."""

    def __init__(self, written: str) -> None:
        self.written = written


class FieldOutOfReach(DubanError):
    """The leader's field is not for the speaker to see."""

    def __init__(self, leader: str) -> None:
        self.leader = leader


class FieldEmpty(DubanError):
    """The leader oversees no unit, and no item names them."""

    def __init__(self, leader: str) -> None:
        self.leader = leader


class NothingToChart(DubanError):
    """Nothing is in hand, and nothing was closed in this year; or all of it is sensitive and on no print."""

    def __init__(self, scope: ChartScope, withheld: int) -> None:
        self.scope = scope
        self.withheld = withheld


def own_scope(speaker: Person, roster: Roster) -> ChartScope:
    """What somebody answers for: the bureau, their field or that of whom they stand in for, or their unit."""
    reach = reach_of(speaker, Action.CHART, roster)
    if reach is Reach.ALL:
        return ChartScope()
    if reach is not Reach.OVERSEEN:
        return ChartScope(ScopeKind.UNIT, speaker.unit)
    leading = [post.name for post in roster.posts(speaker) if reach_of_post(post, Action.CHART, roster) is reach]
    return ChartScope(ScopeKind.LEADER, speaker.name if speaker.name in leading else leading[0])


def open_to(speaker: Person, items: Iterable[Outlined], roster: Roster, ledger_year: int) -> list[Outlined]:
    """Those of the items that a chart for this reader may show, be it a picture, a sheet or on the board."""
    return [item for item in items if is_current(item, ledger_year) and may_list(speaker, Action.CHART, item, roster)]


def scope_of_words(words: str, sources: Collection[str], roster: Roster) -> ChartScope:
    """What ``words`` name: a unit, a leader, or else a source. A part of a name does where only one has it.

    Several sources may share a word (审计): then all of them are meant. Raises ``ChartUnknown``.
    """
    named = _named(words, sources, roster)
    is_directors = named.kind is ScopeKind.LEADER and any(
        person.name == named.name for person in roster.of_role(Role.DIRECTOR)
    )
    return ChartScope() if is_directors else named  # a director's field is the whole bureau


def _named(words: str, sources: Collection[str], roster: Roster) -> ChartScope:
    names = {ScopeKind.UNIT: [unit.name for unit in roster.units], ScopeKind.LEADER: _leaders(roster)}
    for kind, known in names.items():
        if words in known:
            return ChartScope(kind, words)
    for kind, known in names.items():
        found = [name for name in known if words in name]
        if len(found) == 1:
            return ChartScope(kind, found[0])
    having = {source for source in sources if _names(words, source)}
    if not having:
        raise ChartUnknown(words)
    return ChartScope(ScopeKind.SOURCE, having.pop() if len(having) == 1 else words[:MOST_PACKED])


def number_of(scope: ChartScope, sources: Collection[str] = ()) -> int:
    """The scope's name as a number for a button: words that several sources share as they are, else a mark."""
    if not scope.name:
        return 0
    if scope.kind is ScopeKind.SOURCE and scope.name not in sources:
        return -pack((scope.name,))
    return mark_of(scope.name)


def scope_of_number(kind: ScopeKind, number: int, sources: Collection[str], roster: Roster) -> ChartScope | None:
    """What a button means; ``None`` where nothing is called so any more."""
    if kind is ScopeKind.BUREAU:
        return ChartScope()
    if kind is ScopeKind.SOURCE and number < 0:
        words = " ".join(unpack(-number))
        return ChartScope(kind, words) if words and any(_names(words, source) for source in sources) else None
    units, leaders = [unit.name for unit in roster.units], _leaders(roster)
    names = {ScopeKind.UNIT: units, ScopeKind.LEADER: leaders}.get(kind, sources)
    found = next((name for name in names if mark_of(name) == number), None)
    return None if found is None else ChartScope(kind, found)


def _leaders(roster: Roster) -> list[str]:
    people = (*roster.of_role(Role.DIRECTOR), *roster.of_role(Role.DEPUTY))
    return list(dict.fromkeys(person.name for person in people))


def require_scope(speaker: Person, scope: ChartScope, roster: Roster) -> None:
    """Raise unless the speaker may see a chart of it. Of a source everybody sees their own part."""
    if scope.kind is ScopeKind.UNIT and not may_in(speaker, Action.CHART, scope.name, roster):
        raise UnitOutOfReach(scope.name)
    if scope.kind in (ScopeKind.UNIT, ScopeKind.SOURCE) or reach_of(speaker, Action.CHART, roster) is Reach.ALL:
        return
    if scope.kind is ScopeKind.BUREAU:
        raise UnitOutOfReach("")
    if scope.name not in {post.name for post in roster.posts(speaker)}:
        raise FieldOutOfReach(scope.name)


def belongs(item: Outlined, scope: ChartScope, roster: Roster) -> bool:
    """Whether a chart of that scope shows the item."""
    if scope.kind is ScopeKind.UNIT:
        return item.unit == scope.name
    if scope.kind is ScopeKind.LEADER:
        return item.leader == scope.name or item.unit in field_of(scope.name, roster)
    return scope.kind is not ScopeKind.SOURCE or _names(scope.name, item.source)


def _names(words: str, source: str) -> bool:
    """Whether the words stand in the source, in whatever width and case."""
    return bool(source) and has_all((source,), keywords_of(words))


def field_of(leader: str, roster: Roster) -> frozenset[str]:
    """The units that somebody of that name oversees (分管单位)."""
    return frozenset(unit for person in roster.of_name(leader) for unit in person.oversees)
