"""A numbered record of what happened in the playground, for watchers in other processes."""

from collections import deque
from datetime import datetime

from playground.telegram.clock import Notifier
from playground.telegram.refusals import Json

KEPT = 10_000


class EventLog:
    """The latest events as JSON objects: ``number``, ``at``, ``kind`` and the fields of the kind."""

    def __init__(self, notifier: Notifier) -> None:
        self._notifier = notifier
        self._record: deque[Json] = deque(maxlen=KEPT)
        self.count = 0

    def note(self, kind: str, at: datetime, **what: object) -> None:
        self.count += 1
        self._record.append({"number": self.count, "at": at.isoformat(), "kind": kind, **what})
        self._notifier.notify()

    def forget(self) -> None:
        """Drop the events so far, where nobody watches."""
        self._record.clear()

    def after(self, number: int) -> list[Json]:
        """Those with a higher number, in order."""
        missed = min(self.count - number, len(self._record))
        return (
            [self._record[index] for index in range(len(self._record) - missed, len(self._record))]
            if missed > 0
            else []
        )

    async def next(self, after: int, within: float | None) -> list[Json]:
        """Those after ``after``, waiting for the first; none if nothing happened within that many seconds."""
        try:
            await self._notifier.wait_until(lambda: self.count > after, within)
        except TimeoutError:
            return []
        return self.after(after)
