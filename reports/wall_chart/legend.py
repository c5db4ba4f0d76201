"""What the signs of a chart mean, as far as it has them, and its notes; set one after the other, line by line."""

from collections.abc import Callable, Iterator

from msgspec import Struct

from domain.views import Light
from domain.wall_chart import ChartWords, WallChart
from reports.wall_chart.face import Face
from reports.wall_chart.lanes import diamond, star
from reports.wall_chart.palette import MUTED, TONES
from reports.wall_chart.scene import Label, Rect, Segment, Shape

_LINE, _SIGN, _GAP = 1.6, 1.5, 1.2
_STRIP = 0.44
#: Draws a sign whose middle is at x, y, for text of a size.
Sign = Callable[[float, float, float], Shape]


class Legend(Struct, frozen=True):
    """The legend of one chart, ``size`` large and ``width`` wide."""

    chart: WallChart
    words: ChartWords
    size: float
    width: float

    def shapes(self, face: Face, left: float, top: float) -> tuple[list[Shape], float]:
        """The legend from there on, and its height."""
        size, x, y = self.size, left, top
        shapes: list[Shape] = []
        for sign, words in self._entries():
            shown = face.shown(words)
            width = face.width(shown, size) + _SIGN * size
            if x > left and x + width > left + self.width:
                x, y = left, y + _LINE * size
            shapes += [sign(x + 0.5 * size, y + 0.6 * size, size), self._label(face, shown, x + _SIGN * size, y)]
            x += width + _GAP * size
        if shapes:
            y += _LINE * size
        for note in self.words.notes:
            for line in face.wrapped(face.shown(note), size, self.width, 3):
                shapes.append(self._label(face, line, left, y))
                y += _LINE * size
        return shapes, y - top

    def _label(self, face: Face, shown: str, x: float, y: float) -> Label:
        return Label(x, y + 0.98 * self.size, self.size, shown, MUTED, face.width(shown, self.size), "legend")

    def _entries(self) -> Iterator[tuple[Sign, str]]:
        bars = [bar for row in self.chart.rows for bar in row.bars]
        points = [point for bar in bars for point in bar.milestones]
        if any(bar.is_highlight for bar in bars):
            yield lambda x, y, size: star(x, y, 0.55 * size), self.words.highlight
        if any(point.is_done for point in points):
            yield lambda x, y, size: diamond(x, y, 0.4 * size, is_done=True), self.words.milestone_done
        if not all(point.is_done for point in points):
            yield lambda x, y, size: diamond(x, y, 0.4 * size, is_done=False), self.words.milestone
        if any(bar.moved for bar in bars):
            yield _moved, self.words.moved
        if any(bar.light is Light.LATE for bar in bars):
            yield _late, self.words.late


def _moved(x: float, y: float, size: float) -> Rect:
    height = _STRIP * size
    return Rect(x - 0.5 * size, y - height / 2, size, height, TONES[Light.NORMAL].pale, "moved-sign")


def _late(x: float, y: float, size: float) -> Segment:
    return Segment(x - 0.5 * size, y, x + 0.5 * size, y, TONES[Light.LATE].strong, 0.1 * size, "late-sign")
