"""The schema's version: an older ledger is brought up to date when it is opened, a newer one is refused."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from store import documents
from store.documents import CHATS, ITEMS, PEOPLE
from store.journal.checkpoint import Tables
from store.rows import Changes, Rows

#: 1: the tables of docs/domain.md; every item says since when it has its limit.
#: 2: 信访 and 12345 are sensitive unless their document says otherwise.
SCHEMA = 2
#: Kinds that were public by default before schema 2.
_SENSITIVE_KINDS = frozenset({"petition", "hotline"})
#: And as other programs write them, by their label.
_SENSITIVE_LABELS = frozenset({"信访", "12345", "热线"})
_WITH_INSTANTS = (ITEMS, PEOPLE, CHATS)

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
    changes: Changes = {}
    for table in _WITH_INSTANTS:
        rows = tables.get(table, {})
        dated = {number: dated_row(table, row, at) for number, row in rows.items()}
        changed: dict[int, bytes | None] = {n: row for n, row in dated.items() if row != rows[n]}
        if changed:
            changes[table] = changed
    return changes


def dated_row(table: str, row: bytes, at: datetime) -> bytes:
    """The document with a zone at each instant, the office's (``at``'s) where people wrote none by hand.

    An item also has ``assigned_at`` and ``due_set_at``, which are ``at`` where it had none.
    """
    if table not in _WITH_INSTANTS or not documents.is_object(row):
        return row
    document = documents.decode(row)
    dated = _zoned(document, at)
    if table == ITEMS:
        dated |= {key: at.isoformat() for key in ("assigned_at", "due_set_at") if not document.get(key)}
        if isinstance(steps := document.get("history"), list):
            dated["history"] = [_zoned(step, at) if isinstance(step, dict) else step for step in steps]
    return row if dated == document else documents.encode(dated)


def _zoned(fields: dict[str, Any], at: datetime) -> dict[str, Any]:
    return {key: _with_zone(value, at) if _is_instant(key) else value for key, value in fields.items()}


def _is_instant(key: str) -> bool:
    return key.endswith("_at") or key in {"at", "silent_since"}


def _with_zone(value: object, at: datetime) -> object:
    try:
        instant = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return value
    return value if instant is None or instant.tzinfo else instant.replace(tzinfo=at.tzinfo).isoformat()


def hide_petitions(tables: Tables, _at: datetime) -> Changes:
    """Petitions and hotline calls of older ledgers leave the groups; a workbook that says 敏感 否 opens them again."""
    rows = tables.get(ITEMS, {})
    hidden: dict[int, bytes | None] = {number: row for number, old in rows.items() if (row := hidden_row(old)) != old}
    return {ITEMS: hidden} if hidden else {}


def hidden_row(row: bytes) -> bytes:
    """A petition or a hotline call is sensitive unless its document says otherwise."""
    document = documents.fields(row)
    if not is_petition(document) or document.get("is_sensitive") is not None:
        return row
    return documents.encode(document | {"is_sensitive": True})


def is_petition(document: dict[str, Any]) -> bool:
    """Whether the kind is a petition or a hotline call, by name or by label."""
    return str(document.get("kind", "")).strip().casefold() in _SENSITIVE_KINDS | _SENSITIVE_LABELS


STEPS: tuple[Step, ...] = (date_items, hide_petitions)
