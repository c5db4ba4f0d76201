"""``/paper`` (公文稿): drafted from the ledger, changed by people, settled with a number and kept.

Drafting and reading files is slow: it happens off the event loop, before the transaction, one paper after another. A
file stands in the spool under a name made of its content before the transaction names it; one that no transaction named
is swept away.
"""

import asyncio
import hashlib
from collections.abc import Callable
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from domain.errors import ButtonTooOld, ItemMissing
from domain.item import Item
from domain.limits import local_day
from domain.paper_errors import BadPaper, PaperAltered, PaperFault, PaperGone, PaperUnread, PaperUnreadWhy
from domain.papers import OF_AN_ITEM, Paper, PaperChoice, PaperKind, Unfinished, Wish, next_serial, read_wish
from domain.steps import require_open
from handlers.paper_drafts import draft_of
from handlers.paper_pages import (
    Taken,
    ask_check,
    ask_file,
    ask_item,
    ask_settle,
    awaited,
    draft_meant,
    enter_settled,
    require_writer,
    say_checked,
    send_draft,
    send_settled,
    send_template,
    show_list,
    show_list_of,
    show_menu,
    take,
)
from handlers.questions import PAPER_CHECK
from handlers.request import Request
from handlers.serving import Handle, Service
from store.journal.disk import make_folder
from texts.papers import ALSO, CHECK_WORDS, KINDS, LEVELS, LIST_WORDS, TEMPLATE_WORD, say_number

#: Telegram lets a bot fetch files of up to 20 MB.
_MOST_BYTES = 20 * 1024 * 1024


class Papers:
    """Everything that is slow about papers."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._turn = asyncio.Lock()

    async def serve(self, request: Request) -> Handle:
        """``/paper`` with what follows, or a button."""
        require_writer(request)
        press = request.press
        if press is None:
            return await self._asked(request, request.said.words if request.said.command == "paper" else "")
        if 0 < press.choice <= len(PaperKind):
            kind = list(PaperKind)[press.choice - 1]
            return await self._draft(request, kind, "") if kind not in OF_AN_ITEM else ask_item
        if press.choice in (PaperChoice.SETTLE, PaperChoice.SETTLE_ANYHOW):
            return await self._settle(request, draft_meant(request))
        quick: dict[int, Handle] = {
            PaperChoice.MENU: show_menu,
            PaperChoice.EDIT: ask_file,
            PaperChoice.LIST: show_list,
            PaperChoice.CHECK: ask_check,
        }
        if press.choice == PaperChoice.FETCH:
            return await self._fetch(request, press.item)
        if press.choice not in quick:
            raise ButtonTooOld
        return quick[press.choice]

    async def _asked(self, request: Request, words: str) -> Handle:
        plain = words.strip()
        if not plain:
            return show_menu
        listed = next((word for word in sorted(LIST_WORDS, key=len, reverse=True) if plain.startswith(word)), None)
        if listed is not None:
            return partial(show_list_of, plain.removeprefix(listed))
        if plain in CHECK_WORDS:
            return ask_check
        is_template = plain.startswith(TEMPLATE_WORD)
        named = plain.removeprefix(TEMPLATE_WORD).strip() if is_template else plain
        known = next((name for name in sorted(ALSO, key=len, reverse=True) if named.startswith(name)), None)
        if known is None:
            raise PaperUnread("", named, PaperUnreadWhy.TEMPLATE if is_template else PaperUnreadWhy.KIND)
        kind = ALSO[known]
        return await (self._template(request, kind) if is_template else self._draft(request, kind, named[len(known) :]))

    async def _draft(self, request: Request, kind: PaperKind, words: str) -> Handle:
        """A new draft of this moment's ledger."""
        today = local_day(request.now, request.rules)
        wish = read_wish(kind, words, LEVELS, request.roster, today)
        if kind in OF_AN_ITEM:
            require_open(_item_of(request, wish))
        async with self._turn:
            paper, unfinished = await asyncio.to_thread(draft_of(request, wish))
        return partial(send_draft, paper, unfinished)

    async def _settle(self, request: Request, paper: Paper) -> Handle:
        """The draft with its number, unless something is still open in it."""
        spool, anyhow = _spool(request), request.pressed().choice == PaperChoice.SETTLE_ANYHOW
        year = local_day(request.at, request.rules).year
        async with self._turn:
            numbered = replace(paper, year=year, serial=next_serial(request.ledger.papers(), paper.kind, year))
            settled, unfinished = await asyncio.to_thread(_settling(numbered, spool, anyhow=anyhow))
        return partial(ask_settle, paper, unfinished) if settled is None else partial(enter_settled, settled)

    async def _fetch(self, request: Request, number: int) -> Handle:
        """A settled paper again, if its file is still what it was."""
        paper, spool = request.ledger.paper(number), _spool(request)
        if paper is None or not paper.is_settled:
            raise PaperGone(number)
        await asyncio.to_thread(_require_unaltered, paper, spool)
        return partial(send_settled, paper)

    async def _template(self, request: Request, kind: PaperKind) -> Handle:
        spool, folder = _spool(request), request.office.templates
        async with self._turn:
            file = await asyncio.to_thread(_write_template, kind, folder, spool)
        return partial(send_template, kind, file)

    async def receive(self, request: Request) -> Handle:
        """A file arrived that was waited for: the next version of a draft, or one to be checked."""
        require_writer(request)
        question = request.ledger.dialogue(request.chat_id, request.telegram_id)
        if request.file is None or question is None:
            raise ButtonTooOld
        if request.file.size > _MOST_BYTES:
            raise BadPaper(PaperFault.TOO_BIG)
        content = await self._service.download(request.file.file_id)
        if question.kind == PAPER_CHECK:
            digest = await asyncio.to_thread(_digest, content)
            return partial(say_checked, digest)
        paper = awaited(request, question)
        async with self._turn:
            taken = await asyncio.to_thread(_taking(content, _spool(request)))
        return partial(take, paper, taken)


def _spool(request: Request) -> Path:
    make_folder(request.ledger.spool)
    return request.ledger.spool


def _item_of(request: Request, wish: Wish) -> Item:
    item = request.ledger.item(wish.item)
    if item is None:
        raise ItemMissing(wish.item)
    return item


def _settling(paper: Paper, spool: Path, *, anyhow: bool) -> Callable[[], tuple[Paper | None, Unfinished]]:
    def work() -> tuple[Paper | None, Unfinished]:
        from reports.papers import look_at, settle  # noqa: PLC0415 - python-docx costs a start what few ask for

        path = spool / paper.file
        if not path.is_file():
            raise PaperGone(paper.number)
        unfinished, _ = look_at(path)
        if unfinished.is_any and not anyhow:
            return None, unfinished
        file, digest = settle(path, say_number(paper), spool)
        return replace(paper, file=file, sha256=digest), unfinished

    return work


def _require_unaltered(paper: Paper, spool: Path) -> None:
    path = spool / paper.file
    if not path.is_file():
        raise PaperGone(paper.number)
    if _digest(path.read_bytes()) != paper.sha256:
        raise PaperAltered(paper.title)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _write_template(kind: PaperKind, folder: Path | None, spool: Path) -> str:
    from reports.papers import write_template  # noqa: PLC0415

    return write_template(kind, KINDS[kind], folder, spool)


def _taking(content: bytes, spool: Path) -> Callable[[], Taken]:
    def work() -> Taken:
        from reports.papers import take_file  # noqa: PLC0415

        return Taken(*take_file(content, spool))

    return work
