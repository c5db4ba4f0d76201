"""The expected items and answers: what the same commands do in a bot that is never killed."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple


class Step(NamedTuple):
    """One expected line of an item's history; ``at`` is when it was asked for."""

    did: str
    by: str
    at: datetime


@dataclass(slots=True)
class Tracked:
    """An item as it should be."""

    number: int
    owner: str
    verify: bool
    status: str
    before: str = ""  # the state in which closing was asked for
    steps: list[Step] = field(default_factory=list)

    @property
    def version(self) -> int:
        return 1 + len(self.steps)


@dataclass(slots=True)
class Model:
    """Items by number; the answers owed to each chat, in order, as ``done 12``."""

    items: dict[int, Tracked]
    answers: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    commands: int = 0

    def done(self, chat_id: int, number: int, by: str, at: datetime) -> None:
        """``/done``: 办结, 申请销号, or a refusal where that was said before."""
        item = self.items[number]
        if item.status in ("closed", "submitted"):
            self._owe(chat_id, f"again {number}")
            return
        item.before, item.status = item.status, "submitted" if item.verify else "closed"
        item.steps.append(Step("submit" if item.verify else "close_out", by, at))
        self._owe(chat_id, f"{'submit' if item.verify else 'done'} {number}")

    def acknowledge(self, chat_id: int, number: int, by: str, at: datetime) -> None:
        """``/ack`` of an item that was just assigned."""
        self.items[number].status = "acknowledged"
        self.items[number].steps.append(Step("acknowledge", by, at))
        self._owe(chat_id, f"ack {number}")

    def undo(self, chat_id: int, number: int, by: str, at: datetime) -> None:
        """``/undo`` of a 办结 of the same day: the state before it stands again."""
        item = self.items[number]
        item.status = item.before
        item.steps.append(Step("undo", by, at))
        self._owe(chat_id, f"undo {number}")

    def approve(self, number: int, by: str, at: datetime) -> None:
        """同意销号, by a button: it answers with a toast and changes the message."""
        self.items[number].status = "closed"
        self.items[number].steps.append(Step("approve", by, at))
        self.commands += 1

    def look(self, chat_id: int) -> None:
        """``/mytasks``."""
        self._owe(chat_id, "mine ")

    def owner_of(self, answer: str) -> str:
        """Whose item an answer is about; nobody's for a list."""
        number = answer.partition(" ")[2]
        return self.items[int(number)].owner if number else ""

    def is_about(self, answer: str) -> bool:
        """Whether it is about an item of the commands, or is a list; the exchanges count their own."""
        number = answer.partition(" ")[2]
        return bool(answer) and (not number or int(number) in self.items)

    def _owe(self, chat_id: int, answer: str) -> None:
        self.answers[chat_id].append(answer)
        self.commands += 1
