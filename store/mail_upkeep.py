"""Correspondence is kept in order: silent chats, groups that moved, rows that nobody asks about any more."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from msgspec import structs

from domain.item import OPEN
from domain.letter import Fate, Letter
from domain.muting import Mute
from domain.roster import Chat, Person, Roster
from domain.sign_in import KEPT_FOR, SignInLink
from store import documents, mail
from store.documents import CHATS, ITEMS, Unreadable, item_key
from store.mail import Received, Settled, Spoken, ToldRow
from store.rows import DIALOGUES, INBOX, MUTES, OUTBOX, SENT, SIGN_INS, TOLD, Rows


def heard_chats(roster: Roster, chat_id: int) -> list[Chat]:
    """The chat's bindings, its topics' included, as they are once it is not silent any more."""
    silent = (chat for chat in roster.chats if chat.chat_id == chat_id and chat.silent_since is not None)
    return [structs.replace(chat, silent_since=None, is_muted=False) for chat in silent]


def heard_people(roster: Roster, chat_id: int) -> list[Person]:
    """Every post of the person whose private chat it is."""
    silent = (post for post in roster.people if post.telegram_id == chat_id and post.silent_since is not None)
    return [structs.replace(post, silent_since=None) for post in silent]


def move_chat(rows: Rows, old: int, new: int) -> bool:
    """Move all rows from chat ``old`` to chat ``new``; whether there were any."""
    moved = [_move_bindings(rows, old, new)]
    for table in (OUTBOX, SENT, DIALOGUES):
        numbers = list(_of_chat(rows, table, old))
        for number in numbers:
            _move_row(rows, table, number, new)
        moved.append(bool(numbers))
    moved.append(_move_keys(rows, old, new))
    return any(moved)


def _move_keys(rows: Rows, old: int, new: int) -> bool:
    """Keys of what was told name their chat by its number: moved, or the supergroup would be told everything again."""
    names_old = re.compile(rf"(?<![\d-]){old}(?!\d)")
    moved = False
    for number, document in list(rows.tables.get(TOLD, {}).items()):
        told = mail.read(ToldRow, document)
        if told is None:
            continue
        key = names_old.sub(str(new), told.key)
        if key != told.key:
            rows.put(TOLD, number, mail.write(structs.replace(told, key=key)))
            moved = True
    return moved


def _move_bindings(rows: Rows, old: int, new: int) -> bool:
    chats = list(_chats(rows))
    taken = {chat.thread_id for chat in chats if chat.chat_id == new}
    leaving = [chat for chat in chats if chat.chat_id == old]
    for chat in leaving:
        if chat.thread_id in taken:  # somebody bound the new group before the news came
            rows.remove(CHATS, chat.number)
        else:
            document = documents.write(structs.replace(chat, chat_id=new), rows.get(CHATS, chat.number))
            rows.put(CHATS, chat.number, document)
    return bool(leaving)


def _chats(rows: Rows) -> Iterator[Chat]:
    for number, document in rows.tables.get(CHATS, {}).items():
        try:
            yield documents.read(Chat, number, document)
        except Unreadable:
            continue


def _of_chat(rows: Rows, table: str, chat_id: int) -> Iterator[int]:
    for number, document in rows.tables.get(table, {}).items():
        if mail.chat_of(document) == chat_id:
            yield number


def _move_row(rows: Rows, table: str, number: int, chat_id: int) -> None:
    document = rows.get(table, number)
    row: Letter | Settled | Spoken | None
    if table == OUTBOX:
        row = mail.read(Letter, document)
    elif table == SENT:
        row = mail.read(Settled, document)
    else:
        row = mail.read(Spoken, document)
    if row is not None:
        rows.put(table, number, mail.write(structs.replace(row, chat_id=chat_id)))


#: Telegram repeats an update for 24 hours; ids become random after an idle week.
KNOWN_UPDATES = timedelta(days=8)
#: Words that nobody confirmed or dropped wait as long; they stand under their message, as a number below zero.
DRAFTS = timedelta(days=8)
#: For so long a reply to a message finds its items.
ABOUT = timedelta(days=120)
#: What was told of an item is kept while the item is open, and for this long at least.
TOLD_KEYS = timedelta(days=800)


def prune(rows: Rows, at: datetime) -> None:
    """Drop what is older than needed, inside a transaction."""
    unneeded = (
        (INBOX, _updates(rows, at)),
        (SENT, _letters(rows, at)),
        (TOLD, _keys(rows, at)),
        (DIALOGUES, _drafts(rows, at)),
        (MUTES, _mutes(rows, at)),
        (SIGN_INS, _sign_ins(rows, at)),
    )
    for table, numbers in unneeded:
        for number in list(numbers):
            rows.remove(table, number)


def _updates(rows: Rows, at: datetime) -> Iterator[int]:
    for number, document in rows.tables.get(INBOX, {}).items():
        row = mail.read(Received, document)
        if row is not None and row.handled_at is not None and row.handled_at < at - KNOWN_UPDATES:
            yield number


def _mutes(rows: Rows, at: datetime) -> Iterator[int]:
    for number, document in rows.tables.get(MUTES, {}).items():
        row = mail.read(Mute, document)
        if row is not None and row.until < (at - KNOWN_UPDATES).date():
            yield number


def _sign_ins(rows: Rows, at: datetime) -> Iterator[int]:
    for number, document in rows.tables.get(SIGN_INS, {}).items():
        row = mail.read(SignInLink, document)
        if row is not None and row.made_at < at - KEPT_FOR:
            yield number


def _letters(rows: Rows, at: datetime) -> Iterator[int]:
    newest = rows.highest(SENT)  # kept: the next letter's number follows it
    for number, document in rows.tables.get(SENT, {}).items():
        letter = mail.read(Settled, document)
        if letter is None:
            continue
        is_of_use = letter.fate is Fate.SENT and letter.about
        if number != newest and letter.at < at - (ABOUT if is_of_use else KNOWN_UPDATES):
            yield number


def _drafts(rows: Rows, at: datetime) -> Iterator[int]:
    for number, document in rows.tables.get(DIALOGUES, {}).items():
        draft = mail.read(Spoken, document)
        if draft is not None and draft.person_id < 0 and draft.begun_at < at - DRAFTS:
            yield number


def _keys(rows: Rows, at: datetime) -> Iterator[int]:
    newest = rows.highest(TOLD)
    for number, document in rows.tables.get(TOLD, {}).items():
        told = mail.read(ToldRow, document)
        if (
            told is not None
            and number != newest
            and (told.until or told.at + TOLD_KEYS) < at
            and not _is_of_open_item(rows, told)
        ):
            yield number


def _is_of_open_item(rows: Rows, told: ToldRow) -> bool:
    """Whether the occasion is that of an item which may still be spoken of (its key then begins with the number)."""
    number = told.key.partition("|")[0]
    document = rows.get(ITEMS, int(number)) if number.isdecimal() else None
    return document is not None and item_key(document).status in OPEN
