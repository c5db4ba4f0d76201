"""One of the three lists as a file: a workbook (导出表格) or a page to be printed (打印页).

The file is written before the transaction opens, off the event loop, of one moment of the ledger and for one person at
a time. It has what the chat's list has, and what was settled in the same ledger year.
"""

import asyncio
from collections.abc import Callable
from functools import partial

from msgspec import Struct

from domain.errors import ButtonTooOld
from domain.letter import Letter, Way
from domain.limits import local_day
from domain.outline import Outlined
from domain.rights import may_list, may_show
from domain.three_lists import FileChoice, ThreeList, arrangement_of, leader_of
from domain.views import as_shown, line_of
from handlers.lists import require_list
from handlers.request import Request
from handlers.serving import Handle
from handlers.three_lists import leader_marked
from store.journal.disk import make_folder
from store.transaction import Transaction
from texts.amounts import say_amounts
from texts.three_lists import ACTS, file_name, say_file, say_subtitle

_PREFIX = "list-"
_SUFFIXES = {FileChoice.WORKBOOK: ".xlsx", FileChoice.PAGE: ".html"}


class Written(Struct, frozen=True):
    """A list's file in the spool, and what is said of it."""

    file: str
    name: str
    caption: str


class ListFiles:
    """Writes the files, one after another."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()

    async def write(self, request: Request) -> Handle:
        """导出表格 or 打印页 was pressed."""
        press = request.pressed()
        lists = tuple(ThreeList)
        if not 0 <= press.version < len(lists) or press.choice not in tuple(FileChoice):
            raise ButtonTooOld
        which, choice = lists[press.version], FileChoice(press.choice)
        require_list(request, request.known(), ACTS[which])
        async with self._turn:
            work = _writing(request, which, choice, press.item)
            written = await asyncio.to_thread(work)
        return partial(send_file, written)


def send_file(written: Written, request: Request, tx: Transaction) -> None:
    """The file goes where it was asked for."""
    tx.queue(
        Letter(
            chat_id=request.chat_id,
            thread_id=request.thread_id,
            way=Way.FILE,
            html=written.caption,
            file=written.file,
            file_name=written.name,
            queued_at=request.now,
            asker=request.asker,
        )
    )


def _writing(request: Request, which: ThreeList, choice: FileChoice, mark: int) -> Callable[[], Written]:
    """The work for a thread: it knows one moment, and nothing that changes."""
    moment, roster, rules, now = request.ledger.moment(), request.roster, request.rules, request.now
    speaker, binding, is_private = request.known(), request.binding, request.is_private
    spool, number, year = request.ledger.spool, request.update_id, request.ledger.ledger_year
    arrangement = arrangement_of(roster, rules)

    def is_wanted(item: Outlined) -> bool:
        if not is_private and (not may_show(item, binding) or binding is None or item.unit != binding.unit):
            return False
        return may_list(speaker, ACTS[which], item, roster)

    def work() -> Written:
        from reports.list_columns import Frame  # noqa: PLC0415 - see below
        from reports.list_tables import is_current, table_of  # noqa: PLC0415
        from reports.list_workbook import write_table  # noqa: PLC0415 - costs a start 0.2 s
        from reports.printable import write_page  # noqa: PLC0415

        found = [item for item in moment.outlines() if is_current(item, year) and is_wanted(item)]
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
        make_folder(spool)
        path = spool / f"{_PREFIX}{number}{_SUFFIXES[choice]}"
        (write_table if choice is FileChoice.WORKBOOK else write_page)(table, path)
        return Written(
            path.name,
            file_name(which, choice, day),
            say_file(which, choice, table.in_hand, table.count - table.in_hand),
        )

    return work
