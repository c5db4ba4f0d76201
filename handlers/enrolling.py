"""An account becomes somebody's (启用), or is nobody's again: the roster's rows, the chats concerned, and the welcome.

Whoever loses an account by it has no rights from then on, and nothing that waits for that chat goes out.
"""

from msgspec.structs import replace

from domain.actions import Action, Reach
from domain.errors import ButtonTooOld, PrivateOnly
from domain.invitations import may_release
from domain.joining import Enrolment, enrolled, may_still_release, released, rows_of_one
from domain.joining_errors import EnrolmentOver, OfficeOnly, OwnAccount
from domain.letter import Letter, Page, Urgency
from domain.requests import Decision, RequestKind, decided
from domain.rights import reach_of
from domain.roster import Person
from handlers.replies import reword, show
from handlers.request import Request
from store.transaction import Transaction
from texts.help import render_start
from texts.joining import (
    render_account_moved,
    render_account_restored,
    render_no_longer_enrolled,
    render_overtaken,
    render_released,
)


def welcome(request: Request, person: Person) -> Page:
    """What ``/start`` tells the person."""
    role = request.roster.acting_role(person)
    return render_start(person, role, request.rules, example_unit(request, person))


def example_unit(request: Request, speaker: Person) -> str:
    """A unit for an example that works: one that the speaker oversees or belongs to, else the first."""
    units = [unit.name for unit in request.roster.units]
    return next((name for name in (*speaker.oversees, speaker.unit, *units) if name in units), "社会救助股")


def require_office(request: Request, act: Action) -> Person:
    """The speaker, who must be of the office and in private."""
    speaker = request.known()
    if reach_of(speaker, act, request.roster) is not Reach.ALL:
        raise OfficeOnly
    if not request.is_private:
        raise PrivateOnly(act)
    return speaker


def enrol(request: Request, tx: Transaction, person: Person, enrolment: Enrolment) -> Enrolment:
    """Every post of the person has the enrolment's account from now on; the accounts that lose theirs are told."""
    before = rows_of_one(person, request.roster)
    for row in enrolled(person, enrolment.telegram_id, request.roster):
        tx.save_person(row)
    lost = dict.fromkeys(row.telegram_id for row in before if row.telegram_id != enrolment.telegram_id)
    for account in lost:
        if account is not None:
            _let_go(request, tx, account, render_account_moved(person.name))
    posts = {row.number: row.telegram_id if row.telegram_id != enrolment.telegram_id else None for row in before}
    return tx.save_enrolment(replace(enrolment, name=person.name, unit=person.unit, posts=posts))


def close_application(request: Request, tx: Transaction, telegram_id: int, name: str) -> None:
    """The account has become somebody's without the office's answer: its open application is over."""
    asked = request.ledger.request_of(RequestKind.JOIN, telegram_id)
    if asked is not None:
        tx.save_request(decided(asked, Decision.OVERTAKEN, name, request.now))
        reword(request.ledger, tx, asked.messages, render_overtaken(asked, name), request.now, asker=request.asker)


def press_release(request: Request, tx: Transaction) -> None:
    """撤回: the account is nobody's again, and those from whom it was taken have theirs back."""
    speaker = request.known()
    enrolment = request.ledger.enrolment(request.pressed().item)
    if enrolment is None or not may_release(speaker, enrolment, request.roster):
        raise OfficeOnly if enrolment else ButtonTooOld
    rows = released(enrolment, request.roster)
    if enrolment.taken_back_at or not rows or not may_still_release(enrolment, request.now):
        raise EnrolmentOver(enrolment.name, enrolment.taken_back_by)
    if enrolment.telegram_id == request.telegram_id:
        raise OwnAccount
    for row in rows:
        tx.save_person(row)
    _let_go(request, tx, enrolment.telegram_id, render_no_longer_enrolled())
    for account in dict.fromkeys(row.telegram_id for row in rows):
        if account is not None:
            write_to_account(request, tx, account, render_account_restored(enrolment.name))
    taken_back = replace(enrolment, taken_back_at=request.now, taken_back_by=speaker.name)
    tx.save_enrolment(taken_back)
    show_everywhere(request, tx, taken_back.messages, render_released(taken_back, request.rules, request.now))


def show_everywhere(request: Request, tx: Transaction, letters: dict[int, int], page: Page) -> None:
    """Puts the page in place of every copy and of the message at hand."""
    changed = reword(request.ledger, tx, letters, page, request.now, asker=request.asker)
    if (request.chat_id, request.message_id) not in changed:
        show(request, tx, page)


def _let_go(request: Request, tx: Transaction, account: int, page: Page) -> None:
    """The account is told, and is nobody's, unless it is somebody's in another row."""
    if request.roster.who(account) is None:
        tx.withdraw(account)
        tx.set_dialogue(account, account, None)
    write_to_account(request, tx, account, page)


def write_to_account(request: Request, tx: Transaction, account: int, page: Page) -> None:
    """A private notice to an account, be it nobody's on the roster."""
    tx.queue(
        Letter(
            chat_id=account,
            html=page.html,
            rows=page.rows,
            urgency=Urgency.NOTICE,
            queued_at=request.now,
            asker=request.asker,
        )
    )
