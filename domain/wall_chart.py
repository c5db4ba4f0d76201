"""The wall chart (挂图): units as rows, time as columns, and each item as a bar from its beginning to its limit.

It is worked out here and drawn in ``reports/wall_chart``. The most pressing items become bars; what is too much for
a picture is counted in its unit's row, so the counts of a row always add up to all of its items.
"""

from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from domain.chart_scope import ChartScope, ScopeKind, belongs
from domain.item import Item, ItemStatus
from domain.limits import days_late, due_on, lapses_on, local_day, settled_at, written_limit
from domain.listing import LIGHT_ORDER, stand
from domain.outline import Outlined
from domain.rules import Rules
from domain.setting import Setting
from domain.views import Light, standing_of

#: So many items may be bars, on the largest sheet; the rest is counted.
MOST_BARS = 500
#: So many units have a row of their own: with more, a photo is higher than Telegram takes.
MOST_ROWS = 40
#: The months before and after today that a chart may show. What lies outside is drawn to its edge.
MONTHS_BACK, MONTHS_AHEAD = 10, 13
#: A chart shows so many months at least.
_LEAST_MONTHS = 3
_DAY = timedelta(days=1)


class Point(Struct, frozen=True, gc=False):
    """A step of the plan (节点)."""

    on: date
    is_done: bool = False


class Bar(Struct, frozen=True, kw_only=True, gc=False):
    """One item. Without ``to_on`` it has no end: long-term, or without a limit."""

    number: int
    title: str
    light: Light
    from_on: date
    to_on: date | None  # its last day in time; of what is closed, the day on which it was
    days_late: int = 0  # calendar days
    milestones: tuple[Point, ...] = ()  # by day
    moved: tuple[date, ...] = ()  # the limits that it had before, oldest first
    is_highlight: bool = False  # 亮点
    is_endless: bool = False  # 长期坚持


#: How many items have each light.
Counts = Mapping[Light, int]


class Row(Struct, frozen=True):
    """One unit; ``bars`` by limit, ``summed`` what is only counted, ``counts`` both together."""

    unit: str  # "" for items of no unit
    bars: tuple[Bar, ...]
    counts: Counts
    summed: Counts
    units: int = 1  # the last row of many holds all further units


class WallChart(Struct, frozen=True, kw_only=True):
    """All of a chart but its words and its looks."""

    title: str  # whose it is: a unit, a leader, a source; "" for the bureau
    scope: ScopeKind
    from_on: date  # the first of a month
    to_on: date  # the last of a month
    today: date
    at: datetime  # aware, on the office's clock
    rows: tuple[Row, ...]  # units in the office's order
    counts: Counts  # of all rows
    provisional_year: int | None = None  # its holidays are not published: limits in it are 暂定
    withheld: int = 0  # sensitive items that no print shows

    @property
    def summed(self) -> int:
        """How many items are only counted."""
        return sum(sum(row.summed.values()) for row in self.rows)


class ChartWords(Struct, frozen=True, kw_only=True):
    """What a chart says besides its items, in the words of ``texts/wall_chart.py``; braces are filled when drawn."""

    title: str
    subtitle: str
    today: str  # at the top of today's line
    units: tuple[str, ...]  # the heading of each row
    tallies: tuple[str, ...]  # beside it
    continued: str  # beside a unit's name that is repeated
    tally: str  # of the whole chart
    word_of: Mapping[int, str]  # of each bar, by number: 逾期2天
    limit_of: Mapping[int, str]  # of each bar: 12月15日
    lights: Mapping[Light, str]
    counted: str  # {light}{count}
    between: str  # between two of these
    summed: str  # {count} and {parts}
    year: str  # {year}
    month: str  # {month}
    milestone_done: str
    milestone: str
    moved: str
    late: str
    highlight: str
    notes: tuple[str, ...]


def chart_of(items: Iterable[Item], scope: ChartScope, setting: Setting, *, withheld: int = 0) -> WallChart:
    """The chart of these items, as far as they are the scope's; what was cancelled is on none."""
    whole = {item.number: item for item in items if belongs(item, scope, setting.roster)}
    return chart_of_outlines(whole.values(), lambda numbers: [whole[n] for n in numbers], scope, setting, withheld)


def chart_of_outlines(
    outlines: Iterable[Outlined],
    read: Callable[[Sequence[int]], Iterable[Item]],
    scope: ChartScope,
    setting: Setting,
    withheld: int = 0,
) -> WallChart:
    """The same; ``read`` gives the items whole that become bars, by number. All outlines are the scope's."""
    rules, now = setting.rules, setting.now
    shown = (item for item in outlines if item.status is not ItemStatus.CANCELLED)
    stood = sorted((stand(item, standing_of(item, rules, now)) for item in shown), key=lambda each: each.place)
    lights = {each.item.number: each.standing.light for each in stood}
    bars = {item.number: bar_of(item, lights[item.number], setting) for item in read(list(lights)[:MOST_BARS])}
    known = {unit.name: place for place, unit in enumerate(setting.roster.units)}
    ordered = sorted(stood, key=lambda each: _unit_place(each.item.unit, known))
    rows = tuple(
        _row(unit, [bars[n] for n in numbers if n in bars], Counter(lights[n] for n in numbers))
        for unit, group in groupby(ordered, key=lambda each: each.item.unit)
        for numbers in ([each.item.number for each in group],)
    )
    return _framed(_folded(rows), scope, setting, withheld)


