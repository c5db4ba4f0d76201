"""What can be wrong with a leave (请假) or with who stands in.

In the hierarchy that ``domain/errors.py`` draws.
"""

from datetime import date

from domain.errors import DubanError


class LeaveRefusal(DubanError):
    """A leave (请假) that can't be entered or changed as asked."""


class LeaveNotUnderstood(LeaveRefusal):
    """The days were written in a way that the grammar does not know; never guessed."""

    def __init__(self, written: str) -> None:
        self.written = written


class LeaveOfDays(LeaveRefusal):
    """The days are the matter."""

    def __init__(self, first_on: date, last_on: date) -> None:
        self.first_on = first_on
        self.last_on = last_on


class LeaveReversed(LeaveOfDays):
    """It would end before it begins."""


class LeaveBegun(LeaveRefusal):
    """Its first day is past."""

    def __init__(self, first_on: date) -> None:
        self.first_on = first_on


class LeaveTooFar(LeaveBegun):
    """Its first day is so far ahead that a past one was meant."""


class LeaveTooLong(LeaveRefusal):
    """It has more days than a stand-in answers for."""

    def __init__(self, days: int, limit: int) -> None:
        self.days = days
        self.limit = limit


class LeaveOverlaps(LeaveOfDays):
    """The person is on leave on some of these days already: on those given."""

    def __init__(self, name: str, first_on: date, last_on: date) -> None:
        super().__init__(first_on, last_on)
        self.name = name


class StandInAway(LeaveOverlaps):
    """Who was to stand in is on leave then, with nobody else in their place."""


class LeaveOf(LeaveRefusal):
    """It is about the person of that name."""

    def __init__(self, name: str) -> None:
        self.name = name


class StandInUnknown(LeaveOf):
    """Nobody of that name is on the roster; ``near`` are names much like it."""

    def __init__(self, name: str, near: tuple[str, ...]) -> None:
        super().__init__(name)
        self.near = near


class NameShared(LeaveOf):
    """Several people have that name."""


class StandInIsOneself(LeaveOf):
    """Nobody stands in for themselves."""


class StandInUnreachable(LeaveOf):
    """The bot can't reach who was to stand in."""


class LeaveNotYours(LeaveOf):
    """The speaker may not enter or change a leave of that person."""


class NotOnLeave(LeaveOf):
    """销假 of somebody who is not away."""


class LeaveOver(LeaveOf):
    """The leave was cancelled or is over, or somebody else stands in by now."""
