"""A link of an invitation was opened: whoever opened it is somebody of the roster at once, or chooses their name."""

from functools import partial

from msgspec.structs import replace

from domain.errors import ButtonTooOld, NotAPerson
from domain.invitations import (
    MOST_OPENERS,
    Invitation,
    InvitationFault,
    digest_of,
    fault_of,
    names_of_unit,
    told_of_joining,
)
from domain.joining import Enrolment
from domain.joining_errors import (
    AlreadyEnrolled,
    InvitationInGroup,
    InvitationOver,
    InvitedAlready,
    NameTaken,
    TooManyApplications,
)
from domain.letter import Page
from domain.roster import Person
from handlers.enrolling import close_application, enrol, welcome
from handlers.replies import answer, answer_applicant, show, write_to
from handlers.request import Asking, Request
from store.transaction import Transaction
from texts.faults import render_fault
from texts.invitations import JOIN_PAYLOAD, render_joined, render_name_taken_up, render_own_name


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
