"""What somebody did to the ledger file with another program becomes a transaction like any other, by ``outside``."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from msgspec import Struct

from domain.changes import note_outside
from domain.coercion import Discrepancy, DiscrepancyKind, Spot
from domain.item import ItemStatus
from store import documents
from store.documents import CHATS, ITEMS, PEOPLE, UNITS
from store.engine import Keeping
from store.rows import MAIL, YEARS, Changes, Tables
from store.schema import dated_row, described_row, hidden_row, is_petition

BY = "outside"
#: What a row is known by: two rows of one number that agree in it are the same one.
_NAMED_BY = {ITEMS: "title", PEOPLE: "name", UNITS: "name", CHATS: "chat_id"}
#: One row of so many may go at once; more were not removed by anybody who meant it (in the roster: every second).
_GONE_AT_MOST = {ITEMS: 10, PEOPLE: 2, UNITS: 2, CHATS: 2}


class Edit(Struct, frozen=True):
    """The rows that somebody changed: as they were, and as they are in the file. Made in any thread."""

    base: Tables
    theirs: Tables
    sizes: dict[str, int]  # how many rows each table had

    def count_gone(self, ours: Tables) -> int:
        """How many rows were removed, where that is more than anybody would on purpose; else 0.

        A single row may always go, unless it was the only one.
        """
        for table, share in _GONE_AT_MOST.items():
            size, now = self.sizes.get(table, 0), ours.get(table, {})
            gone = sum(n in now for n in self.base.get(table, {}).keys() - self.theirs.get(table, {}).keys())
            if gone and (gone == size if gone == 1 else gone * share > size):
                return gone
        return 0


class Merge(Struct):
    """What to change, and where both sides had changed something, so that ours stays."""

    changes: Changes
    spots: list[Spot]


def edit_of(base: Tables, theirs: Tables) -> Edit:
    """What they made of ``base``; correspondence is the bot's alone."""
    before: Tables = {}
    after: Tables = {}
    for table in (base.keys() | theirs.keys()) - MAIL:
        was, became = base.get(table, {}), theirs.get(table, {})
        numbers = [n for n in was.keys() | became.keys() if was.get(n) != became.get(n)]
        if table in base:
            before[table] = {n: was[n] for n in numbers if n in was}
        if table in theirs:
            after[table] = {n: became[n] for n in numbers if n in became}
    return Edit(before, after, {table: len(rows) for table, rows in base.items()})


def merge(books: Keeping, edit: Edit, at: datetime, others: Iterable[Discrepancy] = ()) -> None:
    """Make an edit a transaction; none if it is nothing. What the office has to hear of it is in it."""
    merged = difference(edit, books.rows.tables, at)
    told = list(others)
    if merged.spots:
        told.append(Discrepancy(DiscrepancyKind.BOTH_CHANGED, tuple(merged.spots)))
    if merged.changes or told:
        with books.change(at=at, by=BY, did="edit"):
            books.rows.apply(merged.changes)
            books.note(told)


def difference(edit: Edit, ours: Tables, at: datetime) -> Merge:
    """What to change in ``ours`` so that it holds the edit.

    A document that changed on both sides is merged field by field; where both changed the same field, ours stays: it
    was acknowledged to somebody.
    """
    merged = Merge({}, [])
    for table in sorted(edit.base.keys() | edit.theirs.keys()):
        if table not in edit.theirs and not ours.get(table):
            merged.changes[table] = None
            continue
        base, theirs, mine = (each.get(table, {}) for each in (edit.base, edit.theirs, ours))
        side = _Side(table, base, theirs, mine, at, max(ours.get(YEARS, {}), default=-1) + 1)
        side.merge()
        merged.spots += side.spots
        if side.rows or table not in ours:
            merged.changes[table] = side.rows
    return merged


