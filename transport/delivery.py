"""One letter, one call of the Bot API; then what became of it is recorded and made durable."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from telegram import Bot, InputFile
from telegram.error import TelegramError

from domain.letter import Fate, Letter, Outcome, OutcomeKind, Way
from store.errors import NotSaved
from store.ledger import Ledger
from store.transaction import Transaction
from transport.fields import UPLOADED, fields_of, method_of
from transport.retry import Backoff, Stopwatch
from transport.verdict import Consequence, Step, Verdict, follow
from transport.wire import call


class Delivery:
    """Sends, edits, passes on, or uploads from the spool."""

    def __init__(self, bot: Bot, spool: Path) -> None:
        self._bot = bot
        self._spool = spool

    async def deliver(self, letter: Letter) -> int:
        """Deliver the letter; the id of the message that it became."""
        given = fields_of(letter)
        if letter.way in UPLOADED:
            given[UPLOADED[letter.way]] = await self._spooled(letter)
        done = await call(self._bot, method_of(letter), given)
        return letter.edits or _message_id(done)

    async def ask(self, letter: Letter) -> None:
        """The same call without content: Telegram refuses it, which is an answer, and nobody reads anything twice."""
        await call(self._bot, method_of(letter), {"chat_id": letter.chat_id})

    async def _spooled(self, letter: Letter) -> InputFile:
        path = self._spool / Path(letter.file).name  # a name, never a way out of the spool
        content = await asyncio.to_thread(path.read_bytes)
        return InputFile(content, filename=letter.file_name or path.name)


def _message_id(sent: Any) -> int:
    if not isinstance(sent, dict) or not isinstance(sent.get("message_id"), int):
        raise TelegramError("the answer names no message")
    return int(sent["message_id"])


_LOG = logging.getLogger(__name__)
#: Told, inside the transaction, of every letter that was not plainly delivered.
Aftermath = Callable[[Transaction, Letter, Outcome], None]


class OutcomeRecorder:
    """The courier's pen."""

    def __init__(self, ledger: Ledger, clock: Callable[[], datetime], aftermath: Aftermath) -> None:
        self._ledger = ledger
        self._clock = clock
        self._aftermath = aftermath

    def record(
        self,
        letter: Letter,
        verdict: Verdict,
        others: Sequence[Letter] = (),
        *,
        is_line_down: bool = False,
        troubled: timedelta = timedelta(),
    ) -> None:
        """Settle the letter, or leave it waiting in its new shape. ``others``, of the same chat, share its fate.

        A delivery is only staged: it becomes durable with the next transaction. Raises NotSaved.
        """
        now = self._clock()
        current = self._ledger.letter(letter.number)
        if current is None:  # an edit that a newer one overtook while it was under way
            if others:  # its refusal still holds for those behind it
                self.record(others[0], verdict, others[1:], is_line_down=is_line_down, troubled=troubled)
            return
        # ``current`` and not ``letter``: its group may have moved meanwhile.
        if verdict.step is Step.DELIVERED:
            self._record_sent(letter, current, verdict.message_id, now)
            return
        change = follow(current, verdict, now, is_line_down=is_line_down, troubled=troubled)
        if change.outcome is not None:
            outcome = Outcome(change.outcome, verdict.new_chat_id or None, verdict.why)
            self._commit((current, *others), change, outcome, now)

    def _record_sent(self, letter: Letter, current: Letter, message_id: int, now: datetime) -> None:
        self._end_silence(current.chat_id, now)
        if (current.html, current.rows) == (letter.html, letter.rows):
            self._ledger.stage_sent(letter.number, message_id, now)
        else:
            self._correct(current, message_id, now)

    def _correct(self, letter: Letter, message_id: int, now: datetime) -> None:
        """The letter was reworded while it was under way: what arrived is edited."""
        with self._ledger.transaction(at=now, by="courier", did="correct") as tx:
            tx.settle(letter.number, Fate.SENT, message_id=message_id, at=now)
            edit = replace(letter, way=Way.EDIT, edits=message_id, queued_at=now, told=(), file="")
            tx.queue(replace(edit, attempts=0, unanswered=0, not_before=None, reply_to=None))

    def _end_silence(self, chat_id: int, now: datetime) -> None:
        """What arrives proves that the chat can be reached. That is rare, and worth a line of its own."""
        if chat_id in self._ledger.roster.silent:
            with self._ledger.transaction(at=now, by="courier", did="reach again") as tx:
                tx.end_silence(chat_id)

    def _commit(self, letters: Sequence[Letter], change: Consequence, outcome: Outcome, now: datetime) -> None:
        try:
            self._write(letters, change, outcome, now, self._aftermath)
        except NotSaved:
            raise
        except Exception:  # noqa: BLE001
            # The letter is settled nevertheless: sending it again would not mend what follows.
            _LOG.exception("letter %s: what follows from %s failed", letters[0].number, outcome.kind)
            self._write(letters, change, outcome, now, _nothing)

    def _write(
        self, letters: Sequence[Letter], change: Consequence, outcome: Outcome, now: datetime, aftermath: Aftermath
    ) -> None:
        with self._ledger.transaction(at=now, by="courier", did=f"delivery {outcome.kind}") as tx:
            for letter in letters:
                if change.fate is not None:
                    tx.settle(letter.number, change.fate, at=now, why=outcome.why)
                elif outcome.kind is OutcomeKind.MIGRATED and outcome.new_chat_id is not None:
                    tx.move_chat(letter.chat_id, outcome.new_chat_id)
                elif change.letter is not None:
                    tx.postpone(change.letter)
                aftermath(tx, letter, outcome)


