"""Whose letter is next within one chat, so that whoever asks much delays neither the chat's digest nor other people.

Three bands, the first one first:

0. the answer to whoever had none in this chat for a minute;
1. what nobody asked for: notices, alerts, the digest;
2. further answers, in rounds: everybody's second one before anybody's third. The later the round, the more places of
   the chat's minute stay free for the bands above.
"""

from collections import deque
from collections.abc import Iterable

from msgspec import Struct

_FIRST, _UNASKED, _FURTHER = range(3)
#: So long an answer counts as recent, in seconds: a group's limit is one of a minute.
_MINUTE = 60.0
#: So many chats are remembered before those that have been silent are forgotten.
_REMEMBERED = 4096


class Place(Struct, frozen=True, order=True, gc=False):
    """A waiting letter; the smallest is next."""

    band: int
    turn: int  # the round; among letters that nobody asked for their urgency
    number: int
    urgency: int
    asker: int

    @property
    def kept(self) -> int:
        """How many places of the chat's minute stay free while this letter waits."""
        return 2 * (self.turn + 1) if self.band == _FURTHER else 0


class Turns:
    """Remembers who was answered in which chat within the last minute."""

    def __init__(self) -> None:
        self._answered: dict[int, deque[tuple[float, int]]] = {}
        self._sweep_at = _REMEMBERED

    def place(self, chat_id: int, number: int, urgency: int, asker: int, waiting: Iterable[Place], now: float) -> Place:
        """Where the letter stands among those that wait in its chat; in one's own chat there is nobody to wait for."""
        if asker in (0, chat_id):
            return Place(_UNASKED if urgency else _FIRST, urgency, number, urgency, asker)
        rounds = [_round_of(each) for each in waiting if each.asker == asker]
        turn = max(self._recent(chat_id, asker, now), max(rounds, default=-1) + 1)  # never before one's own earlier one
        return Place(_FURTHER, turn, number, urgency, asker) if turn else Place(_FIRST, urgency, number, urgency, asker)

    def served(self, chat_id: int, asker: int, now: float) -> None:
        """A letter to the asker sets out."""
        if asker in (0, chat_id):
            return
        self._answered.setdefault(chat_id, deque()).append((now, asker))
        if len(self._answered) > self._sweep_at:
            self._answered = {chat: each for chat, each in self._answered.items() if each[-1][0] > now - _MINUTE}
            self._sweep_at = max(_REMEMBERED, 2 * len(self._answered))

    def move(self, old: int, new: int) -> None:
        """A group got a new id."""
        if old in self._answered:
            self._answered[new] = self._answered.pop(old)

    def _recent(self, chat_id: int, asker: int, now: float) -> int:
        answered = self._answered.get(chat_id)
        while answered and answered[0][0] <= now - _MINUTE:
            answered.popleft()
        return sum(each == asker for _, each in answered or ())


def _round_of(place: Place) -> int:
    return place.turn if place.band == _FURTHER else 0
