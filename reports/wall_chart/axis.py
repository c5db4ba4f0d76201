"""Time as columns: months with their names, and today's line."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from msgspec import Struct

from domain.wall_chart import ChartWords, WallChart
from reports.wall_chart.face import Face
from reports.wall_chart.palette import BAND, GRID, INK, MUTED, PAPER, RULE, TODAY
from reports.wall_chart.scene import Label, Rect, Segment, Shape

_DAY = timedelta(days=1)
#: So many text sizes lie between two names of months at least.
_APART = 0.35


class Axis(Struct, frozen=True):
    """Days from ``left`` to ``right``."""

    left: float
    right: float
    from_on: date
    to_on: date

    def x(self, day: date) -> float:
        """Where the day begins, as far as the axis goes."""
        days = (self.to_on - self.from_on).days + 1
        return self.left + (self.right - self.left) * min(max((day - self.from_on).days, 0), days) / days

    def after(self, day: date) -> float:
        """Where the day ends."""
        return self.x(day + _DAY)

    def middle(self, day: date) -> float:
        """The middle of the day."""
        return (self.x(day) + self.after(day)) / 2

    def has(self, day: date) -> bool:
        return self.from_on <= day <= self.to_on

    def months(self) -> Iterator[date]:
        """The first of each month."""
        day = self.from_on
        while day <= self.to_on:
            yield day
            day = (day + timedelta(days=31)).replace(day=1)


def axis_of(chart: WallChart, left: float, right: float) -> Axis:
    return Axis(left, right, chart.from_on, chart.to_on)


class Header(Struct, frozen=True):
    """The names above the columns: years, months and today, each on a line of its own, ``size`` large."""

    axis: Axis
    words: ChartWords
    size: float

    @property
    def height(self) -> float:
        return 4.4 * self.size

    def shapes(self, face: Face, top: float, today: date) -> Iterator[Shape]:
        """The header from ``top`` down."""
        axis, size = self.axis, self.size
        yield Rect(axis.left, top, axis.right - axis.left, 2.9 * size, BAND, "header")
        yield from self._named(face, top + 1.15 * size, self._years(), INK, "year")
        yield from self._named(face, top + 2.5 * size, self._months(face), MUTED, "month")
        words = face.shown(self.words.today)
        width = face.width(words, size)
        x = min(max(axis.middle(today) - width / 2, axis.left), axis.right - width)
        yield Label(x, top + 3.95 * size, size, words, TODAY, width, "today")

    def _years(self) -> list[tuple[date, str]]:
        starts = [day for day in self.axis.months() if day == self.axis.from_on or day.month == 1]
        return [(day, self.words.year.format(year=day.year)) for day in starts]

    def _months(self, face: Face) -> list[tuple[date, str]]:
        """Every month, or every third or sixth where there is no room."""
        named = [(day, self.words.month.format(month=day.month)) for day in self.axis.months()]
        room = (self.axis.right - self.axis.left) / len(named)
        widest = max(face.width(word, self.size) for _, word in named) + _APART * self.size
        step = next((step for step in (1, 2, 3, 6) if room * step >= widest), 12)
        return named[::step]

    def _named(self, face: Face, y: float, named: Sequence[tuple[date, str]], fill: str, kind: str) -> Iterator[Shape]:
        """Names at the beginning of what they name; one that would touch the one before it is left out."""
        free = self.axis.left
        for day, word in named:
            x, width = self.axis.x(day) + 0.2 * self.size, face.width(word, self.size)
            if x >= free and x + width <= self.axis.right:
                yield Label(x, y, self.size, word, fill, width, kind)
                free = x + width + _APART * self.size


def grid(axis: Axis, top: float, bottom: float, width: float, today: date) -> Iterator[Shape]:
    """A line where each month begins, and today's."""
    for day in axis.months():
        stroke = RULE if day.month == 1 else GRID
        yield Segment(axis.x(day), top, axis.x(day), bottom, stroke, width, "month-line")
    yield Segment(axis.right, top, axis.right, bottom, GRID, width, "month-line")
    x = axis.middle(today)
    yield Segment(x, top, x, bottom, TODAY, 2.5 * width, "today-line")


def under(label_left: float, top: float, width: float, height: float, fill: str = PAPER) -> Rect:
    """What keeps lines from running through words."""
    return Rect(label_left, top, width, height, fill, "under")
