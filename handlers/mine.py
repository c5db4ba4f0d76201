"""``/mytasks`` (我的事项) and ``/summary`` (督办汇总): what the speaker owns, and counts of all they answer for."""

from collections.abc import Iterable
from itertools import chain

from domain.actions import Action, Reach
from domain.census import Census
from domain.errors import PrivateOnly
from domain.item import Item
from domain.listing import Listing
from domain.outline import Outlined
from domain.overview import Summary, summary_of
from domain.rights import is_liaison, may, may_show, reach_of, reach_of_post
from domain.roster import Person
from domain.verdicts import count_verdicts
from domain.views import as_shown
from handlers.lists import arranged_already, count_waiting, listed, require_private, turn_to, within_reach
from handlers.replies import show
from handlers.request import Request, outlines_owned_by, owned_by
from store.transaction import Transaction
from texts.digest import render_summary
from texts.lists import render_my_items, render_nothing_of_ones_own, waiting_row


def show_summary(request: Request, tx: Transaction) -> None:
    """The counts of the morning (督办汇总), of all that the speaker answers for."""
    speaker = request.known()
    require_private(request, Action.SUMMARY)
    leads = reach_of(speaker, Action.UNIT, request.roster) >= Reach.OVERSEEN
    show(request, tx, render_summary(count(request, speaker), request.rules, Action.ALL if leads else Action.UNIT))


def count(request: Request, speaker: Person) -> Summary:
    """The counts of what the speaker answers for."""
    census = Census(
        request.rules, request.now, speaks_of=lambda _: False
    )  # only counted, which is a quarter of the work
    is_whole = reach_of(speaker, Action.SUMMARY, request.roster) is Reach.ALL
    for item in request.ledger.all_items() if is_whole else _answered_for(request, speaker):
        census.add(item)
    if not is_whole:
        _add_verdicts(request, speaker, census)
    units = None if is_whole else _units_answered_for(request, speaker)
    return summary_of(census, request.roster, units)


def _add_verdicts(request: Request, speaker: Person, census: Census) -> None:
    """群众评价 of what is closed, which counts nowhere else of what one answers for."""
    for item in request.ledger.items(request.ledger.closed_with_verdicts()):
        if may(speaker, Action.SUMMARY, item, request.roster):
            count_verdicts(item, census.verdicts)


def _answered_for(request: Request, speaker: Person) -> Iterable[Item]:
    return request.ledger.items(each.number for each in within_reach(request, speaker, Action.SUMMARY))


def _units_answered_for(request: Request, speaker: Person) -> tuple[str, ...]:
    """The units that the speaker answers for, in whatever post."""
    posts = request.roster.posts(speaker)
    reach = {post.number: reach_of_post(post, Action.SUMMARY, request.roster) for post in posts}
    named = (
        post.oversees if reach[post.number] is Reach.OVERSEEN else (post.unit,) * (reach[post.number] is Reach.UNIT)
        for post in posts
    )
    return tuple(dict.fromkeys(chain.from_iterable(named)))


def handle_mine(request: Request, tx: Transaction) -> None:
    """All of the speaker's own items in private, those of the unit in its group; elsewhere a link to the former."""
    speaker, here, is_private = request.known(), request.binding, request.is_private
    if not is_private and (here is None or not here.unit or here.unit not in _units_of(request, speaker)):
        raise PrivateOnly
    found = _own(request, speaker)
    leads = is_private and reach_of(speaker, Action.WAITING, request.roster) >= Reach.OVERSEEN
    waiting = count_waiting(request, speaker) if leads else 0
    served = listed(request, served_by(request, speaker)) if is_private and request.roster.is_liaison(speaker) else None
    if leads and not found:
        is_whole = reach_of(speaker, Action.SUMMARY, request.roster) is Reach.ALL  # a walk over everything: on a button
        view = None if is_whole else count(request, speaker)
        page = render_nothing_of_ones_own(speaker, waiting, view, request.rules, request.now, served)
        show(request, tx, page)
        return
    turn_to(
        request,
        tx,
        lambda start: render_my_items(
            speaker,
            found,
            request.rules,
            request.now,
            start,
            in_group=not is_private,
            extra=waiting_row(waiting),
            served=served,
        ),
    )


def _own(request: Request, speaker: Person) -> Listing:
    items = outlines_owned_by(request, speaker)
    if not request.is_private:
        return listed(request, items)
    asker = str(request.telegram_id)
    return arranged_already(request, request.office.standings.ordered(asker, items, request.rules, request.now))


def served_by(request: Request, speaker: Person) -> Iterable[Outlined]:
    """What the leaders own whose liaison (联络员) the speaker is, apart from the speaker's own."""
    roster, own = request.roster, request.roster.names_of(speaker)
    names = dict.fromkeys(leader.name for leader in roster.leaders_of(speaker))
    found = (each for name in names if name not in own for each in request.ledger.outlines_of(name))
    return (each for each in found if is_liaison(speaker, each, roster))


def _units_of(request: Request, speaker: Person) -> frozenset[str]:
    return frozenset(post.unit for post in request.roster.posts(speaker))


def own_items(request: Request, speaker: Person) -> list[Item]:
    """The speaker's open items that may be shown in this chat."""
    here, is_private = request.binding, request.is_private
    return [
        as_shown(item, is_private=is_private)
        for item in owned_by(request, speaker)
        if may_show(item, here, is_private=is_private)
    ]
