"""Correspondence that nobody will ask about again."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from domain.item import OPEN
from domain.letter import Fate
from store import post
from store.post import Received, Settled, Spoken, Told
from store.records import ITEMS, item_key
from store.rows import DIALOGUES, INBOX, SENT, TOLD, Rows

#: Telegram repeats an update for 24 hours; ids become random after an idle week.
KNOWN_UPDATES = timedelta(days=8)
#: Words that nobody confirmed or dropped wait as long; they stand under their message, as a number below zero.
DRAFTS = timedelta(days=8)
#: A reply to a message finds its items for as long.
ABOUT = timedelta(days=120)
#: What was told of an item is of use as long as the item is open, and so long at least.
TOLD_KEYS = timedelta(days=800)


def prune(rows: Rows, at: datetime) -> None:
    """Drop what is older than needed, inside a transaction."""
    unneeded = (
        (INBOX, _updates(rows, at)),
        (SENT, _letters(rows, at)),
        (TOLD, _keys(rows, at)),
        (DIALOGUES, _drafts(rows, at)),
    )
    for table, numbers in unneeded:
        for number in list(numbers):
            rows.remove(table, number)


def _updates(rows: Rows, at: datetime) -> Iterator[int]:
    for number, document in rows.tables.get(INBOX, {}).items():
        row = post.read(Received, document)
        if row is not None and row.handled_at is not None and row.handled_at < at - KNOWN_UPDATES:
            yield number


def _letters(rows: Rows, at: datetime) -> Iterator[int]:
    newest = rows.highest(SENT)  # kept: the next letter's number follows it
    for number, document in rows.tables.get(SENT, {}).items():
        letter = post.read(Settled, document)
        if letter is None:
            continue
        is_of_use = letter.fate is Fate.SENT and letter.about
        if number != newest and letter.at < at - (ABOUT if is_of_use else KNOWN_UPDATES):
            yield number


def _drafts(rows: Rows, at: datetime) -> Iterator[int]:
    for number, document in rows.tables.get(DIALOGUES, {}).items():
        draft = post.read(Spoken, document)
        if draft is not None and draft.person_id < 0 and draft.begun_at < at - DRAFTS:
            yield number


def _keys(rows: Rows, at: datetime) -> Iterator[int]:
    newest = rows.highest(TOLD)
    for number, document in rows.tables.get(TOLD, {}).items():
        told = post.read(Told, document)
        if (
            told is not None
            and number != newest
            and (told.until or told.at + TOLD_KEYS) < at
            and not _is_of_open_item(rows, told)
        ):
            yield number


def _is_of_open_item(rows: Rows, told: Told) -> bool:
    """Whether the occasion is that of an item which may still be spoken of (its key then begins with the number)."""
    number = told.key.partition("|")[0]
    document = rows.get(ITEMS, int(number)) if number.isdecimal() else None
    return document is not None and item_key(document).status in OPEN
