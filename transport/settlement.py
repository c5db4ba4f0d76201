"""Writes what became of a letter, together with whatever follows from it, in one transaction."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from msgspec.structs import replace

from domain.letter import Fate, Letter, Outcome, OutcomeKind, Way
from store.errors import NotSaved
from store.ledger import Ledger
from store.transaction import Transaction
from transport.consequence import Consequence, follow
from transport.verdict import Verdict

_LOG = logging.getLogger(__name__)
#: Told, inside the transaction, of every letter that was not plainly delivered.
Aftermath = Callable[[Transaction, Letter, Outcome], None]


class Settlement:
    """The courier's pen."""

    def __init__(self, ledger: Ledger, clock: Callable[[], datetime], aftermath: Aftermath) -> None:
        self._ledger = ledger
        self._clock = clock
        self._aftermath = aftermath

    def record(
        self,
        letter: Letter,
        verdict: Verdict,
        others: Sequence[Letter] = (),
        *,
        is_line_ill: bool = False,
        troubled: timedelta = timedelta(),
    ) -> None:
        """Settle the letter, or leave it waiting in its new shape. ``others``, of the same chat, share its fate.

        A delivery is only staged: it becomes durable with the next transaction. Raises NotSaved.
        """
        now = self._clock()
        current = self._ledger.letter(letter.number)
        if current is None:  # an edit that a newer one overtook while it was under way
            if others:  # what its refusal means for those behind it holds all the same
                self.record(others[0], verdict, others[1:], is_line_ill=is_line_ill, troubled=troubled)
            return
        # Not the letter as it set out: its group may have moved meanwhile.
        change = follow(current, verdict, now, is_line_ill=is_line_ill, troubled=troubled)
        if change.fate is Fate.SENT:
            self._end_silence(current.chat_id, now)
            if (current.html, current.rows) == (letter.html, letter.rows):
                self._ledger.stage_sent(letter.number, verdict.message_id, now)
            else:
                self._correct(current, verdict.message_id, now)
        elif change.outcome is not None:
            outcome = Outcome(change.outcome, verdict.new_chat_id or None, verdict.why)
            self._commit((current, *others), change, outcome, now)

    def _correct(self, letter: Letter, message_id: int, now: datetime) -> None:
        """The letter was reworded while it was under way: what arrived is edited."""
        with self._ledger.transaction(at=now, by="courier", did="correct") as tx:
            tx.settle(letter.number, Fate.SENT, message_id=message_id, at=now)
            edit = replace(letter, way=Way.EDIT, edits=message_id, queued_at=now, told=(), file="")
            tx.post(replace(edit, attempts=0, unanswered=0, not_before=None, reply_to=None))

    def _end_silence(self, chat_id: int, now: datetime) -> None:
        """What arrives proves that the chat can be reached. That is rare, and worth a line of its own."""
        if chat_id in self._ledger.roster.silent:
            with self._ledger.transaction(at=now, by="courier", did="reach again") as tx:
                tx.end_silence(chat_id)

    def _commit(self, letters: Sequence[Letter], change: Consequence, outcome: Outcome, now: datetime) -> None:
        try:
            self._write(letters, change, outcome, now, self._aftermath)
        except NotSaved:
            raise
        except Exception:  # noqa: BLE001
            # The letter is dealt with all the same: sending it again would not mend what follows from it.
            _LOG.exception("letter %s: what follows from %s failed", letters[0].number, outcome.kind)
            self._write(letters, change, outcome, now, _nothing)

    def _write(
        self, letters: Sequence[Letter], change: Consequence, outcome: Outcome, now: datetime, aftermath: Aftermath
    ) -> None:
        with self._ledger.transaction(at=now, by="courier", did=f"delivery {outcome.kind}") as tx:
            for letter in letters:
                if change.fate is not None:
                    tx.settle(letter.number, change.fate, at=now, why=outcome.why)
                elif outcome.kind is OutcomeKind.MIGRATED and outcome.new_chat_id is not None:
                    tx.move_chat(letter.chat_id, outcome.new_chat_id)
                elif change.letter is not None:
                    tx.postpone(change.letter)
                aftermath(tx, letter, outcome)


def _nothing(_tx: Transaction, _letter: Letter, _outcome: Outcome) -> None:
    """What follows when even that failed."""
