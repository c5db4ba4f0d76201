"""The schema's version: an older ledger is brought up to date when it is opened, a newer one is refused."""

from collections.abc import Callable
from datetime import datetime

from store import documents
from store.checkpoint import Tables
from store.rows import Changes, Rows

#: 1: the contract's tables; every item says since when it has its limit.
SCHEMA = 1

Step = Callable[[Tables, datetime], Changes]


def migrate(tables: Tables, found: int, at: datetime) -> Changes:
    """What has to change in tables of schema ``found`` (0: a TinyDB file that Duban never wrote)."""
    migrated = Rows()
    migrated.load({table: dict(rows) for table, rows in tables.items()})
    migrated.begin()
    for step in STEPS[found:]:
        migrated.apply(step(migrated.tables, at))
    return migrated.drafted()


def date_items(tables: Tables, at: datetime) -> Changes:
    """Items from elsewhere begin their ladder when Duban first sees them: a first import starts no storm."""
    dated = {number: dated_item(row, at) for number, row in tables.get("items", {}).items()}
    changed: dict[int, bytes | None] = {n: row for n, row in dated.items() if row != tables["items"][n]}
    return {"items": changed} if changed else {}


def dated_item(row: bytes, at: datetime) -> bytes:
    """The item's document with ``assigned_at`` and ``due_set_at``, which are ``at`` where it has none."""
    document = documents.decode(row)
    missing = {key: at.isoformat() for key in ("assigned_at", "due_set_at") if not document.get(key)}
    return documents.encode(document | missing) if missing else row


STEPS: tuple[Step, ...] = (date_items,)
