"""The bot's update queue behind ``getUpdates``: confirms by offset, keeps a day, allows one poller."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

from playground.telegram.clock import MovableClock, Notifier
from playground.telegram.refusals import Json, conflict

KEPT_FOR = timedelta(hours=24)
FIRST_ID = 700_000_001
FAR_AHEAD = 10  # an offset further past the end belongs to another numbering and is ignored
UNASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})  # only when named
_OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"


@dataclass(slots=True, frozen=True)
class Queued:
    update_id: int
    body: Json
    queued_at: datetime


class UpdateQueue:
    """Updates in order, until confirmed. ``notifier`` is notified of every change."""

    def __init__(self, clock: MovableClock, notifier: Notifier) -> None:
        self._clock = clock
        self.notifier = notifier
        self._waiting: list[Queued] = []
        self.next_id = FIRST_ID
        self.allowed: frozenset[str] | None = None
        self._poll: asyncio.Event | None = None
        self._interrupted = False

    def __len__(self) -> int:
        return len(self._waiting)

    @property
    def is_polled(self) -> bool:
        """Whether a long poll is waiting now."""
        return self._poll is not None

    @property
    def waiting(self) -> tuple[Queued, ...]:
        return tuple(self._waiting)

    def wants(self, kind: str) -> bool:
        """Whether the bot asked for updates of this kind."""
        return kind in self.allowed if self.allowed else kind not in UNASKED

    def allow(self, kinds: list[str] | None) -> None:
        """Note what ``allowed_updates`` says; ``None`` leaves the setting as it was."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or None

    def add(self, kind: str, content: object) -> int | None:
        """Queue an update; ``None`` where the bot did not ask for its kind."""
        return self.add_raw({kind: content}) if self.wants(kind) else None

    def add_raw(self, body: Json) -> int:
        """Queue an update unchecked, such as one that no client can parse."""
        update_id, self.next_id = self.next_id, self.next_id + 1
        self._waiting.append(Queued(update_id, {"update_id": update_id, **body}, self._clock.now()))
        self.notifier.notify()
        return update_id

    def jump_to(self, next_id: int) -> None:
        """Number the next update so, as Telegram does at random after a week without any; the queue is empty then."""
        if self._waiting:
            raise ValueError(self._waiting)
        self.next_id = next_id

    def forget_all(self) -> None:
        self._waiting.clear()
        self.notifier.notify()

    def interrupt(self) -> None:
        """End a waiting long poll at once with nothing, as Telegram may at any time."""
        if self._poll is not None:
            self._interrupted = True
            self.notifier.notify()

    def take(self, offset: int | None, limit: int) -> list[Queued]:
        """Confirm what lies before ``offset`` and return the first ``limit`` of the rest."""
        oldest = self._clock.now() - KEPT_FOR
        before = len(self._waiting)
        if offset is not None and offset < 0:
            self._waiting = self._waiting[offset:]
        elif offset and offset <= self.next_id + FAR_AHEAD:
            self._waiting = [queued for queued in self._waiting if queued.update_id >= offset]
        self._waiting = [queued for queued in self._waiting if queued.queued_at > oldest]
        if len(self._waiting) != before:
            self.notifier.notify()
        return self._waiting[:limit]

    async def poll(self, offset: int | None, limit: int, within: float) -> list[Json]:
        """One ``getUpdates``: wait ``within`` seconds for a first update. Ends an older poll with a conflict."""
        if self._poll is not None:
            self._poll.set()
            self.notifier.notify()
        found = self.take(offset, limit)
        if not found and within > 0:
            mine = self._poll = asyncio.Event()
            self._interrupted = False
            try:
                await self._wait(mine, within)
            finally:
                if self._poll is mine:
                    self._poll = None
            found = self.take(offset, limit)
        return [queued.body for queued in found]

    async def _wait(self, mine: asyncio.Event, within: float) -> None:
        self.notifier.notify()  # wakes those who wait until the bot polls
        try:
            await self.notifier.wait_until(lambda: self._waiting or self._interrupted or mine.is_set(), within)
        except TimeoutError:
            return
        if mine.is_set():
            raise conflict(_OTHER_POLLER)