def _nothing(_tx: Transaction, _letter: Letter, _outcome: Outcome) -> None:
    """What follows when even that failed."""


_LOG = logging.getLogger(__name__)
#: A delivery that no transaction has taken along by then is made durable by itself, in seconds.
_FLUSH_AFTER = 0.2
#: After the disk refused that, in seconds.
_FLUSH_AGAIN = 2.0


def _unheard() -> None:
    """Told where nobody is to hear of it."""


class StagedDeliveries:
    """The courier's care that what it did is not forgotten."""

    def __init__(self, ledger: Ledger, clock: Callable[[], datetime], watch: Stopwatch) -> None:
        self._ledger = ledger
        self._clock = clock
        self._watch = watch
        self._alarm: asyncio.TimerHandle | None = None

    @property
    def is_owed(self) -> bool:
        """Whether a delivery may not be durable yet."""
        return self._alarm is not None

    def owe(self, seconds: float = _FLUSH_AFTER) -> None:
        """Something was staged."""
        if self._alarm is None:
            self._alarm = self._watch.later(seconds, self._pay)

    async def settle_chat(self, chat_id: int, on_refused: Callable[[], None]) -> None:
        """Before the next message to a chat: what it tells is durable, and a kill repeats at most one there.

        ``on_refused``: called where that can't be at once.
        """
        if self._ledger.has_staged(chat_id):
            await self.saved(lambda: self._ledger.flush(self._clock()), on_refused)
        backoff = Backoff()
        while True:
            try:
                return await self._ledger.durable()
            except NotSaved as error:
                _LOG.warning("nothing is sent to %s until what it says is durable: %s", chat_id, error)
                on_refused()
                on_refused = _unheard
                await self._watch.pause(backoff.next_delay())

    async def saved(self, write: Callable[[], None], on_refused: Callable[[], None] = _unheard) -> None:
        """Write, however long the disk refuses: going on without would send something twice."""
        backoff = Backoff()
        while True:
            try:
                return write()
            except NotSaved:
                _LOG.exception("the outbox could not be written; trying again")
                on_refused()
                on_refused = _unheard
                await self._watch.pause(backoff.next_delay())

    def close(self) -> None:
        """Pay at once, and owe nothing more."""
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        with suppress(NotSaved):  # closing the ledger tries once more, and says so where it can't
            self._ledger.flush(self._clock())

    def _pay(self) -> None:
        self._alarm = None
        try:
            self._ledger.flush(self._clock())
        except NotSaved:
            _LOG.exception("deliveries could not be recorded; trying again")
            self.owe(_FLUSH_AGAIN)
