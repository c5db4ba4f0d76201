"""How much one person may ask in a minute. Pure: the time of what was said is an argument.

Message dates count, not arrivals: commands that piled up while the bot was down for a day have not flooded anybody. And
different words are different wishes: thirty times the same is a stuck finger, three hundred items done is a Friday. A
group hears twenty messages a minute in all, so one person has a part of them; in private nobody else waits.
"""

from collections import Counter, deque
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import TypeVar

from msgspec import Struct, field

K = TypeVar("K")
_MINUTE = timedelta(minutes=1)
#: So many people are remembered before those who have been silent are forgotten.
_REMEMBERED = 1024


class Patience(Struct, frozen=True):
    """What is borne from one person within a minute; 0 bears everything."""

    same_words: int = 30  # in one chat
    in_all: int = 600
    in_group: int = 8  # in one group
    of_stranger: int = 6  # in all; one of them an hour is answered (``handlers/request.py``)


class Admission(Enum):
    """What becomes of one request."""

    ADMITTED = auto()
    FIRST_EXCESS = auto()  # dropped, and answered: the one line that a flood gets
    EXCESS = auto()  # dropped in silence


class Asked(Struct, frozen=True):
    """One thing that somebody said or pressed. Groups have negative ids in Telegram."""

    person: int
    chat: int
    words: str
    at: datetime
    is_known: bool = True


class _Minute(Struct):
    """What one person asked lately."""

    admitted: deque[Asked] = field(default_factory=deque)
    words: Counter[tuple[int, str]] = field(default_factory=Counter)
    chats: Counter[int] = field(default_factory=Counter)
    last_excess: dict[int, datetime] = field(default_factory=dict)

    def forget(self, now: datetime) -> None:
        """What is a minute old; and what was said in the future of a clock that has been set back."""
        while self.admitted and self.admitted[0].at <= now - _MINUTE:
            self._drop(self.admitted.popleft())
        while self.admitted and self.admitted[-1].at >= now + _MINUTE:
            self._drop(self.admitted.pop())
        if self.last_excess and not self.admitted:
            self.last_excess = {chat: at for chat, at in self.last_excess.items() if _is_near(at, now)}

    def admit(self, asked: Asked) -> None:
        self.admitted.append(asked)
        self.words[asked.chat, asked.words] += 1
        self.chats[asked.chat] += 1

    def exceed(self, asked: Asked) -> bool:
        """Note the excess; whether it is the chat's first for a minute."""
        last = self.last_excess.get(asked.chat)
        self.last_excess[asked.chat] = asked.at
        return last is None or not _is_near(last, asked.at)

    def _drop(self, asked: Asked) -> None:
        _count_down(self.words, (asked.chat, asked.words))
        _count_down(self.chats, asked.chat)


class Flood:
    """A sliding minute for each person."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._minutes: dict[int, _Minute] = {}

    def admit(self, asked: Asked) -> Admission:
        """Whether it is served. A stranger is not told why not: they had their line."""
        if len(self._minutes) > _REMEMBERED:
            self._forget_the_silent(asked.at)
        minute = self._minutes.setdefault(asked.person, _Minute())
        minute.forget(asked.at)
        if self._bears(minute, asked):
            minute.admit(asked)
            return Admission.ADMITTED
        if minute.exceed(asked) and asked.is_known:
            return Admission.FIRST_EXCESS
        return Admission.EXCESS

    def _bears(self, minute: _Minute, asked: Asked) -> bool:
        limits = self._patience
        in_all = limits.in_all if asked.is_known else limits.of_stranger
        counts = [(len(minute.admitted), in_all), (minute.words[asked.chat, asked.words], limits.same_words)]
        if asked.chat < 0:
            counts.append((minute.chats[asked.chat], limits.in_group))
        return all(not most or count < most for count, most in counts)

    def _forget_the_silent(self, at: datetime) -> None:
        for person, minute in list(self._minutes.items()):
            if not minute.admitted or not _is_near(minute.admitted[-1].at, at):
                del self._minutes[person]


def _count_down(counter: Counter[K], key: K) -> None:
    counter[key] -= 1
    if not counter[key]:
        del counter[key]


def _is_near(at: datetime, now: datetime) -> bool:
    return abs(now - at) < _MINUTE
