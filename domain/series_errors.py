"""Refusals about recurring work (例行)."""

from domain.errors import DubanError


class SeriesRefusal(DubanError):
    """Nothing was changed of the series ``number``."""

    def __init__(self, number: int, written: str = "") -> None:
        super().__init__(number, written)
        self.number = number
        self.written = written


class SeriesUnknown(SeriesRefusal):
    """There is no such series, or the speaker may not see it."""


class SeriesNotYours(SeriesRefusal):
    """Who sets work in its unit changes it."""


class SeriesOver(SeriesRefusal):
    """It has ended."""


class SeriesGoesOn(SeriesRefusal):
    """It has not ended."""


class NothingSkipped(SeriesRefusal):
    """No day is left out."""


class SeriesUnchanged(SeriesRefusal):
    """It says so already: nothing was changed."""


class NothingToTakeBack(SeriesRefusal):
    """Its newest change was taken back, or the next occurrence is there already."""


class SeriesUnclear(SeriesRefusal):
    """``written`` is no change of a series, or no rhythm."""
