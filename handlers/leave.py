"""``/leave`` (请假): the days and who stands in, echoed before they are entered; 改代办人, 不接手, 取消, 销假.

A leave waits under the number of the message that asked for it until it is confirmed. Who stands in is told at once and
may decline; what a leave brings about is ``domain/absence.py``.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from msgspec.structs import replace

from domain.absence import Absence, changed, with_leave
from domain.actions import Action
from domain.errors import ButtonTooOld, PrivateOnly
from domain.joining_errors import PersonUnknown
from domain.leave import (
    LeaveChoice,
    leave_of,
    leave_to_end,
    leaves_of,
    might_stand_in,
    near_names,
    person_named,
    read_wish,
    require_free,
    require_may_enter,
    require_stand_in,
)
from domain.leave_errors import LeaveOver, StandInUnknown
from domain.letter import Page
from domain.limits import local_day
from domain.roster import Person, in_place_of
from domain.text_forms import bare_name
from handlers.asking import put_question, take_question
from handlers.questions import STAND_IN
from handlers.replies import answer, show, write_to
from handlers.request import Request
from store.transaction import Transaction
from store.values import Dialogue
from texts.leave import (
    render_declined,
    render_leave_dropped,
    render_leave_echo,
    render_leave_ended,
    render_leave_entered,
    render_leave_entered_for_you,
    render_leaves,
    render_no_longer_stand_in,
    render_stand_in_choice,
    render_was_declined,
    render_you_stand_in,
    say_own_leaves,
    say_standing_in,
)

_DRAFT = "leave"


def handle_leave(request: Request, tx: Transaction) -> None:
    """请假 12月1日至12月5日 乙某; alone, the speaker's leaves; 销假."""
    speaker = request.known()
    _require_private(request)
    if not request.said.words.strip():
        answer(request, tx, _leaves_page(request, speaker))
        return
    names = {person.name for person in request.roster.people}
    units = {person.unit for person in request.roster.people}
    wish = read_wish(request.said.words, _today(request), request.rules, names, units)
    applicant = _whom(request, speaker, wish.whom)
    require_may_enter(speaker, applicant, request.roster)
    if wish.is_back:
        _end(request, tx, applicant, leave_to_end(applicant, _today(request)))
        return
    leave = Absence(first_on=wish.first_on, last_on=wish.last_on, reason=wish.reason, asked_by=speaker.name)
    require_free(applicant, leave.first_on, leave.last_on)
    if wish.stand_in:
        leave = _with_stand_in(applicant, leave, _named(request, wish.stand_in, wish.unit, applicant))
    _echo(request, tx, request.message_id or 0, applicant, leave)


def press_leave(request: Request, tx: Transaction) -> None:
    """Whatever a button about a leave says."""
    request.known()
    _require_private(request)
    decide = _CHOICES.get(request.pressed().choice)
    if decide is None:
        raise ButtonTooOld
    decide(request, tx)


def handle_stand_in(request: Request, tx: Transaction) -> None:
    """The name that was asked for."""
    speaker = request.known()
    question = take_question(request, tx)
    if question is None:
        return
    draft = question.number
    applicant, leave, replaced = _draft_of(request, draft)
    require_may_enter(speaker, applicant, request.roster)
    name, _, unit = request.said.words.strip().partition(" ")
    stand_in = _named(request, name, unit.strip(), applicant)
    _echo(request, tx, draft, applicant, _with_stand_in(applicant, leave, stand_in), replaced)


def _require_private(request: Request) -> None:
    if not request.is_private:
        raise PrivateOnly(Action.LEAVE)


def _today(request: Request) -> date:
    return local_day(request.now, request.rules)


def _leaves_page(request: Request, speaker: Person) -> Page:
    today = _today(request)
    return render_leaves(speaker, leaves_of(speaker, today), _stood_in_for(request, speaker), today)


def _show_own(request: Request, tx: Transaction) -> None:
    answer(request, tx, _leaves_page(request, request.known()))


def _stood_in_for(request: Request, speaker: Person) -> tuple[Person, ...]:
    return tuple(post for post in request.roster.posts(speaker) if in_place_of(post))


def absence_lines(request: Request, speaker: Person) -> tuple[str, ...]:
    """What ``/whoami`` says of the speaker's next leave, and of whom they stand in for."""
    today = _today(request)
    return say_own_leaves(leaves_of(speaker, today), today), say_standing_in(_stood_in_for(request, speaker))


def _whom(request: Request, speaker: Person, name: str) -> Person:
    """Whose leave it is: the speaker's own, unless another is named. Of their posts the one that knows their leaves."""
    found = person_named(name, "", request.roster, speaker.unit) if name and name != speaker.name else speaker
    if found is None:
        raise PersonUnknown(name, near_names(name, (person.name for person in request.roster.people)))
    return max(request.roster.rows_of(found), key=lambda row: len(row.away), default=found)


