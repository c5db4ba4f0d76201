"""``/newyear`` (年度结转): a ledger year is closed, and what is open stands in the next one's ledger.

Thousands of items are made ready off the event loop and entered in one transaction, whole or not at all. Nothing that
binds an owner changes: limits, plans and histories stay.
"""

import asyncio
from collections.abc import Callable
from datetime import date
from functools import partial

from msgspec import Struct

from domain.actions import Action, Reach
from domain.errors import ButtonTooOld
from domain.inspection_errors import OfficeClosesYears, YearClosed, YearNotOver
from domain.ledger_year import FIRST_MONTH, UNSETTLED, ClosedYear, carried_over, is_current, year_to_close
from domain.limits import local_day
from domain.rights import reach_of
from handlers.import_plan import Enclose, changes_of
from handlers.lists import require_private
from handlers.replies import answer, show
from handlers.request import Request
from handlers.serving import Handle
from store.bulk import Batch, make_batch
from store.transaction import Transaction
from texts.year_turn import render_ask_year, render_year_closed, render_year_left

#: The items are made ready at most three times while others are served; then within the transaction.
_TRIES = 3


class Turn(Struct, frozen=True):
    """A year ready to be closed."""

    closed: ClosedYear
    batch: Batch


async def prepare_year(request: Request) -> Handle:
    """``/newyear``, or a button below what it asked."""
    _require_right(request)
    if request.press is None:
        return await _asking(request)
    year = request.pressed().item
    _require_open(request, year)
    if year != _year_of(request):
        raise ButtonTooOld
    return await _closing(request, year) if request.pressed().choice else _leave


def _require_right(request: Request) -> None:
    if reach_of(request.known(), Action.CLOSE_YEAR, request.roster) is not Reach.ALL:
        raise OfficeClosesYears
    require_private(request, Action.CLOSE_YEAR)


def _require_open(request: Request, year: int) -> None:
    for each in request.ledger.closed_years():
        if each.year == year:
            raise YearClosed(year, each.closed_by, each.closed_at)


def _year_of(request: Request) -> int:
    today = local_day(request.now, request.rules)
    year = year_to_close(request.ledger.ledger_year, today)
    if year is None:
        raise YearNotOver(date(request.ledger.ledger_year or today.year, FIRST_MONTH, 1))
    return year


async def _asking(request: Request) -> Handle:
    """How many items would be carried over and how many stay."""
    year, moment = _year_of(request), request.ledger.moment()

    def count() -> tuple[int, int]:
        current = [item.status in UNSETTLED for item in moment.outlines() if is_current(item, moment.ledger_year)]
        return sum(current), len(current) - sum(current)

    carried, stayed = await asyncio.to_thread(count)
    return partial(_ask, year, carried, stayed)


def _ask(year: int, carried: int, stayed: int, request: Request, tx: Transaction) -> None:
    answer(request, tx, render_ask_year(year, carried, stayed))


async def _closing(request: Request, year: int) -> Handle:
    for _ in range(_TRIES):
        with changes_of(request.ledger) as changed:
            turn = await asyncio.to_thread(_readying(request, year, request.ledger.enclose))
            await asyncio.sleep(0)
            if not changed.items:
                return partial(_close, turn)
    return partial(_close_at_once, year)


def _readying(request: Request, year: int, enclose: Enclose | None = None) -> Callable[[], Turn]:
    """The work for a thread: it knows one moment, and nothing that changes."""
    moment, by, at = request.ledger.moment(), request.known().name, request.at

    def work() -> Turn:
        current = [item for item in moment.outlines() if is_current(item, moment.ledger_year)]
        open_numbers = [item.number for item in current if item.status in UNSETTLED]
        carried = (carried_over(item, year, by, at) for item in moment.items(open_numbers))
        batch = make_batch((), carried, moment, moves_shares=False)
        closed = ClosedYear(
            year=year,
            closed_at=at,
            closed_by=by,
            carried=len(open_numbers),
            stayed=len(current) - len(open_numbers),
        )
        return Turn(closed, batch if enclose is None else enclose(batch))

    return work


def _close_at_once(year: int, request: Request, tx: Transaction) -> None:
    """For a ledger that never stands still: nobody can change anything within the transaction."""
    _close(_readying(request, year)(), request, tx)


def _close(turn: Turn, request: Request, tx: Transaction) -> None:
    _require_open(request, turn.closed.year)  # somebody else may have closed it while this was made ready
    tx.enter(turn.batch)
    tx.save_closed_year(turn.closed)
    show(request, tx, render_year_closed(turn.closed))


def _leave(request: Request, tx: Transaction) -> None:
    show(request, tx, render_year_left(request.pressed().item))
