"""What is read off a raw update before anybody parses it: whose chat, whose hand, which date.

It must bear whatever arrives: a part that is missing or of the wrong type counts as absent.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

#: Seconds since 1970 that a calendar can still show, in every zone.
_LATEST = 2**37
#: What Telegram itself says in a chat, in somebody's name.
_EVENTS = ("migrate_to_chat_id", "migrate_from_chat_id", "new_chat_title")
#: An update as Telegram sent it.
RawUpdate = Mapping[str, Any]


def update_id_of(raw: object) -> int | None:
    """The update's id, or ``None`` for something that is no update at all."""
    found = raw.get("update_id") if isinstance(raw, Mapping) else None
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def chat_id_of(raw: RawUpdate) -> int:
    """The chat it happened in; for what happens in none the user's private chat; 0 if there is neither."""
    for part in _parts(raw):
        for holder in (part, _mapping(part, "message")):
            found = _mapping(holder, "chat").get("id")
            if isinstance(found, int):
                return found
    return person_id_of(raw) or 0


def thread_id_of(raw: RawUpdate) -> int | None:
    """The topic it happened in, if the chat has topics."""
    for part in _parts(raw):
        for holder in (part, _mapping(part, "message")):
            found = holder.get("message_thread_id")
            if isinstance(found, int) and holder.get("is_topic_message"):
                return found
    return None


def person_id_of(raw: RawUpdate) -> int | None:
    """Who caused it; for anonymous speakers the chat that they speak as."""
    for part in _parts(raw):
        for key in ("sender_chat", "from"):
            found = _mapping(part, key).get("id")
            if isinstance(found, int):
                return found
    return None


def words_of(raw: RawUpdate) -> str:
    """What was said or pressed; empty for what bears no words, such as a file."""
    for part in _parts(raw):
        for key in ("text", "data", "caption"):
            found = part.get(key)
            if isinstance(found, str):
                return found
    return ""


def is_asked(raw: RawUpdate) -> bool:
    """Whether somebody wants an answer: they said or pressed something, and it is no event of the chat."""
    message = raw.get("message")
    if isinstance(message, Mapping):
        return not any(key in message for key in _EVENTS)
    return "callback_query" in raw


def said_at(raw: RawUpdate) -> datetime | None:
    """When it was said. A pressed button carries no date of its own: ``None``."""
    for part in _parts(raw):
        found = part.get("date")
        if isinstance(found, int) and 0 < found < _LATEST:
            return datetime.fromtimestamp(found, UTC)
    return None


def encode(raw: RawUpdate) -> bytes:
    """The update as JSON, to be kept until it is handled."""
    try:
        return msgspec.json.encode(raw)
    except UnicodeEncodeError:  # half an emoji: JSON can carry it, but no store and no screen can
        return json.dumps(raw, ensure_ascii=False).encode("utf-8", "replace")


def _parts(raw: RawUpdate) -> Iterator[Mapping[str, Any]]:
    return (part for part in raw.values() if isinstance(part, Mapping))


def _mapping(whole: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    part = whole.get(key)
    return part if isinstance(part, Mapping) else {}
