"""``/summary`` (督办汇总): the counts of the morning at any time, of all that the speaker answers for."""

from itertools import chain

from domain.census import Census
from domain.press import Act
from domain.rights import Action, Reach, reach_of, reach_of_post
from domain.roster import Person
from domain.summary import Summary, summary_of
from handlers.lists import require_private, within_reach
from handlers.reply import show
from handlers.request import Request
from store.transaction import Transaction
from texts.summary import render_summary


def show_summary(request: Request, tx: Transaction) -> None:
    """The counts of the morning (督办汇总), of all that the speaker answers for."""
    speaker = request.known()
    require_private(request, Act.SUMMARY)
    leads = reach_of(speaker, Action.SEE_UNIT, request.roster) >= Reach.OVERSEEN
    show(request, tx, render_summary(count(request, speaker), request.rules, Act.ALL if leads else Act.UNIT))


def count(request: Request, speaker: Person) -> Summary:
    """The counts of what the speaker answers for."""
    census = Census(
        request.rules, request.now, speaks_of=lambda _: False
    )  # only counted, which is a quarter of the work
    is_whole = reach_of(speaker, Action.SEE_SUMMARY, request.roster) is Reach.ALL
    for item in request.ledger.all_items() if is_whole else within_reach(request, speaker, Action.SEE_SUMMARY):
        census.add(item)
    units = None if is_whole else _units_of(request, speaker)
    return summary_of(census, request.roster, units)


def _units_of(request: Request, speaker: Person) -> tuple[str, ...]:
    """The units that the speaker answers for, in whatever post."""
    posts = request.roster.posts(speaker)
    reach = {post.number: reach_of_post(post, Action.SEE_SUMMARY, request.roster) for post in posts}
    named = (
        post.oversees if reach[post.number] is Reach.OVERSEEN else (post.unit,) * (reach[post.number] is Reach.UNIT)
        for post in posts
    )
    return tuple(dict.fromkeys(chain.from_iterable(named)))
