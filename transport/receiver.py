"""Fetches updates and confirms to Telegram only what the ledger has.

python-telegram-bot's own updater parses a whole batch at once, confirms before anything is handled, and ends silently
when a poll is refused; so this one polls raw, and is alone in doing so (docs/decisions/0030-our-own-receiver.md).
"""

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from store.errors import NotSaved
from store.ledger import Ledger
from transport.api import Poll
from transport.errors import ReceiverGone, Trouble, TroubleKind
from transport.raw_updates import RawUpdate, chat_id_of, encode, update_id_of
from transport.retry import Backoff, Stopwatch
from transport.verdict import wait_of

_LOG = logging.getLogger(__name__)
#: So many seconds may 401 or 404 last before the process had better end.
_REFUSED_FOR = 40.0
#: A poll that brings nothing new is expected to take a while. After one that ended sooner than this (seconds) the next
#: waits: the first gap, and the longest.
_AT_ONCE, _FIRST_BREATH, _LONGEST_BREATH = 1.0, 0.1, 5.0


class Receiver:
    """The way in. ``concerns`` decides what is kept at all; what it does not keep is neither stored nor logged."""

    def __init__(
        self,
        *,
        poll: Poll,
        ledger: Ledger,
        concerns: Callable[[RawUpdate], bool],
        clock: Callable[[], datetime],
        on_received: Callable[[], None],
        on_not_saved: Callable[[Sequence[RawUpdate]], None],
        report: Callable[[Trouble], None],
        on_back: Callable[[], None] = lambda: None,
        monotonic: Callable[[], float],
        speed: float = 1.0,
    ) -> None:
        self._poll = poll
        self._ledger = ledger
        self._concerns = concerns
        self._clock = clock
        self._on_received = on_received
        self._on_not_saved = on_not_saved
        self._report = report
        self._on_back = on_back
        self._watch = Stopwatch(monotonic, speed)
        self._backoff = Backoff()
        self._breath = Backoff(_FIRST_BREATH, _LONGEST_BREATH)
        self._last: frozenset[int] = frozenset()  # ids of the newest batch, whether kept or not
        self._is_down = False
        self._refused_since: float | None = None
        self._reported: TroubleKind | None = None

    async def run(self) -> None:
        """Receive until cancelled; ReceiverGone when Telegram will have us no more.

        The offset is sent once, in the call that confirms a batch. Kept any longer, it would hide updates whose ids
        turned random, and lower, after an idle week.
        """
        offset: int | None = None
        while True:
            begun = self._watch.now()
            batch = await self._fetch(offset)
            offset = None
            if batch is not None:
                took = self._watch.now() - begun
                is_new = self._is_new(batch)
                offset = await self._take_in(batch)
                await self._breathe(took, is_new=is_new)

    async def _fetch(self, offset: int | None) -> list[Any] | None:
        """One batch, or ``None`` after a fault: what was fetched and not confirmed then comes again, and is known."""
        try:
            batch = await self._poll(offset)
        except Exception as error:  # noqa: BLE001 - the way in never ends by itself
            self._is_down = True
            await self._watch.pause(self._bear(error))
            return None
        self._backoff.reset()
        self._refused_since = None
        if self._is_down:
            self._is_down = False
            self._on_back()
        if self._reported is not None:
            self._reported = None
            self._report(Trouble(TroubleKind.LINE_BACK))
        return batch

    def _is_new(self, batch: list[Any]) -> bool:
        """Whether the batch has anything that did not come with the one before, and is not stored."""
        numbers = frozenset(number for raw in batch if (number := update_id_of(raw)) is not None)
        last, self._last = self._last, numbers or self._last
        return any(number not in last and not self._ledger.is_known(number) for number in numbers)

    async def _breathe(self, took: float, *, is_new: bool) -> None:
        """Wait after a poll that brought nothing new in no time: whoever answers so ignores offset or time-out."""
        if is_new or took >= _AT_ONCE:
            self._breath.reset()
        else:
            await self._watch.pause(self._breath.next_delay())

    def _bear(self, error: Exception) -> float:
        """Seconds to wait before the next call."""
        match error:
            case RetryAfter():
                return wait_of(error)
            case InvalidToken():
                _LOG.error("getUpdates was refused with 401 or 404")
                self._report_once(Trouble(TroubleKind.TOKEN_REFUSED))
                self._bear_refusal()
            case Conflict() if "webhook" in str(error).lower():
                _LOG.error("a webhook is set, so nothing can be received: call deleteWebhook (%s)", error)
                self._report_once(Trouble(TroubleKind.WEBHOOK_SET, str(error)))
            case Conflict():
                _LOG.error("getUpdates: %s", error)
                self._report_once(Trouble(TroubleKind.CONFLICT, str(error)))
            case TelegramError():
                _LOG.warning("getUpdates: %s", error)
            case _:
                _LOG.error("getUpdates", exc_info=error)
        return self._backoff.next_delay()

    def _bear_refusal(self) -> None:
        now = self._watch.now()
        if self._refused_since is None:
            self._refused_since = now
        if now - self._refused_since > _REFUSED_FOR:
            raise ReceiverGone("Telegram refuses the token (401 or 404)")
        self._backoff.at_most(_REFUSED_FOR / 5)

    def _report_once(self, trouble: Trouble) -> None:
        if self._reported is not trouble.kind:
            self._reported = trouble.kind
            self._report(trouble)

    async def _take_in(self, batch: list[Any]) -> int | None:
        """Store what concerns us; the offset that confirms the batch."""
        numbered = {number: raw for raw in batch if (number := update_id_of(raw)) is not None}
        fresh = [raw for number, raw in numbered.items() if not self._ledger.is_known(number) and self._is_ours(raw)]
        if fresh:
            await self._save(fresh)
            self._on_received()
            await _let_others_run()
        if numbered:
            return max(numbered) + 1
        if batch:
            _LOG.error("getUpdates returned %d updates without an id", len(batch))
        return None

    def _is_ours(self, raw: RawUpdate) -> bool:
        try:
            return self._concerns(raw)
        except Exception:  # noqa: BLE001
            _LOG.exception("an update could not be looked at; it is dropped")
            return False

    async def _save(self, fresh: Sequence[RawUpdate]) -> None:
        """Store the updates, however long the disk refuses: they stay unconfirmed, and each chat is told once."""
        backoff, was_told = Backoff(), False
        while True:
            try:
                return self._receive(fresh)
            except NotSaved:
                _LOG.exception("%d updates could not be stored; trying again", len(fresh))
                if not was_told:
                    self._on_not_saved(_one_a_chat(fresh))
                    was_told = True
                await self._watch.pause(backoff.next_delay())

    def _receive(self, fresh: Sequence[RawUpdate]) -> None:
        try:
            self._write(fresh)
        except NotSaved:
            raise
        except Exception:  # noqa: BLE001
            if len(fresh) == 1:
                _LOG.exception("update %s can't be stored; it is dropped", update_id_of(fresh[0]))
                return
            for raw in fresh:  # one of them spoils it for the others
                self._receive([raw])

    def _write(self, fresh: Iterable[RawUpdate]) -> None:
        now = self._clock()
        with self._ledger.transaction(at=now, by="telegram", did="receive") as tx:
            for raw in fresh:
                number = update_id_of(raw)
                if number is not None and not self._ledger.is_known(number):
                    tx.receive(number, chat_id_of(raw), encode(raw), now)


async def _let_others_run() -> None:
    """Replies first: they are a few turns of the event loop away, and confirming can wait for them."""
    for _ in range(4):
        await asyncio.sleep(0)


def _one_a_chat(updates: Iterable[RawUpdate]) -> list[RawUpdate]:
    return list({chat_id_of(raw): raw for raw in updates}.values())