class _Side:
    """One table's part."""

    def __init__(
        self,
        table: str,
        base: dict[int, bytes],
        theirs: dict[int, bytes],
        ours: dict[int, bytes],
        at: datetime,
        year: int,
    ) -> None:
        self._table = table
        self._base = base
        self._theirs = theirs
        self._ours = ours
        self._at = at
        self._year = year  # the ledger year that new items stand in; 0: none was closed
        self.rows: dict[int, bytes | None] = {}
        self.spots: list[Spot] = []

    def merge(self) -> None:
        for number in sorted(self._base.keys() | self._theirs.keys()):
            was, became, now = self._base.get(number), self._theirs.get(number), self._ours.get(number)
            if became in (was, now):
                continue
            if became is None:
                self._removed(number, was, now)
            elif now is None and was is not None:  # removed here meanwhile
                self._keep_ours(number)
            elif now is not None and was is None and not self._is_same(became, now):
                self._enter_again(number, became)
            else:
                self._changed(number, was, became, now)

    def _removed(self, number: int, was: bytes | None, now: bytes | None) -> None:
        if now == was:
            self.rows[number] = None
        else:
            self._keep_ours(number)

    def _changed(self, number: int, was: bytes | None, became: bytes, now: bytes | None) -> None:
        if now in (None, was):
            merged = became
        elif not (documents.is_object(became) and documents.is_object(now or b"")):
            return self._keep_ours(number)
        else:
            merged, fields = _merged(was, became, now)
            if fields:
                self._keep_ours(number, fields)
        merged = _dated(self._table, was, merged, self._at)
        if now is None:
            merged = self._of_year(merged)
        if self._table == ITEMS and now is not None and merged != now:
            merged = _noted(now, merged, self._at)
        if merged != now:
            self.rows[number] = merged
        return None

    def _keep_ours(self, number: int, fields: tuple[str, ...] = ()) -> None:
        self.spots.append(Spot(self._table, number, fields))

    def _of_year(self, became: bytes) -> bytes:
        """A new item stands in the current ledger year, settled already or not."""
        if self._table != ITEMS or not self._year or not documents.is_object(became):
            return became
        return documents.encode({"ledger_year": self._year} | documents.fields(became))

    def _is_same(self, became: bytes, now: bytes) -> bool:
        key = _NAMED_BY.get(self._table)
        return key is None or documents.fields(became).get(key) == documents.fields(now).get(key)

    def _enter_again(self, number: int, became: bytes) -> None:
        """Both sides entered a row under the same number: theirs gets the next free one."""
        wanted = documents.fields(became).items()
        if any(wanted <= documents.fields(row).items() for n, row in self._ours.items() if n not in self._base):
            return  # it was entered before, and a kill came before the file was written
        free = max((*self._ours, *self._theirs, *self.rows)) + 1
        self.rows[free] = self._of_year(_dated(self._table, None, became, self._at))
        self.spots.append(Spot(self._table, number, became=free))


def _merged(was: bytes | None, became: bytes, now: bytes | None) -> tuple[bytes, tuple[str, ...]]:
    """The document merged, and the fields that both sides had changed."""
    before: dict[str, Any] = {} if was is None else documents.fields(was)
    theirs = documents.fields(became)
    ours: dict[str, Any] = {} if now is None else documents.fields(now)
    merged, both = dict(ours), []
    for key in sorted(before.keys() | theirs.keys()):
        if theirs.get(key) in (before.get(key), ours.get(key)):
            continue
        if ours.get(key) != before.get(key):
            both.append(key)
        elif key in theirs:
            merged[key] = theirs[key]
        else:
            merged.pop(key, None)
    return documents.encode(merged), tuple(both)


def _noted(now: bytes, merged: bytes, at: datetime) -> bytes:
    """The item with a step of its history where its limit, owner, unit or state was changed outside."""
    if not (documents.is_object(now) and documents.is_object(merged)):
        return merged
    document, steps = documents.fields(merged), documents.fields(merged).get("history")
    note_outside(documents.fields(now), document, at)
    return merged if document.get("history") == steps else documents.encode(document)


def _dated(table: str, was: bytes | None, became: bytes, at: datetime) -> bytes:
    """An item from outside, or a limit changed outside, begins its ladder when it is first seen."""
    if table == ITEMS and was is not None:
        document, before = documents.fields(became), documents.fields(was)
        is_moved = document.get("due") != before.get("due")
        if is_moved and document.get("due_set_at") == before.get("due_set_at"):
            document.pop("due_set_at", None)
        if _is_taken_over(document, before, at) or is_moved:
            became = documents.encode(document)
    row = described_row(dated_row(table, became, at)) if table == ITEMS else dated_row(table, became, at)
    return row if table != ITEMS or _is_open_petition(was) else hidden_row(row)


def _is_open_petition(was: bytes | None) -> bool:
    """One that the office has opened (敏感 否) says nothing of it, and stays open."""
    document = {} if was is None else documents.fields(was)
    return is_petition(document) and not document.get("is_sensitive")


def _is_taken_over(document: dict[str, Any], before: dict[str, Any], at: datetime) -> bool:
    """An open item that somebody gave to another unit is for that unit to sign, as ``domain.closing.taken_over``."""
    status = document.get("status")
    is_open = isinstance(status, str) and status in {ItemStatus.ASSIGNED, ItemStatus.ACKNOWLEDGED, ItemStatus.SUBMITTED}
    if document.get("unit") == before.get("unit") or not is_open:
        return False
    for field in ("acknowledged_at", "acknowledged_by"):
        document.pop(field, None)
    document |= {"moved_at": at.isoformat(), "assigned_at": at.isoformat()}
    document["before" if status == ItemStatus.SUBMITTED else "status"] = ItemStatus.ASSIGNED.value
    return True
