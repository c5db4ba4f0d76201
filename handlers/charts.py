"""``/chart`` and [挂图]: the wall chart as a picture, then on demand as a sheet to be printed.

It is worked out in a thread, of one moment of the ledger, and drawn by another process, one for each person at a time;
then a transaction sends it. What it shows is what a list would show to its reader there (docs/decisions/0080).
"""

import asyncio
from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path

from msgspec import Struct

from domain.actions import Action
from domain.chart_scope import (
    ChartMedium,
    ChartScope,
    FieldEmpty,
    NothingToChart,
    ScopeKind,
    belongs,
    field_of,
    number_of,
    open_to,
    own_scope,
    require_scope,
    scope_of_number,
    scope_of_words,
)
from domain.errors import ButtonTooOld, ForeignChat
from domain.letter import Letter, Press, Way
from domain.rights import may_show
from domain.roster import Person, Roster
from domain.setting import Setting
from domain.wall_chart import ChartWords, WallChart, chart_of_outlines
from handlers.lists import require_list
from handlers.request import Request
from handlers.serving import Handle
from reports.wall_chart.process import Order, draw_apart
from store.journal.disk import make_folder
from store.transaction import Transaction
from texts.wall_chart import BUREAU_WORDS, chart_rows, file_name, say_caption, words_of

_PREFIX = "chart-"


class _Plan(Struct, frozen=True):
    """What is to be drawn, whose it is, and where the file goes."""

    chart: WallChart
    words: ChartWords
    scope: ChartScope
    number: int  # the scope's name, for buttons
    medium: ChartMedium
    path: Path


class Charts:
    """Draws charts, one after another."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()

    async def draw(self, request: Request) -> Handle:
        """A chart was asked for, in words or by button."""
        work = _planning(request)
        async with self._turn:
            plan = await asyncio.to_thread(work)
            drawn = await draw_apart(Order(plan.chart, plan.words, plan.medium, str(plan.path)))
        return partial(_send, plan, drawn.summed)


def _planning(request: Request) -> Callable[[], _Plan]:
    """Work for a thread: it knows one moment of the ledger, and nothing that changes."""
    speaker, roster, medium = request.known(), request.roster, _medium_of(request)
    require_list(request, speaker, Action.CHART)
    moment, setting = request.ledger.moment(), Setting(request.rules, roster, request.now)
    year, binding, is_private = request.ledger.ledger_year, request.binding, request.is_private
    folder, update = request.ledger.spool, request.update_id

    def work() -> _Plan:
        seen = open_to(speaker, moment.outlines(), roster, year)
        sources = {item.source for item in seen if item.source}
        scope = _scope_of(request, speaker, roster, sources)
        require_scope(speaker, scope, roster)
        found = [item for item in seen if belongs(item, scope, roster)]
        if not is_private:
            found = [item for item in found if may_show(item, binding)]
        shown = found if medium is ChartMedium.PHOTO else [item for item in found if not item.is_sensitive]
        if not shown:
            _refuse_nothing(scope, setting, len(found))
        chart = chart_of_outlines(shown, moment.items, scope, setting, len(found) - len(shown))
        make_folder(folder)
        path = folder / f"{_PREFIX}{update}{Path(file_name(chart, medium)).suffix}"
        return _Plan(chart, words_of(chart, setting.rules), scope, number_of(scope, sources), medium, path)

    return work


def _medium_of(request: Request) -> ChartMedium:
    try:
        return ChartMedium(request.pressed().choice) if request.is_press else ChartMedium.PHOTO
    except ValueError:
        raise ButtonTooOld from None


def _scope_of(request: Request, speaker: Person, roster: Roster, sources: Collection[str]) -> ChartScope:
    """Whose chart the button or the words mean. In a group it is the group's unit, and no other is told of."""
    own = own_scope(speaker, roster)
    scope = _scope_asked(request, own, roster, sources)
    if request.is_private:
        return scope
    here = roster.chat(request.chat_id, request.thread_id) or roster.chat(request.chat_id)
    if here is None or not here.unit:
        raise ForeignChat(Action.CHART)
    of_group = ChartScope(ScopeKind.UNIT, here.unit)
    if scope not in (of_group, own):
        raise ForeignChat(Action.CHART)
    return of_group


def _scope_asked(request: Request, own: ChartScope, roster: Roster, sources: Collection[str]) -> ChartScope:
    if request.press is not None:
        return _scope_pressed(request.press, own, roster, sources)
    words = request.said.words.strip() if request.said.command == "chart" else ""
    if not words:
        return own
    if words in BUREAU_WORDS:
        return ChartScope()
    return scope_of_words(words, sources, roster)


def _scope_pressed(press: Press, own: ChartScope, roster: Roster, sources: Collection[str]) -> ChartScope:
    try:
        kind = ScopeKind(press.version)
    except ValueError:
        raise ButtonTooOld from None
    if kind is ScopeKind.OWN:
        return own
    scope = scope_of_number(kind, press.item, sources, roster)
    if scope is None:
        raise ButtonTooOld
    return scope


def _refuse_nothing(scope: ChartScope, setting: Setting, withheld: int) -> None:
    if not withheld and scope.kind is ScopeKind.LEADER and not field_of(scope.name, setting.roster):
        raise FieldEmpty(scope.name)
    raise NothingToChart(scope, withheld)


def _send(plan: _Plan, summed: int, request: Request, tx: Transaction) -> None:
    is_photo = plan.medium is ChartMedium.PHOTO
    tx.queue(
        Letter(
            chat_id=request.chat_id,
            thread_id=request.thread_id,
            way=Way.PHOTO if is_photo else Way.FILE,
            html=say_caption(plan.chart, plan.medium, request.rules, summed),
            rows=chart_rows(plan.scope.kind, plan.number) if is_photo else (),
            file=plan.path.name,
            file_name=file_name(plan.chart, plan.medium),
            queued_at=request.now,
            asker=request.asker,
        )
    )
