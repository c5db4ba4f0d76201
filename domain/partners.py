"""配合单位: units of the bureau that work on an item with its lead unit, each with a tick of its own.

Other departments and townships are names among them, and get no tick.
"""

from collections.abc import Iterable
from datetime import datetime
from itertools import chain

from domain.errors import AlreadyTicked, NotPartner
from domain.item import IN_HAND, Did, Item, Step, Tick
from domain.roster import Person, Recipient, Roster, groups_of, of_people
from domain.steps import checked, require_open, take_reversible_step


def partner_units(item: Item, roster: Roster) -> tuple[str, ...]:
    """The cooperating units of the bureau, in the order written."""
    known = {unit.name for unit in roster.units} - {item.unit}
    return tuple(dict.fromkeys(name for name in item.partners if name in known))


def ticked(item: Item, unit: str) -> Tick | None:
    """The unit's tick."""
    return next((tick for tick in item.ticks if tick.unit == unit), None)


def unticked(item: Item, roster: Roster) -> tuple[str, ...]:
    """The cooperating units that have not said yet that their part is done."""
    return tuple(unit for unit in partner_units(item, roster) if ticked(item, unit) is None)


def partner_recipients(item: Item, roster: Roster) -> tuple[Recipient, ...]:
    """Where those who have not ticked hear of it: their groups, else their heads; of what is sensitive nobody."""
    if item.is_sensitive:
        return ()
    found = (groups_of(unit, roster) or of_people(roster.heads(unit)) for unit in unticked(item, roster))
    return tuple(dict.fromkeys(chain.from_iterable(found)))


def missing_at_closing(item: Item, roster: Roster) -> tuple[str, ...]:
    """Whom the lead is asked about before it closes the item or asks for that; after a 退回 it was asked already."""
    return unticked(item, roster) if item.status in IN_HAND and item.returned_at is None else ()


def owes_tick(item: Item, unit: str) -> bool:
    """Whether the unit, which cooperates, is still to say that its part is done."""
    return item.status in IN_HAND and unit in item.partners and unit != item.unit and ticked(item, unit) is None


def kept_ticks(item: Item, partners: Iterable[str]) -> tuple[Tick, ...]:
    """The ticks of those that still cooperate where the partners change."""
    kept = frozenset(partners)
    return tuple(tick for tick in item.ticks if tick.unit in kept)


def tick(item: Item, person: Person, at: datetime, words: str, roster: Roster) -> Item:
    """配合完成: the part of the person's unit is done. Raises ``NotPartner`` and ``AlreadyTicked``."""
    units = {post.unit for post in roster.posts(person)}
    own = [unit for unit in partner_units(item, roster) if unit in units]
    if not own:
        raise NotPartner(item.number, item.title)
    require_open(item)
    open_ones = [unit for unit in own if ticked(item, unit) is None]
    if not open_ones:
        raise AlreadyTicked(item.number, item.title, own[0])
    unit, note = open_ones[0], checked(words)
    done = Tick(unit=unit, by=person.name, at=at, words=note)
    return take_reversible_step(item, Step(at, person.name, Did.TICK, note, to=unit), ticks=(*item.ticks, done))
