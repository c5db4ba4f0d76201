"""How many sends may be under way. One that hangs soon leaves its place to others, as long as some are left."""

from collections import OrderedDict
from math import inf

#: Sends under way that set out just now, all chats together.
_QUICK = 48
#: From then on a send hangs, in seconds.
_HANGS_AFTER = 0.8
#: All sends under way. What nobody asked for leaves the last places to answers.
_UNASKED, _ALL = 160, 224


class Places:
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
        return len(self._quick) < _QUICK and under_way < (_ALL if for_answers else _UNASKED)

    def next_hang(self) -> float:
        """When the next send begins to hang, if it is not answered before; infinity if none is under way."""
        return next(iter(self._quick.values())) + _HANGS_AFTER if self._quick else inf
