"""What is refused of statutory clocks (法定时限), of prolonging them (延长) and of a caller's verdict (群众评价)."""

from datetime import date, datetime

from domain.errors import ItemRefusal


class NoClocks(ItemRefusal):
    """The item's kind has no statutory clock."""


class ClockRefusal(ItemRefusal):
    """A step was not marked; ``label`` is its name. What ``day`` means follows from the class."""

    def __init__(self, number: int, title: str, label: str = "", day: date | None = None) -> None:
        super().__init__(number, title)
        self.label = label
        self.day = day


class ClockUnknown(ItemRefusal):
    """No step of the kind has that name; ``labels`` are those that can be marked."""

    def __init__(self, number: int, title: str, labels: tuple[str, ...]) -> None:
        super().__init__(number, title)
        self.labels = labels


class ClockMarked(ItemRefusal):
    """The step was marked before."""

    def __init__(self, number: int, title: str, label: str, at: datetime, by: str) -> None:
        super().__init__(number, title)
        self.label = label
        self.at = at
        self.by = by


class ClockEndsWithClosing(ClockRefusal):
    """The last step is taken by closing the item."""


class ClockNotBegun(ClockRefusal):
    """The step before it was not taken."""


class ClockLapsed(ClockRefusal):
    """The right lapsed on that day, or was given up by taking the matter on."""


class ClockDayFuture(ClockRefusal):
    """The day has not come."""


class ClockDayEarly(ClockRefusal):
    """The day lies before the clock began."""


class NotProlongable(ClockRefusal):
    """The kind's limit can't be prolonged."""


class ProlongedAlready(ClockRefusal):
    """It was prolonged once, to that day."""


class ProlongPending(ClockRefusal):
    """It was asked for, and nobody has decided yet."""


class ProlongTooLate(ClockRefusal):
    """The limit ended on that day; only the office may ask now."""


class ProlongInstead(ClockRefusal):
    """The limit is statutory: it is prolonged (延长), not extended (延期)."""


class NoVerdictAsked(ItemRefusal):
    """The kind asks for no verdict."""


class NotClosedYet(ItemRefusal):
    """A verdict is about what was closed."""


class VerdictGiven(ItemRefusal):
    """The verdict was taken down before."""


class VerdictUnclear(ItemRefusal):
    """The words name no verdict."""
