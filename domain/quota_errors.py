"""Refusals about quotas (数量目标): figures that can't be counted, and targets that do not add up."""

from domain.errors import ItemRefusal


class FigureRefusal(ItemRefusal):
    """A figure was not counted. ``counted_in`` is the quota's unit of count, ``written`` what was said."""

    def __init__(self, number: int, title: str, counted_in: str = "", written: str = "") -> None:
        super().__init__(number, title)
        self.counted_in = counted_in
        self.written = written


class FigureOfOtherUnit(FigureRefusal):
    """The figure is in another unit of count than the quota."""


class FigureTooLarge(FigureRefusal):
    """No bureau reaches as much."""


class FigureNotWhole(FigureRefusal):
    """Half a 条, or more places behind the point than are kept."""


class FigureBelowZero(FigureRefusal):
    """More would be taken off than was reached; ``written`` is what was reached."""


class ShareUnclear(FigureRefusal):
    """Whose share it is has to be said; ``units`` have one."""

    def __init__(self, number: int, title: str, units: tuple[str, ...], written: str = "") -> None:
        super().__init__(number, title, written=written)
        self.units = units


class ShareNotYours(ShareUnclear):
    """The share is reported by its own unit, or by the office; ``written`` is the unit named."""


class TargetUnclear(FigureRefusal):
    """What was written is no target, no division and no course over the quarters."""


class TargetMissing(FigureRefusal):
    """A division or a course over the quarters needs a target first."""


class SharesDiffer(FigureRefusal):
    """The shares do not add up to the target."""

    def __init__(self, number: int, title: str, total: str, target: str) -> None:
        super().__init__(number, title)
        self.total = total
        self.target = target


class ShareLost(ShareUnclear):
    """What these units reached would belong to nobody any more."""


class QuartersUnclear(FigureRefusal):
    """Four figures that only grow, the last of which is the target (``written``)."""
