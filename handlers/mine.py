"""``/mytasks`` (我的事项): what the speaker owns and has in hand; to a leader also what awaits their decision."""

from domain.errors import PrivateOnly
from domain.item import Item
from domain.lights import line_of
from domain.rights import Action, Reach, as_shown, is_owner, may_show, reach_of
from domain.roster import Person
from handlers.lists import count_waiting, turn_to
from handlers.reply import show
from handlers.request import Request
from handlers.summary import count
from store.transaction import Transaction
from texts.lists import render_my_items, render_nothing_of_ones_own, waiting_row


def handle_mine(request: Request, tx: Transaction) -> None:
    """All of the speaker's own items in private, those of the unit in its group; elsewhere a link to the former."""
    speaker, here, is_private = request.known(), request.binding, request.is_private
    if not is_private and (here is None or not here.unit or here.unit not in _units_of(request, speaker)):
        raise PrivateOnly
    lines = tuple(line_of(item, request.rules, request.now) for item in own_items(request, speaker))
    leads = is_private and reach_of(speaker, Action.SEE_WAITING, request.roster) >= Reach.OVERSEEN
    waiting = count_waiting(request, speaker) if leads else 0
    if leads and not lines:
        is_whole = (
            reach_of(speaker, Action.SEE_SUMMARY, request.roster) is Reach.ALL
        )  # a walk over everything: on a button
        view = None if is_whole else count(request, speaker)
        show(request, tx, render_nothing_of_ones_own(speaker, waiting, view, request.rules, request.now))
        return
    turn_to(
        request,
        tx,
        lambda start: render_my_items(
            speaker,
            lines,
            request.rules,
            request.now,
            start,
            in_group=not is_private,
            extra=waiting_row(waiting),
        ),
    )


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
