"""The schema's version: an older ledger is brought up to date when it is opened, a newer one is refused."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from domain.requests import DecisionRequest, RequestKind
from store import documents, mail
from store.documents import CHATS, ITEMS, PEOPLE
from store.rows import DIALOGUES, PREVIEWS, REQUESTS, Changes, Rows, Tables

#: 1: the tables of docs/domain.md; every item says since when it has its limit.
#: 2: 信访 and 12345 are sensitive unless their document says otherwise.
#: 3: requests that somebody decides have a table of their own.
#: 4: a piece of evidence is an object, not a text.
SCHEMA = 4
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


#: Under these chats, which do not exist, requests were kept among the dialogues before schema 3.
_REQUESTS_UNDER = {0: RequestKind.CLOSE, -1: RequestKind.IMPORT}


def file_requests(tables: Tables, _at: datetime) -> Changes:
    """Open requests leave the dialogues: each letter was kept as a field, with the version that it shows."""
    items, dialogues = tables.get(ITEMS, {}), tables.get(DIALOGUES, {})
    spoken = {number: mail.read(mail.Spoken, row) for number, row in dialogues.items()}
    asking = {number: row for number, row in spoken.items() if row is not None and row.chat_id in _REQUESTS_UNDER}
    if not asking:
        return {}
    changes: Changes = {DIALOGUES: dict.fromkeys(asking)}
    for table, chat in ((REQUESTS, 0), (PREVIEWS, -1)):
        first = max(tables.get(table, {}), default=0) + 1
        filed = enumerate((_request_of(row, items) for row in asking.values() if row.chat_id == chat), first)
        if rows := {number: mail.write(row) for number, row in filed}:
            changes[table] = {**rows}
    return changes


def _request_of(row: mail.Spoken, items: Mapping[int, bytes]) -> DecisionRequest:
    """The request that a dialogue of an older version stands for."""
    version = row.data.get("version")
    item = documents.fields(items[row.person_id]) if row.person_id in items else {}
    return DecisionRequest(
        kind=_REQUESTS_UNDER[row.chat_id],
        item=row.person_id,
        asked_by=str(item.get("submitted_by") or ""),
        asked_at=row.begun_at,
        version=None if version is None else int(version),
        messages={int(letter): int(chat) for letter, chat in row.data.items() if letter != "version"},
    )


def describe_evidence(tables: Tables, _at: datetime) -> Changes:
    """Evidence was written as texts; it says what it is since, and who handed it in."""
    rows = tables.get(ITEMS, {})
    written: dict[int, bytes | None] = {
        number: row for number, old in rows.items() if b'"evidence"' in old and (row := described_row(old)) != old
    }
    return {ITEMS: written} if written else {}


def described_row(row: bytes) -> bytes:
    """The document with its evidence as objects; what is neither list nor text stays as it is."""
    document = documents.fields(row)
    pieces = document.get("evidence")
    if not isinstance(pieces, list) or not any(isinstance(piece, str) for piece in pieces):
        return row
    described = [{"words": piece} if isinstance(piece, str) else piece for piece in pieces]
    return documents.encode(document | {"evidence": described})


STEPS: tuple[Step, ...] = (date_items, hide_petitions, file_requests, describe_evidence)
