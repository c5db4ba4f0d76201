"""Who is not on the roster gets one line an hour, wherever they write. It names the id by which they can be added.

Kept in memory: after a restart somebody may get one line more, and nothing else depends on it.
"""

from datetime import datetime, timedelta

#: Who it is; for those who speak as a group or channel the account behind it and the chat.
Who = tuple[int, int]
_PAUSE = timedelta(hours=1)
#: So many are remembered before those whose hour has passed are forgotten.
_REMEMBERED = 1024


class Strangers:
    """Remembers when each of them was answered."""

    def __init__(self) -> None:
        self._answered: dict[Who, datetime] = {}

    def may_be_answered(self, who: Who, now: datetime) -> bool:
        """Whether they had no line for an hour; a clock that was set back silences nobody."""
        last = self._answered.get(who)
        return last is None or abs(now - last) >= _PAUSE

    def answered(self, who: Who, now: datetime) -> None:
        """They were answered."""
        if len(self._answered) >= _REMEMBERED:
            self._answered = {each: at for each, at in self._answered.items() if abs(now - at) < _PAUSE}
        self._answered[who] = now
