"""转办: an item goes to somebody else once they take it over; until then its owner keeps it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from msgspec import Struct

from domain.handing_over_errors import AcrossUnits, AlreadyTheirs, HandoverUnclear, OneReceiver, ReceiverAsleep
from domain.item import IN_HAND, Did, Item, ItemStatus, Step
from domain.joining_errors import PersonUnknown
from domain.roster import Person, Roster, is_owned_as, is_reachable
from domain.steps import checked, checked_reason, require_in_hand, take_reversible_step, take_step

#: What may join a second name to the first.
_AND = ("、", "/", "和", "及", "与")
#: What may stand before the receiver's name and after it, and says nothing.
_BEFORE, _AFTER = "给至到由 \t　:：→", " \t　,，、:：。"


class Offer(Struct, frozen=True):
    """To whom an item is to go, and why; several people where a name is borne by several."""

    people: tuple[Person, ...]
    reason: str


def read_offer(words: str, item: Item, roster: Roster) -> Offer:
    """乙某 原因, 给养老服务股 丙某，因…: a unit may stand before the name.

    Raises ``PersonUnknown`` and ``OneReceiver``. Of several people of a name the unit that is named decides, else the
    item's own.
    """
    rest = words.strip().lstrip(_BEFORE)
    units = sorted((unit.name for unit in roster.units), key=len, reverse=True)
    unit = next((name for name in units if rest.startswith(name)), "")
    rest = rest.removeprefix(unit).lstrip(_BEFORE + _AFTER)
    names = sorted({person.name for person in roster.people}, key=len, reverse=True)
    name = next((name for name in names if rest.startswith(name)), "")
    heads = roster.heads(unit) if unit else ()
    if not name and heads:  # 养老服务股 职责调整: whoever heads the unit is asked
        return Offer(heads, rest)
    if not name:
        raise PersonUnknown((rest or unit).partition(" ")[0][:_NAME_LIMIT], ())
    if any(rest.removeprefix(name).startswith(f"{sign}{other}") for other in names for sign in _AND):
        raise OneReceiver(item.number, item.title)
    people = tuple(person for person in roster.people if person.name == name and unit in ("", person.unit))
    own = tuple(person for person in people if person.unit == item.unit)
    if not people:
        raise PersonUnknown(f"{unit} {name}", ())
    return Offer(own or _each_once(people), rest.removeprefix(name).strip(_AFTER))


#: Characters of what was written in place of a name that are shown again.
_NAME_LIMIT = 20


def _each_once(people: tuple[Person, ...]) -> tuple[Person, ...]:
    return tuple({(person.telegram_id or -person.number, person.unit): person for person in people}.values())


def require_receiver(item: Item, receiver: Person, *, is_office: bool) -> None:
    """Raise unless the person can be asked: reachable, not the owner, and of another unit only by the office."""
    if (receiver.name, receiver.unit) == (item.owner, item.unit):
        raise AlreadyTheirs(item.number, item.title, receiver.name)
    if receiver.unit != item.unit and not is_office:
        raise AcrossUnits(item.number, item.title, receiver.name)
    if not is_reachable(receiver):
        raise ReceiverAsleep(receiver.name)


def offer(item: Item, by: str, at: datetime, receiver: Person, reason: str) -> Item:
    """提出转办: nothing moves before the receiver takes it over."""
    require_in_hand(item)
    step = Step(at, by, Did.OFFER, checked_reason(reason, item), to=receiver.name)
    return take_reversible_step(item, step, owner=item.owner)


def take_over(item: Item, by: str, at: datetime, receiver: Person) -> Item:
    """接手: the receiver owns it and has signed it, so no objection is left; in another unit its 催办 begin anew."""
    require_in_hand(item)
    changes: dict[str, Any] = {"owner": receiver.name, "status": ItemStatus.ACKNOWLEDGED}
    changes |= {"acknowledged_at": at, "acknowledged_by": by, "doubt": None}
    if receiver.unit and receiver.unit != item.unit:  # a leader has no unit: the item stays where it is
        changes |= {"unit": receiver.unit, "moved_at": at, "assigned_at": at}
    return take_reversible_step(item, Step(at, by, Did.TAKE_OVER, item.owner, to=receiver.name), **changes)


def decline(item: Item, by: str, at: datetime, reason: str) -> Item:
    """不接手: with a reason; the owner keeps the item."""
    require_in_hand(item)
    return take_reversible_step(item, Step(at, by, Did.DECLINE, checked_reason(reason, item)), owner=item.owner)


def withdraw_offer(item: Item, by: str, at: datetime) -> Item:
    """撤回转办, whatever happened to the item since."""
    return take_step(item, Step(at, by, Did.UNDO, to=Did.OFFER))


class Handover(Struct, frozen=True):
    """整体移交: whose items go to whom, and why."""

    owner: Person
    receiver: Person
    reason: str


def read_handover(words: str, owner: Person | None, roster: Roster) -> Handover:
    """甲某 乙某 原因, or 乙某 原因 where the owner is known. Raises ``HandoverUnclear`` and ``PersonUnknown``."""
    rest = words.strip()
    people: list[Person] = [owner] if owner else []
    names = sorted({person.name for person in roster.people}, key=len, reverse=True)
    while len(people) < _TWO:
        rest = rest.lstrip(_BEFORE + _AFTER)
        name = next((name for name in names if rest.startswith(name)), "")
        found = [person for person in roster.people if person.name == name]
        near = [person for person in found if people and person.unit == people[0].unit]
        if not name and rest:
            raise PersonUnknown(rest.split()[0][:_NAME_LIMIT], ())
        if not name or (len(found) > 1 and len(near) != 1):
            raise HandoverUnclear
        people.append(near[0] if len(near) == 1 else found[0])
        rest = rest.removeprefix(name)
    reason = checked(rest.strip(_AFTER))
    if not reason or people[0].number == people[1].number:
        raise HandoverUnclear
    if not is_reachable(people[1]):
        raise ReceiverAsleep(people[1].name)
    return Handover(people[0], people[1], reason)


_TWO = 2


def still_theirs(items: Iterable[Item], owner: Person, roster: Roster) -> tuple[Item, ...]:
    """Of the items those that are still the owner's, in whichever unit, and in hand."""
    return tuple(item for item in items if item.status in IN_HAND and is_owned_as(owner, item, roster))
