"""Rate limits, as sliding windows with time as an argument.

Out: ``Pace`` keeps Telegram's limits on what a bot sends (docs/decisions/0031-pacing-by-answers.md). A send counts from
its beginning until the window has passed since its *answer*. Telegram counts it somewhere between the two, so that no
delay on the way ever puts more into one of Telegram's windows than it allows.

In: ``FloodGuard`` limits what one person may ask within a minute (docs/decisions/0034-floods.md). It goes by the dates
of the messages, not by their arrival: commands that waited while the bot was down for a day are no flood. Different
words are different requests: thirty times the same is a stuck finger, three hundred items done is a Friday. A group
gets twenty messages a minute in all, so one person gets a part of them; in private nobody else waits.
"""

from collections import Counter, deque
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import Enum, auto
from math import inf
from typing import TypeVar

from msgspec import Struct, field

K = TypeVar("K")
#: Windows are longer than documented by this share, in case two clocks run at different speeds.
_MARGIN = 0.002
#: Beyond so many chats, those that were sent nothing lately are forgotten.
_MOST_CHATS = 4096


class Limits(Struct, frozen=True, kw_only=True):
    """Telegram's limits (``[limits]`` of the configuration); 0 switches one off."""

    per_second: int = 30  # messages a second, to all chats together
    per_chat_second: int = 1  # messages a second, to one chat
    per_group_minute: int = 20  # messages a minute, to one group


