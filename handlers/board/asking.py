"""A page of the board is something asked in private: the same request, and so the same rights, as in the chat."""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice

from domain.actions import Action, Reach
from domain.board import BoardQuery, Scope, Stand, is_of
from domain.finding import MOST_FOUND, keywords_of
from domain.ledger_year import is_current
from domain.outline import Outlined
from domain.rights import is_liaison, may_list, reach_of
from domain.roster import Person, Roster
from handlers.finding import found_by
from handlers.lists import within_reach
from handlers.mine import served_by
from handlers.request import Office, Request, What, outlines_owned_by
from store.outlines import SettledOutlines


def asked_by(office: Office, person: Person, now: datetime) -> Request:
    """The person asks, in private, at that moment."""
    telegram_id = person.telegram_id or 0
    return Request(
        office=office,
        update_id=0,
        what=What.COMMAND,
        chat_id=telegram_id,
        chat_title="",
        is_private=True,
        telegram_id=telegram_id,
        is_nobody=False,
        now=now,
        sent_at=now,
    )


def seen(request: Request, speaker: Person, query: BoardQuery, *, wall: bool) -> Iterable[Outlined]:
    """The items that the list is made of, before any filter; on a wall, which everybody reads, nothing sensitive."""
    items = _searched(request, speaker, query) if query.is_search else _of_scope(request, speaker, query)
    return (item for item in items if not item.is_sensitive) if wall else items


def _searched(request: Request, speaker: Person, query: BoardQuery) -> Iterable[Outlined]:
    found = islice(found_by(request, speaker, keywords_of(query.words)), MOST_FOUND)
    mine = {item.number for item in _of_scope(request, speaker, query)} if query.scope is Scope.MINE else None
    return (item for item in found if is_of(query.state, item.status) and (mine is None or item.number in mine))


def _of_scope(request: Request, speaker: Person, query: BoardQuery) -> Iterable[Outlined]:
    if query.state is Stand.OPEN:
        return _own(request, speaker) if query.scope is Scope.MINE else within_reach(request, speaker, Action.LIST)
    return settled(request, speaker, query.state, is_mine=query.scope is Scope.MINE)


def _own(request: Request, speaker: Person) -> Iterable[Outlined]:
    """What the speaker owns, and what the leaders own whose liaison (联络员) they are."""
    own: Iterable[Outlined] = outlines_owned_by(request, speaker)
    if not request.roster.is_liaison(speaker):
        return own
    return {item.number: item for item in (*own, *served_by(request, speaker))}.values()


def settled(request: Request, speaker: Person, state: Stand, *, is_mine: bool = False) -> Iterable[Outlined]:
    """What of the current ledger year is closed, or was suspended, as far as the speaker may list it."""
    roster, year = request.roster, request.ledger.ledger_year
    is_whole = reach_of(speaker, Action.LIST, roster) is Reach.ALL and not is_mine
    leaders = roster.leaders_of(speaker) if is_mine else ()
    found = request.ledger.settled_outlines()
    for item in found.items if is_whole else _near(found, roster.posts(speaker), leaders):
        is_wanted = is_of(state, item.status) and is_current(item, year)
        if is_wanted and (is_whole or _is_seen(speaker, item, roster, is_mine=is_mine)):
            yield item


def _is_seen(speaker: Person, item: Outlined, roster: Roster, *, is_mine: bool) -> bool:
    if not is_mine:
        return may_list(speaker, Action.LIST, item, roster)
    return may_list(speaker, Action.MINE, item, roster) or is_liaison(speaker, item, roster)


def _near(found: SettledOutlines, posts: Iterable[Person], leaders: Iterable[Person]) -> Iterable[Outlined]:
    """All that a right may cover: what the units of these posts lead, and what bears their or the leaders' names."""
    near: dict[int, Outlined] = {}
    for post in posts:
        for unit in (post.unit, *post.oversees):
            near |= {item.number: item for item in found.by_unit.get(unit, ())}
    for post in (*posts, *leaders):
        near |= {item.number: item for item in found.by_owner.get(post.name, ())}
    return near.values()
