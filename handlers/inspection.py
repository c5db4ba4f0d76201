"""``/sample`` (随机抽查), ``/changes`` (变动清单), ``/code`` (校验码): what inspectors look into, in private."""

import asyncio
from collections.abc import Callable, Iterator
from functools import partial

from domain.actions import Action, Reach
from domain.changes import Change, Period, changes_of, in_order, may_concern, month_of, read_period
from domain.errors import ButtonTooOld
from domain.filters import mark_of
from domain.inspection_errors import OverseersOnly, PeriodUnread, SampleUnread
from domain.ledger_year import is_current
from domain.limits import local_day
from domain.listing import in_order as listing_in_order
from domain.rights import may_list, reach_of
from domain.roster import Person
from domain.sampling import MOST, Drawn, Wish, draw, read_wish, seed_of
from handlers.lists import lines_of, require_private, turn_to
from handlers.replies import answer, toast
from handlers.request import Request
from handlers.serving import Handle
from store.transaction import Transaction
from texts.inspection import FRESH, SAMPLE_CHANGED, render_changes, render_code, render_sample


def show_sample(request: Request, tx: Transaction) -> None:
    """Items drawn at random, the same again with the same seed."""
    require_overseer(request, Action.SAMPLE)
    wished = _wished(request)
    drawn = drawn_by(request, wished)
    wish = wished.drawn_among(drawn.total)
    is_another = wished.among not in (0, wish.among)
    listing = listing_in_order(
        drawn.items, lambda page: lines_of(request, request.ledger.items(i.number for i in page))
    )
    unit, kind = words_of(request, wish)
    turn_to(
        request,
        tx,
        lambda start: render_sample(
            wish, unit, kind, listing, drawn.total, request.rules, request.now, 0 if is_another else start
        ),
    )
    if is_another:
        toast(request, SAMPLE_CHANGED, alert=True)


def require_overseer(request: Request, act: Action) -> Person:
    """Who may look at others' work, in private. Raises ``OverseersOnly``, ``PrivateOnly``."""
    speaker = request.known()
    if reach_of(speaker, act, request.roster) is Reach.NONE:
        raise OverseersOnly(act)
    require_private(request, act)
    return speaker


def _wished(request: Request) -> Wish:
    seed = seed_of(f"{request.ledger.head()}|{request.now.isoformat()}")
    if request.press is not None:
        wish = Wish.unpack(request.press.item)
        if not wish.count:
            raise ButtonTooOld
        return Wish(wish.count, seed, wish.unit, wish.kind) if request.press.version == FRESH else wish
    words = request.said.words if request.said.command == "sample" else ""
    read = read_wish(words, [unit.name for unit in request.roster.units], request.rules, seed)
    if isinstance(read, str):
        raise SampleUnread(read, MOST)
    return read


def drawn_by(request: Request, wish: Wish) -> Drawn:
    """What is drawn of what the speaker may see of the current year's ledger."""
    speaker, roster, year = request.known(), request.roster, request.ledger.ledger_year
    items = (item for item in request.ledger.all_outlines() if is_current(item, year))
    if reach_of(speaker, Action.SAMPLE, roster) is not Reach.ALL:
        items = (item for item in items if may_list(speaker, Action.SAMPLE, item, roster))
    return draw(items, wish)


def words_of(request: Request, wish: Wish) -> tuple[str, str]:
    """The unit and the kind that the wish names, ``""`` for any."""
    unit = next((each.name for each in request.roster.units if mark_of(each.name) == wish.unit), "")
    kind = next((each.label for each in request.rules.kinds.values() if mark_of(each.name) == wish.kind), "")
    return unit, kind


async def prepare_changes(request: Request) -> Handle:
    """``/changes``, or a page of it: histories are read off the event loop."""
    period = period_meant(request)
    changes = await asyncio.to_thread(finding_changes(request, period))
    return partial(_show_changes, changes, period)


def period_meant(request: Request) -> Period:
    """The month or year of the button or the words; this month where nothing is said."""
    require_overseer(request, Action.CHANGES)
    if request.press is not None and request.press.item:
        period = Period.unpack(request.press.item)
        if period is None:
            raise ButtonTooOld
        return period
    words = request.said.words if request.said.command == "changes" and request.press is None else ""
    period = read_period(words, local_day(request.now, request.rules))
    if period is None:
        raise PeriodUnread(words)
    return period


def finding_changes(request: Request, period: Period) -> Callable[[], list[Change]]:
    """Finds the changes of what the speaker may see, the newest first; in any thread."""
    speaker, roster, rules, now = request.known(), request.roster, request.rules, request.now
    moment = request.ledger.moment()

    def find() -> Iterator[Change]:
        for item in moment.like(may_concern(period)):
            if may_list(speaker, Action.CHANGES, item, roster):
                yield from changes_of(item, period, rules, now)

    return lambda: in_order(find())


def _show_changes(changes: list[Change], period: Period, request: Request, tx: Transaction) -> None:
    turn_to(request, tx, lambda start: render_changes(changes, period, request.rules, request.now, start))


def show_code(request: Request, tx: Transaction) -> None:
    """The check code of now, and of the last month's end."""
    require_overseer(request, Action.CODE)
    today = local_day(request.now, request.rules)
    ended = request.ledger.head_before(today.replace(day=1))
    before = month_of(today, 1)
    month_end = (before.year, before.month, ended.sequence, ended.head) if ended.sequence else None
    answer(request, tx, render_code(request.ledger.sequence, request.ledger.head(), month_end))
