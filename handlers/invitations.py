"""``/invite`` (邀请): a link for one person, or for a unit; what happens when it is opened is ``invitation_links``.

A link is a secret: whoever opens it first is bound at once. It is handed out once, and only its SHA-256 is kept.
"""

from secrets import token_urlsafe

from msgspec.structs import replace

from domain.actions import Action, Reach
from domain.errors import ButtonTooOld, PrivateOnly, UnitUnknown
from domain.invitations import (
    Invitation,
    InviteChoice,
    digest_of,
    fault_of,
    invited_by,
    is_replaced_by,
    may_invite,
)
from domain.joining import accounts_of, each_once, fitting, rows_of_one
from domain.joining_errors import InvitationOver, MayNotInvite, PersonEnrolled, PersonUnknown
from domain.rights import may_in, reach_of
from domain.roster import Person, Unit
from domain.text_forms import is_unit_like
from handlers.duty import people_named
from handlers.replies import answer, show
from handlers.request import Request
from store.transaction import Transaction
from texts.invitations import (
    render_invitation,
    render_units_to_invite,
    render_which_to_invite,
    render_whom_to_invite,
    render_withdrawn,
)

#: Bytes of chance in a link.
_SECRET = 16


def handle_invite(request: Request, tx: Transaction) -> None:
    """邀请 甲某, 邀请 社会救助股: the link; without a name, whom one may invite."""
    speaker, words = _inviter(request), request.said.words.strip()
    unit = next((each for each in request.roster.units if each.name == words), None)
    if unit is not None:
        _invite_unit(request, tx, speaker, unit)
    elif not words:
        answer(request, tx, render_whom_to_invite(invited_by(speaker, request.roster), request.rules))
    else:
        people = _people_meant(request, words)
        if len(people) > 1:
            answer(request, tx, render_which_to_invite(people, request.rules))
        else:
            _invite(request, tx, speaker, people[0])


def _people_meant(request: Request, words: str) -> tuple[Person, ...]:
    """庚某, 社会救助股庚某, 庚某 社会救助股: whom the words name; a unit that is not there is named as such."""
    named = tuple(person for person in fitting(words, request.roster) if person.name in words)
    if named:
        return named
    if is_unit_like(words):
        raise UnitUnknown(words, tuple(unit.name for unit in request.roster.units))
    return each_once(people_named(words, request.roster.people), request.roster)


def press_invite(request: Request, tx: Transaction) -> None:
    """Somebody or a unit was chosen, a page turned, or an invitation withdrawn."""
    speaker, press = _inviter(request), request.pressed()
    if press.choice == InviteChoice.PEOPLE:
        page = render_whom_to_invite(invited_by(speaker, request.roster), request.rules, press.version)
        show(request, tx, page)
    elif press.choice == InviteChoice.UNITS:
        units = [each for each in request.roster.units if _may_invite_unit(request, speaker, each.name)]
        show(request, tx, render_units_to_invite(units, request.rules))
    elif press.choice == InviteChoice.UNIT:
        unit = next((each for each in request.roster.units if each.number == press.item), None)
        if unit is None:
            raise ButtonTooOld
        _invite_unit(request, tx, speaker, unit)
    elif press.choice == InviteChoice.PERSON:
        person = request.roster.person(press.item)
        if person is None or person.left_at is not None:
            raise PersonUnknown("", ())
        _invite(request, tx, speaker, person)
    else:
        _withdraw(request, tx, speaker)


def _inviter(request: Request) -> Person:
    """The speaker, in private; whom they may invite is asked of each."""
    speaker = request.known()
    if reach_of(speaker, Action.INVITE, request.roster) is Reach.NONE:
        raise MayNotInvite("")
    if not request.is_private:
        raise PrivateOnly(Action.INVITE)
    return speaker


def _may_invite_unit(request: Request, speaker: Person, unit: str) -> bool:
    return may_in(speaker, Action.INVITE, unit, request.roster)


def _invite(request: Request, tx: Transaction, speaker: Person, person: Person) -> None:
    if not may_invite(speaker, person, request.roster):
        raise MayNotInvite(person.name)
    if accounts_of(person, request.roster):
        raise PersonEnrolled(person.name)
    first = min(rows_of_one(person, request.roster), key=lambda row: row.number)
    _hand_out(request, tx, speaker, person=first.number, name=first.name, unit=first.unit)


def _invite_unit(request: Request, tx: Transaction, speaker: Person, unit: Unit) -> None:
    if not _may_invite_unit(request, speaker, unit.name):
        raise MayNotInvite(unit.name)
    _hand_out(request, tx, speaker, person=0, name="", unit=unit.name)


def _hand_out(request: Request, tx: Transaction, speaker: Person, *, person: int, name: str, unit: str) -> None:
    """A new link, in a message of its own; older ones for the same are void."""
    token = token_urlsafe(_SECRET)
    invitation = tx.save_invitation(
        Invitation(
            token=digest_of(token),
            person=person,
            name=name,
            unit=unit,
            invited_by=speaker.name,
            inviter=request.telegram_id,
            invited_at=request.now,
        )
    )
    replaced = [each for each in request.ledger.invitations() if is_replaced_by(each, invitation)]
    for each in replaced:
        tx.save_invitation(replace(each, withdrawn_at=request.now))
    is_renewed = any(fault_of(each, request.roster, request.now) is None for each in replaced)
    answer(request, tx, render_invitation(invitation, token, request.rules, request.office.bot, is_renewed=is_renewed))


def _withdraw(request: Request, tx: Transaction, speaker: Person) -> None:
    invitation = request.ledger.invitation(request.pressed().item)
    if invitation is None or request.pressed().choice != InviteChoice.WITHDRAW:
        raise ButtonTooOld
    if invitation.inviter != request.telegram_id and not _may_invite_unit(request, speaker, invitation.unit):
        raise MayNotInvite(invitation.name or invitation.unit)
    fault = fault_of(invitation, request.roster, request.now)
    if fault is not None:
        raise InvitationOver(fault)
    tx.save_invitation(replace(invitation, withdrawn_at=request.now))
    show(request, tx, render_withdrawn(invitation))
