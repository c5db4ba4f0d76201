"""Which letter goes next: most urgent first, one at a time in each chat, askers in turn, within the limits."""

from collections import OrderedDict, deque
from collections.abc import Callable, Iterable
from heapq import heapify, heappop, heappush
from itertools import count
from math import inf

from msgspec import Struct, field

from domain.letter import Urgency
from transport.rate_limits import Pace
from transport.retry import Backoff

_FIRST, _UNASKED, _FURTHER = range(3)
#: So long an answer counts as recent, in seconds: a group's limit is one of a minute.
_MINUTE = 60.0
#: So many chats are remembered before those that have been silent are forgotten.
_REMEMBERED = 4096


class TurnOrder(Struct, frozen=True, order=True, gc=False):
    """A waiting letter; the smallest is next."""

    band: int
    turn: int  # the round; among letters that nobody asked for their urgency
    number: int
    urgency: int
    asker: int

    @property
    def reserved(self) -> int:
        """How many places of the chat's minute stay free while this letter waits."""
        return 2 * (self.turn + 1) if self.band == _FURTHER else 0


class AskerTurns:
    """Remembers who was answered in which chat within the last minute."""

    def __init__(self) -> None:
        self._answered: dict[int, deque[tuple[float, int]]] = {}
        self._sweep_at = _REMEMBERED

    def place(
        self, chat_id: int, number: int, urgency: int, asker: int, waiting: Iterable[TurnOrder], now: float
    ) -> TurnOrder:
        """Where the letter stands among those that wait in its chat; in one's own chat there is nobody to wait for."""
        if asker in (0, chat_id):
            return TurnOrder(_UNASKED if urgency else _FIRST, urgency, number, urgency, asker)
        rounds = [_round_of(each) for each in waiting if each.asker == asker]
        turn = max(self._recent(chat_id, asker, now), max(rounds, default=-1) + 1)  # never before one's own earlier one
        return (
            TurnOrder(_FURTHER, turn, number, urgency, asker)
            if turn
            else TurnOrder(_FIRST, urgency, number, urgency, asker)
        )

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


def _round_of(place: TurnOrder) -> int:
    return place.turn if place.band == _FURTHER else 0


class Turn(Struct, frozen=True):
    """A letter whose turn it is; its chat is busy until it is freed."""

    chat_id: int
    number: int
    urgency: int


class _Box(Struct):
    letters: list[TurnOrder] = field(default_factory=list)  # a heap
    held_until: float = -inf
    is_busy: bool = False
    is_waiting: bool = False  # has a place in ``_later``
    newest: TurnOrder | None = None  # that of the letter which set out last


class WaitingLetters:
    """A heap of letters for each chat, and one over the chats."""

    def __init__(self) -> None:
        self._boxes: dict[int, _Box] = {}
        self._ready: list[tuple[int, int, int, int]] = []  # (urgency, order, chat, number); stale entries are skipped
        self._order = count()  # chats take turns: one that was served goes behind those that waited
        self._later: list[tuple[float, int]] = []  # (instant, chat)
        self._busy = 0
        self._turns = AskerTurns()

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
        if box.is_waiting and box.letters and place.reserved < box.letters[0].reserved:
            box.is_waiting = False  # it need not wait for what the first one waits for
        heappush(box.letters, place)
        if box.letters[0] is place:
            self._offer(chat_id, box)

    def hold(self, chat_id: int, until: float) -> None:
        """That chat, and no other, waits until the instant."""
        box = self._boxes.setdefault(chat_id, _Box())
        box.held_until = max(box.held_until, until)

    def next(self, now: float, opens_at: Callable[[int, float, int], float], up_to: float = inf) -> Turn | None:
        """The most urgent letter whose chat is free, not held, and open by ``opens_at(chat, now, reserved)``.

        ``up_to``: of that urgency, or more urgent.
        """
        self._ripen(now)
        while self._ready and self._ready[0][0] <= up_to:
            urgency, _, chat_id, number = heappop(self._ready)
            box = self._boxes.get(chat_id)
            if box is None or box.is_busy or box.is_waiting or not box.letters or box.letters[0].number != number:
                continue
            first = box.letters[0]
            opens = max(box.held_until, opens_at(chat_id, now, first.reserved))
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


#: Sends under way that set out just now, all chats together.
_QUICK = 48
#: From then on a send hangs, in seconds.
_HANGS_AFTER = 0.8
#: All sends under way. What nobody asked for leaves the last places to answers.
_UNASKED_PLACES, _ALL_PLACES = 160, 224


class SendSlots:
    """Sends under way, at most one a chat, in the order in which they set out; time is an argument."""

    def __init__(self) -> None:
        self._quick: OrderedDict[int, float] = OrderedDict()  # chat -> since when
        self._hanging: set[int] = set()

    def take(self, chat_id: int, now: float) -> None:
        """A send to the chat sets out."""
        self._quick[chat_id] = now

    def leave(self, chat_id: int) -> bool:
        """It ended; whether it had been hanging."""
        self._quick.pop(chat_id, None)
        was_hanging = chat_id in self._hanging
        self._hanging.discard(chat_id)
        return was_hanging

    def hang(self, now: float) -> list[int]:
        """The chats whose sends hang from now on."""
        found = []
        while self._quick and (first := next(iter(self._quick.items())))[1] + _HANGS_AFTER <= now:
            found.append(first[0])
            del self._quick[first[0]]
        self._hanging.update(found)
        return found

    def has_room(self, *, for_answers: bool = False) -> bool:
        """Whether one more may set out."""
        under_way = len(self._quick) + len(self._hanging)
        return len(self._quick) < _QUICK and under_way < (_ALL_PLACES if for_answers else _UNASKED_PLACES)

    def next_hang(self) -> float:
        """When the next send begins to hang, if it is not answered before; infinity if none is under way."""
        return next(iter(self._quick.values())) + _HANGS_AFTER if self._quick else inf


#: Between the tries of a letter whose chat gives no answer though others do, in seconds: the first gap, the longest.
_CHAT_FIRST, _CHAT_LONGEST, _CHAT_FACTOR = 1.0, 60.0, 3.0


class SendQueue:
    """What the courier asks before anything leaves, and tells when it came back."""

    def __init__(self, pace: Pace) -> None:
        self.lineup = WaitingLetters()
        self._pace = pace
        self._places = SendSlots()
        self._backoffs: dict[int, Backoff] = {}

    def next(self, now: float) -> Turn | None:
        """The letter that may set out now."""
        for _ in self._places.hang(now):
            self._pace.release_hanging(now)
        if self._pace.opens_for_all_at(now) > now or not self._places.has_room(for_answers=True):
            return None
        may_unasked_go = self._pace.unsolicited_open_at() <= now and self._places.has_room()
        return self.lineup.next(now, self._pace.opens_at, Urgency.DIGEST if may_unasked_go else Urgency.NOTICE)

    def begin(self, turn: Turn, now: float) -> None:
        """It sets out."""
        self._pace.begin(turn.chat_id, now, is_unsolicited=turn.urgency > Urgency.NOTICE)
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
        line, unasked, chat = self._pace.opens_for_all_at(now), self._pace.unsolicited_open_at(), self.lineup.wakes_at()
        wakes_at = line if line > now else chat
        if line <= now < unasked and self.lineup.has_ready:
            wakes_at = min(wakes_at, unasked)
        if self.lineup.has_ready or chat < inf:
            wakes_at = min(wakes_at, self._places.next_hang())
        return wakes_at
