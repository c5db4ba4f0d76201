"""上下级事项: what cards show of parents and parts, ``/parts 12``, whose part an item may become, and closing."""

from collections.abc import Iterable, Mapping
from typing import Any

from domain.actions import Action
from domain.families import can_close_now, closed_above, open_parts, require_parent, require_parts_over
from domain.item import Item, ItemStatus
from domain.letter import Button, Origin, Page, Press
from domain.listing import of_lines
from domain.requests import told_of_decision
from domain.rights import may, may_show
from domain.roster import Person, is_reachable, office_of
from domain.views import Line, as_shown, line_of
from handlers.replies import answer, show, write_to
from handlers.request import Request, item_for, numbers_of, pressed_item
from store.transaction import Transaction
from texts.families import family_buttons, parent_fact, part_facts, render_closable, render_part_reopened, render_parts


def family_facts(request: Request, speaker: Person, item: Item) -> tuple[tuple[str, str], ...]:
    """The parent of the item, and its parts with their lights."""
    parent = seen_item(request, speaker, item.parent)
    counts = request.ledger.part_counts(item.number)
    lines = parts_of(request, speaker, item) if counts[1] else ()
    return (*parent_fact(item, parent), *part_facts(item, counts, lines, request.rules))


def family_row(request: Request, speaker: Person, item: Item, back: Press | None) -> tuple[Button, ...]:
    """[上级事项] and [下级8项]."""
    parent = seen_item(request, speaker, item.parent)
    return family_buttons(item, parent, len(request.ledger.part_numbers(item.number)), back or Origin.NOWHERE)


def handle_parts(request: Request, tx: Transaction) -> None:
    """``/parts 12``: the parts of the item."""
    speaker = request.known()
    item = item_for(request, speaker, numbers_of(request, speaker, Action.PARTS).numbers[0], Action.PARTS)
    counts, lines = request.ledger.part_counts(item.number), parts_of(request, speaker, item)
    answer(request, tx, render_parts(item, counts, lines, 0, request.rules, request.now))


def press_parts(request: Request, tx: Transaction) -> None:
    """The same by button; it turns its pages in place."""
    speaker, press = request.known(), request.pressed()
    item = pressed_item(request, speaker, Action.PARTS)
    counts, lines = request.ledger.part_counts(item.number), parts_of(request, speaker, item)
    page = render_parts(item, counts, lines, press.version, request.rules, request.now, press.back)
    (answer if press.leaves_alone else show)(request, tx, page)


def parts_of(request: Request, speaker: Person, item: Item) -> tuple[Line, ...]:
    """The parts that the speaker may see here, the most pressing first."""
    seen = (part for part in request.ledger.parts_of(item.number) if _may_see(request, speaker, part))
    shown = (as_shown(part, is_private=request.is_private) for part in seen)
    listing = of_lines([line_of(part, request.rules, request.now) for part in shown])
    return tuple(listing.lines(0, len(listing)))


def seen_item(request: Request, speaker: Person, number: int) -> Item | None:
    """The item of that number, if the speaker may see it here."""
    item = request.ledger.item(number) if number else None
    return item if item is not None and _may_see(request, speaker, item) else None


def _may_see(request: Request, speaker: Person, item: Item) -> bool:
    return may_show(item, request.binding, is_private=request.is_private) and may(
        speaker, Action.SEE, item, request.roster
    )


def require_parent_in(request: Request, item: Item, fields: Mapping[str, Any]) -> None:
    """Raise where a change makes the item a part of what it can't be a part of."""
    parent = fields.get("parent", 0)
    speaker = request.known()
    if parent and seen_item(request, speaker, parent) is None:
        require_parent(item, parent, lambda _: None)
    require_parent(item, parent, request.ledger.item, request.ledger.part_numbers)


def require_closable(request: Request, item: Item, closing: Iterable[int] = ()) -> None:
    """Raise ``PartsOpen`` where the item has parts that are not closed; ``closing`` are closed along with it."""
    if request.ledger.part_counts(item.number)[1]:
        require_parts_over(item, request.ledger.parts_of(item.number), closing)


def all_open_parts(request: Request, item: Item) -> tuple[Item, ...]:
    """Everything below the item that is neither closed nor cancelled, each once, parents before their parts."""
    found: dict[int, Item] = {}
    waiting = [item.number]
    while waiting:
        parts = request.ledger.parts_of(waiting.pop(0))
        new = [part for part in parts if part.number not in found and part.number != item.number]
        found |= {part.number: part for part in new}
        waiting += [part.number for part in new]
    return open_parts(found.values())


def tell_parents(request: Request, tx: Transaction, items: Iterable[Item], left: int = 0) -> None:
    """To the owner of each parent whose last open part these were: it can be closed now. ``left`` lost a part."""
    over = (item.parent for item in items if item.status in (ItemStatus.CLOSED, ItemStatus.CANCELLED))
    for number in filter(None, dict.fromkeys((left, *over))):
        parent = request.ledger.item(number)
        if parent is not None and can_close_now(parent, request.ledger.parts_of(number)):
            _tell(request, tx, parent)


def tell_reopened(request: Request, tx: Transaction, before: Item, part: Item) -> None:
    """Whoever closed an item above this part, who owns it, and the office hear that the part is in hand again."""
    roster = request.roster
    for parent in closed_above(before, part, request.ledger.item):
        owner = roster.named(parent.owner, parent.unit)
        people = (*roster.of_name(parent.closed_by), *((owner,) if owner else ()), *office_of(roster))
        page = render_part_reopened(parent, part, request.rules)
        for person in {each.number: each for each in people if may(each, Action.SEE, part, roster)}.values():
            _write(request, tx, person, page)


def _tell(request: Request, tx: Transaction, parent: Item) -> None:
    page = render_closable(parent, request.rules)
    owner = request.roster.named(parent.owner, parent.unit)
    people = (owner,) if owner is not None and is_reachable(owner) else told_of_decision(parent, request.roster)
    for person in people:
        _write(request, tx, person, page)


def _write(request: Request, tx: Transaction, person: Person, page: Page) -> None:
    if request.is_private and person.telegram_id == request.telegram_id:
        answer(request, tx, page)
    else:
        write_to(tx, person, page, request.now, request.asker)
