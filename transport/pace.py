"""How fast Telegram lets a bot speak: sliding windows over what was sent, with time as an argument.

A send counts from its beginning until the window has passed since its *answer*. When Telegram really counted it lies
somewhere between the two, so no delay on the line can ever squeeze more into one of Telegram's windows than it allows.
"""

from collections import deque
from collections.abc import Iterable
from math import inf

from msgspec import Struct

#: Windows are this much longer than documented, so that clocks that tick apart a little do no harm.
_MARGIN = 0.002
#: So many chats are remembered before those that have been silent are forgotten.
_REMEMBERED = 4096


class Limits(Struct, frozen=True, kw_only=True):
    """The limits (``[limits]`` of the configuration); 0 switches one off."""

    per_second: int = 30  # messages a second, in all
    per_chat_second: int = 1  # a second, in one chat
    per_group_minute: int = 20  # a minute, in one group


class Window:
    """At most ``most`` sends within any ``span`` seconds."""

    def __init__(self, most: int, span: float) -> None:
        self._most = most
        self._span = span * (1 + _MARGIN)
        self._flying = 0
        self._done: deque[float] = deque()

    def opens_at(self, now: float, kept: int = 0) -> float:
        """When one more may begin: ``now``, a later instant, or infinity while the sends under way fill the window.

        ``kept`` places stay free for others, though never more than half of them.
        """
        self._forget(now)
        if not self._most:
            return now
        excess = len(self._done) + self._flying - (self._most - min(kept, self._most // 2))
        if excess < 0:
            return now
        return self._done[excess] + self._span if excess < len(self._done) else inf

    def begin(self) -> None:
        """A send begins."""
        self._flying += 1

    def done(self, at: float) -> None:
        """A send that began was answered, or given up."""
        self._flying -= 1
        self.remember(at)

    def remember(self, at: float) -> None:
        """A send ended at that instant; instants come in order."""
        self._done.append(at)

    def is_silent(self, now: float) -> bool:
        """Whether nothing that it knows of matters any more."""
        self._forget(now)
        return not self._done and not self._flying

    def _forget(self, now: float) -> None:
        while self._done and self._done[0] + self._span <= now:
            self._done.popleft()


class Spacing:
    """Messages that nobody asked for set out one by one, as far apart as a line that is never full has them.

    Thirty at once would close the line for a second, and thirty more for the next one: who asked something meanwhile
    would wait that long. So there is a place on the line every thirtieth of a second, and theirs is the next.
    """

    def __init__(self, most: int, span: float) -> None:
        self._gap = span / most if most else 0.0
        self._next = -inf

    def opens_at(self) -> float:
        """When the next of them may set out."""
        return self._next

    def begin(self, now: float) -> None:
        """One sets out. The next one makes up for what it was late, and no more than that."""
        self._next = max(self._next, now - self._gap) + self._gap


class Pace:
    """All windows of one bot. Groups have negative ids in Telegram."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._line = Window(limits.per_second, 1)
        self._unasked = Spacing(limits.per_second, 1)
        self._chats: dict[int, tuple[Window, ...]] = {}
        self._sweep_at = _REMEMBERED

    def line_opens_at(self, now: float) -> float:
        """When the next message may go to anybody at all."""
        return self._line.opens_at(now)

    def opens_at(self, chat_id: int, now: float, kept: int = 0) -> float:
        """When that chat may have its next message, as far as the chat itself is concerned.

        ``kept`` places of its minute stay free for others.
        """
        windows = self._chats.get(chat_id, ())
        return max((window.opens_at(now, kept) for window in windows), default=now)

    def unasked_open_at(self) -> float:
        """When the next message may go that nobody asked for."""
        return self._unasked.opens_at()

    def begin(self, chat_id: int, now: float, *, is_unasked: bool = False) -> None:
        """A message to the chat sets out."""
        self._line.begin()
        if is_unasked:
            self._unasked.begin(now)
        for window in self._of(chat_id):
            window.begin()

    def hangs(self, now: float) -> None:
        """A message has been under way for long. It still holds its own chat, and the line no longer."""
        self._line.done(now)

    def done(self, chat_id: int, now: float, *, was_hanging: bool = False) -> None:
        """The message was answered, or nobody waits for its answer any more."""
        if not was_hanging:
            self._line.done(now)
        for window in self._of(chat_id):
            window.done(now)
        if len(self._chats) > self._sweep_at:
            self._sweep(now)

    def move(self, old: int, new: int) -> None:
        """A group got a new id: what it was sent counts there."""
        windows = self._chats.pop(old, None)
        if windows is not None:
            self._chats.setdefault(new, windows)

    def restore(self, sends: Iterable[tuple[int, float]], now: float) -> None:
        """Take up sends of an earlier process: pairs of chat id and seconds ago."""
        for chat_id, ago in sorted(sends, key=lambda send: -send[1]):
            at = now - max(ago, 0.0)
            self._line.remember(at)
            for window in self._of(chat_id):
                window.remember(at)

    def _of(self, chat_id: int) -> tuple[Window, ...]:
        windows = self._chats.get(chat_id)
        if windows is None:
            second = Window(self._limits.per_chat_second, 1)
            windows = (second, Window(self._limits.per_group_minute, 60)) if chat_id < 0 else (second,)
            self._chats[chat_id] = windows
        return windows

    def _sweep(self, now: float) -> None:
        silent = [chat for chat, windows in self._chats.items() if all(window.is_silent(now) for window in windows)]
        for chat in silent:
            del self._chats[chat]
        self._sweep_at = max(_REMEMBERED, 2 * len(self._chats))
