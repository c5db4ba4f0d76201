"""Items one below the other under their unit's band, in one column or several, each with its own axis."""

from msgspec import Struct

from domain.wall_chart import ChartWords, Row, WallChart
from reports.wall_chart.axis import Header, axis_of, grid
from reports.wall_chart.face import Face
from reports.wall_chart.lanes import LANE, Lane
from reports.wall_chart.palette import BAND, INK, MUTED, PAPER
from reports.wall_chart.scene import Group, Label, Rect, Shape
from reports.wall_chart.sums import say_summed

#: In text sizes: a unit's band with the gap below it, the line of what is only counted, the gap below a unit.
_BAND, _BELOW_BAND, _SUM, _PAD = 1.5, 0.4, 1.4, 0.45


class Frame(Struct, frozen=True):
    """Where columns stand; each is ``width`` wide, from ``top`` to ``bottom`` at most."""

    lefts: tuple[float, ...]
    width: float
    top: float
    bottom: float
    size: float  # of all text
    line: float  # how thin a line is
    has_limits: bool = False  # the day of each limit is written


def height_of_rows(rows: tuple[Row, ...], size: float) -> float:
    """How high a single column of these rows is."""
    sums = sum(_SUM for row in rows if row.summed)
    return size * (sums + sum(_BAND + _BELOW_BAND + _PAD + LANE * len(row.bars) for row in rows))


class Columns:
    """One way to set the chart. ``parts`` and ``bottom`` say how it came out; ``fits``, whether all went in."""

    def __init__(self, chart: WallChart, words: ChartWords, face: Face, frame: Frame) -> None:
        self.chart, self.words, self.face, self.frame = chart, words, face, frame
        self.parts: list[Shape | Group] = []
        self.fits = True
        self._place = 0
        axis = axis_of(chart, frame.lefts[0], frame.lefts[0] + frame.width)
        self._header = Header(axis, words, frame.size)
        self._first = frame.top + self._header.height
        self._y = self.bottom = self._first
        for place, row in enumerate(chart.rows):
            self._row(place, row)
        self._frame()

    @property
    def _left(self) -> float:
        return self.frame.lefts[min(self._place, len(self.frame.lefts) - 1)]

    def _row(self, place: int, row: Row) -> None:
        size, frame = self.frame.size, self.frame
        first = LANE if row.bars else _SUM
        self._make_room((_BAND + _BELOW_BAND + first) * size)
        self._band(place)
        for bar in row.bars:
            if self._make_room(LANE * size):
                self._band(place, continued=True)
            axis = axis_of(self.chart, self._left, self._left + frame.width)
            lane = Lane(axis, size, self.words, self.chart.today)
            piece = lane.piece(self.face, bar, frame.width, with_limit=frame.has_limits)
            self.parts.append(lane.draw(self.face, piece, self._left, self._y))
            self._go(LANE * size)
        if row.summed:
            if self._make_room(_SUM * size):
                self._band(place, continued=True)
            self._sum(row)
        self._y += _PAD * size

    def _make_room(self, height: float) -> bool:
        """Go on in the next column where this one is full; tells whether it was."""
        if self._y + height <= self.frame.bottom:
            return False
        self._place += 1
        self.fits = self.fits and self._place < len(self.frame.lefts)
        self._y = self._first
        return True

    def _go(self, height: float) -> None:
        self._y += height
        self.bottom = max(self.bottom, self._y)

    def _band(self, place: int, *, continued: bool = False) -> None:
        size, face, left, width = self.frame.size, self.face, self._left, self.frame.width
        self.parts.append(Rect(left, self._y, width, _BAND * size, BAND, "band"))
        beside = self.words.continued if continued else self.words.tallies[place]
        tally = face.cut(face.shown(beside), size, 0.6 * width)
        taken = face.width(tally, size)
        name = face.cut(face.shown(self.words.units[place]), size, width - taken - 2 * size)
        baseline = self._y + 1.1 * size
        kinds = ("unit-again", "unit-again") if continued else ("unit", "unit-tally")
        self._label(name, left + size / 2, baseline, INK, kinds[0])
        self._label(tally, left + width - size / 2 - taken, baseline, MUTED, kinds[1])
        self._go((_BAND + _BELOW_BAND) * size)

    def _sum(self, row: Row) -> None:
        size, face = self.frame.size, self.face
        shown = face.cut(face.shown(say_summed(row, self.words)), size, self.frame.width)
        self.parts.append(Rect(self._left, self._y, face.width(shown, size), 1.3 * size, PAPER, "under"))
        self._label(shown, self._left, self._y + size, MUTED, "summed")
        self._go(_SUM * size)

    def _label(self, shown: str, x: float, y: float, fill: str, kind: str) -> None:
        size = self.frame.size
        self.parts.append(Label(x, y, size, shown, fill, self.face.width(shown, size), kind))

    def _frame(self) -> None:
        """The header and the lines of each column, below all else."""
        frame, today, lines = self.frame, self.chart.today, list[Shape | Group]()
        self.bottom += 0.3 * frame.size
        for left in frame.lefts[: self._place + 1]:
            axis = axis_of(self.chart, left, left + frame.width)
            lines += Header(axis, self.words, frame.size).shapes(self.face, frame.top, today)
            lines += grid(axis, self._first, self.bottom, frame.line, today)
        self.parts = [*lines, *self.parts]
