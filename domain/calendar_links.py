"""Secret links to calendar feeds: whose they are, how long they hold. Only the SHA-256 of what one carries is kept."""

from collections.abc import Iterable

from msgspec import Struct

from domain.actions import Action
from domain.item import Instant
from domain.rights import may_in
from domain.roster import Person, Roster

#: So many links of one person for the same calendar hold at once; an older one ends.
MOST = 5


class CalendarLink(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A link that was handed out. It ends with its maker: who leaves the roster takes no calendar along."""

    number: int = 0
    token: str  # SHA-256 of what the link carries, in hex
    account: int  # the Telegram id of who asked for it
    name: str  # and their name: an account that becomes somebody else's opens nothing
    unit: str = ""  # the calendar of this unit; "": of the person
    made_at: Instant
    ended_at: Instant | None = None


def reader_of(link: CalendarLink | None, roster: Roster) -> Person | None:
    """Whose rights the link has; ``None`` where it does nothing any more."""
    if link is None or link.ended_at is not None:
        return None
    person = roster.who(link.account)
    if person is None or person.name != link.name:
        return None
    return person if not link.unit or may_have_unit(person, link.unit, roster) else None


def may_have_unit(person: Person, unit: str, roster: Roster) -> bool:
    """Whether the person may have the unit's calendar: who may read its list."""
    return any(each.name == unit for each in roster.units) and may_in(person, Action.UNIT, unit, roster)


def same_calendar(links: Iterable[CalendarLink], account: int, unit: str) -> tuple[CalendarLink, ...]:
    """The links to it that hold, oldest first."""
    found = (each for each in links if (each.account, each.unit) == (account, unit) and each.ended_at is None)
    return tuple(sorted(found, key=lambda each: each.number))
