"""``/add`` (交办): one line, a pasted list, or step by step; what is lacking is asked for, all is confirmed.

An assignment waits as a draft under the number of the message that began it. Whoever began it decides.
"""

from collections.abc import Callable, Mapping

from msgspec.structs import replace

from domain.actions import Action
from domain.assigning import (
    MOST,
    Assignment,
    Lack,
    alike,
    check,
    entered,
    kept,
    lacks,
    led_by_first,
    names_known,
    people_in,
    proposed,
    settled,
    split,
    units_within,
    waiting,
)
from domain.assignment_words import lines_of, read_assignment
from domain.dates.due_date import read_limit
from domain.errors import (
    AssignPrivately,
    ButtonTooOld,
    MayNotAssign,
    NotYourWords,
    StillLacking,
    TooManyAtOnce,
    UnitNotYours,
)
from domain.item import Item
from domain.letter import AssignChoice, Page
from domain.limits import alert_after, local_day
from domain.rights import may_in
from domain.roster import Person
from domain.rules import may_push
from domain.setting import Setting
from handlers.amending import NEVER_MIND
from handlers.announcing import announce
from handlers.questions import ASSIGNMENT
from handlers.replies import answer, reword, show
from handlers.request import Request
from store.transaction import Transaction
from store.values import Dialogue
from texts.assigning import (
    render_all,
    render_ask_field,
    render_assigned,
    render_dropped,
    render_lacking,
    render_offer,
    render_proposed,
    render_replaced,
    render_several,
)

_DRAFT = "assignment"
#: With so many of the unit's newest items a title is compared.
_COMPARED = 500
#: Of several each with so many.
_COMPARED_EACH = 100
#: Which words each question takes.
_ASKED_IN_WORDS: Mapping[Lack, str] = {Lack.LIMIT: "due", Lack.TITLE: "title"}


class _Draft:
    """What waits: the assignments, and the one that is being completed (``-1``: all of them are shown)."""

    def __init__(self, number: int, orders: tuple[Assignment, ...], at: int, letter: int = 0) -> None:
        self.number = number
        self.orders = orders
        self.at = at
        self.letter = letter

    @property
    def order(self) -> Assignment:
        return self.orders[self.at]

    def with_order(self, *orders: Assignment) -> "_Draft":
        """The same with these in place of the one at hand."""
        changed = (*self.orders[: self.at], *orders, *self.orders[self.at + 1 :])
        at = self.at if len(orders) == 1 else (0 if len(changed) == 1 else -1)
        return _Draft(self.number, changed, at, self.letter)


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
    return orders


def _begin(request: Request, tx: Transaction, orders: tuple[Assignment, ...]) -> None:
    draft = _Draft(request.message_id or 0, orders, 0 if len(orders) == 1 else -1)
    _show(request, tx, draft)


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
    draft = _Draft(request.message_id or 0, orders, 0 if len(orders) == 1 else -1)
    _keep(request, tx, draft, answer(request, tx, render_offer(draft.number, len(orders))))
    return True


def _show(request: Request, tx: Transaction, draft: _Draft) -> None:
    """The draft as it stands: what is lacking is asked for, else it is shown for a yes."""
    page, field = _page_of(request, draft)
    if request.is_press:
        show(request, tx, page)
        letter = draft.letter
    else:
        if draft.letter:
            reword(
                request.ledger, tx, {draft.letter: request.chat_id}, render_replaced(), request.now, asker=request.asker
            )
        letter = answer(request, tx, page) or 0
    _keep(request, tx, draft, letter)
    if field:
        _ask(request, tx, draft, field)


def _page_of(request: Request, draft: _Draft) -> tuple[Page, str]:
    """The page, and the field that the next words answer, if it asks for one."""
    setting = Setting(request.rules, request.roster, request.now)
    if draft.at < 0:
        return render_several(draft.orders, draft.number, setting, _likes(request, draft.orders)), ""
    order = draft.order
    lacking = lacks(order, request.now, request.rules)
    if lacking:
        within = units_within(request.known(), request.roster)
        place = f"第{draft.at + 1}条（共{len(draft.orders)}条）" if len(draft.orders) > 1 else ""
        return render_lacking(order, lacking[0], draft.number, setting, within, place), _ASKED_IN_WORDS.get(
            lacking[0], ""
        )
    like = alike(order, request.ledger.newest_open_in(order.unit, _COMPARED))
    return render_proposed(order, request.ledger.next_number, draft.number, setting, like), ""


