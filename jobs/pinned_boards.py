"""Keeps the pinned boards (置顶看板) up to date: one message a group, made once, then edited when something changes.

A board is a row of the ledger, saved with the letter that changes it. The first letter says hardly anything: the board
is written into its message, and pinned, only once its number is on disk. A kill in between may leave a second line of
that kind in the group, but never a second board.
"""

import asyncio
import hashlib
import logging
from collections.abc import Generator, Iterator
from datetime import date, datetime, time
from itertools import islice

from msgspec.structs import replace

from domain.highlights import is_highlight, is_summed_up
from domain.letter import Fate, Letter, Page, Urgency, Way
from domain.limits import is_open, local_day
from domain.pinned_board import Board, BoardCount, BoardPart, BoardView, Change, bureau_board, due_change, unit_board
from domain.roster import Chat
from domain.rules import Rules, may_push, push_day_on_or_before
from domain.views import Highlights, line_of
from jobs.recipients import CLOCK, SLICE
from store.errors import NotSaved
from store.ledger import Ledger, Transaction
from texts.pinned_board import render_board, render_board_ended, render_board_to_be

_log = logging.getLogger(__name__)
#: Letters that did not arrive though the message is there: the next edit says what they would have said.
_MISSED = frozenset({Fate.EXPIRED, Fate.UNCERTAIN})


