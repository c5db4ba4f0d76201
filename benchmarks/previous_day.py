"""Plays the previous day on a ledger, so that the measured day begins like any other."""

from datetime import timedelta
from pathlib import Path

from benchmarks.bureau import BOT, NOW, RULES
from domain.letter import Fate
from jobs.lookout import Lookout
from store.ledger import Ledger

_YESTERDAY = NOW.replace(hour=15, minute=1) - timedelta(days=1)


def tell(path: Path) -> None:
    """Queue and deliver all that was due in this ledger by yesterday afternoon."""
    ledger = Ledger.open(path, at=_YESTERDAY)
    try:
        Lookout(ledger, RULES, BOT).look(_YESTERDAY)
        with ledger.transaction(at=_YESTERDAY, by="courier", did="deliver") as tx:
            for letter in ledger.waiting_letters():
                tx.settle(letter.number, Fate.SENT, message_id=letter.number, at=_YESTERDAY)
    finally:
        ledger.close()
