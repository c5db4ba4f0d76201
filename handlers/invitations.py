"""``/invite`` (邀请): a link for one person, or for a unit, and what happens when it is opened.

A link is a secret: whoever opens it first is bound at once. It is handed out once, and only its SHA-256 is kept.
"""

from functools import partial
from secrets import token_urlsafe

from msgspec.structs import replace

from domain.actions import Action, Reach
from domain.errors import (
    AlreadyEnrolled,
    ButtonTooOld,
    InvitationInGroup,
    InvitationOver,
    InvitedAlready,
    MayNotInvite,
    NameTaken,
    NotAPerson,
    PersonEnrolled,
    PersonUnknown,
    PrivateOnly,
    TooManyApplications,
    UnitUnknown,
)
from domain.invitations import (
    MOST_OPENERS,
    Invitation,
    InvitationFault,
    InviteChoice,
    digest_of,
    fault_of,
    invited_by,
    is_replaced_by,
    may_invite,
    names_of_unit,
    told_of_joining,
)
from domain.joining import Enrolment, accounts_of, each_once, fitting, rows_of_one
from domain.letter import Page
from domain.rights import may_in, reach_of
from domain.roster import Person, Unit
from domain.text_forms import is_unit_like
from handlers.duty import people_named
from handlers.enrolling import close_application, enrol, welcome
from handlers.replies import answer, answer_applicant, show, write_to
from handlers.request import Asking, Request
from store.transaction import Transaction
from texts.faults import render_fault
from texts.invitations import (
    JOIN_PAYLOAD,
    render_invitation,
    render_joined,
    render_name_taken_up,
    render_own_name,
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


def open_link(request: Request, tx: Transaction) -> None:
    """Whoever opens a link is bound at once, or chooses their name."""
    if request.is_nobody:
        raise NotAPerson
    if not request.is_private:
        raise InvitationInGroup
    token = request.said.words.removeprefix(JOIN_PAYLOAD)
    invitation = request.ledger.invitation_of(digest_of(token))
    speaker = request.speaker
    if speaker is not None and speaker.number:
        raise InvitedAlready(speaker.name, is_own=_is_own(request, invitation))
    _count(request)
    fault = fault_of(invitation, request.roster, request.now)
    if invitation is None or fault is not None:
        refusal = InvitationOver(fault or InvitationFault.UNKNOWN)
        answer_applicant(request, tx, Page(render_fault(refusal, request.rules)))
    elif invitation.person:
        _accept(request, tx, invitation, request.roster.person(invitation.person))
    else:
        _offer_names(request, tx, invitation)


def _is_own(request: Request, invitation: Invitation | None) -> bool:
    """Whether the link was for the speaker: by name, or to their unit."""
    rows = {row.number: row.unit for row in request.roster.posts(request.known())}
    if invitation is None:
        return False
    return invitation.person in rows if invitation.person else invitation.unit in rows.values()


def _count(request: Request) -> None:
    """A stranger opens a few links a day, beside the line that they get each hour."""
    if not request.office.strangers.may_ask(request.telegram_id, Asking.LINK, request.now):
        raise TooManyApplications(request.telegram_id)
    request.afterwards.append(partial(request.office.strangers.asked, request.telegram_id, Asking.LINK, request.now))


def _offer_names(request: Request, tx: Transaction, invitation: Invitation) -> None:
    people = names_of_unit(invitation.unit, request.roster)
    if request.telegram_id not in invitation.openers:
        if len(invitation.openers) >= MOST_OPENERS:
            refusal = InvitationOver(InvitationFault.FULL)
            answer_applicant(request, tx, Page(render_fault(refusal, request.rules)))
            return
        tx.save_invitation(replace(invitation, openers=(*invitation.openers, request.telegram_id)))
    answer_applicant(request, tx, render_own_name(invitation, people))


def press_take(request: Request, tx: Transaction) -> None:
    """Whoever opened a unit's link chose their name, or turned the page."""
    press = request.pressed()
    invitation = request.ledger.invitation(press.item)
    if request.is_nobody or not request.is_private:
        raise InvitationInGroup
    if invitation is None or request.telegram_id not in invitation.openers:
        raise ButtonTooOld
    if request.speaker is not None and request.speaker.number:
        raise AlreadyEnrolled(request.speaker.name)
    fault = fault_of(invitation, request.roster, request.now)
    if fault is not None:
        raise InvitationOver(fault)
    people = names_of_unit(invitation.unit, request.roster)
    if not press.version:
        show(request, tx, render_own_name(invitation, people, press.choice))
        return
    chosen = request.roster.person(press.version)
    if chosen is None or chosen.number not in {each.number for each in people}:
        raise NameTaken(chosen.name if chosen else "")
    show(request, tx, render_name_taken_up(_accept(request, tx, invitation, chosen)))


def _accept(request: Request, tx: Transaction, invitation: Invitation, person: Person | None) -> Enrolment:
    """The account is the person's; they are welcomed, and those told who answer for the link."""
    if person is None:
        raise InvitationOver(InvitationFault.WITHDRAWN)
    begun = Enrolment(
        telegram_id=request.telegram_id,
        account=request.called,
        name=person.name,
        posts={},
        enrolled_at=request.now,
        enrolled_by=invitation.invited_by,
        invitation=invitation.number,
    )
    done = enrol(request, tx, person, begun)
    close_application(request, tx, request.telegram_id, person.name)
    if invitation.person:
        tx.save_invitation(replace(invitation, used_at=request.now))
    page = render_joined(done, request.rules, request.now)
    told = told_of_joining(invitation, request.telegram_id, request.roster)
    letters = {write_to(tx, each, page, request.now, request.asker): chat for chat, each in told.items()}
    answer(request, tx, welcome(request, request.known()))
    return tx.save_enrolment(replace(done, messages={letter: chat for letter, chat in letters.items() if letter}))
