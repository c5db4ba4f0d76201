"""挂图 on the board: the sheet of ``/chart``, drawn by a process of its own, once for each revision and reader."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from domain.chart_scope import ChartMedium, ChartScope, ScopeKind, belongs, open_to, own_scope, require_scope
from domain.errors import ItemMissing, UnitOutOfReach
from domain.roster import Person
from domain.setting import Setting
from domain.wall_chart import WallChart, chart_of_outlines
from handlers.request import Request
from reports.wall_chart.process import Order, draw_apart
from texts.wall_chart import words_of

#: So many sheets are kept; the oldest makes room.
_MOST_KEPT = 32


def charted(request: Request, speaker: Person, unit: str | None) -> WallChart | None:
    """What the sheet shows: the unit, else what the speaker answers for; as on paper, nothing sensitive.

    ``None`` where there is nothing. Raises ``ItemMissing`` for a unit out of reach, as for one that is not there.
    """
    ledger, roster = request.ledger, request.roster
    scope = own_scope(speaker, roster) if unit is None else ChartScope(ScopeKind.UNIT, unit)
    try:
        require_scope(speaker, scope, roster)
    except UnitOutOfReach as error:
        raise ItemMissing(0) from error
    seen = open_to(speaker, ledger.all_outlines(), roster, ledger.ledger_year)
    found = [each for each in seen if belongs(each, scope, roster)]
    shown = [each for each in found if not each.is_sensitive]
    if not shown:
        return None
    setting = Setting(request.rules, roster, request.now)
    return chart_of_outlines(shown, ledger.items, scope, setting, len(found) - len(shown))


class Sheets:
    """Sheets by revision, reader and unit: whatever else an address says draws none."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()
        self._kept: dict[tuple[str, int, str | None], bytes] = {}

    def __len__(self) -> int:
        """How many are kept."""
        return len(self._kept)

    async def of(self, key: tuple[str, int, str | None], request: Request, plan: Callable[[], WallChart]) -> bytes:
        """The sheet as SVG, drawn if it was not; one at a time."""
        async with self._turn:
            if key not in self._kept:
                while len(self._kept) >= _MOST_KEPT:
                    del self._kept[next(iter(self._kept))]
                self._kept[key] = await _drawn(request, plan())
            return self._kept[key]


async def _drawn(request: Request, chart: WallChart) -> bytes:
    with TemporaryDirectory(prefix="duban-board-") as folder:
        path = Path(folder) / "chart.svg"
        await draw_apart(Order(chart, words_of(chart, request.rules), ChartMedium.VECTOR, str(path)))
        return await asyncio.to_thread(path.read_bytes)
