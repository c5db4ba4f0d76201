"""Refusals about what inspectors and leaders look into: samples, changes, check codes; and about closing a year."""

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
