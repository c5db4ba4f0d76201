"""Refusals about what inspectors and leaders look into: samples, changes, check codes; and about closing a year."""

from datetime import date, datetime

from domain.actions import Action
from domain.errors import DubanError


class OverseersOnly(DubanError):
    """Only those who look at others' work may; ``act`` is what was asked for."""

    def __init__(self, act: Action) -> None:
        self.act = act


class SampleUnread(DubanError):
    """A word after ``/sample`` is neither a number, a unit nor a kind, or a number is too large."""

    def __init__(self, written: str, most: int) -> None:
        self.written = written
        self.most = most


class PeriodUnread(DubanError):
    """What follows ``/changes`` is no month and no year."""

    def __init__(self, written: str) -> None:
        self.written = written


class YearNotOver(DubanError):
    """No ledger year can be closed yet; ``since`` is the first day on which one can."""

    def __init__(self, since: date) -> None:
        self.since = since


class YearNotClosed(DubanError):
    """A list of a ledger year that is not closed; ``years`` are those that are."""

    def __init__(self, written: str, years: tuple[int, ...]) -> None:
        super().__init__(written)
        self.written = written
        self.years = years


class YearClosed(DubanError):
    """The year was closed before."""

    def __init__(self, year: int, by: str, at: datetime) -> None:
        self.year = year
        self.by = by
        self.at = at


class OfficeClosesYears(DubanError):
    """Only the office closes a ledger year."""
