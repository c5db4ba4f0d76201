"""A row of the table, its bar, the measured values, and whether they reach the bar."""

from statistics import median

from msgspec import Struct


class Bar(Struct, frozen=True):
    """The value to reach. A ratio is ours to theirs; ``is_faster`` inverts it: how many times faster."""

    limit: float
    is_ratio: bool = True
    is_faster: bool = False
    unit: str = ""  # of an absolute bar

    def __str__(self) -> str:
        sign = "≥" if self.is_faster else "≤"
        return f"{sign} {self.limit:,g}{'×' if self.is_ratio else f' {self.unit}'}"


class Row(Struct, frozen=True):
    """One line of the table. ``bar`` is ``None`` for a figure that is shown and not promised."""

    key: str
    what: str
    against: str
    bar: Bar | None = None


class Found(Struct, frozen=True):
    """One value a round for each side, in ``unit``. ``note`` says what a reader may ask about them.

    ``by_size`` is the curve of a cost: for ledgers of so many items the median, in the same unit.
    """

    row: str
    ours: tuple[float, ...]
    theirs: tuple[float, ...] = ()
    unit: str = "ms"
    note: str = ""
    by_size: tuple[tuple[int, float], ...] = ()


class Verdict(Struct, frozen=True):
    """A row's figure: the median of the rounds, and the least and the greatest of them."""

    figure: float
    low: float
    high: float
    is_reached: bool


def judge(bar: Bar | None, found: Found) -> Verdict:
    """Each round's ratio (or value), and whether the median of them reaches the bar."""
    if found.theirs:
        is_faster = bar is not None and bar.is_faster
        pairs = zip(found.ours, found.theirs, strict=True)
        values = [theirs / ours if is_faster else ours / theirs for ours, theirs in pairs]
    else:
        values = list(found.ours)
    figure = median(values)
    reached = bar is None or (figure >= bar.limit if bar.is_faster else figure <= bar.limit)
    return Verdict(figure, min(values), max(values), reached)
