"""How many copies a run excuses: one a chat for each interruption of what the bot was doing, and no more."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple, Protocol

#: The newest message of each chat at an instant.
Newest = dict[int, int]


class Allowance(Protocol):
    """What the judge may forgive."""

    @property
    def comes_late(self) -> bool:
        """Whether a copy may come behind what was said since."""

    def copies(self, chat_id: int) -> int:
        """How many messages that chat may have heard once more."""

    def excused(self, chat_id: int, told: Sequence[int]) -> int:
        """How many copies are excused of a notice that the chat heard as these messages."""

    def is_expected(self, error: str) -> bool:
        """Whether a record of the log, an error's, tells of what the run did."""


@dataclass(frozen=True)
class KillsAllow:
    """A bot that is killed, on a line that breaks. ``kills``: the newest messages at each of them."""

    kills: Sequence[Newest]
    interruptions: int
    comes_late: bool = False

    def copies(self, chat_id: int) -> int:
        del chat_id
        return len(self.kills) + self.interruptions

    def excused(self, chat_id: int, told: Sequence[int]) -> int:
        ends = [kill.get(chat_id, 0) for kill in self.kills]
        spanned = sum(any(first <= end < second for end in ends) for first, second in pairwise(told))
        return spanned + self.interruptions

    def is_expected(self, error: str) -> bool:
        del error
        return False


#: How the log tells that the ledger takes nothing: what could not be done, and the cause (``transport/outage_log.py``).
_REFUSED = re.compile(r"(?:again|again shortly|failed|recorded|told of it): \S")


class TakeOver(NamedTuple):
    """Another process has the ledger: the newest messages while the one before still had it, and once it was silent."""

    before: Newest
    after: Newest


@dataclass(frozen=True)
class TakeOversAllow:
    """Two processes that take over from each other, on a line to Telegram that is well.

    What the one before was saying when it lost the ledger may be said once more by the next; or by the one before
    itself, if it was asleep with the words on its lips.
    """

    take_overs: Sequence[TakeOver]
    comes_late: bool = True

    def copies(self, chat_id: int) -> int:
        del chat_id
        return len(self.take_overs)

    def excused(self, chat_id: int, told: Sequence[int]) -> int:
        left = [(each.before.get(chat_id, 0), each.after.get(chat_id, 0)) for each in self.take_overs]
        excused = 0
        for first, second in pairwise(told):
            spanned = [window for window in left if first <= window[1] and second > window[0]]
            if spanned:
                left.remove(min(spanned, key=lambda window: window[1]))
                excused += 1
        return excused

    def is_expected(self, error: str) -> bool:
        """Who lost the ledger can save nothing, and Telegram tells it that another one asks for updates."""
        is_refusal = "Traceback" not in error and _REFUSED.search(error)
        return bool(is_refusal) or "Conflict: terminated by other getUpdates" in error
