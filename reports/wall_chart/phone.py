"""The chart for a phone: upright, one item below the other, no text below 16 px on a screen 390 px wide."""

from math import ceil, inf

from domain.wall_chart import ChartWords, WallChart, shortened
from reports.wall_chart.columns import Columns, Frame, height_of_rows
from reports.wall_chart.face import Face
from reports.wall_chart.lanes import LANE
from reports.wall_chart.legend import Legend
from reports.wall_chart.palette import INK, MUTED, PAPER
from reports.wall_chart.scene import Group, Label, Rect, Scene, Shape

#: Pixels. 44 of 1080 are 16 of 390.
WIDTH, MARGIN, SIZE, TITLE = 1080, 36, 44, 56
#: Telegram makes a photo smaller until it is at most 2,560 high: up to here its text stays sharp enough.
GOOD_HEIGHT = 3_840
#: So many items are shown, however many units there are; Telegram takes ten thousand pixels, width and height together.
_LEAST_BARS = 6
_INNER = WIDTH - 2 * MARGIN


def phone_scene(chart: WallChart, words: ChartWords, face: Face) -> Scene:
    """The drawing; what makes it too high is only counted."""
    head, top = _head(words, face)
    foot = Legend(chart, words, SIZE, _INNER).shapes(face, MARGIN, 0)[1]
    bare = height_of_rows(shortened(chart, 0).rows, SIZE)
    room = GOOD_HEIGHT - top - 4.4 * SIZE - bare - foot - 2 * MARGIN
    shown = shortened(chart, max(int(room / (LANE * SIZE)), _LEAST_BARS))
    columns = Columns(shown, words, face, Frame((MARGIN,), _INNER, top, inf, SIZE, line=2))
    below = columns.bottom + 0.45 * SIZE
    legend, height = Legend(shown, words, SIZE, _INNER).shapes(face, MARGIN, below)
    whole = ceil(below + height + MARGIN)
    paper = Rect(0, 0, WIDTH, whole, PAPER, "paper")
    return Scene(WIDTH, whole, "px", words.title, (paper, *head, *columns.parts, *legend), shown.summed)


def _head(words: ChartWords, face: Face) -> tuple[list[Shape | Group], float]:
    """Title, day and counts, and where they end."""
    shapes: list[Shape | Group] = []
    y: float = MARGIN
    for text, size, fill, lines, kind in (
        (words.title, TITLE, INK, 2, "title"),
        (words.subtitle, SIZE, MUTED, 2, "subtitle"),
        (words.tally, SIZE, INK, 5, "tally"),
    ):
        for line in face.wrapped(face.shown(text), size, _INNER, lines):
            shapes.append(Label(MARGIN, y + size, size, line, fill, face.width(line, size), kind))
            y += 1.35 * size
    return shapes, y + 0.45 * SIZE
