"""The chart for the wall: A1 across, text as large as the sheet allows.

A few dozen items stand beside their units' names, each where its time is. Hundreds are set in columns, each with its
own axis: what is in hand crosses today's line, so no two of them would have room side by side.
"""

from math import ceil

from msgspec import Struct

from domain.wall_chart import ChartWords, WallChart, shortened
from reports.wall_chart.axis import Axis, Header, axis_of, grid
from reports.wall_chart.columns import Columns, Frame, height_of_rows
from reports.wall_chart.face import Face
from reports.wall_chart.lanes import LANE, Lane, Placed, packed
from reports.wall_chart.legend import Legend
from reports.wall_chart.palette import BAND, GRID, INK, MUTED, PAPER, RULE
from reports.wall_chart.scene import Group, Label, Rect, Scene, Segment, Shape
from reports.wall_chart.sums import say_summed

#: Millimetres: A1. A bureau of very many units gets a longer sheet.
WIDTH, HEIGHT, MARGIN, NAMES = 841.0, 594.0, 16.0, 92.0
_TITLE, _SUBTITLE, _TALLY = 15.0, 7.5, 6.5
#: Sizes of text that are tried, and how many signs of an item's words at most.
_SIZES = (8.0, 7.2, 6.4, 5.8, 5.2, 4.8, 4.4, 4.0)
_SIGNS = (40, 30, 23)
#: The same where columns are needed: 2.8 mm are 8 points.
_COLUMN_SIZES = (5.0, 4.6, 4.2, 3.8, 3.5, 3.2, 3.0, 2.8)
_COLUMNS, _BETWEEN = (2, 3, 4), 8.0
#: Text this large may be cut to fewer signs; larger text has room for the longer ones.
_CUT_BELOW = 5.5
#: An item beside its unit's name takes so many text sizes at least, as two seldom share a lane.
_LEAST_LANES = 1.2
_NAME_LINES, _TALLY_LINES = 2, 2


class _Plan(Struct, frozen=True):
    """One way to set the chart: sizes, and where each item goes."""

    chart: WallChart
    size: float
    header: float
    rows: tuple[tuple[list[Placed], float], ...]  # of each unit, its items and the height of its row

    @property
    def height(self) -> float:
        return sum(height for _, height in self.rows)

    def fits(self, room: float) -> bool:
        return self.height + self.header <= room


def wall_scene(chart: WallChart, words: ChartWords, face: Face) -> Scene:
    """The drawing; what no size of text has room for is only counted."""
    return _Sheet(words, face).scene(chart)


