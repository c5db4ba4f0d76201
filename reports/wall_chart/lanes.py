"""One item: a line of words, and below it the bar with what happened on the way."""

from collections.abc import Iterator, Sequence
from datetime import date
from math import cos, pi, sin

from msgspec import Struct

from domain.views import Light
from domain.wall_chart import Bar, ChartWords
from reports.wall_chart.axis import Axis, under
from reports.wall_chart.face import Face
from reports.wall_chart.palette import GOLD, INK, MUTED, PAPER, TONES
from reports.wall_chart.scene import Group, Label, Polygon, Rect, Segment, Shape

#: Of a lane, in text sizes: the line of words, the bar below it, and all of it with the gap to the next.
_LINE, _STRIP, LANE = 1.3, 0.44, 2.1
#: A bar is so long at least, in text sizes.
_LEAST_BAR = 0.5
_CHIP_PADDING, _GAP = 0.3, 0.35


class Piece(Struct, frozen=True):
    """The words of one item, measured."""

    bar: Bar
    word: str  # on the chip: 逾期2天
    name: str  # its number and as much of its title as there is room for
    limit: str  # 12月15日, or nothing
    width: float  # of all of it


class Lane(Struct, frozen=True):
    """How items are drawn: the axis, the size of text, and how much of a title is shown."""

    axis: Axis
    size: float
    words: ChartWords
    today: date

    def piece(self, face: Face, bar: Bar, most: float, *, with_limit: bool) -> Piece:
        """The item's words, ``most`` wide at most."""
        size = self.size
        word = face.shown(self.words.word_of[bar.number])
        limit = face.shown(self.words.limit_of[bar.number]) if with_limit else ""
        fixed = self._chip(face, word) + self._star(bar) + (face.width(limit, size) + _GAP * size if limit else 0)
        name = face.cut(f"{bar.number} {face.shown(bar.title)}", size, most - fixed - _GAP * size)
        return Piece(bar, word, name, limit, fixed + _GAP * size + face.width(name, size))

    def _chip(self, face: Face, word: str) -> float:
        return face.width(word, self.size) + 2 * _CHIP_PADDING * self.size

    def _star(self, bar: Bar) -> float:
        return (1 + _GAP) * self.size if bar.is_highlight else 0.0

    def span(self, bar: Bar) -> tuple[float, float]:
        """From where to where the bar, and what hangs on it, goes."""
        axis = self.axis
        days = [point.on for point in bar.milestones] + list(bar.moved)
        shown = [axis.middle(day) for day in days if axis.has(day)]
        left, right = self.bar_ends(bar)
        half = _STRIP * self.size
        ends = [left, right, *(x - half for x in shown), *(x + half for x in shown)]
        return min(ends), max([*ends, *([axis.middle(self.today)] if bar.light is Light.LATE else [])])

    def bar_ends(self, bar: Bar) -> tuple[float, float]:
        """The bar itself; never shorter than can be seen, nor outside the axis."""
        axis, least = self.axis, _LEAST_BAR * self.size
        right = axis.right if bar.to_on is None else max(axis.after(bar.to_on), axis.left + least)
        return max(min(axis.x(bar.from_on), right - least), axis.left), right

    def draw(self, face: Face, piece: Piece, left: float, top: float) -> Group:
        """The item, its words beginning at ``left`` and its lane at ``top``."""
        shapes = (*self._words(face, piece, left, top), *self._bar(piece.bar, top + _LINE * self.size))
        return Group(piece.bar.number, f"{piece.bar.number} {piece.bar.title}　{piece.word}", shapes)

    def _words(self, face: Face, piece: Piece, left: float, top: float) -> Iterator[Shape]:
        size, tone = self.size, TONES[piece.bar.light]
        baseline = top + 0.98 * size
        yield under(left, top, piece.width, _LINE * size)
        chip = self._chip(face, piece.word)
        yield Rect(left, top, chip, 1.2 * size, tone.strong, "chip")
        word = face.width(piece.word, size)
        yield Label(left + _CHIP_PADDING * size, baseline, size, piece.word, tone.words, word, "word")
        left += chip + _GAP * size
        if piece.bar.is_highlight:
            yield star(left + 0.5 * size, top + 0.6 * size, 0.55 * size)
            left += self._star(piece.bar)
        name = face.width(piece.name, size)
        yield Label(left, baseline, size, piece.name, INK, name, "name")
        if piece.limit:
            width = face.width(piece.limit, size)
            yield Label(left + name + _GAP * size, baseline, size, piece.limit, MUTED, width, "limit")

    def _bar(self, bar: Bar, top: float) -> Iterator[Shape]:
        axis, size, tone = self.axis, self.size, TONES[bar.light]
        height, (left, right) = _STRIP * size, self.bar_ends(bar)
        first = min(bar.moved, default=None)
        kept = right if first is None else min(max(axis.after(first), left), right)
        if bar.to_on is None:
            kept = left
        if right > kept:
            yield Rect(kept, top, right - kept, height, tone.pale, "moved" if bar.to_on else "open")
        if kept > left:
            yield Rect(left, top, kept - left, height, tone.strong, "bar")
        middle = top + height / 2
        now = axis.middle(self.today)
        if bar.light is Light.LATE and now > right:
            yield Segment(right, middle, now, middle, tone.strong, 0.1 * size, "late")
        for day in bar.moved:
            if axis.has(day):
                x = axis.after(day)
                yield Segment(x, top - 0.1 * size, x, top + height + 0.1 * size, INK, 0.1 * size, "former-limit")
        for point in bar.milestones:
            if axis.has(point.on):
                yield diamond(axis.middle(point.on), middle, 0.36 * size, is_done=point.is_done)


def diamond(x: float, y: float, half: float, *, is_done: bool) -> Polygon:
    """A step of the plan: full when it is done."""
    points = ((x, y - half), (x + half, y), (x, y + half), (x - half, y))
    return Polygon(points, INK if is_done else PAPER, INK, half / 4, "milestone")


def star(x: float, y: float, radius: float) -> Polygon:
    """A highlight (亮点)."""
    turns = [(radius if n % 2 == 0 else 0.42 * radius, pi * n / 5 - pi / 2) for n in range(10)]
    points = tuple((x + r * cos(angle), y + r * sin(angle)) for r, angle in turns)
    return Polygon(points, GOLD, GOLD, radius / 12, "highlight")


class Placed(Struct, frozen=True):
    """An item in its lane: which one, from the top, and where its words begin."""

    piece: Piece
    lane: int
    left: float


def packed(lane: Lane, pieces: Sequence[Piece], gap: float) -> list[Placed]:
    """The items side by side in as few lanes as they need; words stay near their bar, and nothing touches."""
    placed: list[Placed] = []
    free: list[float] = []  # of each lane, where it is free from
    spans = [(piece, *_extent(lane, piece)) for piece in pieces]
    for piece, words, left, right in sorted(spans, key=lambda each: (each[2], each[0].bar.number)):
        place = next((n for n, end in enumerate(free) if end + gap <= left), len(free))
        free[place:] = [right, *free[place + 1 :]]
        placed.append(Placed(piece, place, words))
    return placed


def _extent(lane: Lane, piece: Piece) -> tuple[float, float, float]:
    """Where the words begin; where words and bar begin, and end."""
    left, right = lane.span(piece.bar)
    words = max(min(lane.bar_ends(piece.bar)[0], lane.axis.right - piece.width), lane.axis.left)
    return words, min(left, words), max(right, words + piece.width)
