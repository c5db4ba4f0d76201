"""How much a chat is told in a day: what is beyond it waits for the morning. It counts what was told."""

from datetime import date, datetime

from domain.roster import Recipient
from domain.views import AlertItem, Audience, Rung
from jobs.recipients import DIGEST, OF_THE_DAY
from store.ledger import Ledger, Transaction

#: What a unit is told of these cannot wait: they ask for something on the very day, and 催办 is never put off.
_OF_THIS_DAY = frozenset({Rung.CHASE, Rung.DUE, Rung.SET, Rung.MILESTONE, Rung.MILESTONE_LATE, Rung.CLOCK})


def can_wait(audience: Audience, told: AlertItem) -> bool:
    """Whether it is as good tomorrow: copies, reminders and new assignments are."""
    return audience is not Audience.UNIT or told.rung not in _OF_THIS_DAY


def pushed_on(ledger: Ledger, day: date, recipient: Recipient) -> int:
    """How many messages the chat was pushed that day, those apart that could not wait."""
    count = 0
    while ledger.told(_key(day, recipient, count + 1)):
        count += 1
    return count


def note_pushes(tx: Transaction, ledger: Ledger, day: date, recipient: Recipient, letters: int, now: datetime) -> None:
    """So many more went out, in the transaction that queues them."""
    before = pushed_on(ledger, day, recipient)
    for place in range(before + 1, before + letters + 1):
        tx.tell(_key(day, recipient, place), now, until=now + OF_THE_DAY)


def _key(day: date, recipient: Recipient, place: int) -> str:
    return f"{DIGEST}-push|{day}|{recipient.key}|{place}"
