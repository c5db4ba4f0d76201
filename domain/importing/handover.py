"""What somebody leaves behind who leaves (离岗) or is renamed: open items that nobody answers for then."""

from collections.abc import Iterable

from msgspec import Struct

from domain.item import OPEN, Item, ItemStatus
from domain.roster import Person, Roster

#: Items that somebody has to go on with.
UNDONE = OPEN | {ItemStatus.SUSPENDED}


class Handover(Struct, frozen=True):
    """Somebody's items, to be given to others."""

    person: Person
    items: tuple[Item, ...]


def hand_over(leavers: Iterable[Person], items: Iterable[Item], before: Roster, after: Roster) -> tuple[Handover, ...]:
    """The items of those who leave, one entry a name; what another of the name still answers for is not among them."""
    left = {person.number: person for person in leavers}
    found: dict[str, tuple[Person, list[Item]]] = {person.name: (person, []) for person in left.values()}
    for item in items:
        owner = before.named(item.owner, item.unit)
        is_theirs = owner is not None and owner.number in left
        if owner is not None and is_theirs and item.status in UNDONE and after.named(item.owner, item.unit) is None:
            found[owner.name][1].append(item)
    return tuple(Handover(person, tuple(items)) for person, items in found.values())
