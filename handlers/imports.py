"""A workbook (.xlsx) that the office sends: read in a process of its own, previewed, and taken over once confirmed.

The file waits in the spool, not the plan: by the time somebody confirms, the ledger may have moved, so what is applied
is planned again. Reading, planning and making ready are slow: they happen before the transaction opens, off the event
loop, and for one workbook at a time; the next one waits for its turn.
"""

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct

from domain.actions import Action, Reach
from domain.errors import BadWorkbook, FileRefused, WorkbookGone
from domain.imports.findings import Refusal
from domain.imports.gaps_only import require_gaps_only
from domain.imports.plan import seal_of
from domain.imports.sheet import Sheets, WorkbookFault
from domain.letter import Letter, Page, Way
from domain.requests import Decision
from domain.rights import may, reach_of
from handlers.import_plan import Enclose, Entries, Planned, changes_of, enter, make_ready, plan_workbook
from handlers.plan_shift import propose_shift
from handlers.replies import answer, close_previews, file_preview, show
from handlers.request import OTHER_FORMATS, WORKBOOK, Request
from handlers.serving import Handle, Service
from reports.saving import draft_of
from reports.workbook import ask_reader, sheets_of
from store.collector import without_collector
from store.journal.disk import make_folder, restrict
from store.transaction import Transaction
from texts.findings import say_reason
from texts.imports import (
    render_import_dropped,
    render_import_overtaken,
    render_import_result,
    render_plan,
    render_refused_file,
)

_PREFIX = "import-"
_RETURNED = "refused-"
#: The most workbooks that wait for a decision; older previews make room for newer ones.
_KEPT = 5
#: Telegram lets a bot fetch files of up to 20 MB.
MOST_BYTES = 20 * 1024 * 1024
_NUMBER_BYTES = 6
#: A plan is made at most three times while others are served; then it is made inside the transaction.
_TRIES = 3
#: Seconds between making ready and entering, in which waiting answers are sent.
_PAUSE = 0.05


class Returned(Struct, frozen=True):
    """A workbook of refused rows that waits in the spool."""

    file: str
    count: int


class Ready(Struct, frozen=True):
    """A workbook to be taken over, and its refused rows."""

    entries: Entries
    returned: Returned | None


class Unseen(Struct, frozen=True):
    """The workbook would change something that its preview did not show; ``pages`` show it."""

    pages: Sequence[Page]


class Workbooks:
    """The two steps of an import in the chat; the spool holds the file between them, named after its content."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._turn = asyncio.Lock()

    async def read(self, request: Request) -> Handle:
        """A file arrived: what it would do."""
        _require_workbook(request)
        if request.file is None or request.file.size > MOST_BYTES:
            raise BadWorkbook(WorkbookFault.TOO_BIG)
        async with self._turn:
            content = await self._service.download(request.file.file_id)
            return await self._planned(request, content)

    async def _planned(self, request: Request, content: bytes) -> Handle:
        number = int.from_bytes(hashlib.sha256(content).digest()[:_NUMBER_BYTES])
        path = self._path(number)
        await asyncio.to_thread(_spool, path, content)
        read = await ask_reader(path)
        with without_collector():
            pages, returned = await asyncio.to_thread(self._shown, _planning(request), read, number)
        return partial(_preview, number, pages, returned)

    def _shown(
        self, planning: Callable[[Sheets], Planned], read: bytes, number: int
    ) -> tuple[Sequence[Page], Returned | None]:
        """The preview, in a thread: the workbook's thousands of rows are made there, and let go of there."""
        sheets = sheets_of(read)
        plan = planning(sheets).plan
        returned = self._write_refused(plan.refused, sheets, number) if plan.is_idle else None
        return render_plan(plan, number), returned

    async def decide(self, request: Request) -> Handle:
        """确认导入 or 取消 was pressed."""
        press = request.pressed()
        _require_right(request)
        path = self._path(press.item)
        async with self._turn:
            if not path.exists():  # somebody else may have decided on the same one a moment ago
                raise WorkbookGone
            return await self._taking_over(request, path, press.item) if press.choice else partial(_dropping, path)

    async def _taking_over(self, request: Request, path: Path, number: int) -> Handle:
        """The import made ready, again whenever what it rests on changed meanwhile."""
        for _ in range(_TRIES):
            with changes_of(request.ledger) as changed:
                ready = await self._made_ready(request, path, number)
                if isinstance(ready, Unseen):
                    return partial(_show_anew, number, ready)
                await asyncio.sleep(_PAUSE)
                if ready.entries.stand(changed, request.ledger):
                    return partial(_take_over, path, ready)
        return partial(self._take_over_at_once, path, await ask_reader(path), number)

    async def _made_ready(self, request: Request, path: Path, number: int) -> Ready | Unseen:
        read = await ask_reader(path)
        with without_collector():
            return await asyncio.to_thread(self._ready, _readying(request, request.ledger.enclose), read, number)

    def _ready(self, readying: Callable[[Sheets], Entries | Unseen], read: bytes, number: int) -> Ready | Unseen:
        """What is to be entered, in a thread, where the workbook's rows are let go of."""
        sheets = sheets_of(read)
        entries = readying(sheets)
        if isinstance(entries, Unseen):
            return entries
        return Ready(entries, self._write_refused(entries.refused, sheets, number))

    def _take_over_at_once(self, path: Path, read: bytes, number: int, request: Request, tx: Transaction) -> None:
        """For a ledger that never stands still: nobody can change anything within the transaction."""
        ready = self._ready(_readying(request), read, number)
        if isinstance(ready, Unseen):
            _show_anew(number, ready, request, tx)
        else:
            _take_over(path, ready, request, tx)

    def _write_refused(self, refused: Sequence[Refusal], sheets: Sheets, number: int) -> Returned | None:
        """The refused rows, if there are any, as a workbook in the spool, where its letter finds it."""
        if not refused:
            return None
        from reports.refused import write_refused  # noqa: PLC0415 - writing costs a start 0.2 s, and is seldom needed

        path = self._service.office.ledger.spool / f"{_RETURNED}{number}{WORKBOOK}"
        write_refused(sheets, refused, say_reason, path)
        return Returned(path.name, len(refused))

    def _path(self, number: int) -> Path:
        return self._service.office.ledger.spool / f"{_PREFIX}{number}{WORKBOOK}"


