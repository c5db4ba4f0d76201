"""What a paper tells, counted from the ledger of one moment: by source and by unit, with the items of each state.

Sensitive items (敏感) are counted and not named. Every count is one of facts; what they mean is for people to say.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo

from msgspec import Struct
from msgspec.structs import replace

from domain.amounts import Amounts, amounts_of
from domain.figure_rows import first_assigned_at, rows_of
from domain.figures import Counted, Sums, sums_by_unit
from domain.highlights import is_highlight, is_summed_up
from domain.item import OPEN, Item, ItemStatus
from domain.ledger_year import is_current
from domain.limits import local_day, settled_at
from domain.papers import OF_A_SOURCE, Level, Wish
from domain.rechecking import is_relapsed
from domain.reporting import Reporting, is_whole_months, months_from
from domain.roster import Roster
from domain.rules import Figure, FigureRules, Rules
from domain.three_lists import Arrangement, arrangement_of
from domain.views import Light, Line, line_of

#: Words of a source by which a problem is an auditor's.
AUDIT = "审计"


class Group(Struct, frozen=True):
    """Items that have something in common; the counts add up to ``total``, sensitive items included."""

    name: str
    lines: tuple[Line, ...]

    @property
    def total(self) -> int:
        return len(self.lines)

    def of(self, *lights: Light) -> tuple[Line, ...]:
        """Those of its items that are in one of these categories."""
        return tuple(line for line in self.lines if line.light in lights)

    @property
    def closed(self) -> int:
        return len(self.of(Light.CLOSED))

    @property
    def waiting(self) -> int:
        return len(self.of(Light.WAITING))

    @property
    def late(self) -> int:
        return len(self.of(Light.LATE))

    @property
    def paused(self) -> int:
        return len(self.of(Light.PAUSED))

    @property
    def going(self) -> int:
        """In hand, neither late nor with an approver."""
        return self.total - self.closed - self.waiting - self.late - self.paused

    @property
    def share_done(self) -> int:
        """Closed of all, in whole per cent."""
        return 100 * self.closed // self.total if self.total else 0

    @property
    def named(self) -> tuple[Line, ...]:
        """Those that a paper may name."""
        return tuple(line for line in self.lines if not line.item.is_sensitive)

    @property
    def amounts(self) -> Amounts | None:
        return amounts_of(line.item for line in self.lines)


class Facts(Struct, frozen=True, kw_only=True):
    """Everything that a paper is made of."""

    wish: Wish
    today: date
    now: datetime
    whole: Group
    tasks: tuple[Group, ...]  # by source
    problems: tuple[Group, ...]  # by source: what is verified before it is crossed off
    units: tuple[Group, ...]  # in the office's order
    figures: tuple[Sums, ...]  # of the period, by unit
    rows: tuple[Counted, ...]  # behind them
    highlights: Group
    summed_up: int
    chased: Callable[[Item], int]
    known_sources: tuple[str, ...] = ()  # of all problems
    parts: Mapping[int, Group] = {}  # number of an item → its parts (下级)

    @property
    def secret(self) -> int:
        """How many sensitive items are counted, and not named."""
        return sum(line.item.is_sensitive for line in self.whole.lines)

    def count(self, figure: Figure) -> int:
        """That figure of the period, of all units."""
        return sum(each.counts.get(figure, 0) for each in self.figures)

    def named_rows(self, figure: Figure) -> tuple[Counted, ...]:
        """The rows behind it that a paper may name."""
        return tuple(row for row in self.rows if row.figure is figure and not row.item.is_sensitive)

    def closed_in_period(self) -> Group:
        """What was asked for and closed within the period."""
        return Group("", tuple(self._where(lambda line: _settled_on(line.item, self.now.tzinfo) in self.wish.period)))

    def granted_in_period(self) -> Group:
        """What was asked for earlier and granted within the period: the paper of its own period was written before."""
        return Group("", tuple(self._where(self._is_granted_later)))

    def _is_granted_later(self, line: Line) -> bool:
        zone, period, closed_at = self.now.tzinfo, self.wish.period, line.item.closed_at
        if line.item.status is not ItemStatus.CLOSED or closed_at is None:
            return False
        return closed_at.astimezone(zone).date() in period and _settled_on(line.item, zone) < period.first

    def due_in(self, period: Reporting) -> Group:
        """What is in hand and due on one of these days."""
        return Group(
            "", tuple(self._where(lambda line: _is_open(line) and line.due_on is not None and line.due_on in period))
        )

    def fallen_due(self) -> Group:
        """What had to be done on a day of the period that has come, done or not."""
        until = min(self.today, self.wish.period.last)
        span = Reporting(self.wish.period.first, until)
        due = self._where(lambda line: line.due_on is not None and line.due_on in span)
        return Group("", tuple(line for line in due if line.light is not Light.PAUSED))

    def with_obstacles(self) -> Group:
        """What is in hand with a difficulty that is not solved."""
        return Group("", tuple(self._where(lambda line: _is_open(line) and line.item.obstacle is not None)))

    def relapsed(self) -> Group:
        """What is in hand because its problem came back."""
        return Group("", tuple(self._where(lambda line: is_relapsed(line.item))))

    def with_quotas(self) -> Group:
        """What is counted against a target."""
        return Group("", tuple(self._where(lambda line: line.item.quota is not None and line.item.quota.target > 0)))

    def marked(self, mark: str) -> Group:
        """What is in hand with that mark (标记)."""
        return Group("", tuple(self._where(lambda line: _is_open(line) and mark in line.item.marks)))

    def _where(self, wanted: Callable[[Line], bool]) -> Iterator[Line]:
        return (line for line in self.whole.lines if wanted(line))


def _is_open(line: Line) -> bool:
    return line.item.status in OPEN


def _settled_on(item: Item, zone: tzinfo | None) -> date:
    asked = settled_at(item) if item.status is ItemStatus.CLOSED else None
    return date.min if asked is None else asked.astimezone(zone).date()


def facts_of(
    items: Iterable[Item],
    wish: Wish,
    roster: Roster,
    rules: Rules,
    now: datetime,
    ledger_year: int,
    chased: Callable[[Item], int] = lambda _: 0,
) -> Facts:
    """Counted of the items that stand in this year's ledger and were set by the end of the period."""
    arrangement = arrangement_of(roster, rules)
    seen = [item for item in items if item.status is not ItemStatus.CANCELLED and is_current(item, ledger_year)]
    found = [item for item in seen if _belongs(item, wish, rules)]
    known = {item.source: None for item in seen if item.source and _is_problem(item, rules)}
    lines = sorted((line_of(item, rules, now) for item in found), key=_place)
    rows = tuple(rows_of(found, wish.period, replace(rules, figures=FigureRules()), now))  # whatever 考核 counts
    highlights = [line for line in lines if is_highlight(line.item)]
    return Facts(
        wish=wish,
        today=local_day(now, rules),
        now=now.astimezone(rules.timezone),
        whole=Group("", tuple(lines)),
        tasks=_by_source([line for line in lines if not _is_problem(line.item, rules)], arrangement),
        problems=_by_source([line for line in lines if _is_problem(line.item, rules)], arrangement),
        units=_by_unit(lines, arrangement),
        figures=tuple(each for each in sums_by_unit(rows, roster) if not wish.unit or each.unit == wish.unit),
        rows=rows,
        highlights=Group("", tuple(highlights)),
        summed_up=sum(is_summed_up(line.item) for line in highlights),
        chased=chased,
        known_sources=tuple(known),
        parts=_by_parent(lines),
    )


