"""``/tasks``, ``/duties``, ``/problems`` (三张清单): what is in hand, as far as the speaker may see it."""

from collections import Counter
from collections.abc import Iterable

from domain.errors import ButtonTooOld
from domain.filters import mark_of
from domain.three_lists import (
    Arrangement,
    Grouped,
    ThreeList,
    arrangement_of,
    count_leaders,
    grouped,
    leader_of,
    led_by,
)
from domain.views import Light
from handlers.lists import arranged_already, shown_here, turn_to, within_reach
from handlers.request import Request
from store.transaction import Transaction
from texts.three_lists import ACTS, render_leaders, render_three_list


def show_tasks(request: Request, tx: Transaction) -> None:
    """任务清单."""
    _show(request, tx, ThreeList.TASKS)


def show_problems(request: Request, tx: Transaction) -> None:
    """问题清单."""
    _show(request, tx, ThreeList.PROBLEMS)


def show_duties(request: Request, tx: Transaction) -> None:
    """责任清单: of several leaders each with a count; then one leader's part."""
    arrangement = _arrangement(request)
    found = _found(request, ThreeList.DUTIES, arrangement)
    leaders = count_leaders(found)
    if request.press is not None and request.press.item:
        leader = leader_marked(request.press.item, leaders)
        _turn(request, tx, ThreeList.DUTIES, led_by(found, arrangement, leader), arrangement, leader)
    elif len(leaders) > 1 and request.is_private:
        late = Counter(leader_of(e.item, arrangement) for e in found.stood if e.standing.light is Light.LATE)
        turn_to(request, tx, lambda start: render_leaders(leaders, late, start))
    else:
        _turn(request, tx, ThreeList.DUTIES, found, arrangement)


def leader_marked(mark: int, leaders: Iterable[str]) -> str:
    """The leader whom a button means by that mark. Raises ``ButtonTooOld`` where nobody has it any more."""
    found = next((name for name in leaders if mark_of(name) == mark), None)
    if found is None:
        raise ButtonTooOld
    return found


def _show(request: Request, tx: Transaction, which: ThreeList) -> None:
    arrangement = _arrangement(request)
    _turn(request, tx, which, _found(request, which, arrangement), arrangement)


def _arrangement(request: Request) -> Arrangement:
    return arrangement_of(request.roster, request.rules)


def _found(request: Request, which: ThreeList, arrangement: Arrangement) -> Grouped:
    items = shown_here(request, within_reach(request, request.known(), ACTS[which]))
    stood = request.office.standings.of(items, request.rules, request.now)
    return grouped(which, stood, arrangement, request.rules)


def _turn(
    request: Request,
    tx: Transaction,
    which: ThreeList,
    found: Grouped,
    arrangement: Arrangement,
    leader: str | None = None,
) -> None:
    listing = arranged_already(request, found.stood)
    turn_to(
        request,
        tx,
        lambda start: render_three_list(
            which, listing, found.counts, arrangement, request.rules, request.now, start, leader=leader
        ),
    )
