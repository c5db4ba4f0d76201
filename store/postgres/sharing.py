"""How processes share bureaux: whose turn it is to take one that is free, and who hands one over to whom.

Each process stands by for every bureau of its folder and tells in the bureau's own table how many it has. Nothing else
is agreed on, so that bureaux may lie in different databases, and a process that is gone is simply not heard of any
more. What is free goes to who has least; who has two more than another hands over, one bureau at a time. All times are
seconds of one clock that never steps (docs/decisions/0007-fair-share.md).
"""

import os
import secrets
import socket
from collections.abc import Callable, Iterable
from hashlib import blake2b
from math import inf
from threading import Lock
from typing import NamedTuple

#: A standby that was not heard of for so long, in seconds, counts for nothing.
HEARD_WITHIN = 3.0
#: Who comes to a bureau waits so long before it takes it: others that came at the same time are heard of by then.
INTRODUCED = 1.0
#: Who is better placed is left so much time, each of them, and all of them together.
GRACE, MOST_GRACE = 0.75, 2.0
#: So many more than another process who has them hands one over.
UNEVEN = 2
#: So long others must have seen what changed before a bureau is handed over.
SETTLED = 2.0
#: For so long nobody but its heir may take a bureau that was handed over.
RESERVED_FOR = 2.0


def own_name() -> str:
    """What a process calls itself, for an operator to read; no two are the same."""
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"


class Standing(NamedTuple):
    """What a standby tells: its name, and how many bureaux it has."""

    holder: str
    load: int


class Duty:
    """One process's bureaux. In any thread."""

    def __init__(self, name: str = "") -> None:
        self.name = name or own_name()
        self._lock = Lock()
        self.load = 0
        self._changed_at = -inf
        self._giving: Share | None = None

    def take(self, now: float) -> None:
        """One more is ours, or about to be."""
        with self._lock:
            self.load += 1
            self._changed_at = now

    def let_go(self, share: "Share", now: float) -> None:
        """One less is ours."""
        with self._lock:
            self.load -= 1
            self._changed_at = now
            if self._giving is share:
                self._giving = None

    def may_give(self, share: "Share", now: float) -> bool:
        """Whether this one may be handed over: no other is, and everybody has heard of what changed last."""
        with self._lock:
            if self._giving is not None or now - self._changed_at < SETTLED:
                return False
            self._giving = share
            return True


class Share:
    """One process's part in one bureau. Its methods are called by whoever looks at the database, one at a time."""

    def __init__(self, bureau: str, duty: Duty) -> None:
        self.bureau = bureau
        self.holder = f"{duty.name}/{bureau}"
        self._duty = duty
        self._came_at: float | None = None
        self._free_since: float | None = None
        self._uneven_since: float | None = None
        self._is_ours = False
        self.hand_over: Callable[[], None] = lambda: None  # called when the bureau has to be left to its heir

    @property
    def standing(self) -> Standing:
        """What others are told."""
        return Standing(self.holder, self._duty.load)

    def stand_by(self) -> None:
        """Wait for the bureau, anew."""
        self._came_at = self._free_since = None

    def claims(self, now: float, others: Iterable[Standing], *, is_free: bool, is_heir: bool) -> bool:
        """Whether to take it now: it is free and nobody better placed has taken it in time, or it was left to us.

        A yes counts as one more bureau at once; ``let_go`` takes that back.
        """
        self._came_at = now if self._came_at is None else self._came_at
        if not (is_free or is_heir):
            self._free_since = None
            return False
        self._free_since = now if self._free_since is None else self._free_since
        waits = min(GRACE * self._better_placed(others), MOST_GRACE)
        may_take = now - self._came_at >= INTRODUCED and now - self._free_since >= waits
        if may_take or is_heir:
            self._is_ours = True
            self._duty.take(now)
        return self._is_ours

    def let_go(self, now: float) -> None:
        """It is another's, or could not be taken."""
        if self._is_ours:
            self._is_ours, self._uneven_since = False, None
            self._duty.let_go(self, now)

    def heir(self, now: float, standbys: Iterable[Standing]) -> str | None:
        """To whom this bureau, which is ours, is to be handed over; then it has to be.

        Of several that have too much, who has most begins.
        """
        others = list(standbys)
        least = min(others, key=lambda other: (other.load, other.holder), default=self.standing)
        if self._duty.load - least.load < UNEVEN:
            self._uneven_since = None
            return None
        self._uneven_since = now if self._uneven_since is None else self._uneven_since
        before_us = sum((other.load, other.holder) > self.standing[::-1] for other in others)
        waits = SETTLED * (1 + before_us)
        may_give = now - self._uneven_since >= waits and self._duty.may_give(self, now)
        return least.holder if may_give else None

    def _better_placed(self, others: Iterable[Standing]) -> int:
        own = self._place(self.standing)
        return sum(self._place(other) < own for other in others)

    def _place(self, standing: Standing) -> tuple[int, bytes]:
        """Of two that have as many, another comes first for each bureau."""
        return standing.load, blake2b(f"{standing.holder} {self.bureau}".encode(), digest_size=8).digest()