def _is_office(request: Request) -> bool:
    return reach_of(request.known(), Action.IMPORT, request.roster) is Reach.ALL


def _require_right(request: Request) -> None:
    """The office may have anything taken over; heads and leaders what their units' items lack (待补表)."""
    if not _is_office(request) and reach_of(request.known(), Action.GAP_FILE, request.roster) is Reach.NONE:
        raise FileRefused


def _require_workbook(request: Request) -> None:
    """The file is one that the office may have taken over, by its name and its sender."""
    _require_right(request)
    suffix = request.file.suffix if request.file else ""
    if suffix in OTHER_FORMATS:
        raise BadWorkbook(OTHER_FORMATS[suffix])


def _spool(path: Path, content: bytes) -> None:
    """Writes the file whole or not at all; its name is ours, never the sender's."""
    make_folder(path.parent)
    with draft_of(path) as draft:
        draft.write_bytes(content)
        restrict(draft)
    for older in sorted(path.parent.glob(f"{_PREFIX}*{WORKBOOK}"), key=lambda kept: kept.stat().st_mtime)[:-_KEPT]:
        older.unlink(missing_ok=True)


def _preview(number: int, pages: Sequence[Page], returned: Returned | None, request: Request, tx: Transaction) -> None:
    """What the workbook would do; where it would do nothing, its refused rows come back at once."""
    for page in pages:
        letter = answer(request, tx, page)
        if page.rows and letter is not None:
            file_preview(request, tx, number, letter)
    _hand_back(returned, request, tx)


def _show_anew(number: int, unseen: Unseen, request: Request, tx: Transaction) -> None:
    """In place of what was confirmed: nobody's change is overwritten by who has not seen it."""
    show(request, tx, render_import_overtaken())
    _preview(number, unseen.pages, None, request, tx)


def _take_over(path: Path, ready: Ready, request: Request, tx: Transaction) -> None:
    request.afterwards.append(partial(path.unlink, missing_ok=True))
    close_previews(request, tx, render_import_result(enter(ready.entries, tx)), Decision.APPROVED)
    for item in request.ledger.items(ready.entries.moved_plans):
        propose_shift(request, tx, item)
    _hand_back(ready.returned, request, tx)


def _hand_back(returned: Returned | None, request: Request, tx: Transaction) -> None:
    """The refused rows with their reasons, to the sender or confirmer of the workbook."""
    if returned is None:
        return
    caption, file_name = render_refused_file(returned.count)
    letter = Letter(
        chat_id=request.chat_id,
        thread_id=request.thread_id,
        way=Way.FILE,
        html=caption,
        file=returned.file,
        file_name=file_name,
        queued_at=request.now,
    )
    tx.queue(letter)


def _dropping(path: Path, request: Request, tx: Transaction) -> None:
    request.afterwards.append(partial(path.unlink, missing_ok=True))
    close_previews(request, tx, render_import_dropped(), Decision.WITHDRAWN)


def _planning(request: Request) -> Callable[[Sheets], Planned]:
    """Finds out, in a thread, what a workbook would do to the ledger as it is now."""
    moment, roster, rules, now = request.ledger.moment(), request.roster, request.rules, request.now
    speaker, is_office = request.known(), _is_office(request)

    def plan(sheets: Sheets) -> Planned:
        planned = plan_workbook(sheets, moment, roster, rules, now)
        if not is_office:
            require_gaps_only(planned.plan, lambda item: may(speaker, Action.GAP_FILE, item, roster), rules)
        return planned

    return plan


def _readying(request: Request, enclose: Enclose | None = None) -> Callable[[Sheets], Entries | Unseen]:
    """The same, ready to be entered; or its preview, where that is another one than the pressed button's."""
    plan, now, by, press = _planning(request), request.now, request.known().name, request.pressed()

    def ready(sheets: Sheets) -> Entries | Unseen:
        planned = plan(sheets)
        if planned.plan.changes_known and seal_of(planned.plan) != press.version:
            return Unseen(render_plan(planned.plan, press.item))
        return make_ready(planned, now, by, enclose=enclose)

    return ready
