"""``/retire`` and ``/rejoin`` (停用, 恢复): somebody leaves their post or is back, once the office has confirmed it.

Who has left has no rights and gets no messages, be it from an old button; their row stays for the history. Their open
items are named before and after, since nobody on the roster answers for them then.
"""

from collections.abc import Sequence
from difflib import get_close_matches

from msgspec.structs import replace

from domain.actions import Action, Reach
from domain.errors import PrivateOnly
from domain.imports.plan import Handover, hand_over
from domain.joining_errors import AccountTaken, LastOfOffice, NameMissing, OfficeOnly, PersonUnknown
from domain.rights import reach_of
from domain.roster import Person, without
from domain.text_forms import bare_name
from handlers.replies import answer, show, write_to
from handlers.request import Request
from store.transaction import Transaction
from texts.people import render_duty_ask, render_duty_choice, render_duty_done, render_duty_dropped

_ASK, _DO, _DROP = range(3)


def handle_retire(request: Request, tx: Transaction) -> None:
    """停用 甲某: asks whether they have left."""
    _ask_by_name(request, tx, Action.RETIRE, request.roster.people)


def handle_rejoin(request: Request, tx: Transaction) -> None:
    """恢复 甲某: asks whether they are back."""
    _ask_by_name(request, tx, Action.REJOIN, request.roster.former)


def press_duty(request: Request, tx: Transaction) -> None:
    """One of several namesakes was chosen, or the question answered."""
    press = request.pressed()
    _require_office(request, press.action)
    person = request.roster.person(press.item)
    if person is None:
        raise PersonUnknown("", ())
    if press.choice == _DROP:
        show(request, tx, render_duty_dropped(person))
    elif press.choice == _ASK:
        show(request, tx, render_duty_ask(press.action, person, _items_of(request, person), request.rules))
    else:
        _decide(request, tx, press.action, person)


def _ask_by_name(request: Request, tx: Transaction, act: Action, people: Sequence[Person]) -> None:
    _require_office(request, act)
    found = people_named(request.said.words, people)
    if len(found) > 1:
        answer(request, tx, render_duty_choice(act, found))
    else:
        answer(request, tx, render_duty_ask(act, found[0], _items_of(request, found[0]), request.rules))


def _require_office(request: Request, act: Action) -> None:
    if reach_of(request.known(), act, request.roster) is not Reach.ALL:
        raise OfficeOnly
    if not request.is_private:
        raise PrivateOnly(act)


def people_named(words: str, people: Sequence[Person]) -> list[Person]:
    """The people of that name, and of the unit if one follows; each once, whatever posts they hold."""
    name, _, unit = words.strip().partition(" ")
    names = {bare_name(words), bare_name(name)}
    if not words.strip():
        raise NameMissing
    fitting = [each for each in people if each.name in names and (each.name == bare_name(words) or each.unit == unit)]
    if not fitting:
        known = list(dict.fromkeys(person.name for person in people))
        raise PersonUnknown(words, tuple(get_close_matches(bare_name(words), known, cutoff=0.4)))
    first: dict[int, Person] = {}
    for person in fitting:
        first.setdefault(person.telegram_id or -person.number, person)
    return list(first.values())


def _decide(request: Request, tx: Transaction, act: Action, person: Person) -> None:
    """The decision, said to the person who made it and to the rest of the office; a second time changes nothing."""
    left = _items_of(request, person)
    page = render_duty_done(act, person, left, request.rules)
    if (person.left_at is None) is (act is Action.RETIRE):
        others = [each for each in request.roster.office if each.telegram_id != request.telegram_id]
        _CHANGES[act](request, tx, person)
        for colleague in others:
            if colleague.telegram_id != person.telegram_id:
                write_to(tx, colleague, page, request.now)
    show(request, tx, page)


def _retire(request: Request, tx: Transaction, person: Person) -> None:
    if not without(request.roster, person).office:
        raise LastOfOffice(person.name)
    for post in request.roster.rows_of(person):
        tx.save_person(replace(post, left_at=request.now))
    if person.telegram_id is not None and request.roster.who(person.telegram_id) is None:
        tx.withdraw(person.telegram_id)
        tx.set_dialogue(person.telegram_id, person.telegram_id, None)


def _rejoin(request: Request, tx: Transaction, person: Person) -> None:
    holder = request.roster.who(person.telegram_id) if person.telegram_id else None
    if holder is not None and holder.number and holder.name != person.name:
        raise AccountTaken(holder.name, person.name)
    for post in request.roster.rows_of(person):
        tx.save_person(replace(post, left_at=None))


def _items_of(request: Request, person: Person) -> Handover:
    """What the person leaves behind, or left."""
    if person.left_at is not None:
        return Handover(person, ())
    items = request.ledger.open_of(person.name)
    leavers = request.roster.rows_of(person)
    found = hand_over(leavers, items, request.roster, without(request.roster, person))
    return next(iter(found), Handover(person, ()))


_CHANGES = {Action.RETIRE: _retire, Action.REJOIN: _rejoin}