class _Sheet:
    def __init__(self, words: ChartWords, face: Face) -> None:
        self.words, self.face = words, face
        self.parts: list[Shape | Group] = []

    def scene(self, chart: WallChart) -> Scene:
        top = self._head()
        foot = self._legend(chart).shapes(self.face, 0, 0)[1]
        room = HEIGHT - MARGIN - top - foot - 1.5 * _TALLY
        plan = self._planned(chart, room)
        if plan is None:
            columns = self._columns_of(chart, top, top + room)
            self.parts += columns.parts
            shown, bottom = columns.chart, columns.bottom
        else:
            stretch = max(min(room / (plan.height + plan.header), 1.6), 1.0)
            shown, bottom = plan.chart, self._body(plan, top, stretch)
        height = max(HEIGHT, ceil(bottom + _TALLY + foot + MARGIN))
        self.parts += self._legend(shown).shapes(self.face, MARGIN, height - MARGIN - foot)[0]
        paper = Rect(0, 0, WIDTH, height, PAPER, "paper")
        return Scene(WIDTH, height, "mm", self.words.title, (paper, *self.parts), shown.summed)

    def _legend(self, chart: WallChart) -> Legend:
        return Legend(chart, self.words, _TALLY, WIDTH - 2 * MARGIN)

    def _head(self) -> float:
        """Title, day and counts; returns where they end."""
        inner, face = WIDTH - 2 * MARGIN, self.face
        y = MARGIN
        for text, size, fill, kind in (
            (self.words.title, _TITLE, INK, "title"),
            (self.words.subtitle, _SUBTITLE, MUTED, "subtitle"),
            (self.words.tally, _TALLY, INK, "tally"),
        ):
            shown = face.cut(face.shown(text), size, inner)
            width = face.width(shown, size)
            self.parts.append(Label((WIDTH - width) / 2, y + size, size, shown, fill, width, kind))
            y += 1.5 * size
        return y + 2.0

    def _planned(self, chart: WallChart, room: float) -> _Plan | None:
        """The largest text for which there is room with units' names beside; ``None`` where there is for none."""
        if sum(len(row.bars) for row in chart.rows) * _LEAST_LANES > room / _SIZES[-1]:
            return None
        plans = (self._plan(chart, size, signs) for size in _SIZES for signs in self._signs(size))
        return next((plan for plan in plans if plan.fits(room)), None)

    def _signs(self, size: float) -> tuple[int, ...]:
        return _SIGNS if size <= _CUT_BELOW else _SIGNS[:1]

    def _columns_of(self, chart: WallChart, top: float, bottom: float) -> Columns:
        """The largest text for which there is room; else the smallest, with as many items as go in."""
        for size in _COLUMN_SIZES:
            for count in _COLUMNS:
                if height_of_rows(chart.rows, size) > count * (bottom - top):
                    continue
                columns = self._columns(chart, top, bottom, size, count)
                if columns.fits:
                    return columns
        room = (bottom - top) * _COLUMNS[-1] / (LANE * _COLUMN_SIZES[-1])
        low, high = 0, min(sum(len(row.bars) for row in chart.rows), int(room))
        while low < high:
            middle = (low + high + 1) // 2
            fits = self._columns(shortened(chart, middle), top, bottom, _COLUMN_SIZES[-1], _COLUMNS[-1]).fits
            low, high = (middle, high) if fits else (low, middle - 1)
        return self._columns(shortened(chart, low), top, bottom, _COLUMN_SIZES[-1], _COLUMNS[-1])

    def _columns(self, chart: WallChart, top: float, bottom: float, size: float, count: int) -> Columns:
        width = (WIDTH - 2 * MARGIN - (count - 1) * _BETWEEN) / count
        lefts = tuple(MARGIN + place * (width + _BETWEEN) for place in range(count))
        return Columns(chart, self.words, self.face, Frame(lefts, width, top, bottom, size, 0.25, has_limits=True))

    def _plan(self, chart: WallChart, size: float, signs: int) -> _Plan:
        lane = self._lane(chart, size)
        rows = []
        for place, row in enumerate(chart.rows):
            pieces = [lane.piece(self.face, bar, signs * size, with_limit=True) for bar in row.bars]
            placed = packed(lane, pieces, size)
            lanes = max((each.lane + 1 for each in placed), default=0)
            body = lanes * LANE * size + (1.5 * size if row.summed else 0)
            rows.append((placed, max(body, self._name_height(place, size)) + size))
        return _Plan(chart, size, Header(lane.axis, self.words, self._named(size)).height, tuple(rows))

    def _lane(self, chart: WallChart, size: float) -> Lane:
        axis: Axis = axis_of(chart, MARGIN + NAMES, WIDTH - MARGIN)
        return Lane(axis, size, self.words, chart.today)

    def _named(self, size: float) -> float:
        """The size of units' and months' names, which are read from further away."""
        return max(1.25 * size, 5.5)

    def _name_height(self, place: int, size: float) -> float:
        named = self._named(size)
        return sum(1.35 * each[1] for each in self._name(place, named))

    def _name(self, place: int, size: float) -> list[tuple[str, float, str]]:
        """The lines beside a unit's row: its name, and its counts in smaller text."""
        face, room, small = self.face, NAMES - 8.0, 0.75 * size
        names = face.wrapped(face.shown(self.words.units[place]), size, room, _NAME_LINES)
        counts = face.wrapped(face.shown(self.words.tallies[place]), small, room, _TALLY_LINES)
        return [*((line, size, "unit") for line in names), *((line, small, "unit-tally") for line in counts)]

    def _body(self, plan: _Plan, top: float, stretch: float) -> float:
        lane = self._lane(plan.chart, plan.size)
        header = Header(lane.axis, self.words, self._named(plan.size))
        self.parts += header.shapes(self.face, top, plan.chart.today)
        y = first = top + header.height
        drawn: list[Shape | Group] = []
        lines: list[Shape | Group] = []
        for place, (placed, height) in enumerate(plan.rows):
            tall = height * stretch
            lines += self._beside(place, y, tall, self._named(plan.size))
            drawn += self._items(plan, lane, place, placed, y + 0.5 * plan.size * stretch, stretch)
            y += tall
        self.parts += [*lines, *grid(lane.axis, first, y, 0.25, plan.chart.today)]
        self.parts += [Segment(MARGIN, y, WIDTH - MARGIN, y, RULE, 0.4, "rule"), *drawn]
        return y

    def _beside(self, place: int, top: float, height: float, size: float) -> list[Shape]:
        shapes: list[Shape] = [
            Rect(MARGIN, top, NAMES - 2.0, height, BAND, "band"),
            Segment(MARGIN, top, WIDTH - MARGIN, top, RULE if place == 0 else GRID, 0.4, "rule"),
        ]
        y = top + 0.5 * size
        for line, each, kind in self._name(place, size):
            fill = INK if kind == "unit" else MUTED
            shapes.append(Label(MARGIN + 3.0, y + each, each, line, fill, self.face.width(line, each), kind))
            y += 1.35 * each
        return shapes

    def _items(
        self, plan: _Plan, lane: Lane, place: int, placed: list[Placed], top: float, stretch: float
    ) -> list[Shape | Group]:
        step = LANE * plan.size * stretch
        shapes: list[Shape | Group] = [
            lane.draw(self.face, each.piece, each.left, top + each.lane * step) for each in placed
        ]
        row = plan.chart.rows[place]
        if row.summed:
            size, lanes = plan.size, max((each.lane + 1 for each in placed), default=0)
            y, room = top + lanes * step, lane.axis.right - lane.axis.left - size
            shown = self.face.cut(self.face.shown(say_summed(row, self.words)), size, room)
            width = self.face.width(shown, size)
            shapes.append(Rect(lane.axis.left + 0.5 * size, y, width, 1.3 * size, PAPER, "under"))
            shapes.append(Label(lane.axis.left + 0.5 * size, y + size, size, shown, MUTED, width, "summed"))
        return shapes
