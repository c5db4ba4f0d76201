"""A limit was moved: the item's owner, else whoever moved it, is asked what becomes of the steps of its plan."""

from domain.item import Item
from domain.letter import PlanChoice
from domain.plan_shift import require_current, shift, shifted
from domain.roster import is_reachable
from handlers.plan_approval import put_before
from handlers.replies import answer, show, write_to
from handlers.request import Request
from store.transaction import Transaction
from texts.plan_shift import render_plan_kept, render_plan_shift


def propose_shift(request: Request, tx: Transaction, item: Item) -> None:
    """After the saved change of a limit; nothing where no open step would move."""
    moved = shifted(item, item.version, request.at, request.rules) if item.milestones else ()
    if not moved:
        return
    page = render_plan_shift(item, moved, request.setting)
    owner = request.roster.named(item.owner, item.unit)
    if owner is None or not is_reachable(owner) or owner.telegram_id == request.telegram_id:
        answer(request, tx, page)
    else:
        write_to(tx, owner, page, request.now, request.asker)


def press_shift(request: Request, tx: Transaction, item: Item) -> tuple[Item, str] | None:
    """[按比例顺延]: the plan as it is then, and what is said of its approval; [保持不变]: ``None``."""
    press = request.pressed()
    if press.choice == PlanChoice.KEEP:
        require_current(item, press.version)
        show(request, tx, render_plan_kept(item, request.rules))
        return None
    moved = shift(item, press.version, request.known().name, request.at, request.rules)
    return put_before(request, tx, tx.save_item(moved))
