"""How much one person may ask in a minute. Pure: the time of what was said is an argument.

Message dates count, not arrivals: commands that piled up while the bot was down for a day have not flooded anybody.
"""

from collections import deque
from datetime import datetime, timedelta
from enum import Enum, auto

_MINUTE = timedelta(minutes=1)
#: So many people are remembered before those who have been silent are forgotten.
_REMEMBERED = 1024


class Admission(Enum):
    """What becomes of one request."""

    ADMITTED = auto()
    FIRST_EXCESS = auto()  # dropped, and answered: the one line that a flood gets
    EXCESS = auto()  # dropped in silence


class Flood:
    """A sliding minute for each person; ``per_minute`` 0 admits everything."""

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._admitted: dict[int, deque[datetime]] = {}
        self._last_excess: dict[int, datetime] = {}

    def admit(self, person: int, at: datetime) -> Admission:
        """Whether the person's request, made at that instant, is served."""
        if not self._per_minute:
            return Admission.ADMITTED
        if len(self._admitted) > _REMEMBERED:
            self._forget(at)
        recent = self._admitted.setdefault(person, deque())
        while recent and recent[0] <= at - _MINUTE:
            recent.popleft()
        if len(recent) < self._per_minute:
            recent.append(at)
            return Admission.ADMITTED
        last = self._last_excess.get(person)
        self._last_excess[person] = at
        return Admission.EXCESS if last is not None and at - last < _MINUTE else Admission.FIRST_EXCESS

    def _forget(self, at: datetime) -> None:
        silent = [person for person, recent in self._admitted.items() if not recent or recent[-1] <= at - _MINUTE]
        for person in silent:
            del self._admitted[person]
            self._last_excess.pop(person, None)
