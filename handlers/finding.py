"""``/find 低保`` (查找): items by the words in them, as far as the speaker may see; in private only."""

from collections.abc import Iterator
from itertools import islice

from domain.actions import Action, Reach
from domain.errors import ButtonTooOld, KeywordsMissing
from domain.finding import MOST_FOUND, MOST_WORDS, keywords_of, pack, unpack
from domain.item import Item
from domain.rights import may, reach_of
from domain.roster import Person
from handlers.lists import listed, require_private, turn_to
from handlers.request import Request
from store.transaction import Transaction
from texts.lists import render_search


def show_found(request: Request, tx: Transaction) -> None:
    """What has all the words in its title, measures, standard, progress, source, owner or unit."""
    speaker = request.known()
    require_private(request, Action.FIND)
    keywords = _keywords(request)
    found = listed(request, islice(found_by(request, speaker, keywords), MOST_FOUND))
    turn_to(
        request,
        tx,
        lambda start: render_search(keywords, pack(keywords), found, request.rules, request.now, start),
    )


def _keywords(request: Request) -> tuple[str, ...]:
    if request.press is not None:
        packed = unpack(request.press.item)
        if not packed:
            raise ButtonTooOld
        return packed
    words = request.said.words if request.said.command == "find" else ""  # a link says the name of its list instead
    keywords = keywords_of(words)
    if not keywords or len(words) > MOST_WORDS:
        raise KeywordsMissing(MOST_WORDS)
    return keywords


def found_by(request: Request, speaker: Person, keywords: tuple[str, ...]) -> Iterator[Item]:
    """One at a time, newest first: common words are looked for no further than they are shown."""
    roster = request.roster
    is_whole = reach_of(speaker, Action.FIND, roster) is Reach.ALL
    posts = () if is_whole else roster.posts(speaker)
    names = [name for post in posts for name in (post.name, post.unit, *post.oversees) if name]
    if not is_whole:
        names += [leader.name for leader in roster.leaders_of(speaker)]
    for item in request.ledger.search(keywords, names):
        if may(speaker, Action.FIND, item, roster):
            yield item
