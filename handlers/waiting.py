"""What waits for somebody's word: 销号 to approve (待审清单), requests for more time, plans, obstacles, objections."""

from collections.abc import Mapping

from domain.actions import Action
from domain.item import Item
from domain.listing import of_lines
from domain.requests import RequestKind
from domain.rights import may
from domain.views import Light
from handlers.lists import lines_of, require_private, show_list, show_listing
from handlers.request import Request
from store.transaction import Transaction
from texts.lists import waiting_rows

#: A list of what waits for a decision → what was asked for.
_ASKED: Mapping[Action, RequestKind] = {
    Action.EXTENSIONS: RequestKind.EXTEND,
    Action.PROLONGINGS: RequestKind.PROLONG,
    Action.PLANS: RequestKind.PLAN,
    Action.OBSTACLES: RequestKind.OBSTACLE,
    Action.DOUBTS: RequestKind.DOUBT,
}


def show_waiting(request: Request, tx: Transaction) -> None:
    """What awaits approval (待审清单), and the ways to what else waits."""
    require_private(request, Action.WAITING)
    rows = waiting_rows({act: len(_asked(request, act)) for act in _ASKED})
    show_list(request, tx, Action.WAITING, lambda each: each.standing.light is Light.WAITING, rows=rows)


def show_extensions(request: Request, tx: Transaction) -> None:
    """Requests for more time that nobody has decided (改期申请)."""
    _show_asked(request, tx, Action.EXTENSIONS)


def show_obstacles(request: Request, tx: Transaction) -> None:
    """Difficulties that nobody has answered (待答复难点)."""
    _show_asked(request, tx, Action.OBSTACLES)


def show_plans(request: Request, tx: Transaction) -> None:
    """Plans (整改方案) that nobody has approved."""
    _show_asked(request, tx, Action.PLANS)


def show_prolongings(request: Request, tx: Transaction) -> None:
    """Requests to prolong a statutory limit that nobody has decided (延长申请)."""
    _show_asked(request, tx, Action.PROLONGINGS)


def show_doubts(request: Request, tx: Transaction) -> None:
    """Objections that the office has not settled (待答复异议)."""
    _show_asked(request, tx, Action.DOUBTS)


def _show_asked(request: Request, tx: Transaction, act: Action) -> None:
    require_private(request, act)
    show_listing(request, tx, act, of_lines(lines_of(request, _asked(request, act))))


def _asked(request: Request, act: Action) -> list[Item]:
    """The items whose request still stands, as far as the speaker may see that."""
    speaker = request.known()
    return [item for item in request.ledger.items_asked(_ASKED[act]) if may(speaker, act, item, request.roster)]
