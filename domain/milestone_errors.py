"""Refusals about an item's plan (节点): steps that can't be set, moved or found."""

from datetime import date

from domain.errors import ItemRefusal


class PlanRefusal(ItemRefusal):
    """Nothing was changed. ``written`` is what was said of the step."""

    def __init__(self, number: int, title: str, written: str = "") -> None:
        super().__init__(number, title)
        self.written = written


class StepUnclear(PlanRefusal):
    """It is no step with a day, and no word about one."""


class StepWithoutDay(PlanRefusal):
    """A step has no day."""


class StepWithoutWords(PlanRefusal):
    """A day has nothing to be done by then."""


class StepTooLong(PlanRefusal):
    """More characters than a step has; ``limit`` is the most."""

    def __init__(self, number: int, title: str, written: str, limit: int) -> None:
        super().__init__(number, title, written)
        self.limit = limit


class TooManySteps(PlanRefusal):
    """More steps than a plan has; ``limit`` is the most."""

    def __init__(self, number: int, title: str, limit: int) -> None:
        super().__init__(number, title)
        self.limit = limit


class NoSuchStep(PlanRefusal):
    """The plan has no step at that place; ``count`` are there."""

    def __init__(self, number: int, title: str, count: int) -> None:
        super().__init__(number, title)
        self.count = count


class StepDone(PlanRefusal):
    """The step is done already."""


class StepPast(PlanRefusal):
    """The day lies in the past."""

    def __init__(self, number: int, title: str, day: date) -> None:
        super().__init__(number, title)
        self.day = day


class StepBeyondLimit(StepPast):
    """The day lies after the item's own limit, ``last``."""

    def __init__(self, number: int, title: str, day: date, last: date) -> None:
        super().__init__(number, title, day)
        self.last = last


class NoLimitToPlan(PlanRefusal):
    """Nothing to count back from."""


class NothingToPropose(PlanRefusal):
    """Too few work days are left to divide."""