def _belongs(item: Item, wish: Wish, rules: Rules) -> bool:
    if wish.unit and item.unit != wish.unit:
        return False
    if wish.kind in OF_A_SOURCE and not (_is_problem(item, rules) and _is_of_source(item, wish.source)):
        return False
    assigned_at = first_assigned_at(item)
    return assigned_at is None or local_day(assigned_at, rules) <= wish.period.last


def _is_problem(item: Item, rules: Rules) -> bool:
    return rules.kind(item.kind).verify


def _is_of_source(item: Item, source: str) -> bool:
    """Where no source is named, an auditor's: by its source, or as it names a sum of money."""
    if source:
        return source in item.source
    return AUDIT in item.source or item.amount is not None


def _place(line: Line) -> tuple[date, int]:
    return line.due_on or date.max, line.item.number


def _by_source(lines: Sequence[Line], arrangement: Arrangement) -> tuple[Group, ...]:
    """In the order in which the office lists its sources, then by name; what names none comes last.

    A source of sensitive items alone may tell whose they are (张三来信): they are counted with those of no source.
    """
    groups: dict[str, list[Line]] = {}
    named = {line.item.source for line in lines if not line.item.is_sensitive}
    for line in lines:
        groups.setdefault(line.item.source if line.item.source in named else "", []).append(line)
    order = arrangement.sources

    def place_of(name: str) -> tuple[bool, int, str]:
        known = next((place for place, each in enumerate(order) if name and (each in name or name in each)), len(order))
        return not name, known, name

    return tuple(Group(name, tuple(groups[name])) for name in sorted(groups, key=place_of))


def _by_parent(lines: Sequence[Line]) -> dict[int, Group]:
    groups: dict[int, list[Line]] = {}
    for line in lines:
        if line.item.parent:
            groups.setdefault(line.item.parent, []).append(line)
    return {number: Group("", tuple(some)) for number, some in groups.items()}


def _by_unit(lines: Sequence[Line], arrangement: Arrangement) -> tuple[Group, ...]:
    groups: dict[str, list[Line]] = {name: [] for name in arrangement.units}
    for line in lines:
        groups.setdefault(line.item.unit, []).append(line)
    return tuple(Group(name, tuple(some)) for name, some in groups.items() if some)


def level_of(line: Line, rules: Rules, today: date) -> Level:
    """The colour of a 督办单: yellow in time, orange once late, red from the last 催办 on."""
    if line.light is not Light.LATE or line.due_on is None:
        return Level.YELLOW
    steps = rules.escalation(line.item.kind).steps
    gone = rules.work_days.between(line.due_on, today)
    return Level.RED if steps and gone >= steps[-1].after else Level.ORANGE


def following(period: Reporting) -> Reporting:
    """As many days right after it; after whole months as many months."""
    first = period.last + timedelta(days=1)
    months = is_whole_months(period)
    if months:
        return months_from(first.year, first.month, months)
    return Reporting(first, first + (period.last - period.first))
