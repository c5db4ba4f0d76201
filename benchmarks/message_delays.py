"""The figures of a simulated day: matches each message that Telegram takes with the bot's outbox."""

from collections import Counter, deque
from collections.abc import Callable, Sequence
from datetime import datetime

from domain.letter import Urgency, Way
from domain.rules import Rules
from store.ledger import Commit, Ledger


class MessageDelays:
    """Counts in the playground's time. Lateness counts from the digest or alert time at which a message was due."""

    def __init__(self, ledger: Ledger, rules: Rules, now: Callable[[], datetime], per_second: int) -> None:
        self._ledger = ledger
        self._now = now
        self._moments = sorted({rules.digest_at, *rules.alerts_at})
        self._zone = rules.timezone
        self._per_second = per_second
        self._owed: dict[tuple[int, str], deque[Urgency]] = {}
        self._asked: dict[int, deque[datetime]] = {}
        self._seconds: list[float] = []  # of each answer
        self._behind: dict[Urgency, dict[datetime, list[float]]] = {}  # kind of push → moment → seconds of each
        self._by_chat: Counter[int] = Counter()
        self._unasked: Counter[int] = Counter()
        self._unknown = 0  # messages that the outbox does not know

    def committed(self, commit: Commit) -> None:
        """Note the letters that the bot queued."""
        for number in commit.letters:
            letter = self._ledger.letter(number)
            if letter is not None and letter.way is Way.SEND:
                self._owed.setdefault((letter.chat_id, letter.html), deque()).append(letter.urgency)

    def asked(self, chat_id: int) -> None:
        """Note a command in that chat."""
        self._asked.setdefault(chat_id, deque()).append(self._now())

    def sent(self, chat_id: int, html: str) -> None:
        """Note a message that Telegram took."""
        now = self._now()
        self._by_chat[chat_id] += 1
        urgency = self._settle(chat_id, html)
        if urgency is None:
            self._unknown += 1
        elif urgency is Urgency.ANSWER:
            self._answered(chat_id, now)
        else:
            self._unasked[chat_id] += 1
            self._pushed(urgency, now)

    def figures(self, groups: Sequence[int], people: Sequence[int]) -> dict[str, float]:
        """All of it, by name. Of each kind of message how many, and how late half, 99 % and the last of them were."""
        return {
            "unanswered": float(sum(map(len, self._asked.values()))),
            "undelivered": float(sum(map(len, self._owed.values()))),
            "unknown": float(self._unknown),
            **_spread("answer", sorted(self._seconds)),
            **_spread("digest", self._lateness(Urgency.DIGEST)),
            **_spread("digest floor", self._floor(Urgency.DIGEST)),
            **_spread("alert", self._lateness(Urgency.ALERT)),
            **_spread("alert floor", self._floor(Urgency.ALERT)),
            **_spread("group", sorted(float(self._by_chat[chat]) for chat in groups)),
            **_spread("group unasked", sorted(float(self._unasked[chat]) for chat in groups)),
            **_spread("person", sorted(float(self._by_chat[chat]) for chat in people)),
            **_spread("person unasked", sorted(float(self._unasked[chat]) for chat in people)),
        }

    def _lateness(self, urgency: Urgency) -> list[float]:
        """How many seconds each of them was behind its moment, ascending."""
        return sorted(each for pushes in self._behind.get(urgency, {}).values() for each in pushes)

    def _floor(self, urgency: Urgency) -> list[float]:
        """The lateness if Telegram's limit were fully used from the due time on."""
        pushes = self._behind.get(urgency, {}).values()
        return sorted(float(place // self._per_second) for each in pushes for place in range(len(each)))

    def _answered(self, chat_id: int, now: datetime) -> None:
        asked = self._asked.pop(chat_id, None)
        if asked:
            self._seconds.append((now - asked.popleft()).total_seconds())
            if asked:
                self._asked[chat_id] = asked

    def _settle(self, chat_id: int, html: str) -> Urgency | None:
        """The letter's urgency. It is removed: a day's letters would take as much memory as half a ledger."""
        owed = self._owed.pop((chat_id, html), None)
        if not owed:
            return None
        urgency = owed.popleft()
        if owed:
            self._owed[(chat_id, html)] = owed
        return urgency

    def _pushed(self, urgency: Urgency, now: datetime) -> None:
        local = now.astimezone(self._zone)
        due = [moment for moment in self._moments if moment <= local.time()]
        if due and urgency in (Urgency.ALERT, Urgency.DIGEST):
            moment = datetime.combine(local.date(), due[-1], self._zone)
            self._behind.setdefault(urgency, {}).setdefault(moment, []).append((now - moment).total_seconds())


def _spread(name: str, values: list[float]) -> dict[str, float]:
    """Of values that ascend: how many, and the value that half, 99 % and all of them do not exceed."""
    last = len(values) - 1
    parts = {"p50": 0.5, "p99": 0.99, "max": 1.0}
    return {f"{name} count": float(len(values))} | {
        f"{name} {part}": values[min(int(len(values) * below), last)] if values else 0.0
        for part, below in parts.items()
    }
