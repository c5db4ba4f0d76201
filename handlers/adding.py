"""``/add`` (交办): one line, a pasted list, or step by step; what is lacking is asked for, all is confirmed."""

from msgspec.structs import replace

from domain.assigning import (
    MOST,
    Assignment,
    check,
    entered,
    names_known,
    people_in,
    proposed,
    units_within,
)
from domain.assigning_errors import AssignPrivately, MayNotAssign, TooManyAtOnce
from domain.assignment_fields import lines_of
from domain.assignment_words import read_assignment
from domain.dates.due_date import read_limit
from domain.joining_errors import PersonUnknown
from domain.limits import local_day
from domain.roster import Person
from handlers.amending import NEVER_MIND
from handlers.asking import take_question
from handlers.assignment_drafts import Draft, draft_of, go_on, keep_draft, show_draft
from handlers.families import require_parent_in
from handlers.replies import answer
from handlers.request import Request
from store.transaction import Transaction
from texts.assigning import (
    render_offer,
)


def handle_add(request: Request, tx: Transaction) -> None:
    """交办 and what is to be done; without words, what is answered; without that, step by step."""
    speaker = request.known()
    units_within(speaker, request.roster)
    if not request.is_private:
        raise AssignPrivately
    orders = _read(request, speaker, request.said.words, request.quoted)
    _begin(request, tx, orders)


def _read(request: Request, speaker: Person, words: str, quoted: str = "") -> tuple[Assignment, ...]:
    known = names_known(request.roster, request.rules)
    today = local_day(request.at, request.rules)
    lines = lines_of(words) or lines_of(quoted) or ("",)
    if len(lines) > MOST:
        raise TooManyAtOnce(len(lines), MOST)
    orders = tuple(
        proposed(read_assignment(line, known, today, request.rules), speaker, request.roster) for line in lines
    )
    if words and quoted and len(orders) == 1 and not orders[0].title:
        orders = (replace(orders[0], title=" ".join(quoted.split())),)
    for order in orders:
        check(order)
        require_parent_in(request, entered(order, speaker.name, request.at, request.rules), {"parent": order.parent})
    return orders


def _begin(request: Request, tx: Transaction, orders: tuple[Assignment, ...]) -> None:
    draft = Draft(request.message_id or 0, orders, 0 if len(orders) == 1 else -1)
    show_draft(request, tx, draft)


def offer_forwarded(request: Request, tx: Transaction) -> bool:
    """Somebody else's words, passed on by who may set work: asks whether they are to be an assignment."""
    speaker = request.speaker
    if not request.is_private or speaker is None or not request.forwarded:
        return False
    try:
        units_within(speaker, request.roster)
        orders = _read(request, speaker, request.forwarded)
    except (MayNotAssign, TooManyAtOnce):
        return False
    draft = Draft(request.message_id or 0, orders, 0 if len(orders) == 1 else -1)
    keep_draft(request, tx, draft, answer(request, tx, render_offer(draft.number, len(orders))))
    return True


def handle_assignment_words(request: Request, tx: Transaction) -> None:
    """The words of a field that was asked for; what can't be read is refused, and the question stays open."""
    request.known()
    question = take_question(request, tx)
    if question is None:
        return
    draft = draft_of(request, int(question.data["draft"]))
    words = request.said.words.strip()
    if words not in NEVER_MIND:
        order = _with_field(request, draft.order, question.data["field"], words)
        check(order)
        draft = go_on(draft.with_order(order), request)
    show_draft(request, tx, draft)


def _with_field(request: Request, order: Assignment, field: str, words: str) -> Assignment:
    if field == "owner":
        return replace(order, owner=_named(request, order.unit, words), owners=(), unknown="")
    if field != "due":
        return replace(order, **{field: " ".join(words.split())})
    limit = read_limit(words, local_day(request.at, request.rules), request.rules)
    return replace(
        order,
        due=limit.due,
        due_written=words,
        is_endless=limit.is_endless,
        every=limit.every,
        is_next_only=False,
        other_due=limit.other,
        start_on=limit.start_on,
        vague="",
    )


def _named(request: Request, unit: str, words: str) -> str:
    """Whom of the unit's people the words name; nobody else may own the item."""
    names = tuple(person.name for person in people_in(unit, request.roster))
    said = {words} & {*names} or {name for name in names if name in words}
    if len(said) != 1:
        raise PersonUnknown(words, names[:3])
    return said.pop()
