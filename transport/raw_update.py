"""What is needed of a raw update before anything parses it.

It accepts whatever arrives: a part that is missing or of the wrong type counts as absent.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

#: An update as Telegram sent it.
RawUpdate = Mapping[str, Any]
#: The largest Unix time, in seconds, that a calendar shows in every time zone.
_LATEST = 2**37
#: Service messages: Telegram writes them in somebody's name.
_EVENTS = ("migrate_to_chat_id", "migrate_from_chat_id", "new_chat_title")


def update_id_of(raw: object) -> int | None:
    """The update's id; ``None`` for what is no update."""
    found = raw.get("update_id") if isinstance(raw, Mapping) else None
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def chat_id_of(raw: RawUpdate) -> int:
    """The id of its chat; without a chat, the user's id (their private chat); 0 if there is neither."""
    for part in _parts(raw):
        for holder in (part, _mapping(part, "message")):
            found = _mapping(holder, "chat").get("id")
            if isinstance(found, int):
                return found
    return person_id_of(raw) or 0


def thread_id_of(raw: RawUpdate) -> int | None:
    """The id of its topic, if the chat has topics."""
    for part in _parts(raw):
        for holder in (part, _mapping(part, "message")):
            found = holder.get("message_thread_id")
            if isinstance(found, int) and holder.get("is_topic_message"):
                return found
    return None


def person_id_of(raw: RawUpdate) -> int | None:
    """The id of who caused it; for an anonymous sender, of the chat in whose name they write."""
    for part in _parts(raw):
        for key in ("sender_chat", "actor_chat", "from", "user"):
            found = _mapping(part, key).get("id")
            if isinstance(found, int):
                return found
    return None


def words_of(raw: RawUpdate) -> str:
    """What was said or pressed; empty where there are no words, as for a file."""
    for part in _parts(raw):
        for key in ("text", "data", "caption"):
            found = part.get(key)
            if isinstance(found, str):
                return found
    return ""


def is_asked(raw: RawUpdate) -> bool:
    """Whether somebody expects an answer: they said or pressed something, and it is no service message."""
    message = raw.get("message")
    if isinstance(message, Mapping):
        return not any(key in message for key in _EVENTS)
    return "callback_query" in raw


def said_at(raw: RawUpdate) -> datetime | None:
    """When it was said; ``None`` for a pressed button, which carries no date of its own."""
    for part in _parts(raw):
        found = part.get("date")
        if isinstance(found, int) and 0 < found < _LATEST:
            return datetime.fromtimestamp(found, UTC)
    return None


def encode(raw: RawUpdate) -> bytes:
    """The update as JSON, as the ledger keeps it until it is handled."""
    try:
        return msgspec.json.encode(raw)
    except UnicodeEncodeError:  # half a surrogate pair: JSON can carry it, the ledger cannot
        return json.dumps(raw, ensure_ascii=False).encode("utf-8", "replace")


def _parts(raw: RawUpdate) -> Iterator[Mapping[str, Any]]:
    return (part for part in raw.values() if isinstance(part, Mapping))


def _mapping(whole: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    part = whole.get(key)
    return part if isinstance(part, Mapping) else {}