class PinnedBoards:
    """The boards of one ledger. Turned off (``is_on``), it only ends those that there are."""

    def __init__(self, ledger: Ledger, rules: Rules, bot: str, *, is_on: bool = True) -> None:
        self._ledger = ledger
        self._rules = rules
        self._bot = bot
        self._is_on = is_on
        self._recent = ledger.follow()
        self._parts: dict[str, BoardPart] = {}  # by unit; those that have to be counted again are left out
        self._units: dict[int, str] = {}  # open items, by the unit that they were counted in
        self._day = date.min
        self._owes = True  # something is under way, or could not be said yet

    def refresh(self, now: datetime) -> None:
        """Bring every board up to ``now``."""
        for _ in self._steps(now):
            pass

    async def refresh_in_slices(self, now: datetime) -> None:
        """The same, while others get their turn."""
        for _ in self._steps(now):
            await asyncio.sleep(0)

    def _steps(self, now: datetime) -> Iterator[None]:
        chats = self._bound_chats()
        for board in self._ledger.boards():
            if (board.chat_id, board.thread_id) not in chats:
                self._end(board, now)
                yield
        if not chats or not (self._has_changed(now) or self._owes):
            return
        self._owes = True  # as long as it did not come to its end
        yield from self._count_units(now)
        closed = self._closed_highlights()
        owed = []
        for chat in chats.values():
            owed.append(chat.silent_since is None and self._keep_one(chat, closed, now))
            yield
        self._owes = any(owed)

    def _bound_chats(self) -> dict[tuple[int, int | None], Chat]:
        """By chat and topic. Where another program bound one twice, the unit counts whose items the group may read."""
        roster = self._ledger.roster
        places = ((chat.chat_id, chat.thread_id) for chat in roster.chats if self._is_on)
        return {place: chat for place in places if (chat := roster.chat(*place)) is not None}

    def _keep_one(self, chat: Chat, closed: dict[str, Highlights], now: datetime) -> bool:
        """One group, and whether something more is to be done there soon; where it fails, others have theirs."""
        try:
            return self._keep(chat, closed, now)
        except (OSError, NotSaved):
            raise  # nothing at all can be saved
        except Exception:  # noqa: BLE001 - see above
            _log.exception("the board of chat %s failed", chat.chat_id)
            return False

    def _keep(self, chat: Chat, closed: dict[str, Highlights], now: datetime) -> bool:
        board = self._ledger.board(chat.chat_id, chat.thread_id)
        if board is None:
            if is_open(self._rules, now) and may_push(self._rules, now):  # it is a new message after all
                self._begin(chat, now)
            return True
        known = self._settled(board)
        if known is None:
            with self._transaction(now) as tx:
                tx.forget_board(board)
        elif known.message_id is not None:
            return self._update(board, replace(known, unit=chat.unit), self._view(chat.unit, closed), now)
        return True

    def _begin(self, chat: Chat, now: datetime) -> None:
        with self._transaction(now) as tx:
            board = Board(chat_id=chat.chat_id, thread_id=chat.thread_id, unit=chat.unit)
            letter = tx.queue(_letter(board, Way.SEND, now, render_board_to_be(chat.unit)))
            tx.save_board(replace(board, letter=letter))

    def _settled(self, board: Board) -> Board | None:
        """The board with what became of its letters; ``None`` where no message came of the first."""
        fate = self._fate(board.letter)
        if board.message_id is None:
            message = self._ledger.message_of(board.letter)
            if fate is Fate.SENT and message is not None:
                return replace(board, message_id=message)
            is_waiting = self._ledger.letter(board.letter) is not None
            return board if is_waiting or board.refused_on == self._day else None
        if fate in _MISSED or (fate is Fate.UNDELIVERABLE and board.refused_on != self._day):
            board = replace(board, shown="")
        pinned = self._fate(board.pin)
        return board if pinned is None else replace(board, is_pinned=pinned is Fate.SENT, pin=0)

    def _fate(self, letter: int) -> Fate | None:
        return self._ledger.fate_of(letter) if letter else None

    def _update(self, before: Board, board: Board, view: BoardView, now: datetime) -> bool:
        """Queue what is due of the board; whether more is to come. What became of letters is written along."""
        today = local_day(now, self._rules)
        shown = self._hash(view, today)
        change = due_change(board, shown, now, today)
        if change.edits or change.pins:
            with self._transaction(now) as tx:
                self._change(tx, board, change, shown, view, now)
            return True
        if board != before:
            with self._transaction(now) as tx:
                tx.save_board(board)
        is_under_way = any(self._ledger.letter(each) is not None for each in (board.letter, board.pin))
        return is_under_way or board.shown != shown

    def _change(
        self, tx: Transaction, board: Board, change: Change, shown: str, view: BoardView, now: datetime
    ) -> None:
        if change.edits:
            page = render_board(view, self._bot, self._rules, now)
            letter = tx.queue(_letter(board, Way.EDIT, now, page))
            board = replace(board, letter=letter, shown=shown, edited_at=now)
        if change.pins:
            board = replace(board, pin=tx.queue(_letter(board, Way.PIN, now)))
        tx.save_board(board)

    def _hash(self, view: BoardView, today: date) -> str:
        """What the board says, without the hour: on each work day it says anew that it still holds."""
        day = push_day_on_or_before(self._rules, today)
        page = render_board(view, self._bot, self._rules, datetime.combine(day, time(), self._rules.timezone))
        return hashlib.sha256(f"{page.html}{page.rows}".encode()).hexdigest()[:16]

    def _end(self, board: Board, now: datetime) -> None:
        """The message says that it is kept no longer, and hangs no longer."""
        board = self._settled(board) or board
        with self._transaction(now) as tx:
            tx.forget_board(board)
            if board.message_id is not None:
                tx.queue(_letter(board, Way.EDIT, now, render_board_ended(board.unit)))
                tx.queue(_letter(board, Way.UNPIN, now))

    def _transaction(self, now: datetime) -> Transaction:
        return self._ledger.transaction(at=now, by=CLOCK, did="board")

    def _view(self, unit: str, closed: dict[str, Highlights]) -> BoardView:
        if unit:
            return unit_board(self._parts.get(unit) or BoardPart(unit=unit), closed.get(unit, Highlights(0, 0)))
        whole = Highlights(
            sum(each.closed for each in closed.values()), 0, sum(each.summed_up for each in closed.values())
        )
        return bureau_board(list(self._parts.values()), whole)

    def _closed_highlights(self) -> dict[str, Highlights]:
        """八大亮点 that are closed, by unit."""
        found: dict[str, Highlights] = {}
        for item in self._ledger.items(self._ledger.closed_highlights()):
            if is_highlight(item) and not item.is_sensitive:
                known = found.get(item.unit, Highlights(0, 0))
                found[item.unit] = Highlights(known.closed + 1, 0, known.summed_up + is_summed_up(item))
        return found

    def _has_changed(self, now: datetime) -> bool:
        """Whether anything may read otherwise than before; the parts that may are left out, to be counted again."""
        recent, today = self._recent.take(), local_day(now, self._rules)
        if today != self._day:
            self._day, self._parts, self._units = today, {}, {}
            return True
        changed = {unit for unit, part in self._parts.items() if part.is_hourly}
        for number in recent.items:
            item = self._ledger.item(number)
            changed |= {self._units.get(number, ""), item.unit if item else ""}
        for unit in changed:
            self._parts.pop(unit, None)
        return bool(changed) or recent.roster_changed

    def _count_units(self, now: datetime) -> Iterator[None]:
        """Count the units whose part is missing, in the office's order; the others stay as they are."""
        known, self._parts = self._parts, {}
        for unit in dict.fromkeys([*(each.name for each in self._ledger.roster.units), *self._ledger.open_units()]):
            part = known.get(unit)
            self._parts[unit] = part if part is not None else (yield from self._count(unit, now))

    def _count(self, unit: str, now: datetime) -> Generator[None, None, BoardPart]:
        count = BoardCount(unit)
        items = iter(self._ledger.each_open_in(unit))
        while some := list(islice(items, SLICE)):
            for item in some:
                self._units[item.number] = unit
                count.add(line_of(item, self._rules, now))
            yield
        return count.part()


def _letter(board: Board, way: Way, now: datetime, page: Page | None = None) -> Letter:
    """To the board's message, or the one that becomes it; silently, and after everything that is more urgent."""
    return Letter(
        chat_id=board.chat_id,
        thread_id=board.thread_id,
        way=way,
        html=page.html if page else "",
        rows=page.rows if page else (),
        about=page.about if page else (),
        urgency=Urgency.DIGEST,
        silent=True,
        edits=board.message_id,
        queued_at=now,
    )
