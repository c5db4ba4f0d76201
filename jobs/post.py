"""Puts what is to be said into the outbox, together with the keys that say it was told: one transaction a chat."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from domain.letter import Letter, Page, Urgency
from jobs.readers import Reader
from store.ledger import Transaction

#: Who the journal says did it (时钟).
CLOCK = "clock"
#: Keys that begin so are asked for on their own day only; those of an item as long as it is open.
DIGEST = "digest"
#: What a notice about the post carries among its told keys, so that its own misfortune is left at that.
NOTICE = "post|"
OF_THE_DAY = timedelta(days=7)


def post_pages(
    tx: Transaction, reader: Reader, pages: Iterable[Page], keys: Iterable[str], now: datetime, urgency: Urgency
) -> int:
    """Queue the pages for the reader, remember the keys as told; returns how many letters that made.

    The morning's messages come silently: thirty groups of a leader must not ring at breakfast.
    """
    told = tuple(dict.fromkeys(keys))
    posted = 0
    for page in pages:
        letter = Letter(
            chat_id=reader.chat_id,
            thread_id=reader.thread_id,
            html=page.html,
            rows=page.rows,
            about=page.about,
            urgency=urgency,
            silent=urgency is Urgency.DIGEST,
            queued_at=now,
            told=() if posted else told,
        )
        tx.post(letter)
        posted += 1
    for key in told:
        tx.tell(key, now, until=now + OF_THE_DAY if key.startswith(DIGEST) else None)
    return posted
