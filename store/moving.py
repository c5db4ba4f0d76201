"""A group becomes a supergroup: everything addressed to the old id moves to the new one, once."""

import re
from collections.abc import Iterator

from msgspec import structs

from domain.letter import Letter
from domain.roster import Chat
from store import post, records
from store.post import Settled, Spoken, Told
from store.records import CHATS, Unreadable
from store.rows import DIALOGUES, OUTBOX, SENT, TOLD, Rows


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
        told = post.read(Told, document)
        if told is None:
            continue
        key = names_old.sub(str(new), told.key)
        if key != told.key:
            rows.put(TOLD, number, post.write(structs.replace(told, key=key)))
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
            document = records.write(structs.replace(chat, chat_id=new), rows.get(CHATS, chat.number))
            rows.put(CHATS, chat.number, document)
    return bool(leaving)


def _chats(rows: Rows) -> Iterator[Chat]:
    for number, document in rows.tables.get(CHATS, {}).items():
        try:
            yield records.read(Chat, number, document)
        except Unreadable:
            continue


def _of_chat(rows: Rows, table: str, chat_id: int) -> Iterator[int]:
    for number, document in rows.tables.get(table, {}).items():
        if post.chat_of(document) == chat_id:
            yield number


def _move_row(rows: Rows, table: str, number: int, chat_id: int) -> None:
    document = rows.get(table, number)
    row: Letter | Settled | Spoken | None
    if table == OUTBOX:
        row = post.read(Letter, document)
    elif table == SENT:
        row = post.read(Settled, document)
    else:
        row = post.read(Spoken, document)
    if row is not None:
        rows.put(table, number, post.write(structs.replace(row, chat_id=chat_id)))