def _likes(request: Request, orders: tuple[Assignment, ...]) -> dict[int, Item]:
    """Those of several, by place from 1, that are nearly an open item of their unit."""
    known = {unit: request.ledger.newest_open_in(unit, _COMPARED_EACH) for unit in {order.unit for order in orders}}
    found = ((place, alike(order, known[order.unit])) for place, order in enumerate(orders, start=1) if order.unit)
    return {place: like for place, like in found if like is not None}


def _keep(request: Request, tx: Transaction, draft: _Draft, letter: int | None) -> None:
    data = {
        "orders": kept(draft.orders),
        "at": str(draft.at),
        "letter": str(letter or 0),
        "who": str(request.telegram_id),
        "by": request.known().name,
    }
    tx.set_dialogue(request.chat_id, -draft.number, Dialogue(kind=_DRAFT, data=data, begun_at=request.at))


def _ask(request: Request, tx: Transaction, draft: _Draft, field: str) -> None:
    data = {"draft": str(draft.number), "field": field}
    question = Dialogue(kind=ASSIGNMENT, data=data, begun_at=request.now)
    tx.set_dialogue(request.chat_id, request.telegram_id, question)


def _draft_of(request: Request, number: int) -> _Draft:
    found = request.ledger.dialogue(request.chat_id, -number)
    if found is None or found.kind != _DRAFT:
        raise ButtonTooOld
    if found.data["who"] != str(request.telegram_id):
        raise NotYourWords(found.data["by"])
    return _Draft(number, waiting(found.data["orders"]), int(found.data["at"]), int(found.data["letter"]))


def handle_assignment_words(request: Request, tx: Transaction) -> None:
    """The words of a field that was asked for; what can't be read is refused, and the question stays open."""
    request.known()
    question = request.ledger.dialogue(request.chat_id, request.telegram_id)
    if question is None:
        return
    tx.set_dialogue(request.chat_id, request.telegram_id, None)
    draft = _draft_of(request, int(question.data["draft"]))
    words = request.said.words.strip()
    if words not in NEVER_MIND:
        order = _with_field(request, draft.order, question.data["field"], words)
        check(order)
        draft = _after(draft.with_order(order), request)
    _show(request, tx, draft)


def _with_field(request: Request, order: Assignment, field: str, words: str) -> Assignment:
    if field != "due":
        return replace(order, **{field: " ".join(words.split())})
    limit = read_limit(words, local_day(request.at, request.rules), request.rules)
    return replace(
        order,
        due=limit.due,
        due_written=words,
        is_endless=limit.is_endless,
        is_next_only=bool(limit.every),
        other_due=limit.other,
        start_on=limit.start_on,
        vague="",
    )


def _after(draft: _Draft, request: Request) -> _Draft:
    """Of several the next one that lacks something, once this one is complete; in the end all of them."""
    if draft.at < 0 or len(draft.orders) == 1 or lacks(draft.order, request.now, request.rules):
        return draft
    following = next((n for n, each in enumerate(draft.orders) if lacks(each, request.now, request.rules)), -1)
    return _Draft(draft.number, draft.orders, following, draft.letter)


def press_set(request: Request, tx: Transaction) -> None:
    """A button of a preview or a question."""
    speaker, press = request.known(), request.pressed()
    decide = _DECISIONS.get(press.choice)
    if decide is None or not request.is_private:
        raise ButtonTooOld
    decide(request, tx, speaker, _draft_of(request, press.version))


def _drop(request: Request, tx: Transaction, _speaker: Person, draft: _Draft) -> None:
    tx.set_dialogue(request.chat_id, -draft.number, None)
    show(request, tx, render_dropped())


def _confirm(request: Request, tx: Transaction, speaker: Person, draft: _Draft) -> None:
    """Enters what lacks nothing, and tells the units."""
    ready = [order for order in draft.orders if not lacks(order, request.now, request.rules)]
    if not ready:
        raise StillLacking
    for order in ready:
        if not may_in(speaker, Action.ADD, order.unit, request.roster):
            raise UnitNotYours(order.unit)
        if settled(order, request.roster).owner != order.owner:
            raise ButtonTooOld
    items = tuple(tx.add_item(entered(order, speaker.name, request.at, request.rules)) for order in ready)
    tx.set_dialogue(request.chat_id, -draft.number, None)
    setting = Setting(request.rules, request.roster, request.now)
    quiet = [item for item in items if not may_push(request.rules, request.now, request.rules.kind(item.kind))]
    later = alert_after(request.rules, request.now, request.rules.kind(quiet[0].kind)) if quiet else None
    unheard = announce(request, tx, tuple(item for item in items if item not in quiet))
    show(request, tx, render_assigned(items, later, unheard, setting))
    left = tuple(order for order in draft.orders if order not in ready)
    if left:
        rest = _Draft(draft.number, left, 0 if len(left) == 1 else -1)
        page, field = _page_of(request, rest)
        _keep(request, tx, rest, answer(request, tx, page))
        if field:
            _ask(request, tx, rest, field)


