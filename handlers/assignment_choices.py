"""The buttons of an assignment that is being made: unit, owner, kind and day, one for each unit, and 确认交办."""

from collections.abc import Callable, Mapping

from msgspec.structs import replace

from domain.actions import Action
from domain.assigning import (
    Assignment,
    entered,
    lacks,
    led_by_first,
    people_in,
    settled,
    split,
)
from domain.assigning_errors import StillLacking, UnitNotYours
from domain.errors import ButtonTooOld
from domain.item import Item
from domain.letter import AssignChoice
from domain.limits import alert_after
from domain.rights import may_in
from domain.roster import Person
from domain.rules import may_push
from domain.series import as_first, begun
from handlers.announcing import announce
from handlers.assignment_drafts import Draft, ask_field, draft_of, go_on, keep_draft, page_of, show_draft
from handlers.families import require_parent_in
from handlers.replies import answer, show
from handlers.request import Request
from store.transaction import Transaction
from texts.assigning import (
    render_all,
    render_ask_field,
    render_assigned,
    render_dropped,
)


def press_set(request: Request, tx: Transaction) -> None:
    """A button of a preview or a question."""
    speaker, press = request.known(), request.pressed()
    decide = _DECISIONS.get(press.choice)
    if decide is None or not request.is_private:
        raise ButtonTooOld
    decide(request, tx, speaker, draft_of(request, press.version))


def _drop(request: Request, tx: Transaction, _speaker: Person, draft: Draft) -> None:
    tx.set_dialogue(request.chat_id, -draft.number, None)
    show(request, tx, render_dropped())


def _confirm(request: Request, tx: Transaction, speaker: Person, draft: Draft) -> None:
    """Enters what lacks nothing, and tells the units."""
    ready = [order for order in draft.orders if not lacks(order, request.now, request.rules)]
    if not ready:
        raise StillLacking
    for order in ready:
        if not may_in(speaker, Action.ADD, order.unit, request.roster):
            raise UnitNotYours(order.unit)
        if settled(order, request.roster).owner != order.owner:
            raise ButtonTooOld
        require_parent_in(request, entered(order, speaker.name, request.at, request.rules), {"parent": order.parent})
    items = tuple(_enter(request, tx, speaker, order) for order in ready)
    tx.set_dialogue(request.chat_id, -draft.number, None)
    setting = request.setting
    quiet = [item for item in items if not may_push(request.rules, request.now, request.rules.kind(item.kind))]
    later = alert_after(request.rules, request.now, request.rules.kind(quiet[0].kind)) if quiet else None
    unheard = announce(request, tx, tuple(item for item in items if item not in quiet))
    show(request, tx, render_assigned(items, later, unheard, setting))
    left = tuple(order for order in draft.orders if order not in ready)
    if left:
        rest = Draft(draft.number, left, 0 if len(left) == 1 else -1)
        page, field = page_of(request, rest)
        keep_draft(request, tx, rest, answer(request, tx, page))
        if field:
            ask_field(request, tx, rest, field)


def _enter(request: Request, tx: Transaction, speaker: Person, order: Assignment) -> Item:
    """The new item; recurring work begins with it."""
    item = tx.add_item(entered(order, speaker.name, request.at, request.rules))
    if not order.every:
        return item
    first = tx.save_item(as_first(item))
    tx.save_series(begun(first, order.every, speaker.name, request.at))
    return first


def _once(request: Request, tx: Transaction, _speaker: Person, draft: Draft) -> None:
    """只办这一次: the next one alone."""
    order = _at_hand(draft)
    if not order.every:
        raise ButtonTooOld
    show_draft(request, tx, draft.with_order(replace(order, every="", is_next_only=True)))


def _pick_unit(request: Request, tx: Transaction, speaker: Person, draft: Draft) -> None:
    unit = next((each.name for each in request.roster.units if each.number == request.pressed().item), "")
    if not unit or not may_in(speaker, Action.ADD, unit, request.roster):
        raise UnitNotYours(unit)
    order = settled(replace(_at_hand(draft), units=(unit,), unknown=""), request.roster)
    show_draft(request, tx, go_on(draft.with_order(order), request))


def _pick_owner(request: Request, tx: Transaction, _speaker: Person, draft: Draft) -> None:
    order = _at_hand(draft)
    people = {person.number: person.name for person in people_in(order.unit, request.roster)}
    if request.pressed().item not in people:
        raise ButtonTooOld
    order = replace(order, owner=people[request.pressed().item], owners=(), unknown="")
    show_draft(request, tx, go_on(draft.with_order(order), request))


def _pick_kind(request: Request, tx: Transaction, _speaker: Person, draft: Draft) -> None:
    kinds = tuple(request.rules.kinds)
    if not 0 <= request.pressed().item < len(kinds):
        raise ButtonTooOld
    order = replace(_at_hand(draft), kind=kinds[request.pressed().item], unknown="")
    show_draft(request, tx, go_on(draft.with_order(order), request))


def _split(request: Request, tx: Transaction, _speaker: Person, draft: Draft) -> None:
    orders = split(_at_hand(draft), request.roster)
    show_draft(request, tx, draft.with_order(*orders))


def _lead(request: Request, tx: Transaction, _speaker: Person, draft: Draft) -> None:
    order = led_by_first(_at_hand(draft), request.roster)
    show_draft(request, tx, go_on(draft.with_order(order), request))


def _at_hand(draft: Draft) -> Assignment:
    """The one that is being completed; a button of another state of the draft is too old."""
    if draft.at < 0:
        raise ButtonTooOld
    return draft.order


def _asking(field: str) -> Callable[[Request, Transaction, Person, Draft], None]:
    """改期限, 补完成标准: asks for the words."""

    def ask(request: Request, tx: Transaction, _speaker: Person, draft: Draft) -> None:
        answer(request, tx, render_ask_field(field, _at_hand(draft)))
        ask_field(request, tx, draft, field)

    return ask


def _ask_owner(request: Request, tx: Transaction, _speaker: Person, draft: Draft) -> None:
    """改责任人: the people of the unit, and nobody yet."""
    show_draft(request, tx, draft.with_order(replace(_at_hand(draft), owner="", owners=())))


def _other_day(request: Request, tx: Transaction, _speaker: Person, draft: Draft) -> None:
    order = _at_hand(draft)
    if not order.other_due:
        raise ButtonTooOld
    show_draft(request, tx, draft.with_order(replace(order, due=order.other_due, other_due=order.due)))


def _fill(request: Request, tx: Transaction, _speaker: Person, draft: Draft) -> None:
    """逐条补齐."""
    first = next((n for n, order in enumerate(draft.orders) if lacks(order, request.now, request.rules)), -1)
    show_draft(request, tx, Draft(draft.number, draft.orders, first, draft.letter))


def _show_all(request: Request, tx: Transaction, _speaker: Person, draft: Draft) -> None:
    for page in render_all(draft.orders, request.setting):
        answer(request, tx, page)


def _show_first(request: Request, tx: Transaction, _speaker: Person, draft: Draft) -> None:
    """交办, below a forwarded message."""
    show_draft(request, tx, draft)


_DECISIONS: Mapping[int, Callable[[Request, Transaction, Person, Draft], None]] = {
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
    AssignChoice.ONCE: _once,
    AssignChoice.FILL: _fill,
    AssignChoice.SHOW: _show_all,
    AssignChoice.SHOW_FIRST: _show_first,
}
