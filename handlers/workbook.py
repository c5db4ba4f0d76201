"""A workbook (.xlsx) that the office sends: read in a process of its own, previewed, and taken over once confirmed.

The file waits in the spool, not the plan: by the time somebody confirms, the ledger may have moved, so what is applied
is planned anew. Reading and planning are slow: they happen before the transaction opens, off the event loop, and for
one workbook at a time; whoever sends another one waits for their turn.
"""

import asyncio
import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path

from domain.errors import BadWorkbook, FileRefused, WorkbookGone
from domain.item import Item
from domain.plan import ImportPlan, plan_import
from domain.rights import Action, Reach, reach_of
from domain.sheet import Sheets, WorkbookFault
from handlers.desk import Desk, Handle
from handlers.import_plan import apply_plan
from handlers.reply import answer, show
from handlers.request import Request
from reports.workbook import read_workbook_async
from store.transaction import Transaction
from store.values import Commit
from texts.imports import render_import_dropped, render_import_result, render_plan

_PREFIX = "import-"
_SUFFIX = ".xlsx"
#: So many workbooks may await their decision; previews that nobody decided on make room for newer ones.
_KEPT = 5
#: Formats that only have to be saved as another one; what to do is said with the fault.
_OTHER_FORMATS = {
    ".xls": WorkbookFault.OLD_FORMAT,
    ".et": WorkbookFault.OLD_FORMAT,
    ".xlsb": WorkbookFault.BINARY_FORMAT,
}
#: Telegram lets a bot fetch files of up to 20 MB.
_MOST_BYTES = 20 * 1024 * 1024
_NUMBER_BYTES = 6
#: Items decoded before others get their turn.
_SLICE = 200


class Workbooks:
    """The two steps of an import in the chat; the spool holds the file between them, named after its content."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._turn = asyncio.Lock()
        self._changes = 0  # of what a plan rests on
        desk.office.ledger.on_commit.append(self._note)

    async def read(self, request: Request) -> Handle:
        """A file arrived: what it would do."""
        _require_workbook(request)
        if request.file is None or request.file.size > _MOST_BYTES:
            raise BadWorkbook(WorkbookFault.TOO_BIG)
        async with self._turn:
            content = await self._desk.download(request.file.file_id)
            number = int.from_bytes(hashlib.sha256(content).digest()[:_NUMBER_BYTES])
            path = self._path(number)
            await asyncio.to_thread(_spool, path, content)
            plan = await self._plan(request, await read_workbook_async(path))
        return _previewing(plan, number)

    async def decide(self, request: Request) -> Handle:
        """确认导入 or 取消 was pressed."""
        press = request.pressed()
        _require_office(request)
        path = self._path(press.number)
        if not path.exists():
            raise WorkbookGone
        request.afterwards.append(lambda: path.unlink(missing_ok=True))
        if not press.choice:
            return _dropping
        async with self._turn:
            sheets = await read_workbook_async(path)
            seen = self._changes
            plan = await self._plan(request, sheets)

        def apply(request: Request, tx: Transaction) -> None:
            stands = seen == self._changes  # else somebody changed the ledger in between
            _apply(request, tx, plan if stands else _planning(request, sheets, request.ledger.all_items())())

        return apply

    async def _plan(self, request: Request, sheets: Sheets) -> ImportPlan:
        """What the workbook would do to the ledger as it is about now; nobody is held up meanwhile."""
        items = []
        for place, item in enumerate(request.ledger.all_items(), start=1):
            items.append(item)
            if place % _SLICE == 0:
                await asyncio.sleep(0)
        return await asyncio.to_thread(_planning(request, sheets, items))

    def _note(self, commit: Commit) -> None:
        self._changes += bool(commit.items) or commit.roster_changed

    def _path(self, number: int) -> Path:
        return self._desk.office.ledger.spool / f"{_PREFIX}{number}{_SUFFIX}"


def _require_office(request: Request) -> None:
    if reach_of(request.known(), Action.IMPORT, request.roster) is not Reach.ALL:
        raise FileRefused(is_workbook=True)


def _require_workbook(request: Request) -> None:
    """The file is one that the office may have taken over, by its name and its sender."""
    speaker, suffix = request.known(), Path(request.file.name).suffix.lower() if request.file else ""
    is_office = reach_of(speaker, Action.IMPORT, request.roster) is Reach.ALL
    if not is_office or (suffix != _SUFFIX and suffix not in _OTHER_FORMATS):
        raise FileRefused(is_workbook=suffix == _SUFFIX)
    if suffix != _SUFFIX:
        raise BadWorkbook(_OTHER_FORMATS[suffix])


def _spool(path: Path, content: bytes) -> None:
    """Writes the file whole or not at all; its name is ours, never the sender's."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".part")
    draft.write_bytes(content)
    draft.replace(path)
    for older in sorted(path.parent.glob(f"{_PREFIX}*{_SUFFIX}"), key=lambda kept: kept.stat().st_mtime)[:-_KEPT]:
        older.unlink(missing_ok=True)


def _previewing(plan: ImportPlan, number: int) -> Handle:
    def preview(request: Request, tx: Transaction) -> None:
        for page in render_plan(plan, number):
            answer(request, tx, page)

    return preview


def _apply(request: Request, tx: Transaction, plan: ImportPlan) -> None:
    result = apply_plan(plan, tx, request.now, request.known().name)
    show(request, tx, render_import_result(result))


def _dropping(request: Request, tx: Transaction) -> None:
    show(request, tx, render_import_dropped())


def _planning(request: Request, sheets: Sheets, items: Iterable[Item]) -> Callable[[], ImportPlan]:
    """The plan to be made, here or in a thread: it reads nothing that changes."""
    roster, rules, now = request.roster, request.rules, request.now
    return lambda: plan_import(sheets, items=items, roster=roster, rules=rules, now=now)