def _unit_place(unit: str, known: Mapping[str, int]) -> tuple[bool, int, str]:
    """The office's order; then units that it does not list, by name; last what has no unit."""
    return not unit, known.get(unit, len(known)), unit


def _row(unit: str, bars: Sequence[Bar], counts: Counts) -> Row:
    drawn = Counter(bar.light for bar in bars)
    summed = {light: counts[light] - drawn[light] for light in LIGHT_ORDER if counts.get(light, 0) > drawn[light]}
    in_order = {light: counts[light] for light in LIGHT_ORDER if counts.get(light)}
    return Row(unit, tuple(sorted(bars, key=_by_limit)), in_order, summed)


def _folded(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The rows, those beyond the most as one that is only counted."""
    if len(rows) <= MOST_ROWS:
        return rows
    counts = Counter[Light]()
    for row in rows[MOST_ROWS - 1 :]:
        counts.update(row.counts)
    rest = replace(_row("", (), counts), units=len(rows) - MOST_ROWS + 1)
    return (*rows[: MOST_ROWS - 1], rest)


def _by_limit(bar: Bar) -> tuple[bool, date, int]:
    return bar.light in (Light.CLOSED, Light.PAUSED), bar.to_on or date.max, bar.number


def bar_of(item: Item, light: Light, setting: Setting) -> Bar:
    """The item as a bar; without a written beginning it begins with its assignment."""
    rules, today = setting.rules, local_day(setting.now, setting.rules)
    last = _end_of(item, light, rules)
    set_on = local_day(item.assigned_at, rules) if item.assigned_at else today
    moved = (written_limit(former.due) for former in item.former_limits)
    days = (limit.date() if isinstance(limit, datetime) else limit for limit in moved if limit)
    return Bar(
        number=item.number,
        title=item.title,
        light=light,
        from_on=min(item.start_on or set_on, last or date.max),
        to_on=last,
        days_late=days_late(item, rules, setting.now) if light is Light.LATE else 0,
        milestones=tuple(Point(step.due, step.done_at is not None) for step in item.milestones),
        moved=tuple(day for day in dict.fromkeys(days) if day != due_on(item)),
        is_highlight=item.is_highlight,
        is_endless=item.is_endless,
    )


def _end_of(item: Item, light: Light, rules: Rules) -> date | None:
    ended_at = (settled_at(item) or item.closed_at) if light is Light.CLOSED else None
    return local_day(ended_at, rules) if ended_at else lapses_on(item, rules)


def _framed(rows: tuple[Row, ...], scope: ChartScope, setting: Setting, withheld: int) -> WallChart:
    rules, today = setting.rules, local_day(setting.now, setting.rules)
    counts = Counter[Light]()
    for row in rows:
        counts.update(row.counts)
    bars = [bar for row in rows for bar in row.bars]
    ends = {bar.to_on.year for bar in bars if bar.to_on is not None and bar.light is not Light.CLOSED}
    unpublished = (year for year in sorted(ends) if not rules.work_days.is_published(year))
    first, last = _window(bars, today)
    return WallChart(
        title=scope.name,
        scope=scope.kind,
        from_on=first,
        to_on=last,
        today=today,
        at=setting.now.astimezone(rules.timezone),
        rows=rows,
        counts={light: counts[light] for light in LIGHT_ORDER if counts[light]},
        provisional_year=next(unpublished, None),
        withheld=withheld,
    )


def _window(bars: Sequence[Bar], today: date) -> tuple[date, date]:
    """Whole months around today that hold the bars, as far as the chart goes."""
    first = min([today, *(bar.from_on for bar in bars)])
    last = max([today, *(bar.to_on for bar in bars if bar.to_on)])
    begin = max(_month(first), _month(today) - MONTHS_BACK)
    end = max(min(_month(last), _month(today) + MONTHS_AHEAD), begin + _LEAST_MONTHS - 1)
    return _first_of(begin), _first_of(end + 1) - _DAY


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _first_of(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


def shortened(chart: WallChart, most: int) -> WallChart:
    """The chart with its ``most`` most pressing bars; the others join what is counted."""
    bars = [bar for row in chart.rows for bar in row.bars]
    if len(bars) <= most:
        return chart
    kept = {bar.number for bar in sorted(bars, key=_pressing)[:most]}
    return replace(chart, rows=tuple(_keeping(row, kept) for row in chart.rows))


def _keeping(row: Row, kept: Container[int]) -> Row:
    return replace(_row(row.unit, [bar for bar in row.bars if bar.number in kept], row.counts), units=row.units)


def _pressing(bar: Bar) -> tuple[int, date, int]:
    return LIGHT_ORDER.index(bar.light), bar.to_on or date.max, bar.number
