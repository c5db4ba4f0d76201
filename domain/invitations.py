"""Invitations (邀请): links that make whoever opens them somebody of the roster, at once; what keeps one from it.

A link is for one person and one use, or for a unit, where each who opens it chooses their own name. Only the SHA-256 of
what the link carries is kept.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from hashlib import sha256

from msgspec import Struct

from domain.actions import Action, Reach
from domain.item import Instant
from domain.joining import Enrolment, accounts_of, open_names, rows_of_one
from domain.rights import may_in, reach_of
from domain.roster import Person, Role, Roster, is_reachable, office_of

VALID_FOR = timedelta(days=7)
#: So many accounts may open a unit's link; more are no unit's.
MOST_OPENERS = 100
#: Posts that give no right beyond the unit: only these are taken by a unit's link, or on a head's invitation.
_OF_UNITS = frozenset({Role.HEAD, Role.STAFF})


class InviteChoice(IntEnum):
    """What a button of an invitation does; codes stand in payloads and never change."""

    PERSON = 0  # invite the person of the row ``item``
    UNIT = 1  # invite the unit ``item``
    WITHDRAW = 2  # the invitation ``item`` is void
    PEOPLE = 3  # show whom one may invite, from the one at ``version`` on
    UNITS = 4  # show the units that one may invite


class InvitationFault(StrEnum):
    """Why a link does nothing any more."""

    UNKNOWN = "unknown"
    USED = "used"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    FULL = "full"


class Invitation(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A link that was handed out."""

    number: int = 0
    token: str  # SHA-256 of what the link carries, in hex
    person: int = 0  # their row of the roster; 0: anybody of the unit
    name: str = ""
    unit: str = ""
    invited_by: str
    inviter: int  # their Telegram id
    invited_at: Instant
    openers: tuple[int, ...] = ()  # accounts that opened a unit's link, and may choose a name
    used_at: Instant | None = None
    withdrawn_at: Instant | None = None


def digest_of(token: str) -> str:
    """What is kept of a link."""
    return sha256(token.encode()).hexdigest()


def fault_of(invitation: Invitation | None, roster: Roster, now: datetime) -> InvitationFault | None:
    """Why the link does nothing; ``None`` where it still does."""
    if invitation is None:
        return InvitationFault.UNKNOWN
    if invitation.withdrawn_at is not None:
        return InvitationFault.WITHDRAWN
    if invitation.used_at is not None:
        return InvitationFault.USED
    if now - invitation.invited_at > VALID_FOR:
        return InvitationFault.EXPIRED
    return _fault_of_person(invitation, roster) if invitation.person else None


def _fault_of_person(invitation: Invitation, roster: Roster) -> InvitationFault | None:
    person = roster.person(invitation.person)
    if person is None or person.left_at is not None or person.name != invitation.name:
        return InvitationFault.WITHDRAWN
    return InvitationFault.USED if accounts_of(person, roster) else None


def may_invite(speaker: Person, person: Person, roster: Roster) -> bool:
    """Whether the speaker may hand out a link that makes somebody this person: heads those of their unit."""
    if reach_of(speaker, Action.INVITE, roster) is Reach.ALL:
        return True
    rows = rows_of_one(person, roster)
    return all(row.role in _OF_UNITS and may_in(speaker, Action.INVITE, row.unit, roster) for row in rows)


def may_release(speaker: Person, enrolment: Enrolment, roster: Roster) -> bool:
    """Whether the speaker may take an enrolment back: a head what an invitation brought about in their unit."""
    if reach_of(speaker, Action.RELEASE, roster) is Reach.ALL:
        return True
    rows = [row for number in enrolment.posts if (row := roster.person(number)) is not None]
    is_of_unit = all(row.role in _OF_UNITS and may_in(speaker, Action.RELEASE, row.unit, roster) for row in rows)
    return bool(enrolment.invitation and rows) and is_of_unit


def invited_by(speaker: Person, roster: Roster) -> tuple[Person, ...]:
    """Whom the speaker may invite: those without account, each once."""
    return tuple(person for person in open_names(roster) if may_invite(speaker, person, roster))


def names_of_unit(unit: str, roster: Roster) -> tuple[Person, ...]:
    """The names that whoever opens the unit's link may choose from: no leader's, and none of the office."""
    return tuple(
        person
        for person in open_names(roster)
        if person.unit == unit and all(row.role in _OF_UNITS for row in rows_of_one(person, roster))
    )


def is_replaced_by(old: Invitation, new: Invitation) -> bool:
    """Whether the newer link is for the same person or unit: then the older one is void."""
    is_open = old.used_at is None and old.withdrawn_at is None
    return is_open and (old.person, old.unit) == (new.person, new.unit) and old.token != new.token


def told_of_joining(invitation: Invitation, account: int, roster: Roster) -> dict[int, Person]:
    """Who hears that somebody joined by the link, by chat: the inviter; of a unit's link its heads and the office."""
    inviter = roster.who(invitation.inviter)
    if invitation.person and inviter is not None and is_reachable(inviter):
        return {invitation.inviter: inviter}
    people: Iterable[Person] = office_of(roster)
    if not invitation.person:
        people = (*roster.heads(invitation.unit), *people)
    reachable = {each.telegram_id: each for each in people if is_reachable(each) and each.telegram_id != account}
    return {chat: person for chat, person in reachable.items() if chat is not None}
