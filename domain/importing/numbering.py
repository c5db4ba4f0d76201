"""Which number a new item gets: the workbook's own (序号) where it is free, else the next one, with the 序号 beside it.

Where several rows have the same 序号 (every sheet begins at 1), the first takes it. The next number is one above
all that the ledger and the workbook use, so that a later row still finds its own.
"""

from collections.abc import Iterable

from msgspec import Struct

from domain.importing.itemrow import Draft
from domain.names import plain_number


class Numbering(Struct, frozen=True):
    """A new item's number; ``ledger_number`` is the 序号 where that is another."""

    number: int
    ledger_number: str = ""


def give_numbers(drafts: Iterable[Draft], taken: Iterable[int]) -> list[Numbering]:
    """A number for each draft, none of them taken and none twice."""
    drafts, used = list(drafts), set(taken)
    wanted: dict[int, int] = {}  # number -> index of the draft that takes it
    for index, draft in enumerate(drafts):
        number = draft.own_number or plain_number(draft.number)
        if number and number not in used:
            wanted[number] = index
            used.add(number)
    own = {index: number for number, index in wanted.items()}
    following = max(used, default=0) + 1
    numbered: list[Numbering] = []
    for index, draft in enumerate(drafts):
        number = own.get(index)
        if number is None:
            number, following = following, following + 1
        numbered.append(Numbering(number, "" if draft.number == str(number) else draft.number))
    return numbered
