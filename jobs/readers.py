"""Readers: in which chats an audience of the rules is reached at this moment."""

from datetime import datetime

from msgspec import Struct

from domain.copies import people_of
from domain.item import Item
from domain.rights import is_reachable, office_of
from domain.roster import Chat, Person, Roster
from domain.views import Audience


class Reader(Struct, frozen=True):
    """One chat. ``key`` stays the same when a group moves (the group's row) and however many roles a person has."""

    key: str
    chat_id: int
    thread_id: int | None = None
    since: datetime | None = None  # what was due before is not made up for; None: reached ever


def of_chat(chat: Chat) -> Reader:
    """A bound group or topic."""
    return Reader(f"chat:{chat.number}", chat.chat_id, chat.thread_id, chat.bound_at)


def of_people(people: tuple[Person, ...]) -> tuple[Reader, ...]:
    """The private chats of those who can be reached, each once."""
    ids = dict.fromkeys(person.telegram_id for person in people if is_reachable(person))
    return tuple(Reader(f"person:{number}", number) for number in ids if number is not None)


def groups_of(unit: str, roster: Roster, *, probes: bool = False) -> tuple[Reader, ...]:
    """The unit's groups in use; ``""`` asks for the bureau's. ``probes`` adds those where the bot is muted."""
    chats = roster.chats_of(unit)
    return tuple(of_chat(chat) for chat in chats if chat.silent_since is None or (probes and chat.is_muted))


def unit_readers(item: Item, roster: Roster) -> tuple[Reader, ...]:
    """Who hears what the item's unit is to hear: its groups.

    In place of a group that is missing the heads hear it privately; without heads the owner, without owner the office.
    Of a sensitive item, which never shows in a group, owner and heads hear.
    """
    groups = () if item.is_sensitive or not item.unit else groups_of(item.unit, roster)
    if groups:
        return groups
    owner = roster.named(item.owner, item.unit)
    owners = of_people((owner,)) if owner else ()
    heads = of_people(roster.heads(item.unit))
    if item.is_sensitive:
        heads = tuple(dict.fromkeys(owners + heads))
    return heads or owners or of_people(office_of(roster))


def readers(audience: Audience, item: Item, roster: Roster) -> tuple[Reader, ...]:
    """The chats in which the audience hears of the item."""
    if audience is Audience.UNIT:
        return unit_readers(item, roster)
    return of_people(people_of(audience, item, roster))
