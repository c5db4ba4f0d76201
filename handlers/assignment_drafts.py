"""An assignment that is being made (交办), as it waits between its messages: what is shown of it, and what is asked.

It waits under the number of the message that began it. Whoever began it decides.
"""

from collections.abc import Mapping

from domain.assigning import (
    Assignment,
    Lack,
    alike,
    kept,
    lacks,
    units_within,
    waiting,
)
from domain.errors import ButtonTooOld, NotYourWords
from domain.item import Item
from domain.letter import Page
from handlers.asking import put_question
from handlers.questions import ASSIGNMENT
from handlers.replies import answer, reword, show
from handlers.request import Request
from store.transaction import Transaction
from store.values import Dialogue
from texts.assigning import (
    render_lacking,
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
_ASKED_IN_WORDS: Mapping[Lack, str] = {Lack.OWNER: "owner", Lack.LIMIT: "due", Lack.TITLE: "title"}


class Draft:
    """What waits: the assignments, and the one that is being completed (``-1``: all of them are shown)."""

    def __init__(self, number: int, orders: tuple[Assignment, ...], at: int, letter: int = 0) -> None:
        self.number = number
        self.orders = orders
        self.at = at
        self.letter = letter

    @property
    def order(self) -> Assignment:
        return self.orders[self.at]

    def with_order(self, *orders: Assignment) -> "Draft":
        """The same with these in place of the one at hand."""
        changed = (*self.orders[: self.at], *orders, *self.orders[self.at + 1 :])
        at = self.at if len(orders) == 1 else (0 if len(changed) == 1 else -1)
        return Draft(self.number, changed, at, self.letter)


def show_draft(request: Request, tx: Transaction, draft: Draft) -> None:
    """The draft as it stands: what is lacking is asked for, else it is shown for a yes."""
    page, field = page_of(request, draft)
    if request.is_press:
        show(request, tx, page)
        letter = draft.letter
    else:
        if draft.letter:
            reword(
                request.ledger, tx, {draft.letter: request.chat_id}, render_replaced(), request.now, asker=request.asker
            )
        letter = answer(request, tx, page) or 0
    keep_draft(request, tx, draft, letter)
    if field:
        ask_field(request, tx, draft, field)


def page_of(request: Request, draft: Draft) -> tuple[Page, str]:
    """The page, and the field that the next words answer, if it asks for one."""
    setting = request.setting
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


def keep_draft(request: Request, tx: Transaction, draft: Draft, letter: int | None) -> None:
    data = {
        "orders": kept(draft.orders),
        "at": str(draft.at),
        "letter": str(letter or 0),
        "who": str(request.telegram_id),
        "by": request.known().name,
    }
    tx.set_dialogue(request.chat_id, -draft.number, Dialogue(kind=_DRAFT, data=data, begun_at=request.at))


def ask_field(request: Request, tx: Transaction, draft: Draft, field: str) -> None:
    put_question(request, tx, ASSIGNMENT, 0, draft=str(draft.number), field=field)


def draft_of(request: Request, number: int) -> Draft:
    found = request.ledger.dialogue(request.chat_id, -number)
    if found is None or found.kind != _DRAFT:
        raise ButtonTooOld
    if found.data["who"] != str(request.telegram_id):
        raise NotYourWords(found.data["by"])
    return Draft(number, waiting(found.data["orders"]), int(found.data["at"]), int(found.data["letter"]))


def go_on(draft: Draft, request: Request) -> Draft:
    """Of several the next one that lacks something, once this one is complete; in the end all of them."""
    if draft.at < 0 or len(draft.orders) == 1 or lacks(draft.order, request.now, request.rules):
        return draft
    following = next((n for n, each in enumerate(draft.orders) if lacks(each, request.now, request.rules)), -1)
    return Draft(draft.number, draft.orders, following, draft.letter)
