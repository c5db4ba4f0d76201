"""导出待补表: what the speaker may fill in, as a workbook; sent back, it is previewed like any (``imports``)."""

import asyncio
from collections.abc import Callable
from functools import partial

from domain.actions import Action, Reach
from domain.gap_errors import NoGaps
from domain.gaps import gaps_of
from domain.limits import local_day
from domain.rights import may, reach_of
from handlers.lists import require_private
from handlers.request import Request
from handlers.serving import Handle
from handlers.written_files import Written, send_file
from store.journal.disk import make_folder
from texts.gap_filling import gap_file_name, say_gap_file


class GapFiles:
    """Writes these workbooks, one after another."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()

    async def write(self, request: Request) -> Handle:
        """[导出待补表] was pressed."""
        require_private(request, Action.GAP_FILE)
        if reach_of(request.known(), Action.GAP_FILE, request.roster) is Reach.NONE:
            raise NoGaps
        async with self._turn:
            written = await asyncio.to_thread(_writing(request))
        return partial(send_file, written)


def _writing(request: Request) -> Callable[[], Written]:
    """The work for a thread: it knows one moment, and nothing that changes."""
    moment, roster, rules, now = request.ledger.moment(), request.roster, request.rules, request.now
    speaker, spool, number = request.known(), request.ledger.spool, request.update_id
    numbers = request.ledger.open_numbers()

    def work() -> Written:
        from reports.gap_workbook import GapRow, write_gaps  # noqa: PLC0415 - costs a start 0.2 s

        found = (item for item in moment.items(numbers) if may(speaker, Action.GAP_FILE, item, roster))
        rows = [GapRow(item, gaps) for item in found if (gaps := gaps_of(item, rules))]
        if not rows:
            raise NoGaps
        make_folder(spool)
        path = spool / f"gaps-{number}.xlsx"
        write_gaps(rows, path)
        caption = say_gap_file(len(rows), sum(len(row.gaps) for row in rows))
        return Written(path.name, gap_file_name(local_day(now, rules)), caption)

    return work
