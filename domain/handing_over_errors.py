"""What can be wrong where an item goes to somebody else (转办, 整体移交).

In the hierarchy that ``domain/errors.py`` draws.
"""

from domain.errors import DubanError, ItemRefusal


class AlreadyTheirs(ItemRefusal):
    """The item is to go to who owns it already (``name``)."""

    def __init__(self, number: int, title: str, name: str) -> None:
        super().__init__(number, title)
        self.name = name


class AcrossUnits(AlreadyTheirs):
    """The receiver (``name``) is of another unit, and only the office hands over across units."""


class OfferPending(AlreadyTheirs):
    """The item was offered to somebody (``name``) already, who has not answered."""


class ReceiverAsleep(DubanError):
    """The receiver can't be reached in private, and so could not take anything over."""


class NotOffered(DubanError):
    """What was pressed is for whom the item was offered to."""


class MayNotHandOver(DubanError):
    """整体移交 is the office's, and the head's among the people of the unit."""


class OneReceiver(ItemRefusal):
    """转办 to several people at once."""


class HandoverUnclear(DubanError):
    """整体移交 needs whose items, to whom, and why."""


class NothingToHandOver(DubanError):
    """The person has no items in hand."""

    def __init__(self, name: str) -> None:
        self.name = name
