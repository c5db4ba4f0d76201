"""配合单位: units of the bureau that work on an item with its lead unit, each with a tick of its own.

Other departments and townships are names among them, and get no tick.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain

from domain.errors import AlreadyTicked, NotPartner
from domain.item import IN_HAND, Did, Item, Step, Tick
from domain.quota import reached_shares
from domain.roster import Person, Recipient, Roster, groups_of, of_people
from domain.steps import UNDO_WITHIN, checked, require_open, take_step


def partner_units(item: Item, roster: Roster) -> tuple[str, ...]:
    """The cooperating units of the bureau, in the order written."""
    known = {unit.name for unit in roster.units} - {item.unit}
    return tuple(dict.fromkeys(name for name in item.partners if name in known))


def ticked(item: Item, unit: str) -> Tick | None:
    """The unit's tick."""
    return next((tick for tick in item.ticks if tick.unit == unit), None)


def unticked(item: Item, roster: Roster) -> tuple[str, ...]:
    """The cooperating units that have not said yet that their part is done; a share that is reached says so."""
    full = reached_shares(item)
    return tuple(unit for unit in partner_units(item, roster) if unit not in full and ticked(item, unit) is None)


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
    is_asked = item.status in IN_HAND and unit in item.partners and unit != item.unit
    return is_asked and ticked(item, unit) is None and unit not in reached_shares(item)


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
    return take_step(item, Step(at, person.name, Did.TICK, note, to=unit), ticks=(*item.ticks, done))


def ticks_to_take_back(item: Item, by: str, at: datetime, *, is_office: bool = False) -> Iterator[Step]:
    """The ticks that they may take back within ``UNDO_WITHIN``, the newest first, whatever happened to the item since.

    Their own, and what was ticked in their place; the office may take back all of them.
    """
    recent = (step for step in reversed(item.history) if step.did is Did.TICK and at - step.at <= UNDO_WITHIN)
    theirs = (step for step in recent if is_office or by in (step.by, step.on_behalf))
    return (step for step in theirs if _stands(step, item))


def _stands(step: Step, item: Item) -> bool:
    found = ticked(item, step.to)
    return found is not None and found.at == step.at


def take_tick_back(item: Item, step: Step, by: str, at: datetime) -> Item:
    """撤回配合完成: the unit has not done its part yet; nothing else of the item changes."""
    left = tuple(tick for tick in item.ticks if tick.unit != step.to)
    return take_step(item, Step(at, by, Did.UNDO, to=Did.TICK), ticks=left)
