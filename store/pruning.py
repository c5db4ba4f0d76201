"""Correspondence that nobody will ask about again."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from domain.letter import Fate
from store import post
from store.post import Received, Settled, Told
from store.rows import INBOX, SENT, TOLD, Rows

#: Telegram repeats an update for 24 hours; ids become random after an idle week.
KNOWN_UPDATES = timedelta(days=8)
#: A reply to a message finds its items for as long.
ABOUT = timedelta(days=120)
#: An item may be overdue for a long time, and nothing that was told of it may be told again.
TOLD_KEYS = timedelta(days=800)


def prune(rows: Rows, at: datetime) -> None:
    """Drop what is older than needed, inside a transaction."""
    for table, numbers in ((INBOX, _updates(rows, at)), (SENT, _letters(rows, at)), (TOLD, _keys(rows, at))):
        for number in list(numbers):
            rows.remove(table, number)


def _updates(rows: Rows, at: datetime) -> Iterator[int]:
    for number, document in rows.tables.get(INBOX, {}).items():
        handled_at = post.read(Received, document).handled_at
        if handled_at is not None and handled_at < at - KNOWN_UPDATES:
            yield number


def _letters(rows: Rows, at: datetime) -> Iterator[int]:
    newest = rows.highest(SENT)  # kept: the next letter's number follows it
    for number, document in rows.tables.get(SENT, {}).items():
        letter = post.read(Settled, document)
        is_of_use = letter.fate is Fate.SENT and letter.about
        if number != newest and letter.at < at - (ABOUT if is_of_use else KNOWN_UPDATES):
            yield number


def _keys(rows: Rows, at: datetime) -> Iterator[int]:
    newest = rows.highest(TOLD)
    for number, document in rows.tables.get(TOLD, {}).items():
        told = post.read(Told, document)
        if number != newest and (told.until or told.at + TOLD_KEYS) < at:
            yield number
