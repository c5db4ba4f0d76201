"""Feeds received updates to their handler: in order within a chat, chats side by side, until each took effect."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import msgspec
from telegram import Update
from telegram.ext import CallbackContext

from store.errors import NotSaved
from store.ledger import Ledger
from store.values import Waiting
from transport.api import App
from transport.errors import NeverArrived, NoAnswer, UpdateUnreadable
from transport.rate_limits import Asked, FloodDecision, FloodGuard, PersonLimits
from transport.raw_update import RawUpdate, is_asked, person_id_of, said_at, words_of
from transport.retry import Backoff, Stopwatch


class UpdateHandler:
    """The intake's handle. ``close`` marks an update as handled that no handler wanted."""

    def __init__(self, app: App, close: Callable[[int], None]) -> None:
        self._app = app
        self._close = close
        self._caught: dict[int, Exception] = {}
        app.add_error_handler(self._catch)

    async def __call__(self, waiting: Waiting) -> None:
        """Handle the update, or raise what its handler raised."""
        try:
            update = Update.de_json(msgspec.json.decode(waiting.raw), self._app.bot)
        except Exception as error:
            raise UpdateUnreadable(waiting.update_id) from error
        await self._app.process_update(update)
        caught = self._caught.pop(waiting.update_id, None)
        if caught is not None:
            raise caught
        self._close(waiting.update_id)

    async def _catch(self, update: object, context: CallbackContext) -> None:  # type: ignore[type-arg]
        if isinstance(update, Update) and context.error is not None:
            self._caught[update.update_id] = context.error


_LOG = logging.getLogger(__name__)
#: Chats served at once.
_AT_ONCE = 32
_TRIES = 3
#: Seconds before the second and third try.
_RETRY = (0.5, 2.0)
#: What an update needs of Telegram, a workbook, is asked for again for so long.
_FETCHED_WITHIN = timedelta(minutes=10)