def _named(request: Request, name: str, unit: str, applicant: Person) -> Person:
    """Who is to stand in."""
    found = person_named(bare_name(name), unit, request.roster, applicant.unit)
    if found is None:
        raise StandInUnknown(name, near_names(name, (person.name for person in request.roster.people)))
    return found


def _with_stand_in(applicant: Person, leave: Absence, stand_in: Person) -> Absence:
    require_stand_in(stand_in, applicant, leave.first_on, leave.last_on)
    return replace(leave, stand_in=stand_in.name, stand_in_number=stand_in.number)


def _echo(
    request: Request, tx: Transaction, draft: int, applicant: Person, leave: Absence, replaced: Absence | None = None
) -> None:
    """Keeps what would be entered, and shows it with exact dates."""
    _keep(request, tx, draft, applicant, leave, replaced)
    show(request, tx, render_leave_echo(applicant, leave, draft, _today(request)))


def _keep(
    request: Request, tx: Transaction, draft: int, applicant: Person, leave: Absence, replaced: Absence | None
) -> None:
    data = {
        "who": str(request.telegram_id),
        "person": str(applicant.number),
        "first": leave.first_on.isoformat(),
        "last": leave.last_on.isoformat(),
        "stand_in": leave.stand_in,
        "row": str(leave.stand_in_number),
        "reason": leave.reason,
        "replaces": replaced.first_on.isoformat() if replaced else "",
    }
    tx.set_dialogue(request.chat_id, -draft, Dialogue(kind=_DRAFT, data=data, begun_at=request.now))


def _draft_of(request: Request, draft: int) -> tuple[Person, Absence, Absence | None]:
    """Whose leave waits under that number, the leave, and the one that it takes the place of."""
    kept = request.ledger.dialogue(request.chat_id, -draft)
    if kept is None or kept.kind != _DRAFT or kept.data["who"] != str(request.telegram_id):
        raise ButtonTooOld
    applicant = request.roster.person(int(kept.data["person"]))
    if applicant is None or applicant.left_at is not None:
        raise ButtonTooOld
    leave = Absence(
        first_on=date.fromisoformat(kept.data["first"]),
        last_on=date.fromisoformat(kept.data["last"]),
        stand_in=kept.data["stand_in"],
        stand_in_number=int(kept.data["row"]),
        reason=kept.data["reason"],
        asked_by=request.known().name,
    )
    replaced = next((each for each in leaves_of(applicant, _today(request)) if _begins(each, kept)), None)
    return applicant, leave, replaced


def _begins(leave: Absence, kept: Dialogue) -> bool:
    return leave.first_on.isoformat() == kept.data["replaces"]


def _drop(request: Request, tx: Transaction) -> None:
    tx.set_dialogue(request.chat_id, -request.pressed().version, None)
    show(request, tx, render_leave_dropped())


def _confirm(request: Request, tx: Transaction) -> None:
    """Asked about once more: days pass and people change while an echo waits."""
    speaker, today, draft = request.known(), _today(request), request.pressed().version
    applicant, leave, replaced = _draft_of(request, draft)
    require_may_enter(speaker, applicant, request.roster)
    require_free(applicant, leave.first_on, leave.last_on, replaced)
    if leave.last_on < today:
        raise LeaveOver(applicant.name)
    if leave.stand_in:
        found = request.roster.person(leave.stand_in_number)
        if found is None or found.left_at is not None:
            raise StandInUnknown(leave.stand_in, ())
        require_stand_in(found, applicant, leave.first_on, leave.last_on)
    entered = replace(leave, named_at=request.now)
    _save(request, tx, applicant, lambda away: with_leave(away, entered, replaced))
    tx.set_dialogue(request.chat_id, -draft, None)
    _tell_of_entry(request, tx, applicant, entered, replaced)
    show(request, tx, render_leave_entered(applicant, entered, today))


def _save(
    request: Request, tx: Transaction, person: Person, change: Callable[[Iterable[Absence]], tuple[Absence, ...]]
) -> None:
    """The leaves of a person stand in each of their rows."""
    for row in request.ledger.roster.rows_of(person):
        tx.save_person(replace(row, away=change(row.away)))


def _tell_of_entry(
    request: Request, tx: Transaction, applicant: Person, leave: Absence, replaced: Absence | None
) -> None:
    speaker, today = request.known(), _today(request)
    stand_in = request.roster.person(leave.stand_in_number) if leave.stand_in else None
    if stand_in is not None:
        count = len(request.ledger.open_of(applicant.name))
        _write(request, tx, stand_in, render_you_stand_in(applicant, leave, count, today))
    before = request.roster.person(replaced.stand_in_number) if replaced and replaced.stand_in else None
    if before is not None and (stand_in is None or before.telegram_id != stand_in.telegram_id):
        _write(request, tx, before, render_no_longer_stand_in(applicant, leave, today))
    if applicant.telegram_id != speaker.telegram_id:
        _write(request, tx, applicant, render_leave_entered_for_you(applicant, leave, speaker, today))


