"""A drawing as plain shapes, of which PNG, PDF and SVG are made alike. Lengths are the sheet's units; y grows down."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from msgspec import Struct

#: A sign stands so far above and below its baseline, as shares of its size.
ABOVE, BELOW = 0.88, 0.12


class Rect(Struct, frozen=True):
    """A filled rectangle; ``kind`` says what it is."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    kind: str = ""


class Segment(Struct, frozen=True):
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    stroke: str
    width: float
    kind: str = ""


class Polygon(Struct, frozen=True):
    """A filled outline with an edge."""

    points: tuple[tuple[float, float], ...]
    fill: str
    edge: str
    edge_width: float
    kind: str = ""


class Label(Struct, frozen=True):
    """One line of text; ``y`` is its baseline, ``width`` what it takes."""

    x: float
    y: float
    size: float
    words: str
    fill: str
    width: float
    kind: str = ""

    @property
    def box(self) -> "Box":
        return Box(self.x, self.y - ABOVE * self.size, self.x + self.width, self.y + BELOW * self.size)


class Box(NamedTuple):
    """What a shape covers."""

    left: float
    top: float
    right: float
    bottom: float

    def shrunk(self, by: float) -> "Box":
        return Box(self.left + by, self.top + by, self.right - by, self.bottom - by)

    def overlaps(self, other: "Box") -> bool:
        """Whether they share more than an edge."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


Shape = Rect | Segment | Polygon | Label


class Group(Struct, frozen=True):
    """All shapes of one item; ``title`` is what it is called in full."""

    number: int
    title: str
    shapes: tuple[Shape, ...]


class Scene(Struct, frozen=True):
    """A whole drawing. What comes later lies above."""

    width: float
    height: float
    unit: str  # of its lengths: mm or px
    title: str
    parts: tuple[Shape | Group, ...]
    summed: int = 0  # items that it only counts

    def shapes(self) -> Iterator[Shape]:
        """All shapes, those of groups among them."""
        return flat(self.parts)


def flat(parts: Iterable[Shape | Group]) -> Iterator[Shape]:
    """The shapes without their groups."""
    for part in parts:
        if isinstance(part, Group):
            yield from part.shapes
        else:
            yield part
