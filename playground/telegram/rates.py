"""Telegram's documented sending rates, enforced strictly: calls beyond them get 429."""

from collections import deque
from math import ceil

from msgspec import Struct

from playground.telegram.chats import Chat, ChatKind

_COUNTED = ("send", "edit", "forward", "copy")
_FREE = frozenset({"sendchataction", "editforumtopic", "editgeneralforumtopic"})


class Rates(Struct, frozen=True):
    """Messages allowed in each window; 0 switches one off.

    Telegram says 30 a second in all, 1 a second in a chat (with short bursts, not granted here) and 20 a minute in a
    group. ``grace`` shortens each window a little, for a sender that keeps to the rates exactly, by its own clock,
    while its requests take uneven time to arrive.
    """

    per_second: int = 30
    per_chat_second: int = 1
    per_group_minute: int = 20
    grace: float = 0.03  # seconds


class RateLimiter:
    """Counts what was sent in sliding windows; time is an argument."""

    def __init__(self, rates: Rates) -> None:
        self._rates = rates
        self._windows: dict[tuple[str, int], deque[float]] = {}

    @staticmethod
    def counts(method: str) -> bool:
        """Whether a method (lower case) sends or edits a message."""
        return method.startswith(_COUNTED) and method not in _FREE

    def charge(self, chat: Chat | None, at: float) -> int:
        """Count one message and return 0; or count nothing and return the seconds to wait."""
        windows = list(self._applicable(chat))
        waits = [self._wait(key, allowed, span, at) for key, allowed, span in windows]
        if (wait := max(waits, default=0.0)) > 0:
            return max(ceil(wait), 1)
        for key, _, _ in windows:
            self._windows[key].append(at)
        return 0

    def _applicable(self, chat: Chat | None) -> list[tuple[tuple[str, int], int, float]]:
        rates = self._rates
        windows = [(("all", 0), rates.per_second, 1.0)]
        if chat is not None:
            windows.append((("chat", chat.chat_id), rates.per_chat_second, 1.0))
        if chat is not None and chat.kind in {ChatKind.GROUP, ChatKind.SUPERGROUP}:
            windows.append((("group", chat.chat_id), rates.per_group_minute, 60.0))
        return [window for window in windows if window[1]]

    def _wait(self, key: tuple[str, int], allowed: int, span: float, at: float) -> float:
        sent = self._windows.setdefault(key, deque())
        while sent and sent[0] <= at - span + self._rates.grace:
            sent.popleft()
        return sent[-allowed] + span - at if len(sent) >= allowed else 0.0
