"""Callback queries (pressed buttons): each can be answered once, until it is too old."""

from collections.abc import Callable
from dataclasses import dataclass

from playground.telegram.chats import Message
from playground.telegram.clock import Notifier
from playground.telegram.people import Person
from playground.telegram.refusals import Json, bad_request

LASTS = 15.0  # seconds after which Telegram calls a query too old; it documents no figure


@dataclass(slots=True, frozen=True)
class CallbackAnswer:
    """What the presser is shown; ``text`` is empty if the button only stops spinning."""

    text: str = ""
    show_alert: bool = False
    url: str = ""


@dataclass(slots=True)
class CallbackQuery:
    query_id: str
    person: Person
    pressed_at: float
    answer: CallbackAnswer | None = None


class CallbackQueries:
    """The callback queries of a playground. ``pulse`` counts real seconds, so moving the clock ages none."""

    def __init__(self, notifier: Notifier, pulse: Callable[[], float]) -> None:
        self._notifier = notifier
        self._pulse = pulse
        self._queries: dict[str, CallbackQuery] = {}
        self._next = 4_100_000_000_000_000_001

    def press(self, person: Person, message: Message, data: str) -> tuple[CallbackQuery, Json]:
        """A new query and its ``CallbackQuery`` object."""
        query = CallbackQuery(str(self._next), person, self._pulse())
        self._next += 1
        self._queries[query.query_id] = query
        shown = message.as_inaccessible() if message.is_deleted else message.as_json()
        return query, {
            "id": query.query_id,
            "from": person.as_json(),
            "message": shown,
            "chat_instance": str(message.chat_id * 7919),
            "data": data,
        }

    def answer(self, query_id: str, answer: CallbackAnswer) -> None:
        """Answer a query, or refuse: unknown, answered before, or too old."""
        query = self._queries.get(query_id)
        if query is None or query.answer is not None or self._pulse() - query.pressed_at > LASTS:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        query.answer = answer
        self._notifier.notify()