def _write(request: Request, tx: Transaction, person: Person, page: Page) -> None:
    if person.telegram_id != request.telegram_id:
        write_to(tx, person, page, request.now, request.asker)


def _change(request: Request, tx: Transaction) -> None:
    applicant, leave, _ = _draft_of(request, request.pressed().version)
    _ask_who(request, tx, request.pressed().version, applicant, leave)


def _ask_who(request: Request, tx: Transaction, draft: int, applicant: Person, leave: Absence) -> None:
    """Shows who might stand in, and waits for a name as well."""
    put_question(request, tx, STAND_IN, draft)
    people = might_stand_in(applicant, request.roster, leave.first_on, leave.last_on)
    show(request, tx, render_stand_in_choice(people, draft))


def _pick(request: Request, tx: Transaction) -> None:
    press = request.pressed()
    applicant, leave, replaced = _draft_of(request, press.version)
    stand_in = request.roster.person(press.item)
    if stand_in is None or stand_in.left_at is not None:
        raise ButtonTooOld
    tx.set_dialogue(request.chat_id, request.telegram_id, None)
    _echo(request, tx, press.version, applicant, _with_stand_in(applicant, leave, stand_in), replaced)


def _nobody(request: Request, tx: Transaction) -> None:
    draft = request.pressed().version
    applicant, leave, replaced = _draft_of(request, draft)
    tx.set_dialogue(request.chat_id, request.telegram_id, None)
    _echo(request, tx, draft, applicant, replace(leave, stand_in="", stand_in_number=0), replaced)


def _pressed_leave(request: Request) -> tuple[Person, Absence]:
    """Whose leave the button is about, and the leave as it stands."""
    press = request.pressed()
    person = request.roster.person(press.item)
    leave = leave_of(person, press.version) if person else None
    if person is None or person.left_at is not None:
        raise ButtonTooOld
    if leave is None or leave.last_on < _today(request):
        raise LeaveOver(person.name)
    return person, leave


def _cancel(request: Request, tx: Transaction) -> None:
    person, leave = _pressed_leave(request)
    require_may_enter(request.known(), person, request.roster)
    _end(request, tx, person, leave)


def _end(request: Request, tx: Transaction, person: Person, leave: Absence) -> None:
    """Nobody stands in from now on; who was away is told nothing again that was told meanwhile."""
    today = _today(request)
    page = render_leave_ended(person, leave, today)
    _save(request, tx, person, lambda away: changed(away, leave, replace(leave, ended_at=request.now)))
    stand_in = request.roster.person(leave.stand_in_number) if leave.stand_in else None
    for each in {other.number: other for other in (person, stand_in) if other}.values():
        _write(request, tx, each, page)
    show(request, tx, page)


def _swap(request: Request, tx: Transaction) -> None:
    """Another stand-in for a leave that stands: it waits as a draft that takes its place."""
    person, leave = _pressed_leave(request)
    require_may_enter(request.known(), person, request.roster)
    draft = request.message_id or 0
    _keep(request, tx, draft, person, leave, leave)
    _ask_who(request, tx, draft, person, leave)


def _decline(request: Request, tx: Transaction) -> None:
    """不接手, by who was to stand in: whose leave it is chooses another."""
    speaker, today = request.known(), _today(request)
    person, leave = _pressed_leave(request)
    own = {row.number for row in request.roster.rows_of(speaker)}
    if leave.stand_in_number not in own:
        raise LeaveOver(person.name)
    without = replace(leave, stand_in="", stand_in_number=0, named_at=request.now)
    _save(request, tx, person, lambda away: changed(away, leave, without))
    _write(request, tx, person, render_was_declined(person, without, speaker.name, today, is_own=True))
    asked_by = request.roster.named(leave.asked_by)
    if asked_by is not None and asked_by.telegram_id != person.telegram_id:
        _write(request, tx, asked_by, render_was_declined(person, without, speaker.name, today, is_own=False))
    show(request, tx, render_declined(person, leave, today))


_CHOICES: Mapping[int, Callable[[Request, Transaction], None]] = {
    LeaveChoice.DROP: _drop,
    LeaveChoice.CONFIRM: _confirm,
    LeaveChoice.CHANGE: _change,
    LeaveChoice.PICK: _pick,
    LeaveChoice.NOBODY: _nobody,
    LeaveChoice.CANCEL: _cancel,
    LeaveChoice.SWAP: _swap,
    LeaveChoice.DECLINE: _decline,
    LeaveChoice.SHOW: _show_own,
}
