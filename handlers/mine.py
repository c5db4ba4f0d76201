"""``/mytasks`` (我的事项): what the speaker owns and has in hand."""

from domain.errors import PrivateOnly
from domain.item import Item
from domain.lights import line_of
from domain.rights import as_shown, is_owner, may_show
from domain.roster import Person
from handlers.lists import turn_to
from handlers.request import Request
from store.transaction import Transaction
from texts.items import render_my_items


def handle_mine(request: Request, tx: Transaction) -> None:
    """All of the speaker's own items in private, those of the unit in its group; elsewhere a link to the former."""
    speaker = request.known()
    here = request.binding
    if not request.is_private and (here is None or not here.unit or here.unit not in _units_of(request, speaker)):
        raise PrivateOnly
    lines = tuple(line_of(item, request.rules, request.now) for item in own_items(request, speaker))
    turn_to(request, tx, lambda page: render_my_items(speaker, lines, request.rules, request.now, page))


def _units_of(request: Request, speaker: Person) -> frozenset[str]:
    return frozenset(post.unit for post in request.roster.posts(speaker))


def own_items(request: Request, speaker: Person) -> list[Item]:
    """The speaker's open items that may be shown in this chat."""
    roster, here, is_private = request.roster, request.binding, request.is_private
    return [
        as_shown(item, is_private=is_private)
        for item in request.ledger.open_of(speaker.name)
        if is_owner(speaker, item, roster) and may_show(item, here, is_private=is_private)
    ]
