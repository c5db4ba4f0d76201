"""What can be wrong with a change of an item (调整, 撤销, 挂账) or an objection to it (异议).

In the hierarchy that ``domain/errors.py`` draws.
"""

from datetime import date

from domain.errors import ItemRefusal


class WhyMissing(ItemRefusal):
    """What the office decides (``command``) needs a reason."""

    def __init__(self, number: int, title: str, command: str) -> None:
        super().__init__(number, title)
        self.command = command


class DayMissing(ItemRefusal):
    """挂账 always has a day on which the item comes back."""


class DayPast(ItemRefusal):
    """The day (``on``) has come already."""

    def __init__(self, number: int, title: str, on: date) -> None:
        super().__init__(number, title)
        self.on = on


class NotSuspended(ItemRefusal):
    """恢复办理 of an item that is in hand."""


class FieldUnknown(ItemRefusal):
    """No field of an item is called so."""

    def __init__(self, number: int, title: str, name: str) -> None:
        super().__init__(number, title)
        self.name = name


class TitleMissing(ItemRefusal):
    """An item can't be without its title."""


class NothingToChange(ItemRefusal):
    """The item is so already."""


class SignedAlready(ItemRefusal):
    """An assignment is objected to before it is signed; later there is 延期 and 难点."""


class DoubtPending(ItemRefusal):
    """Somebody else (``by``) has objected, and the office has not answered yet."""

    def __init__(self, number: int, title: str, by: str) -> None:
        super().__init__(number, title)
        self.by = by


class NoDoubt(ItemRefusal):
    """Nobody objects to it any more, or the speaker is not to answer it."""


class FieldNotYours(ItemRefusal):
    """The speaker may change the item, but not these fields of it (``names``), only others (``allowed``)."""

    def __init__(self, number: int, title: str, names: tuple[str, ...], allowed: tuple[str, ...]) -> None:
        super().__init__(number, title)
        self.names = names
        self.allowed = allowed
