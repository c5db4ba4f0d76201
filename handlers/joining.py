"""A stranger says who they are (启用申请), and the office decides by a button on any of its copies.

A stranger has one line an hour (``Strangers``). Whoever follows that line's advice is answered at once, a few times a
day, and one application at a time is open for an account.
"""

from functools import partial

from msgspec.structs import replace

from domain.actions import Action
from domain.errors import ButtonTooOld, NotAPerson, UnknownPerson
from domain.joining import (
    DECLINED_FOR,
    MOST_OPEN,
    AdmitChoice,
    Enrolment,
    accounts_of,
    said_name,
)
from domain.joining_errors import ApplicationDeclined, ApplicationOver, PersonUnknown, TooManyApplications
from domain.letter import STRANGERS
from domain.requests import Decision, DecisionRequest, RequestKind, decided
from domain.roster import Person, office_of
from handlers.enrolling import (
    close_application,
    enrol,
    require_office,
    show_everywhere,
    welcome,
    write_to_account,
)
from handlers.replies import answer, answer_applicant, reword, show, write_to
from handlers.request import Asking, Request
from store.transaction import Transaction
from texts.joining import (
    render_application,
    render_applied,
    render_ask_move,
    render_declined,
    render_enrolled,
    render_join_in_private,
    render_not_admitted,
    render_office_unreachable,
    render_open_names,
)
from texts.people import render_unknown, render_whoami


def handle_join(request: Request, tx: Transaction) -> None:
    """我是甲某: asks the office; whoever is on the roster reads who they are."""
    if request.is_nobody:
        raise NotAPerson
    if request.speaker is not None:
        answer(request, tx, render_whoami(request.speaker, request.rules, request.telegram_id))
    elif not request.is_private:
        answer(request, tx, render_join_in_private(request.office.bot))
    else:
        _apply(request, tx, said_name(request.said.words))


def show_how_to_join(request: Request, tx: Transaction) -> None:
    """The private chat was opened from a group: what a stranger says here, whatever they read there."""
    if request.is_nobody:
        raise NotAPerson
    if not request.office.strangers.may_ask(request.telegram_id, Asking.LINK, request.now):
        raise UnknownPerson
    request.afterwards.append(partial(request.office.strangers.asked, request.telegram_id, Asking.LINK, request.now))
    answer_applicant(request, tx, render_unknown(request.telegram_id))


def _apply(request: Request, tx: Transaction, wish: str) -> None:
    if not wish:
        raise UnknownPerson
    if not request.office.strangers.may_ask(request.telegram_id, Asking.APPLY, request.now):
        raise TooManyApplications(request.telegram_id)
    _refuse_declined(request)
    request.afterwards.append(partial(request.office.strangers.asked, request.telegram_id, Asking.APPLY, request.now))
    asked = request.ledger.request_of(RequestKind.JOIN, request.telegram_id)
    if asked is not None:
        _ask_again(request, tx, replace(asked, wish=wish, asked_by=request.called))
    is_asked = asked is not None or _ask(request, tx, wish)
    answer_applicant(request, tx, render_applied(wish) if is_asked else render_office_unreachable(request.telegram_id))


def _refuse_declined(request: Request) -> None:
    last = request.ledger.newest_application(request.telegram_id)
    if last is None or last.decision is not Decision.SENT_BACK or last.decided_at is None:
        return
    if request.now - last.decided_at < DECLINED_FOR:
        raise ApplicationDeclined(request.telegram_id)


def _ask(request: Request, tx: Transaction, wish: str) -> bool:
    """Asks everybody of the office; whether anybody could be."""
    if len(request.ledger.requested({RequestKind.JOIN})) >= MOST_OPEN:
        return False
    asked = DecisionRequest(
        kind=RequestKind.JOIN,
        item=request.telegram_id,
        asked_by=request.called,
        asked_at=request.at,
        wish=wish,
    )
    page = render_application(asked, request.setting)
    letters = {write_to(tx, each, page, request.now, STRANGERS): each.telegram_id for each in office_of(request.roster)}
    messages = {letter: chat for letter, chat in letters.items() if letter and chat}
    if messages:
        tx.save_request(replace(asked, messages=messages))
    return bool(messages)


def _ask_again(request: Request, tx: Transaction, asked: DecisionRequest) -> None:
    """The applicant corrects what they said: every copy reads so."""
    tx.save_request(asked)
    page = render_application(asked, request.setting)
    reword(request.ledger, tx, asked.messages, page, request.now, asker=STRANGERS)


def press_admit(request: Request, tx: Transaction) -> None:
    """The office says who it is, or that it is nobody of the bureau."""
    speaker = require_office(request, Action.ADMIT)
    press = request.pressed()
    asked = request.ledger.request_of(RequestKind.JOIN, press.item)
    if asked is None:
        raise _over(request, press.item)
    if press.choice == AdmitChoice.CHOOSE:
        show(request, tx, render_open_names(asked, request.setting, press.version))
    elif press.choice == AdmitChoice.SHOW:
        show(request, tx, render_application(asked, request.setting))
    elif press.choice == AdmitChoice.DECLINE:
        _decline(request, tx, speaker, asked)
    elif press.choice in (AdmitChoice.CONFIRM, AdmitChoice.MOVE):
        _confirm(request, tx, speaker, asked)
    else:
        raise ButtonTooOld


def _over(request: Request, telegram_id: int) -> ApplicationOver | ButtonTooOld:
    last = request.ledger.newest_application(telegram_id)
    if last is None:
        return ButtonTooOld()
    if last.decision is Decision.OVERTAKEN:
        return ApplicationOver(last.decided_by, "")
    person = request.roster.who(telegram_id) if last.decision is Decision.APPROVED else None
    if last.decision is Decision.APPROVED and person is None:
        return ButtonTooOld()  # confirmed, and taken back since
    return ApplicationOver(person.name if person else "", last.decided_by)


def _confirm(request: Request, tx: Transaction, speaker: Person, asked: DecisionRequest) -> None:
    press = request.pressed()
    holder = request.roster.who(asked.item)
    if holder is not None and holder.number:
        close_application(request, tx, asked.item, holder.name)
        return
    person = request.roster.person(press.version)
    if person is None or person.left_at is not None:
        raise PersonUnknown("", ())
    accounts = sorted(accounts_of(person, request.roster) - {asked.item})
    if accounts and press.choice != AdmitChoice.MOVE:
        show(request, tx, render_ask_move(asked, person, accounts, request.rules))
    else:
        _admit(request, tx, speaker, asked, person)


def _admit(request: Request, tx: Transaction, speaker: Person, asked: DecisionRequest, person: Person) -> None:
    begun = Enrolment(
        telegram_id=asked.item,
        account=asked.asked_by,
        name=person.name,
        posts={},
        enrolled_at=request.now,
        enrolled_by=speaker.name,
        messages=asked.messages,
    )
    done = enrol(request, tx, person, begun)
    tx.save_request(decided(asked, Decision.APPROVED, speaker.name, request.now))
    show_everywhere(request, tx, asked.messages, render_enrolled(done, request.rules, request.now))
    joined = request.roster.who(asked.item)
    if joined is not None:
        write_to(tx, joined, welcome(request, joined), request.now)


def _decline(request: Request, tx: Transaction, speaker: Person, asked: DecisionRequest) -> None:
    tx.save_request(decided(asked, Decision.SENT_BACK, speaker.name, request.now))
    show_everywhere(request, tx, asked.messages, render_declined(asked, speaker.name, request.rules, request.now))
    write_to_account(request, tx, asked.item, render_not_admitted())
