"""Who may do what: the questions asked of the table in ``domain/actions.py``; and whom the bot can't reach yet."""

from collections.abc import Collection, Iterator
from enum import StrEnum

from msgspec import Struct

from domain.actions import ACTIONS, BY_LIAISON, Action, Reach
from domain.errors import ItemMissing, NotYourDecision, NotYourOwn, NotYours
from domain.item import Item
from domain.outline import Outlined
from domain.roster import Chat, Person, Role, Roster, is_owned_as, is_owner, is_reachable, office_of


def reach_of(person: Person | None, action: Action, roster: Roster) -> Reach:
    """How far the person's right to the action goes; an unknown person has none but what is open to all."""
    if person is None:
        return Reach.ALL if ACTIONS[action].is_open else Reach.NONE
    return max(reach_of_post(post, action, roster) for post in roster.posts(person))


def reach_of_post(post: Person, action: Action, roster: Roster) -> Reach:
    """The same of one post alone: with several posts one has the rights of each, where it gives them."""
    return ACTIONS[action].reaches[roster.acting_role(post)]


def may(person: Person | None, action: Action, item: Item, roster: Roster) -> bool:
    """Whether the person may do this to the item. Nobody decides on their own, in whichever post."""
    if person is None or (ACTIONS[action].is_decision and is_own(person, item, roster)):
        return False
    return any(may_as(post, action, item, roster) for post in roster.posts(person)) or (
        action in BY_LIAISON and is_liaison(person, item, roster)
    )


def is_liaison(person: Person, item: Outlined, roster: Roster) -> bool:
    """Whether the person signs and reports for the leader who owns the item (联络员)."""
    owner = roster.named(item.owner, item.unit)
    return owner is not None and roster.serves(person, owner)


def may_as(post: Person, action: Action, item: Item, roster: Roster) -> bool:
    """The same of one post alone, be it one that the person stands in for."""
    reach = reach_of_post(post, action, roster)
    if reach is Reach.NONE:
        return False
    if ACTIONS[action].is_decision:
        return _decides(post, reach, item, roster)
    if ACTIONS[action].is_shared and post.unit and post.unit in item.partners:
        return True
    return reach is Reach.ALL or is_owned_as(post, item, roster) or _covers(reach, post, item.unit)


def _covers(reach: Reach, post: Person, unit: str) -> bool:
    if reach is Reach.UNIT:
        return bool(unit) and unit == post.unit
    return reach is Reach.OVERSEEN and unit in post.oversees


def _decides(person: Person, reach: Reach, item: Item, roster: Roster) -> bool:
    if person.role is Role.DEPUTY and item.unit in person.oversees:
        return True
    return reach is Reach.STANDING_IN and not _reachable_deputies(item, roster)


def may_list(person: Person, action: Action, item: Outlined, roster: Roster) -> bool:
    """Whether the right to a list covers the item, of which no more than its outline is known."""
    for post in roster.posts(person):
        reach = reach_of_post(post, action, roster)
        if reach is Reach.ALL or _covers(reach, post, item.unit):
            return True
        if reach is not Reach.NONE and is_owned_as(post, item, roster):
            return True
    return False


def may_in(person: Person | None, action: Action, unit: str, roster: Roster) -> bool:
    """Whether the person may do this for a unit as a whole (its list, its group); ``""`` is the bureau."""
    if person is None or reach_of(person, action, roster) is Reach.ALL:
        return reach_of(person, action, roster) is Reach.ALL
    return any(_covers(reach_of_post(post, action, roster), post, unit) for post in roster.posts(person))


def may_see(person: Person | None, item: Item, roster: Roster) -> bool:
    """Whether the item may be shown to the person in private."""
    return may(person, Action.SEE, item, roster)


def require(person: Person | None, action: Action, item: Item, roster: Roster) -> None:
    """Raise unless the person may; what they may not even see is ``ItemMissing`` to them."""
    if may(person, action, item, roster):
        return
    if person is None or not may_see(person, item, roster):
        raise ItemMissing(item.number)
    if ACTIONS[action].is_decision and is_own(person, item, roster):
        raise NotYourOwn(item.number, item.title)
    if ACTIONS[action].is_decision:
        deciders = tuple(person.name for person in approvers(item, roster))
        raise NotYourDecision(item.number, item.title, deciders)
    by_partners = action is Action.TICK
    raise NotYours(item.number, item.title, item.unit, item.owner, may=_roles_with(action), by_partners=by_partners)


def _roles_with(action: Action) -> tuple[Role, ...]:
    """Who may do this to an item of a unit: its owner, its head, its deputy leader, the office."""
    reaches = ACTIONS[action].reaches
    least = ((Role.STAFF, Reach.OWN), (Role.HEAD, Reach.UNIT), (Role.DEPUTY, Reach.OVERSEEN), (Role.OFFICE, Reach.ALL))
    return tuple(role for role, reach in least if reaches[role] >= reach)


