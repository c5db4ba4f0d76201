"""What is said when an update could not be served: it failed three times, or its sender sends far too many."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import msgspec

from domain.letter import Letter
from handlers.serving import AnswerButton
from store.ledger import Ledger
from store.values import Waiting
from texts.faults import render_apology, render_too_fast
from texts.pages import visible

#: Only what somebody said or pressed is answered; a failed event of the chat is nothing its members could mend.
_ANSWERED = ("message", "callback_query")


def _leave_unanswered(_callback_id: str, _text: str, _alert: bool) -> None:
    """For where no button can be answered."""


class Unserved:
    """The intake's way to get rid of an update; each in a transaction that also marks it as handled."""

    def __init__(
        self, ledger: Ledger, clock: Callable[[], datetime], answer_button: AnswerButton = _leave_unanswered
    ) -> None:
        self._ledger = ledger
        self._clock = clock
        self._answer_button = answer_button

    def give_up(self, waiting: Waiting, reference: str) -> None:
        """After three failures: one short apology with the number under which the log has it."""
        self._dismiss(waiting, render_apology(reference), "give up")

    def slow_down(self, waiting: Waiting) -> None:
        """A flood is answered with one line, a flood of pressed buttons where they are; the rest of it with none."""
        press = msgspec.json.decode(waiting.raw).get("callback_query")
        if not isinstance(press, Mapping):
            self._dismiss(waiting, render_too_fast(), "hold back a flood")
            return
        with self._ledger.transaction(at=self._clock(), by="intake", did="hold back a flood") as tx:
            tx.handled(waiting.update_id)
        self._answer_button(str(press.get("id", "")), visible(render_too_fast()), True)

    def _dismiss(self, waiting: Waiting, html: str, did: str) -> None:
        now = self._clock()
        raw = msgspec.json.decode(waiting.raw)
        message = _message_of(raw)
        with self._ledger.transaction(at=now, by="intake", did=did) as tx:
            tx.handled(waiting.update_id)
            if message is not None:
                thread_id = message.get("message_thread_id") if message.get("is_topic_message") else None
                tx.queue(
                    Letter(
                        chat_id=waiting.chat_id,
                        thread_id=thread_id,
                        html=html,
                        queued_at=now,
                        asker=_asker_of(raw),
                    )
                )


def _message_of(raw: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The message that was sent, or whose button was pressed; it may be no more than its chat."""
    for key in _ANSWERED:
        part = raw.get(key)
        if isinstance(part, Mapping):
            message = part.get("message", part)
            return message if isinstance(message, Mapping) else part
    return None


def _asker_of(raw: Mapping[str, Any]) -> int:
    for key in _ANSWERED:
        sender = raw.get(key, {}).get("from", {})
        if "id" in sender:
            return int(sender["id"])
    return 0
