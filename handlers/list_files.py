"""A list as a file: a workbook (导出表格) or a page to be printed (打印页).

The file is written before the transaction opens, off the event loop, of one moment of the ledger and for one person at
a time. A file of the three lists has what the chat's list has, and what was settled in the same ledger year.
"""

import asyncio
from collections.abc import Callable
from functools import partial

from domain.errors import ButtonTooOld
from domain.limits import local_day
from domain.outline import Outlined
from domain.rights import may_list, may_show
from domain.three_lists import FileChoice, ThreeList, arrangement_of, leader_of
from domain.views import as_shown, line_of
from handlers.figures import work_of_figures
from handlers.inspection_files import work_of_changes, work_of_sample
from handlers.lists import require_list
from handlers.request import Request
from handlers.serving import Handle
from handlers.three_lists import leader_marked
from handlers.written_files import Work, Written, file_name, send_file, write_file
from reports.list_columns import TITLES, Frame
from reports.list_tables import is_listed, table_of
from texts.amounts import say_amounts
from texts.three_lists import ACTS, say_file, say_subtitle


class ListFiles:
    """Writes the files, one after another."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()

    async def write(self, request: Request) -> Handle:
        """导出表格 or 打印页 was pressed."""
        press = request.pressed()
        try:
            choice, work = FileChoice(press.choice), _WORKS[press.version]
        except (ValueError, IndexError):
            raise ButtonTooOld from None
        if press.version < 0:
            raise ButtonTooOld
        async with self._turn:
            written = await asyncio.to_thread(work(request, choice, press.item))
        return partial(send_file, written)


def _work_of(which: ThreeList, request: Request, choice: FileChoice, mark: int) -> Work:
    """``mark`` is that of the leader whose part of 责任清单 it is."""
    require_list(request, request.known(), ACTS[which])
    moment, roster, rules, now = request.ledger.moment(), request.roster, request.rules, request.now
    speaker, binding, is_private = request.known(), request.binding, request.is_private
    spool, number, year = request.ledger.spool, request.update_id, request.ledger.ledger_year
    arrangement = arrangement_of(roster, rules)

    def is_wanted(item: Outlined) -> bool:
        if not is_private and (not may_show(item, binding) or binding is None or item.unit != binding.unit):
            return False
        return may_list(speaker, ACTS[which], item, roster)

    def work() -> Written:
        found = [item for item in moment.outlines() if is_listed(item, year) and is_wanted(item)]
        leader = leader_marked(mark, {leader_of(item, arrangement) for item in found}) if mark else ""
        if mark:
            found = [item for item in found if leader_of(item, arrangement) == leader]
        lines = (
            line_of(as_shown(item, is_private=is_private), rules, now)
            for item in moment.items(item.number for item in found)
        )
        day = f"{local_day(now, rules):%Y-%m-%d}"
        whose = leader or ("" if is_private or binding is None else binding.unit)
        frame = Frame(rules, arrangement, now, say_amounts)
        table = table_of(which, lines, frame, partial(say_subtitle, rules.office_name, whose, day))
        file = write_file(table, choice, spool, number)
        settled = table.count - table.in_hand
        return Written(file, file_name(TITLES[which], choice, day), say_file(which, choice, table.in_hand, settled))

    return work


#: By the ``version`` of the press: the three lists, then what inspectors look into.
_WORKS: tuple[Callable[[Request, FileChoice, int], Work], ...] = (
    *(partial(_work_of, which) for which in ThreeList),
    work_of_sample,
    work_of_changes,
    work_of_figures,
)
