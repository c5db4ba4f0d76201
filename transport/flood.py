"""How much one person may ask in a minute. Pure: the time of what was said is an argument.

Message dates count, not arrivals: commands that piled up while the bot was down for a day have not flooded anybody. And
different words are different wishes: thirty times the same is a stuck finger, three hundred items done is a Friday.
"""

from collections import deque
from datetime import datetime, timedelta
from enum import Enum, auto

from msgspec import Struct

_MINUTE = timedelta(minutes=1)
#: So many people are remembered before those who have been silent are forgotten.
_REMEMBERED = 1024


class Patience(Struct, frozen=True):
    """What is borne from one person within a minute; 0 bears everything."""

    same_words: int = 30
    in_all: int = 600


class Admission(Enum):
    """What becomes of one request."""

    ADMITTED = auto()
    FIRST_EXCESS = auto()  # dropped, and answered: the one line that a flood gets
    EXCESS = auto()  # dropped in silence


class _Minute:
    """What one person asked lately."""

    def __init__(self) -> None:
        self.admitted: deque[tuple[datetime, str]] = deque()
        self.words: dict[str, int] = {}
        self.last_excess: datetime | None = None

    def forget(self, until: datetime) -> None:
        while self.admitted and self.admitted[0][0] <= until:
            _, words = self.admitted.popleft()
            self.words[words] -= 1
            if not self.words[words]:
                del self.words[words]

    def admit(self, at: datetime, words: str) -> None:
        self.admitted.append((at, words))
        self.words[words] = self.words.get(words, 0) + 1


class Flood:
    """A sliding minute for each person."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._minutes: dict[int, _Minute] = {}

    def admit(self, person: int, words: str, at: datetime) -> Admission:
        """Whether what the person asked at that instant, in these words, is served."""
        if len(self._minutes) > _REMEMBERED:
            self._forget_the_silent(at)
        minute = self._minutes.setdefault(person, _Minute())
        minute.forget(at - _MINUTE)
        if self._bears(minute, words):
            minute.admit(at, words)
            return Admission.ADMITTED
        last, minute.last_excess = minute.last_excess, at
        return Admission.EXCESS if last is not None and at - last < _MINUTE else Admission.FIRST_EXCESS

    def _bears(self, minute: _Minute, words: str) -> bool:
        same, in_all = self._patience.same_words, self._patience.in_all
        return (not same or minute.words.get(words, 0) < same) and (not in_all or len(minute.admitted) < in_all)

    def _forget_the_silent(self, at: datetime) -> None:
        for person, minute in list(self._minutes.items()):
            if not minute.admitted or minute.admitted[-1][0] <= at - _MINUTE:
                del self._minutes[person]