class Intake:
    """A queue for each chat. ``on_given_up`` and ``on_flood`` mark the update handled and say so to its sender.

    ``is_known`` tells by a Telegram id who is of the bureau: of others less is borne.
    """

    def __init__(
        self,
        *,
        ledger: Ledger,
        handle: Callable[[Waiting], Awaitable[None]],
        on_given_up: Callable[[Waiting, str], None],
        on_flood: Callable[[Waiting], None],
        on_not_saved: Callable[[Sequence[RawUpdate]], None],
        is_known: Callable[[int], bool] = lambda _person: True,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float],
        person_limits: PersonLimits = PersonLimits(),  # noqa: B008 - frozen
        speed: float = 1.0,
    ) -> None:
        self._ledger = ledger
        self._handle = handle
        self._on_given_up = on_given_up
        self._on_flood = on_flood
        self._on_not_saved = on_not_saved
        self._is_known = is_known
        self._clock = clock
        self._watch = Stopwatch(monotonic, speed)
        self._flood = FloodGuard(person_limits)
        self._queues: dict[int, deque[Waiting]] = {}
        self._turns: deque[int] = deque()  # chats that have something and are not being served
        self._queued: set[int] = set()
        self._given_up: dict[int, str] = {}  # update -> reference, where giving up itself could not be saved
        self._serving: set[asyncio.Task[None] | None] = set()
        self._unsaved: dict[int, Backoff] = {}  # chats that were told so
        self._unreached: dict[int, Backoff] = {}  # chats whose files could not be fetched
        self._has_arrivals = True
        self._is_running = False
        self._stopped = asyncio.Event()

    def wake(self) -> None:
        """There are new updates in the ledger: those whose turn it is are begun now."""
        self._has_arrivals = True
        self._begin()

    @property
    def is_idle(self) -> bool:
        """Whether everything received was handled."""
        return not self._queued and not self._has_arrivals

    async def run(self) -> None:
        """Serve until stopped, beginning with what an earlier process left."""
        self._is_running = True
        try:
            self._begin()
            await self._stopped.wait()
        finally:
            self._is_running = False

    async def stop(self, within: float) -> None:
        """Begin nothing more; what is being handled has ``within`` seconds to end. The rest waits in the ledger."""
        self._is_running = False
        self._stopped.set()
        serving = {task for task in self._serving if task is not None}
        if serving:
            await asyncio.wait(serving, timeout=within)
        for task in serving:
            task.cancel()
        await asyncio.gather(*serving, return_exceptions=True)

    def _begin(self) -> None:
        if not self._is_running:
            return
        if self._has_arrivals:
            self._has_arrivals = False
            self._enqueue()
        while self._turns and len(self._serving) < _AT_ONCE:
            self._serving.add(asyncio.create_task(self._serve(self._turns.popleft())))

    def _enqueue(self) -> None:
        """Queue what is new; what exceeds a person's limits is marked handled here and now."""
        try:
            excess = [waiting for waiting in self._ledger.waiting_updates() if not self._admit(waiting)]
            if excess:
                with self._ledger.transaction(at=self._clock(), by="intake", did="drop a flood") as tx:
                    for waiting in excess:
                        tx.handled(waiting.update_id)
        except Exception:  # noqa: BLE001
            _LOG.exception("a flood could not be dropped; trying again")
            self._watch.later(_RETRY[-1], self.wake)

    def _admit(self, waiting: Waiting) -> bool:
        if waiting.update_id in self._queued:
            return True
        decision = self._decision_of(waiting)
        if decision is FloodDecision.FIRST_EXCESS:
            self._on_flood(waiting)
        if decision is FloodDecision.SERVED:
            self._queue(waiting)
        return decision is not FloodDecision.EXCESS

    def _decision_of(self, waiting: Waiting) -> FloodDecision:
        raw = _raw(waiting)
        person = person_id_of(raw)
        if person is None or waiting.tries or not is_asked(raw):
            return FloodDecision.SERVED
        at = said_at(raw) or waiting.received_at
        return self._flood.decide(Asked(person, waiting.chat_id, words_of(raw), at, self._is_known(person)))

    def _queue(self, waiting: Waiting) -> None:
        self._queued.add(waiting.update_id)
        queue = self._queues.get(waiting.chat_id)
        if queue is None:
            self._queues[waiting.chat_id] = deque((waiting,))
            self._turns.append(waiting.chat_id)
        else:
            queue.append(waiting)

    async def _serve(self, chat_id: int) -> None:
        """The first update of the chat; then it is the next chat's turn."""
        waiting = self._queues[chat_id][0]
        try:
            wait = await self._attempt(waiting)
        except Exception:  # noqa: BLE001
            _LOG.exception("update %s: its failure could not be dealt with; trying again", waiting.update_id)
            wait = _RETRY[-1]
        finally:
            self._serving.discard(asyncio.current_task())
        if wait is None:
            self._done(chat_id, waiting)
        else:
            self._watch.later(wait, partial(self._turn_of, chat_id))
        self._begin()

    def _done(self, chat_id: int, waiting: Waiting) -> None:
        self._queued.discard(waiting.update_id)
        self._queues[chat_id].popleft()
        if self._queues[chat_id]:
            self._turns.append(chat_id)
        else:
            del self._queues[chat_id]

    def _turn_of(self, chat_id: int) -> None:
        self._turns.append(chat_id)
        self._begin()

    async def _attempt(self, waiting: Waiting) -> float | None:
        """Handle the update; seconds to wait before another try, or ``None`` when it is done with."""
        try:
            reference = self._given_up.get(waiting.update_id)
            if reference is None:
                await self._handle(waiting)
            else:
                self._give_up(waiting, reference)
        except NotSaved:
            return self._not_saved(waiting)
        except Exception as error:  # noqa: BLE001 - logged by the next line, with its reference number
            if (wait := self._line_down(waiting, error)) is not None:
                return wait
            try:
                return self._failed(waiting, error)
            except NotSaved:
                return self._not_saved(waiting)
        self._unsaved.pop(waiting.chat_id, None)
        self._unreached.pop(waiting.chat_id, None)
        return None

    def _line_down(self, waiting: Waiting, error: Exception) -> float | None:
        """Seconds to wait where a file could not be fetched: for a while that is no failure of the update."""
        is_lines = isinstance(error, (NeverArrived, NoAnswer)) and self._ledger.is_waiting(waiting.update_id)
        if not is_lines or self._clock() - waiting.received_at > _FETCHED_WITHIN:
            return None
        _LOG.warning("update %s: what it needs could not be fetched; trying again (%s)", waiting.update_id, error)
        return self._unreached.setdefault(waiting.chat_id, Backoff()).next_delay()

    def _failed(self, waiting: Waiting, error: Exception) -> float | None:
        reference = f"{waiting.update_id % 1_000_000:06d}"
        which = {"update": waiting.update_id, "reference": reference}
        _LOG.error("update %s failed, reference %s", waiting.update_id, reference, exc_info=error, extra=which)
        if not self._ledger.is_waiting(waiting.update_id):
            return None  # it failed behind its commit: once more would be once too often
        with self._ledger.transaction(at=self._clock(), by="intake", did="count a failure") as tx:
            tries = tx.failed(waiting.update_id)
        if tries < _TRIES and not isinstance(error, UpdateUnreadable):
            return _RETRY[min(tries, len(_RETRY)) - 1]
        self._given_up[waiting.update_id] = reference
        self._give_up(waiting, reference)
        return None

    def _give_up(self, waiting: Waiting, reference: str) -> None:
        try:
            self._on_given_up(waiting, reference)
        except NotSaved:
            raise
        except Exception:  # noqa: BLE001
            _LOG.exception("update %s: the apology failed as well", waiting.update_id)
            with self._ledger.transaction(at=self._clock(), by="intake", did="give up") as tx:
                tx.handled(waiting.update_id)
        del self._given_up[waiting.update_id]

    def _not_saved(self, waiting: Waiting) -> float:
        """The disk's refusal is no failure of the update: it waits, and its chat is told once."""
        which = {"update": waiting.update_id}
        _LOG.warning("update %s could not be saved; trying again", waiting.update_id, exc_info=True, extra=which)
        backoff = self._unsaved.get(waiting.chat_id)
        if backoff is None:
            backoff = self._unsaved[waiting.chat_id] = Backoff()
            self._on_not_saved([_raw(waiting)])
        return backoff.next_delay()


def _raw(waiting: Waiting) -> RawUpdate:
    try:
        return msgspec.json.decode(waiting.raw, type=dict[str, Any])
    except msgspec.DecodeError:
        return {}