class Window:
    """At most ``most`` sends within any ``span`` seconds."""

    def __init__(self, most: int, span: float) -> None:
        self._most = most
        self._span = span * (1 + _MARGIN)
        self._under_way = 0
        self._done: deque[float] = deque()

    def opens_at(self, now: float, reserved: int = 0) -> float:
        """When one more may begin: ``now``, a later instant, or infinity while sends under way fill the window.

        ``reserved`` places stay free for others, but never more than half of them.
        """
        self._forget(now)
        if not self._most:
            return now
        excess = len(self._done) + self._under_way - (self._most - min(reserved, self._most // 2))
        if excess < 0:
            return now
        return self._done[excess] + self._span if excess < len(self._done) else inf

    def begin(self) -> None:
        """A send begins."""
        self._under_way += 1

    def done(self, at: float) -> None:
        """A send was answered, or given up."""
        self._under_way -= 1
        self.remember(at)

    def remember(self, at: float) -> None:
        """A send ended at that instant. Instants must come in order."""
        self._done.append(at)

    def is_empty(self, now: float) -> bool:
        """Whether the window is empty."""
        self._forget(now)
        return not self._done and not self._under_way

    def _forget(self, now: float) -> None:
        while self._done and self._done[0] + self._span <= now:
            self._done.popleft()


class Spacing:
    """Sends messages that nobody asked for evenly: one every thirtieth of a second, say.

    Thirty of them at once would fill the window for a second, and an answer would wait that long. Evenly spaced, they
    leave a place free every thirtieth of a second, and the next one is the answer's.
    """

    def __init__(self, most: int, span: float) -> None:
        self._gap = span / most if most else 0.0
        self._next = -inf

    def opens_at(self) -> float:
        """When the next of them may be sent."""
        return self._next

    def begin(self, now: float) -> None:
        """One is sent. The next one makes up for its delay, if any, and for no more."""
        self._next = max(self._next, now - self._gap) + self._gap


class Pace:
    """All windows of one bot. A group's chat id is negative."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._all = Window(limits.per_second, 1)
        self._unsolicited = Spacing(limits.per_second, 1)
        self._chats: dict[int, tuple[Window, ...]] = {}
        self._forget_above = _MOST_CHATS

    def opens_for_all_at(self, now: float) -> float:
        """When the next message may be sent, whatever its chat."""
        return self._all.opens_at(now)

    def opens_at(self, chat_id: int, now: float, reserved: int = 0) -> float:
        """When the chat's own limits allow its next message; ``reserved`` places of them stay free for others."""
        windows = self._chats.get(chat_id, ())
        return max((window.opens_at(now, reserved) for window in windows), default=now)

    def unsolicited_open_at(self) -> float:
        """When the next message that nobody asked for may be sent."""
        return self._unsolicited.opens_at()

    def begin(self, chat_id: int, now: float, *, is_unsolicited: bool = False) -> None:
        """A message to the chat is being sent."""
        self._all.begin()
        if is_unsolicited:
            self._unsolicited.begin(now)
        for window in self._of(chat_id):
            window.begin()

    def release_hanging(self, now: float) -> None:
        """A send takes long: it still counts for its own chat, and no longer for all."""
        self._all.done(now)

    def done(self, chat_id: int, now: float, *, was_hanging: bool = False) -> None:
        """The send was answered, or given up."""
        if not was_hanging:
            self._all.done(now)
        for window in self._of(chat_id):
            window.done(now)
        if len(self._chats) > self._forget_above:
            self._forget_idle(now)

    def move(self, old: int, new: int) -> None:
        """A group got a new id: what was sent to the old one counts there."""
        windows = self._chats.pop(old, None)
        if windows is not None:
            self._chats.setdefault(new, windows)

    def restore(self, sends: Iterable[tuple[int, float]], now: float) -> None:
        """Count the sends of an earlier process: pairs of chat id and seconds ago."""
        for chat_id, ago in sorted(sends, key=lambda send: -send[1]):
            at = now - max(ago, 0.0)
            self._all.remember(at)
            for window in self._of(chat_id):
                window.remember(at)

    def _of(self, chat_id: int) -> tuple[Window, ...]:
        windows = self._chats.get(chat_id)
        if windows is None:
            second = Window(self._limits.per_chat_second, 1)
            windows = (second, Window(self._limits.per_group_minute, 60)) if chat_id < 0 else (second,)
            self._chats[chat_id] = windows
        return windows

    def _forget_idle(self, now: float) -> None:
        idle = [chat for chat, windows in self._chats.items() if all(window.is_empty(now) for window in windows)]
        for chat in idle:
            del self._chats[chat]
        self._forget_above = max(_MOST_CHATS, 2 * len(self._chats))


_MINUTE = timedelta(minutes=1)
#: Beyond so many people, those who asked nothing lately are forgotten.
_MOST_PEOPLE = 1024


class PersonLimits(Struct, frozen=True):
    """How many requests of one person are served within a minute; 0 switches a limit off."""

    same_words: int = 30  # in one chat
    in_all: int = 600
    in_group: int = 8  # in one group
    of_stranger: int = 6  # in all; one of them an hour is answered (``handlers/request.py``)


class FloodDecision(Enum):
    """What becomes of one request."""

    SERVED = auto()
    FIRST_EXCESS = auto()  # dropped, with the one answer that a flood gets
    EXCESS = auto()  # dropped without an answer


class Asked(Struct, frozen=True):
    """One thing that somebody said or pressed."""

    person: int
    chat: int
    words: str
    at: datetime
    is_known: bool = True


class _Minute(Struct):
    """What one person asked within the last minute."""

    served: deque[Asked] = field(default_factory=deque)
    words: Counter[tuple[int, str]] = field(default_factory=Counter)
    chats: Counter[int] = field(default_factory=Counter)
    last_excess: dict[int, datetime] = field(default_factory=dict)

    def forget(self, now: datetime) -> None:
        """Forget what is a minute old, and what lies in the future since the clock was set back."""
        while self.served and self.served[0].at <= now - _MINUTE:
            self._drop(self.served.popleft())
        while self.served and self.served[-1].at >= now + _MINUTE:
            self._drop(self.served.pop())
        if self.last_excess and not self.served:
            self.last_excess = {chat: at for chat, at in self.last_excess.items() if _is_near(at, now)}

    def add(self, asked: Asked) -> None:
        self.served.append(asked)
        self.words[asked.chat, asked.words] += 1
        self.chats[asked.chat] += 1

    def exceed(self, asked: Asked) -> bool:
        """Record the excess; whether it is the chat's first within a minute."""
        last = self.last_excess.get(asked.chat)
        self.last_excess[asked.chat] = asked.at
        return last is None or not _is_near(last, asked.at)

    def _drop(self, asked: Asked) -> None:
        _count_down(self.words, (asked.chat, asked.words))
        _count_down(self.chats, asked.chat)


class FloodGuard:
    """A sliding minute for each person."""

    def __init__(self, limits: PersonLimits) -> None:
        self._limits = limits
        self._minutes: dict[int, _Minute] = {}

    def decide(self, asked: Asked) -> FloodDecision:
        """Whether the request is served. A stranger's excess is never answered."""
        if len(self._minutes) > _MOST_PEOPLE:
            self._forget_idle(asked.at)
        minute = self._minutes.setdefault(asked.person, _Minute())
        minute.forget(asked.at)
        if self._is_within_limits(minute, asked):
            minute.add(asked)
            return FloodDecision.SERVED
        if minute.exceed(asked) and asked.is_known:
            return FloodDecision.FIRST_EXCESS
        return FloodDecision.EXCESS

    def _is_within_limits(self, minute: _Minute, asked: Asked) -> bool:
        limits = self._limits
        in_all = limits.in_all if asked.is_known else limits.of_stranger
        counts = [(len(minute.served), in_all), (minute.words[asked.chat, asked.words], limits.same_words)]
        if asked.chat < 0:
            counts.append((minute.chats[asked.chat], limits.in_group))
        return all(not most or count < most for count, most in counts)

    def _forget_idle(self, at: datetime) -> None:
        for person, minute in list(self._minutes.items()):
            if not minute.served or not _is_near(minute.served[-1].at, at):
                del self._minutes[person]


def _count_down(counter: Counter[K], key: K) -> None:
    counter[key] -= 1
    if not counter[key]:
        del counter[key]


def _is_near(at: datetime, now: datetime) -> bool:
    return abs(now - at) < _MINUTE
