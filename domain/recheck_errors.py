"""What a 回头看 is refused for."""

from datetime import date, datetime

from domain.errors import ItemRefusal


class RecheckRefusal(ItemRefusal):
    """The item can't be looked at again as was asked."""


class NotCrossedOff(RecheckRefusal):
    """Only what is closed is looked at again."""


class NoRecheckAhead(RecheckRefusal):
    """The item was promised no 回头看."""


class VerdictGiven(RecheckRefusal):
    """Somebody has given the verdict already: ``holds`` is 巩固, else 反弹."""

    def __init__(self, number: int, title: str, by: str, at: datetime, *, holds: bool) -> None:
        super().__init__(number, title)
        self.by = by
        self.at = at
        self.holds = holds


class RecheckTooEarly(RecheckRefusal):
    """The observation window is not over: only a relapse is said before ``on``."""

    def __init__(self, number: int, title: str, on: date) -> None:
        super().__init__(number, title)
        self.on = on


class NotVerifier(RecheckRefusal):
    """The 回头看 is for others to take (``names``)."""

    def __init__(self, number: int, title: str, names: tuple[str, ...]) -> None:
        super().__init__(number, title)
        self.names = names


class VerdictUnclear(RecheckRefusal):
    """The words say neither 巩固 nor 反弹."""


class WindowUnclear(RecheckRefusal):
    """No criterion and no day of an observation window was understood."""
