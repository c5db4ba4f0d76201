"""Values that the store's tests write down."""

from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from domain.item import Item, ItemStatus
from domain.letter import Letter
from store.ledger import Ledger

BEIJING = timezone(timedelta(hours=8))
NOW = datetime(2026, 11, 20, 8, 30, tzinfo=BEIJING)


def an_item(number: int = 0, **fields: object) -> Item:
    """An item with every field that docs/domain.md asks for."""
    given = {
        "kind": "task",
        "title": "低保动态管理",
        "unit": "社会救助股",
        "owner": "甲某",
        "due": "2026-11-20",
        "status": ItemStatus.ASSIGNED,
        "version": 1,
    } | fields
    return Item(number=number, **given)  # type: ignore[arg-type]


def a_letter(chat_id: int = -100, **fields: object) -> Letter:
    """A letter to a group."""
    return Letter(**({"chat_id": chat_id, "html": "您好", "queued_at": NOW} | fields))  # type: ignore[arg-type]


def document_of(ledger: Ledger, table: str, number: int) -> dict[str, Any]:
    """A document as TinyDB's users see it."""
    document = ledger.db.table(table).get(doc_id=number)
    assert isinstance(document, dict)
    return document


def text_of(journal: Path) -> bytes:
    """What a journal's file says, without the room that a killed process leaves behind its text."""
    return journal.read_bytes().rstrip(b"\0")
