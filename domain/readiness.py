"""What a ledger still lacks before its bureau can be reached (`check --online`), in the order to mend it."""

from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct

from domain.rights import is_reachable, office_of
from domain.roster import Role, Roster


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
