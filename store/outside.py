"""What somebody did to the ledger file with another program becomes a transaction like any other, by ``outside``."""

from datetime import datetime
from typing import Any

from store import documents
from store.books import Books
from store.checkpoint import Tables
from store.records import ITEMS
from store.rows import MAIL, Changes
from store.schema import dated_row

BY = "outside"


def merge(books: Books, base: Tables, theirs: Tables, at: datetime) -> None:
    """Make what they made of ``base`` a transaction; none if that is nothing."""
    changes = difference(base, theirs, books.rows.tables, at)
    if changes:
        with books.change(at=at, by=BY, did="edit"):
            books.rows.apply(changes)


def difference(base: Tables, theirs: Tables, ours: Tables, at: datetime) -> Changes:
    """What to change in ``ours`` so that it holds what they made of ``base``.

    A document that changed on both sides is merged field by field; where both changed the same field, ours stays: it
    was acknowledged to somebody.
    """
    changes: Changes = {}
    for table in base.keys() | theirs.keys():
        if table in MAIL:
            continue
        if table not in theirs and not ours.get(table):
            changes[table] = None
            continue
        rows = _rows_changed(table, base.get(table, {}), theirs.get(table, {}), ours.get(table, {}), at)
        if rows or table not in ours:
            changes[table] = rows
    return changes


def _rows_changed(
    table: str, base: dict[int, bytes], theirs: dict[int, bytes], ours: dict[int, bytes], at: datetime
) -> dict[int, bytes | None]:
    rows: dict[int, bytes | None] = {}
    for number in sorted(base.keys() | theirs.keys()):
        was, became, now = base.get(number), theirs.get(number), ours.get(number)
        if became in (was, now):
            continue
        if became is None:
            if now == was:
                rows[number] = None
            continue
        merged = became if now in (None, was) else _merged(was, became, now)
        merged = _dated(table, was, merged, at)
        if merged != now:
            rows[number] = merged
    return rows


def _merged(was: bytes | None, became: bytes, now: bytes | None) -> bytes:
    before: dict[str, Any] = {} if was is None else documents.decode(was)
    theirs = documents.decode(became)
    ours: dict[str, Any] = {} if now is None else documents.decode(now)
    merged = dict(ours)
    for key in before.keys() | theirs.keys():
        if ours.get(key) == before.get(key) and theirs.get(key) != before.get(key):
            if key in theirs:
                merged[key] = theirs[key]
            else:
                merged.pop(key, None)
    return documents.encode(merged)


def _dated(table: str, was: bytes | None, became: bytes, at: datetime) -> bytes:
    """An item from outside, or a limit changed outside, begins its ladder when it is first seen."""
    if table == ITEMS and was is not None:
        document, before = documents.decode(became), documents.decode(was)
        is_moved = document.get("due") != before.get("due")
        if is_moved and document.get("due_set_at") == before.get("due_set_at"):
            document.pop("due_set_at", None)
            became = documents.encode(document)
    return dated_row(table, became, at)
