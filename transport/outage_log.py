"""A ledger that takes nothing is told of in one line with its cause, and again at growing intervals while that lasts.

Whatever has to be saved then fails, and is tried again, in many places every second or two. How each came to it says
nothing: a traceback is for what nobody expected.
"""

import logging
import re
import threading
from collections.abc import Callable

from msgspec import Struct

from store.errors import DatabaseRefused, NotSaved

#: Seconds until the same cause is told of again: at first, and at most.
FIRST_GAP, LONGEST_GAP = 10.0, 300.0
#: After so many seconds without it, it is over: what is tried again waits for half a minute at most.
OVER_AFTER = 90.0
_NUMBERS = re.compile(r"\d+")


def refusal_of(error: BaseException | None) -> str:
    """Why the ledger took nothing; empty for any other error, which is unexpected."""
    if isinstance(error, NotSaved):
        return error.cause
    return str(error) if isinstance(error, DatabaseRefused) else ""


class _Outage(Struct):
    """What was told of one cause."""

    told_at: float
    seen_at: float
    gap: float = FIRST_GAP
    untold: int = 0


class OutageLog:
    """A filter of a handler. ``tick`` counts seconds. A record's ``refusal``, if it has one, is its error's cause."""

    def __init__(self, tick: Callable[[], float]) -> None:
        self._tick = tick
        self._lock = threading.Lock()
        self._outages: dict[tuple[str, str], _Outage] = {}

    def __call__(self, record: logging.LogRecord) -> bool:
        """Whether to write the line, which is then short."""
        refusal = getattr(record, "refusal", "") or refusal_of(record.exc_info[1] if record.exc_info else None)
        if not refusal:
            return True
        with self._lock:
            return self._is_told(record, refusal, self._tick())

    def _is_told(self, record: logging.LogRecord, refusal: str, now: float) -> bool:
        key = getattr(record, "bureau", ""), _NUMBERS.sub("0", refusal)
        outage = self._outages.get(key)
        if outage is None or now - outage.seen_at > OVER_AFTER:
            self._forget(now)
            outage = self._outages[key] = _Outage(now, now)
        elif now - outage.told_at < outage.gap:
            outage.seen_at = now
            outage.untold += 1
            return False
        else:
            outage.gap = min(2 * outage.gap, LONGEST_GAP)
        more = f" ({outage.untold} more since)" if outage.untold else ""
        record.msg, record.args = f"{record.getMessage()}: {refusal}{more}", ()
        record.exc_info = record.exc_text = None
        outage.told_at = outage.seen_at = now
        outage.untold = 0
        return True

    def _forget(self, now: float) -> None:
        """Those that are over."""
        self._outages = {key: each for key, each in self._outages.items() if now - each.seen_at <= OVER_AFTER}
