"""What can be wrong with work that is set (交办).

In the hierarchy that ``domain/errors.py`` draws.
"""

from domain.errors import DubanError, NoteTooLong


class OwnerMissing(DubanError):
    """Another unit needs an owner of its own; ``near`` are its people."""

    def __init__(self, unit: str, near: tuple[str, ...]) -> None:
        self.unit = unit
        self.near = near


class KindUnknown(DubanError):
    """No kind of that name."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        self.name = name
        self.known = known


class MayNotAssign(DubanError):
    """Setting work (交办) is for the office, deputy leaders and heads."""


class NoUnitsYet(MayNotAssign):
    """The speaker may set work, and there is nobody to set it to: the roster is empty."""


class UnitNotYours(DubanError):
    """The speaker may set work, but not to this unit (``name``)."""

    def __init__(self, name: str) -> None:
        self.name = name


class AssignPrivately(DubanError):
    """Work is set in private: nothing of a preview is a group's business."""


class TitleTooLong(NoteTooLong):
    """The title of an item is a line, not a paragraph."""


class TooManyAtOnce(DubanError):
    """More lines (``count``) than may be set at once."""

    def __init__(self, count: int, limit: int) -> None:
        self.count = count
        self.limit = limit


class StillLacking(DubanError):
    """The assignment lacks something that is to be asked for first."""
