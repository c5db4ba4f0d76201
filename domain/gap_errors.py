"""What can go wrong where gaps are filled and lists gone through (清单梳理); ``texts/gap_filling.py`` words each."""

from datetime import date

from domain.errors import DubanError, ItemRefusal
from domain.gaps import Gap


class GapRefusal(ItemRefusal):
    """A gap of the item was not filled."""

    def __init__(self, number: int, title: str, gap: Gap) -> None:
        super().__init__(number, title)
        self.gap = gap


class GapClosed(GapRefusal):
    """It was filled in meanwhile."""


class NothingFilled(GapRefusal):
    """No words came."""


class GapDayUnclear(ItemRefusal):
    """The day recurs, or may mean another one: it is to be written whole."""

    def __init__(self, number: int, title: str, written: str) -> None:
        super().__init__(number, title)
        self.written = written


class NoGaps(DubanError):
    """Nothing that the speaker may fill in is lacking."""


class NotOfGaps(DubanError):
    """A unit's workbook says more than what is lacking: ``numbers`` are the items, or ``rows`` counts other rows."""

    def __init__(self, numbers: tuple[int, ...], rows: int) -> None:
        self.numbers = numbers
        self.rows = rows


class RoundDayMissing(DubanError):
    """``/round`` without a day that can be read, or with one that is not ahead."""

    def __init__(self, written: str, day: date | None = None) -> None:
        self.written = written
        self.day = day


class RoundRunning(DubanError):
    """A round is open already; one at a time."""

    def __init__(self, number: int, by: date) -> None:
        self.number = number
        self.by = by


class NoRound(DubanError):
    """No round is open."""


class NotInRound(DubanError):
    """The unit was not asked in this round, or the speaker answers for none that was."""


class GapsLeft(DubanError):
    """零报告 although ``count`` items of the unit lack something."""

    def __init__(self, unit: str, count: int) -> None:
        self.unit = unit
        self.count = count
