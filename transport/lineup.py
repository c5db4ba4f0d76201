"""Who is next: the waiting letters of all chats, most urgent first, one at a time in each chat.

Within a chat it is ``turns`` that decides. Only numbers are kept here; what a letter says and where it goes is read
from the ledger when its turn has come. A step costs the logarithm of what waits, however many chats there are.
"""

from collections.abc import Callable
from heapq import heapify, heappop, heappush
from itertools import count
from math import inf

from msgspec import Struct, field

from transport.turns import Place, Turns


class Turn(Struct, frozen=True):
    """A letter whose turn it is; its chat is busy until it is freed."""

    chat_id: int
    number: int
    urgency: int


class _Box(Struct):
    letters: list[Place] = field(default_factory=list)  # a heap
    held_until: float = -inf
    is_busy: bool = False
    is_waiting: bool = False  # has a place in ``_later``
    newest: Place | None = None  # that of the letter which set out last


class Lineup:
    """A heap of letters for each chat, and one over the chats."""

    def __init__(self) -> None:
        self._boxes: dict[int, _Box] = {}
        self._ready: list[tuple[int, int, int, int]] = []  # (urgency, order, chat, number); stale entries are skipped
        self._order = count()  # chats take turns: whoever was served is behind those who waited meanwhile
        self._later: list[tuple[float, int]] = []  # (instant, chat)
        self._busy = 0
        self._turns = Turns()

    def __len__(self) -> int:
        return sum(len(box.letters) for box in self._boxes.values())

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits and nobody is being served."""
        return not self._busy and not any(box.letters for box in self._boxes.values())

    def add(self, chat_id: int, number: int, urgency: int, *, asker: int = 0, now: float = 0.0) -> None:
        """The letter waits for its turn, which depends on how much its asker had in this chat lately.

        One that set out and came back has its old place: what its asker was told later must not overtake it.
        """
        box = self._boxes.setdefault(chat_id, _Box())
        place = box.newest
        if place is None or place.number != number:
            place = self._turns.place(chat_id, number, urgency, asker, box.letters, now)
        if box.is_waiting and box.letters and place.kept < box.letters[0].kept:
            box.is_waiting = False  # it need not wait for what the first one waits for
        heappush(box.letters, place)
        if box.letters[0] is place:
            self._offer(chat_id, box)

    def hold(self, chat_id: int, until: float) -> None:
        """That chat, and no other, waits until the instant."""
        box = self._boxes.setdefault(chat_id, _Box())
        box.held_until = max(box.held_until, until)

    def next(self, now: float, opens_at: Callable[[int, float, int], float], up_to: float = inf) -> Turn | None:
        """The most urgent letter whose chat is free, not held, and open by ``opens_at(chat, now, kept)``.

        ``up_to``: of that urgency, or more urgent.
        """
        self._ripen(now)
        while self._ready and self._ready[0][0] <= up_to:
            urgency, _, chat_id, number = heappop(self._ready)
            box = self._boxes.get(chat_id)
            if box is None or box.is_busy or box.is_waiting or not box.letters or box.letters[0].number != number:
                continue
            first = box.letters[0]
            opens = max(box.held_until, opens_at(chat_id, now, first.kept))
            if opens > now:
                box.is_waiting = True
                heappush(self._later, (opens, chat_id))
                continue
            heappop(box.letters)
            if box.newest is None or box.newest.number != number:
                self._turns.served(chat_id, first.asker, now)
            box.newest = first
            box.is_busy = True
            self._busy += 1
            return Turn(chat_id, number, urgency)
        return None

    def free(self, chat_id: int) -> None:
        """The chat was served: its next letter may have its turn."""
        box = self._boxes[chat_id]
        box.is_busy = False
        self._busy -= 1
        self._offer(chat_id, box)
        if not box.letters and box.held_until == -inf:
            del self._boxes[chat_id]

    @property
    def has_ready(self) -> bool:
        """Whether a letter may be waiting for nothing but its place on the line."""
        return bool(self._ready)

    def wakes_at(self) -> float:
        """When a chat that waits now may have its turn; infinity when none does."""
        return self._later[0][0] if self._later else inf

    def clear(self, chat_id: int) -> list[int]:
        """Nothing more goes to that chat: the letters that waited for it, in their order."""
        box = self._boxes.get(chat_id)
        if box is None:
            return []
        letters, box.letters = sorted(box.letters), []
        return [place.number for place in letters]

    def move(self, old: int, new: int) -> None:
        """A group got a new id: its letters wait there now."""
        box = self._boxes.get(old)
        if box is None or old == new:
            return
        self._turns.move(old, new)
        letters, box.letters = box.letters, []
        target = self._boxes.setdefault(new, _Box())
        target.letters += letters
        heapify(target.letters)
        self._offer(new, target)

    def _offer(self, chat_id: int, box: _Box) -> None:
        if box.letters and not box.is_busy and not box.is_waiting:
            heappush(self._ready, (box.letters[0].urgency, next(self._order), chat_id, box.letters[0].number))

    def _ripen(self, now: float) -> None:
        while self._later and self._later[0][0] <= now:
            _, chat_id = heappop(self._later)
            box = self._boxes.get(chat_id)
            if box is not None:
                box.is_waiting = False
                box.held_until = -inf if box.held_until <= now else box.held_until
                self._offer(chat_id, box)