def _pick_unit(request: Request, tx: Transaction, speaker: Person, draft: _Draft) -> None:
    unit = next((each.name for each in request.roster.units if each.number == request.pressed().item), "")
    if not unit or not may_in(speaker, Action.ADD, unit, request.roster):
        raise UnitNotYours(unit)
    order = settled(replace(_at_hand(draft), units=(unit,), unknown=""), request.roster)
    _show(request, tx, _after(draft.with_order(order), request))


def _pick_owner(request: Request, tx: Transaction, _speaker: Person, draft: _Draft) -> None:
    order = _at_hand(draft)
    people = {person.number: person.name for person in people_in(order.unit, request.roster)}
    if request.pressed().item not in people:
        raise ButtonTooOld
    order = replace(order, owner=people[request.pressed().item], owners=(), unknown="")
    _show(request, tx, _after(draft.with_order(order), request))


def _pick_kind(request: Request, tx: Transaction, _speaker: Person, draft: _Draft) -> None:
    kinds = tuple(request.rules.kinds)
    if not 0 <= request.pressed().item < len(kinds):
        raise ButtonTooOld
    order = replace(_at_hand(draft), kind=kinds[request.pressed().item], unknown="")
    _show(request, tx, _after(draft.with_order(order), request))


def _split(request: Request, tx: Transaction, _speaker: Person, draft: _Draft) -> None:
    orders = split(_at_hand(draft), request.roster)
    _show(request, tx, draft.with_order(*orders))


def _lead(request: Request, tx: Transaction, _speaker: Person, draft: _Draft) -> None:
    order = led_by_first(_at_hand(draft), request.roster)
    _show(request, tx, _after(draft.with_order(order), request))


def _at_hand(draft: _Draft) -> Assignment:
    """The one that is being completed; a button of another state of the draft is too old."""
    if draft.at < 0:
        raise ButtonTooOld
    return draft.order


def _asking(field: str) -> Callable[[Request, Transaction, Person, _Draft], None]:
    """改期限, 补完成标准: asks for the words."""

    def ask(request: Request, tx: Transaction, _speaker: Person, draft: _Draft) -> None:
        answer(request, tx, render_ask_field(field, _at_hand(draft)))
        _ask(request, tx, draft, field)

    return ask


def _ask_owner(request: Request, tx: Transaction, _speaker: Person, draft: _Draft) -> None:
    """改责任人: the people of the unit, and nobody yet."""
    _show(request, tx, draft.with_order(replace(_at_hand(draft), owner="", owners=())))


def _other_day(request: Request, tx: Transaction, _speaker: Person, draft: _Draft) -> None:
    order = _at_hand(draft)
    if not order.other_due:
        raise ButtonTooOld
    _show(request, tx, draft.with_order(replace(order, due=order.other_due, other_due=order.due)))


def _fill(request: Request, tx: Transaction, _speaker: Person, draft: _Draft) -> None:
    """逐条补齐."""
    first = next((n for n, order in enumerate(draft.orders) if lacks(order, request.now, request.rules)), -1)
    _show(request, tx, _Draft(draft.number, draft.orders, first, draft.letter))


def _show_all(request: Request, tx: Transaction, _speaker: Person, draft: _Draft) -> None:
    for page in render_all(draft.orders, Setting(request.rules, request.roster, request.now)):
        answer(request, tx, page)


def _show_first(request: Request, tx: Transaction, _speaker: Person, draft: _Draft) -> None:
    """交办, below a forwarded message."""
    _show(request, tx, draft)


_DECISIONS: Mapping[int, Callable[[Request, Transaction, Person, _Draft], None]] = {
    AssignChoice.DROP: _drop,
    AssignChoice.CONFIRM: _confirm,
    AssignChoice.UNIT: _pick_unit,
    AssignChoice.OWNER: _pick_owner,
    AssignChoice.KIND: _pick_kind,
    AssignChoice.SPLIT: _split,
    AssignChoice.LEAD: _lead,
    AssignChoice.ASK_LIMIT: _asking("due"),
    AssignChoice.ASK_STANDARD: _asking("standard"),
    AssignChoice.ASK_OWNER: _ask_owner,
    AssignChoice.OTHER_DAY: _other_day,
    AssignChoice.FILL: _fill,
    AssignChoice.SHOW: _show_all,
    AssignChoice.SHOW_FIRST: _show_first,
}