def is_own(person: Person, item: Item, roster: Roster) -> bool:
    """Whether deciding on the item would be deciding on one's own: as its owner, or as who asked for its closing.

    Where the roster cannot tell which of several namesakes owns it, it is nobody's of that name to decide.
    """
    is_anybodys = roster.named(item.owner, item.unit) is None
    return any(
        post.name == item.submitted_by or is_owner(post, item, roster) or (is_anybodys and post.name == item.owner)
        for post in roster.posts(person)
    )


def asleep(roster: Roster) -> tuple[Person, ...]:
    """Who can't be reached in private, each person once, in however many posts.

    Without a Telegram id two rows of one name are one person where one of them is a leader's; else they are namesakes.
    """
    away = [person for person in roster.people if not is_reachable(person)]
    leaders = {person.name for person in away if person.role in (Role.DIRECTOR, Role.DEPUTY)}
    return tuple({_who(person, leaders): person for person in reversed(away)}.values())[::-1]


def _who(person: Person, leaders: Collection[str]) -> int | tuple[str, str]:
    if person.telegram_id is not None:
        return person.telegram_id
    return person.name, "" if person.name in leaders else person.unit


def approvers(item: Item, roster: Roster) -> tuple[Person, ...]:
    """Who is asked to approve: reachable deputies who oversee the unit, else the office; nobody on their own.

    Where those who stand in may not decide on it, whoever is away is asked all the same.
    """
    found = _reachable_deputies(item, roster)
    found = found or tuple(person for person in office_of(roster) if not is_own(person, item, roster))
    if roster.away and not any(is_reachable(person) for person in found):
        return _away_deciders(item, roster) or found
    return found


def _away_deciders(item: Item, roster: Roster) -> tuple[Person, ...]:
    """Those who would be asked if nobody were away, in their own chats."""
    own = [person for person in roster.people if is_reachable(person) and not is_own(person, item, roster)]
    deputies = tuple(person for person in own if person.role is Role.DEPUTY and item.unit in person.oversees)
    return deputies or tuple(person for person in own if roster.is_office(person))


def _reachable_deputies(item: Item, roster: Roster) -> tuple[Person, ...]:
    overseeing = roster.deputies(item.unit)
    return tuple(person for person in overseeing if is_reachable(person) and not is_own(person, item, roster))


def may_show(item: Outlined, chat: Chat | None, *, is_private: bool = False) -> bool:
    """Whether the item may be shown in the chat to anybody: in its own and its cooperating units' groups.

    A sensitive one is shown in no group.
    ``chat`` is the group's binding, ``None`` for a group that is bound to nothing.
    """
    if is_private:
        return True
    if chat is None or item.is_sensitive or not chat.unit:
        return False
    return chat.unit in (item.unit, *item.partners)


class Lack(StrEnum):
    """Something that is missing; the running bot works without it, yet somebody hears nothing."""

    NO_ROSTER = "no_roster"  # no workbook was imported
    OFFICE_UNREACHABLE = "office_unreachable"  # nobody takes a workbook or hears of trouble
    NO_TELEGRAM_ID = "no_telegram_id"  # people whom the bot would not know
    NOT_STARTED = "not_started"  # people who never started the bot, or blocked it
    OVERSEES_NOTHING = "oversees_nothing"  # deputy leaders without 分管单位: no copy finds its reader
    NO_CHATS = "no_chats"  # no group was bound
    UNIT_WITHOUT_CHAT = "unit_without_chat"  # its head hears in private what the group should


class Lacking(Struct, frozen=True):
    """One lack; ``names`` are the people or units that it concerns."""

    lack: Lack
    names: tuple[str, ...] = ()


def lacks_of_people(roster: Roster) -> tuple[Lacking, ...]:
    """What keeps people from being reached."""
    return tuple(_of_people(roster))


def _of_people(roster: Roster) -> Iterator[Lacking]:
    if not roster.people:
        yield Lacking(Lack.NO_ROSTER)
    if not any(is_reachable(person) for person in office_of(roster)):
        yield Lacking(Lack.OFFICE_UNREACHABLE)
    named = {
        Lack.NO_TELEGRAM_ID: (p for p in roster.people if p.telegram_id is None),
        Lack.NOT_STARTED: (p for p in roster.people if p.telegram_id and p.silent_since),
        Lack.OVERSEES_NOTHING: (p for p in roster.of_role(Role.DEPUTY) if not p.oversees),
    }
    for lack, people in named.items():
        if names := tuple(person.name for person in people):
            yield Lacking(lack, names)


def lacks_of_groups(roster: Roster) -> tuple[Lacking, ...]:
    """Which units have no group in use; before there is a roster, no group can be bound."""
    if not roster.people and not roster.chats:
        return ()
    if not roster.chats:
        return (Lacking(Lack.NO_CHATS),)
    bare = tuple(unit.name for unit in roster.units if not _is_heard(unit.name, roster))
    return (Lacking(Lack.UNIT_WITHOUT_CHAT, bare),) if bare else ()


def _is_heard(unit: str, roster: Roster) -> bool:
    return any(chat.silent_since is None for chat in roster.chats_of(unit))
