"""Who may set out, and when: the line-up, Telegram's limits and the places under way together.

Time is an argument, so that each rule can be tested without waiting.
"""

from math import inf

from domain.letter import Urgency
from transport.backoff import Backoff
from transport.lineup import Lineup, Turn
from transport.pace import Pace
from transport.places import Places

#: Between the tries of a letter whose chat gives no answer though others do, in seconds: the first gap, the longest.
_CHAT_FIRST, _CHAT_LONGEST, _CHAT_FACTOR = 1.0, 60.0, 3.0


class Departures:
    """What the courier asks before anything leaves, and tells when it came back."""

    def __init__(self, pace: Pace) -> None:
        self.lineup = Lineup()
        self._pace = pace
        self._places = Places()
        self._backoffs: dict[int, Backoff] = {}

    def next(self, now: float) -> Turn | None:
        """The letter that may set out now."""
        for _ in self._places.hang(now):
            self._pace.hangs(now)
        if self._pace.line_opens_at(now) > now or not self._places.has_room(for_answers=True):
            return None
        may_unasked_go = self._pace.unasked_open_at() <= now and self._places.has_room()
        return self.lineup.next(now, self._pace.opens_at, Urgency.DIGEST if may_unasked_go else Urgency.NOTICE)

    def begin(self, turn: Turn, now: float) -> None:
        """It sets out."""
        self._pace.begin(turn.chat_id, now, is_unasked=turn.urgency > Urgency.NOTICE)
        self._places.take(turn.chat_id, now)

    def done(self, chat_id: int, now: float) -> None:
        """It came back, with an answer or without."""
        self._pace.done(chat_id, now, was_hanging=self._places.leave(chat_id))

    def hold(self, chat_id: int, until: float) -> None:
        """Telegram asked that chat to wait."""
        self.lineup.hold(chat_id, until)

    def hold_troubled(self, chat_id: int, now: float) -> None:
        """That chat alone gives no answer: it waits, longer each time."""
        backoff = self._backoffs.get(chat_id)
        if backoff is None:
            backoff = self._backoffs[chat_id] = Backoff(_CHAT_FIRST, _CHAT_LONGEST, _CHAT_FACTOR)
        self.lineup.hold(chat_id, now + backoff.next_delay())

    def went_well(self, chat_id: int) -> None:
        """Something was delivered there."""
        self._backoffs.pop(chat_id, None)

    def wakes_at(self, now: float) -> float:
        """When to look again, if nothing happens before; infinity if nothing waits."""
        line, unasked, chat = self._pace.line_opens_at(now), self._pace.unasked_open_at(), self.lineup.wakes_at()
        wakes_at = line if line > now else chat
        if line <= now < unasked and self.lineup.has_ready:
            wakes_at = min(wakes_at, unasked)
        if self.lineup.has_ready or chat < inf:
            wakes_at = min(wakes_at, self._places.next_hang())
        return wakes_at
