"""What is said when an update could not be served: it failed three times, or its sender sends far too many."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import msgspec

from domain.letter import Letter
from store.ledger import Ledger
from store.values import Waiting
from texts.faults import render_apology, render_too_fast

#: Only what somebody said or pressed is answered; a failed event of the chat is nothing its members could mend.
_ANSWERED = ("message", "callback_query")


class Lane:
    """The intake's way to get rid of an update; each in a transaction that also marks it as handled."""

    def __init__(self, ledger: Ledger, clock: Callable[[], datetime]) -> None:
        self._ledger = ledger
        self._clock = clock

    def give_up(self, waiting: Waiting, reference: str) -> None:
        """After three failures: one short apology with the number under which the log has it."""
        self._dismiss(waiting, render_apology(reference), "give up")

    def slow_down(self, waiting: Waiting) -> None:
        """A flood is answered with one line; the rest of it with none."""
        self._dismiss(waiting, render_too_fast(), "hold back a flood")

    def _dismiss(self, waiting: Waiting, html: str, did: str) -> None:
        now = self._clock()
        message = _message_of(waiting)
        with self._ledger.transaction(at=now, by="intake", did=did) as tx:
            tx.handled(waiting.update_id)
            if message is not None:
                thread_id = message.get("message_thread_id") if message.get("is_topic_message") else None
                tx.post(Letter(chat_id=waiting.chat_id, thread_id=thread_id, html=html, queued_at=now))


def _message_of(waiting: Waiting) -> Mapping[str, Any] | None:
    """The message that was sent, or whose button was pressed; it may be no more than its chat."""
    raw = msgspec.json.decode(waiting.raw)
    for key in _ANSWERED:
        part = raw.get(key)
        if isinstance(part, Mapping):
            message = part.get("message", part)
            return message if isinstance(message, Mapping) else part
    return None
